// Alert: where an Alert Form begins, alone or from a message; its page is that of every draft
// (drafts.hpp). Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/web/areas/draft_desk.hpp"

namespace gatepost::web {

class Alert {
 public:
  explicit Alert(Services services) : desk_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> ask(const Call& call);
  boost::asio::awaitable<Reply> begin(const Call& call);
  boost::asio::awaitable<Reply> ask_about(const Call& call);
  boost::asio::awaitable<Reply> begin_about(const Call& call);

  DraftDesk desk_;
};

}  // namespace gatepost::web
