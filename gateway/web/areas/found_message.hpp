// FoundMessage: a message as one person finds it, in whichever of their teams it concerns, with the
// rest of its conversation; and what its pages share. Used on the io_context's thread.
#pragma once

#include "gateway/app/desk.hpp"
#include "gateway/web/pages/message.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

struct FoundMessage {
  app::Caller caller;
  app::MessageView message;
  std::vector<app::DeskRow> conversation;

  const exchange::MessageState& state() const { return message.state; }
  // Who the person is to it: see app::has_read.
  bool is_read() const;
  // Whom a reply of the person's team goes to; empty when nobody is known there.
  const TeamCode& other_side() const;
};

// The message that the page's ":id" names, for this action. Errors: as Identity::act_on.
boost::asio::awaitable<app::Answer<FoundMessage>> find_message(Services services, const Call& call,
                                                               identity::Action action);

// What every page about it shows, with nothing that may be done. `found` must outlive it.
pages::MessageFrame frame_of(const Call& call, const FoundMessage& found);

// Its page; `done`: the key of what the person just did (Messages says it in words).
html::Url page_of(const exchange::MessageState& message, std::string_view done = {});

}  // namespace gatepost::web
