// Referral: where a LIEF begins; its pages are those of every draft (drafts.hpp). Owned by the
// face; used on the io_context's thread.
#pragma once

#include "gateway/web/areas/draft_desk.hpp"

namespace gatepost::web {

class Referral {
 public:
  explicit Referral(Services services) : desk_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> ask(const Call& call);
  boost::asio::awaitable<Reply> begin(const Call& call);
  // Another one in place of one that was sent: what it says is typed in already.
  boost::asio::awaitable<Reply> ask_update(const Call& call);
  boost::asio::awaitable<Reply> begin_update(const Call& call);
  struct Found {
    app::Caller caller;
    app::MessageView earlier;
  };
  boost::asio::awaitable<app::Answer<Found>> find(const Call& call);

  DraftDesk desk_;
};

}  // namespace gatepost::web
