// Account: one's own password, second factors and sessions, as pages. Owned by the face; used on
// the io_context's thread.
#pragma once

#include "gateway/web/services.hpp"

namespace gatepost::web {

class Account {
 public:
  explicit Account(Services services) : services_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> overview(const Call& call);
  boost::asio::awaitable<Reply> ask_new_password(const Call& call);
  boost::asio::awaitable<Reply> take_new_password(const Call& call);
  boost::asio::awaitable<Reply> choose_factor(const Call& call);
  boost::asio::awaitable<Reply> begin_authenticator(const Call& call);
  boost::asio::awaitable<Reply> confirm_authenticator(const Call& call);
  boost::asio::awaitable<Reply> begin_key(const Call& call);
  boost::asio::awaitable<Reply> add_key(const Call& call);
  boost::asio::awaitable<Reply> renew_codes(const Call& call);
  boost::asio::awaitable<Reply> remove_factor(const Call& call);
  boost::asio::awaitable<Reply> end_session(const Call& call);
  boost::asio::awaitable<Reply> end_others(const Call& call);
  boost::asio::awaitable<Reply> key_page(const Call& call, std::optional<std::string> problem);

  Services services_;
};

}  // namespace gatepost::web
