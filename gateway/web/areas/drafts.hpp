// Drafts: a form that is being written, page by page, until it is signed and sent. Owned by the
// face; used on the io_context's thread.
#pragma once

#include "gateway/web/areas/draft_desk.hpp"

namespace gatepost::web {

class Drafts {
 public:
  explicit Drafts(Services services) : desk_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> list(const Call& call);
  boost::asio::awaitable<Reply> parts(const Call& call);
  boost::asio::awaitable<Reply> ask(const Call& call);
  boost::asio::awaitable<Reply> take(const Call& call);
  boost::asio::awaitable<Reply> check(const Call& call);
  boost::asio::awaitable<Reply> send(const Call& call);
  boost::asio::awaitable<Reply> ask_discard(const Call& call);
  boost::asio::awaitable<Reply> discard(const Call& call);
  boost::asio::awaitable<Reply> sent(const Call& call);

  // For a draft that is not there: what became of it.
  boost::asio::awaitable<Reply> missing(const Call& call, app::Refusal why);
  boost::asio::awaitable<bool> was_sent(const Call& call, const DraftId& id);
  pages::Checking checking(const Call& call, const OpenDraft& draft) const;

  DraftDesk desk_;
};

}  // namespace gatepost::web
