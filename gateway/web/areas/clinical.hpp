// Clinical: where the clinical team's part of a referral begins; its pages are those of every draft
// (drafts.hpp). Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/web/areas/draft_desk.hpp"

namespace gatepost::web {

class Clinical {
 public:
  explicit Clinical(Services services) : desk_(services) {}
  void add_to(Router& router);

 private:
  boost::asio::awaitable<Reply> ask(const Call& call);
  boost::asio::awaitable<Reply> begin(const Call& call);
  // The referral, for whoever may complete it. Errors: not_found for anything else.
  struct Found {
    app::Caller caller;
    app::MessageView referral;
  };
  boost::asio::awaitable<app::Answer<Found>> find(const Call& call);

  DraftDesk desk_;
};

}  // namespace gatepost::web
