// DeskPages: home, lists, tasks and search of a team. Owned by the face; used on the io_context's
// thread.
#pragma once

#include "gateway/app/desk.hpp"
#include "gateway/web/pages/desk.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class DeskPages {
 public:
  explicit DeskPages(Services services) : services_(services), desk_(services.gateway) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> home(const Call& call);
  boost::asio::awaitable<Reply> list(const Call& call, pages::Side side);
  boost::asio::awaitable<Reply> list_tasks(const Call& call);
  boost::asio::awaitable<Reply> search(const Call& call);
  boost::asio::awaitable<Reply> act_on_task(const Call& call, app::TaskAct act);

  app::ClaimTask claim(const Call& call) const;
  pages::DeskFrame frame(const Call& call, const app::Caller& caller) const;

  Services services_;
  app::Desk desk_;
};

}  // namespace gatepost::web
