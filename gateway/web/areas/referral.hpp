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
  // From a message, whose words are typed in already: in place of a referral that was sent, or
  // another one about the same person (to the next SPOC after a decline, or after an Alert).
  enum class Again { update, another };
  boost::asio::awaitable<Reply> ask_again(const Call& call, Again again);
  boost::asio::awaitable<Reply> begin_again(const Call& call, Again again);
  struct Found {
    app::Caller caller;
    app::MessageView earlier;
  };
  boost::asio::awaitable<app::Answer<Found>> find(const Call& call, Again again);

  DraftDesk desk_;
};

}  // namespace gatepost::web
