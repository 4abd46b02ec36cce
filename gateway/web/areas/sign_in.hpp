// SignIn: the steps of a sign-in and the way out, as pages. Owned by the face; used on the
// io_context's thread.
#pragma once

#include "gateway/web/services.hpp"

namespace gatepost::web {

class SignIn {
 public:
  explicit SignIn(Services services) : services_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> ask_password(const Call& call);
  boost::asio::awaitable<Reply> take_password(const Call& call);
  boost::asio::awaitable<Reply> ask_factor(const Call& call);
  boost::asio::awaitable<Reply> take_factor(const Call& call);
  boost::asio::awaitable<Reply> sign_out(const Call& call);

  Services services_;
};

}  // namespace gatepost::web
