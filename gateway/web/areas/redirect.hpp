// Redirection: a referral that was declined goes to another service: a draft with everything the
// first one says, addressed to the area that the decline names, when it names one. Owned by the
// face; used on the io_context's thread.
#pragma once

#include "gateway/app/desk.hpp"
#include "gateway/web/areas/draft_desk.hpp"

namespace gatepost::web {

class Redirection {
 public:
  explicit Redirection(Services services) : desk_(services), rows_(services.gateway) {}
  void add_to(Router& router);

 private:
  // A referral of the person's team that was declined, and what the decline says of where to go.
  struct Found {
    app::Caller caller;
    app::MessageView declined;
    std::string decline;  // in words; empty when it cannot be read
    std::optional<AreaCode> right_area;
  };
  boost::asio::awaitable<app::Answer<Found>> find(const Call& call);
  boost::asio::awaitable<Reply> ask(const Call& call);
  boost::asio::awaitable<Reply> begin(const Call& call);

  DraftDesk desk_;
  app::Desk rows_;
};

}  // namespace gatepost::web
