#include "gateway/exchange/meeting.hpp"

#include <algorithm>

#include "gateway/exchange/deciding.hpp"

namespace gatepost::exchange {

namespace {

using formats::forms::ConsentAgency;

bool is_party(const std::vector<TeamCode>& parties, const TeamCode& team,
              const config::Directory& directory) {
  return std::ranges::any_of(
      parties, [&](const TeamCode& party) { return same_side(party, team, directory); });
}

bool names(const Sharing& sharing, const std::optional<ConsentAgency>& agency) {
  return sharing.basis == Sharing::Basis::given && agency &&
         std::ranges::find(sharing.agencies, *agency) != sharing.agencies.end();
}

bool is_referral(const MessageState& message) {
  return (message.type == FormType::lief || message.type == FormType::alert_form) &&
         !message.tells(News::taken_back);
}

bool is_sides_own(const MessageState& message, const TeamCode& team,
                  const config::Directory& directory) {
  return same_side(message.to, team, directory) || same_side(message.key.from, team, directory) ||
         same_side(message.holder(), team, directory);
}

const MessageState* referral_that_counts(const Conversation& conversation, const TeamCode& team,
                                         const config::Directory& directory) {
  const MessageState* found = nullptr;
  const bool party = is_party(conversation.parties, team, directory);
  for (const MessageState& message : conversation.messages) {
    if (!is_referral(message) || is_in_custody(directory.find(message.to))) continue;
    if (party && !is_sides_own(message, team, directory)) continue;
    if (found == nullptr || message.standing == Standing::open || found->standing != Standing::open)
      found = &message;
  }
  return found;
}

MeetingStage stage_of(const MessageState& referral) {
  if (referral.ended_why == "declined") return MeetingStage::declined;
  if (referral.engaged_at) return MeetingStage::engaged;
  if (referral.standing != Standing::open) return MeetingStage::ended;
  if (referral.waiting_for(Rung::outcome) != nullptr) return MeetingStage::appointment;
  if (referral.outcome_at) return MeetingStage::attended;
  if (referral.answered_at) return MeetingStage::answered;
  return referral.confirmed_at ? MeetingStage::confirmed : MeetingStage::referred;
}

// Whoever is awaited: of the deadlines that nothing has met, the one that comes first.
const Deadline* awaited(const MessageState& referral) {
  const Deadline* first = nullptr;
  for (const Deadline& deadline : referral.deadlines)
    if (!deadline.met_at && (first == nullptr || deadline.due < first->due)) first = &deadline;
  return first;
}

// An open task names its owner; otherwise it is the turn of the side that the ladder waits for.
void take_turn(const Conversation& conversation, const MessageState& referral,
               MeetingStanding& made) {
  const Deadline* deadline = referral.standing == Standing::open ? awaited(referral) : nullptr;
  if (deadline != nullptr) {
    made.by = deadline->due;
    made.late = deadline->passed_at.has_value();
    made.turn = referral.to;
  }
  if (made.stage == MeetingStage::declined) made.turn = referral.holder();
  for (const Task& task : conversation.tasks)
    if (!task.closed_at && task.about == referral.key) {
      made.turn = task.owner;
      break;
    }
}

}  // namespace

bool may_speak_of(const MeetingRow& row, const TeamCode& code, const config::Directory& directory) {
  const config::Team* team = directory.find(code);
  if (team == nullptr) return false;
  const bool party = is_party(row.parties, code, directory);
  if (is_in_custody(team)) return party;
  if (party) return row.sharing.basis != Sharing::Basis::withdrawn;
  return names(row.sharing, agency_of(team));
}

std::optional<MeetingStanding> standing_of(const Conversation& conversation, const TeamCode& team,
                                           const config::Directory& directory) {
  const MessageState* referral = referral_that_counts(conversation, team, directory);
  if (referral == nullptr) return std::nullopt;
  MeetingStanding made;
  made.stage = stage_of(*referral);
  made.from = referral->holder();
  made.to = referral->to;
  take_turn(conversation, *referral, made);
  return made;
}

}  // namespace gatepost::exchange
