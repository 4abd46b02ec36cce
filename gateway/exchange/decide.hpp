// The heart of Gatepost: what happens to a conversation when something happens in the world (DESIGN
// section 6).
//   decide(conversation, command, context) -> events and effects
//   apply(conversation, event)             -> the conversation afterwards
// Pure: no I/O, no clock, no log. Whoever calls holds the conversation's transaction.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "config/calendar.hpp"
#include "config/directory.hpp"
#include "config/policy.hpp"
#include "gateway/base/random.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::exchange {

enum class Errc {
  not_a_party,        // the sending team has no part in this conversation
  unknown_original,   // the form is about one that this conversation does not have
  wrong_digest,       // it quotes another digest than the original's
  not_recipient,      // only the original's recipient may acknowledge it
  not_sender,         // only the original's sender may confirm it by telephone
  wrong_destination,  // a reply that is addressed to somebody else, or a team that does not serve
                      // the area
  id_reused,          // the same form id was used before with other content
  not_supported,      // a form type this gateway does not carry yet
  unknown_task,       // no such task for this team
  task_closed,        // it was closed meanwhile
  already_claimed,    // somebody else was faster
  conversation_full,  // limits::conversation_referrals, or conversation_messages for replies
  unknown_sender,     // the sending team is not in the directory
};
ErrorInfo error_info(Errc code);

struct Context {
  Instant now;
  const config::Policy& policy;
  const config::Calendar& calendar;
  const config::Directory& directory;
  Random& random;  // for the ids of tasks
};

// ---- Commands

// A verified form, on its way in. Its bytes, receipts and facts travel beside it (service.hpp).
struct AcceptCommand {
  ConversationId conversation;
  MessageKey key;
  FormType type{};
  Digest digest;
  Handle handle;
  std::optional<AreaCode> to_area;
  std::optional<TeamCode> to_team;
  enum class Urgency { ordinary, urgent } urgency = Urgency::ordinary;
  std::optional<Instant> release_at;
  // For replies: the form they are about and what they prove.
  struct About {
    MessageKey key;
    Digest digest;
    ReachedHow how = ReachedHow::automatic;
  };
  std::optional<About> about;
};

// The recipient's system has collected the form: rung 2.
struct CollectedCommand {
  MessageKey key;
  TeamCode by;
};

// Time has passed.
struct TickCommand {};

struct ClaimCommand {
  TaskId task;
  TeamCode team;     // of the person; must own the task
  Bytes claimed_by;  // sealed name
};

using Command = std::variant<AcceptCommand, CollectedCommand, TickCommand, ClaimCommand>;

// ---- Events: facts that apply() turns into state, and the audit log into entries

struct MessageAccepted {
  MessageState message;
  std::vector<TeamCode> parties;
};
struct RungReached {
  MessageKey key;
  Rung rung{};
  ReachedHow how{};
  Instant at;
  enum class Timing { in_time, late } timing{};
};
struct DeadlinePassed {
  MessageKey key;
  Rung rung{};
  Instant at;
};
struct DeadlinePulled {
  MessageKey key;
  Rung rung{};
  Instant due;
  std::string rule;
  Instant next_step_at;
};
struct StepTaken {
  MessageKey key;
  Rung rung{};
  std::string step;
  StepRole role{};
  StepAction action{};
  Instant at;
  Instant next_step_at;
  int number = 0;  // 1 for the first step; repeats go on counting
};
struct StepsHeld {
  MessageKey key;
  Rung rung{};
  Instant until;
};
struct TaskOpened {
  Task task;
};
struct TaskRaised {  // it now waits for a higher rung as well
  TaskId id;
  MessageKey about;
  Rung rung{};
  Instant at;
};
struct TaskClaimed {
  TaskId id;
  MessageKey about;
  TeamCode by;
  Bytes claimed_by;
  Instant at;
};
struct TaskClosed {
  TaskId id;
  MessageKey about;
  TaskOutcome outcome{};
  Instant at;
};

using Event = std::variant<MessageAccepted, RungReached, DeadlinePassed, DeadlinePulled, StepTaken,
                           StepsHeld, TaskOpened, TaskRaised, TaskClaimed, TaskClosed>;

// ---- What must be carried out: in the same transaction (inbox, receipts) or after it (effects)

struct PutInInbox {
  MessageKey key;
  TeamCode team;
};
struct IssueReceipt {
  MessageKey about;
  Rung rung{};
};

struct Decision {
  std::vector<Event> events;
  std::vector<PutInInbox> deliveries;
  std::vector<IssueReceipt> receipts;
  std::vector<Effect> effects;
};

// `conversation` is empty for the first form of a new one (AcceptCommand only). Errors: Errc.
Result<Decision> decide(const std::optional<Conversation>& conversation, const Command& command,
                        const Context& context);

// Never fails on events that decide() answered for this conversation.
void apply(std::optional<Conversation>& conversation, const ConversationId& id, const Event& event);

// Where a form goes. An unknown team or an area without a SPOC is no error: `team` is null, and the
// sender gets a phone task.
struct Destination {
  const config::Team* team = nullptr;
  enum class Delivery { inbox, telephone } delivery = Delivery::telephone;
};
// Errors: wrong_destination (the team does not serve the area; a form to oneself).
Result<Destination> route(const AcceptCommand& command, const Context& context);

// True for forms with a whole ladder; acknowledgements and telephone confirmations are delivered
// but never chased: chasing a confirmation would ask for a confirmation of the confirmation.
bool has_ladder(FormType type);

// Deadlines of a new message. Shared with `gatepost deadlines explain`.
std::vector<Deadline> deadlines_for(const MessageState& message, std::optional<Instant> release_at,
                                    const Context& context);
bool is_urgent(const AcceptCommand& command, const Context& context);

}  // namespace gatepost::exchange
