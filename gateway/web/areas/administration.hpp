// Administration: what presses now, tasks of all teams, notifications, health, certificates and the
// policy, as pages. Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/app/administration.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class Administration {
 public:
  Administration(Services services, app::Administration& administration)
      : services_(services), administration_(administration) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> overview(const Call& call);
  boost::asio::awaitable<Reply> tasks(const Call& call);
  boost::asio::awaitable<Reply> undelivered(const Call& call);
  boost::asio::awaitable<Reply> try_again(const Call& call);
  boost::asio::awaitable<Reply> health(const Call& call);
  boost::asio::awaitable<Reply> certificates(const Call& call);
  boost::asio::awaitable<Reply> policy(const Call& call);

  Services services_;
  app::Administration& administration_;
};

}  // namespace gatepost::web
