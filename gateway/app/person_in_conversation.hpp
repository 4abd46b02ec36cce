// Who a conversation is about, from the newest of its forms that may be read for this and can be.
// Reads and unseals; for the worker pool.
#pragma once

#include <functional>

#include "formats/forms/person.hpp"
#include "gateway/app/configuration.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::app {

using MayRead = std::function<bool(const exchange::MessageState&)>;

// Nothing when no such form names anybody, or none is left.
std::optional<formats::forms::PersonInForm> person_in_conversation(
    exchange::View& view, const Configuration& configuration,
    const exchange::Conversation& conversation, const MayRead& may_read);

}  // namespace gatepost::app
