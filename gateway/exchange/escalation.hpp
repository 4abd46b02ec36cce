// Escalation: what time alone does to a conversation (DESIGN section 4). Pure.
#pragma once

#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

// Every deadline that has passed and every step that has come due by `context.now`. Steps are
// counted from when they were due, not from when they were looked at, so that a gateway that slept
// catches up to where the policy says it should be; the last step then repeats from now on, not
// once per missed day.
Decision escalate(const Conversation& conversation, const Context& context);

// When the first step of a rung is due, by the message's own policy (urgent or not), for a deadline
// at `due`.
Instant first_step_at(const MessageState& message, Rung rung, Instant due, const Context& context);

// How the references of a rung's effects begin. A rung that opens again takes its steps anew: the
// number of its openings keeps every reference unique for ever.
std::string reference_stem(const MessageState& message, Rung rung);

// The team whose mailbox hears of a step and whose people may claim its task. Managers and
// overseers sit outside of any mailbox; their tasks lie with the side they are responsible for.
TeamCode team_for_role(StepRole role, const MessageState& message, const Context& context);
// The policy of a message's rung, urgent or not; the confirmed rung's when a reload dropped it.
const config::RungPolicy* rung_policy(const MessageState& message, Rung rung,
                                      const config::Policy& policy);

}  // namespace gatepost::exchange
