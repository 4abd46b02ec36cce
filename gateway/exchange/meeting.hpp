// The joint meeting list: whose people a team may speak of, where each stands, and whose turn it
// is. Pure; any thread.
#pragma once

#include "config/directory.hpp"
#include "gateway/exchange/overview.hpp"

namespace gatepost::exchange {

// A team sees the people of its own conversations, unless they took their consent back, which ends
// what is shared with the community; and besides those whose consent names its agency. Between
// prisons care goes with the person.
bool may_speak_of(const MeetingRow& row, const TeamCode& team, const config::Directory& directory);

enum class MeetingStage {
  referred,     // nobody has confirmed it
  confirmed,    // and not answered
  answered,     // accepted, without an appointment that is still to come
  appointment,  // given, and its outcome is awaited: `by` says until when
  attended,     // the outcome was told
  engaged,      // in treatment
  declined,
  ended  // withdrawn, undeliverable, or closed by hand
};

struct MeetingStanding {
  MeetingStage stage{};
  TeamCode from, to;  // the prison's side and the community's; `to` is empty when nobody is known
  TeamCode turn;      // empty: nobody's
  std::optional<Instant> by;  // when it must have happened
  bool late = false;          // that has passed
};
// By the referral that counts: the latest that has not ended, else the latest; for a party of the
// conversation, of those that it sent or was sent. Nothing when there is none.
std::optional<MeetingStanding> standing_of(const Conversation& conversation, const TeamCode& team,
                                           const config::Directory& directory);

}  // namespace gatepost::exchange
