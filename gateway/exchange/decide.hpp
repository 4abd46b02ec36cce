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
#include "gateway/exchange/act.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/exchange/kinds.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::exchange {

enum class Errc {
  not_a_party,         // the sending team has no part in this conversation
  unknown_original,    // the form is about one that this conversation does not have
  wrong_digest,        // it quotes another digest than the original's
  not_recipient,       // only the original's recipient may acknowledge it
  not_sender,          // only the original's sender may confirm it by telephone
  wrong_destination,   // a reply that is addressed to somebody else, or a team that does not serve
                       // the area
  id_reused,           // the same form id was used before with other content
  unknown_task,        // no such task for this team
  task_closed,         // it was closed meanwhile
  already_claimed,     // somebody else was faster
  conversation_full,   // limits::conversation_referrals, or conversation_messages for replies
  unknown_sender,      // the sending team is not in the directory
  consent_not_stated,  // no form of the conversation says whether the person agrees to sharing
  consent_refused,     // sharing is refused: only a minimal form may leave
  consent_withdrawn,   // nothing further is shared
  agency_not_covered,  // the person's consent does not name the recipient's kind of agency
  message_ended,       // it was withdrawn or closed before
  not_claimed,         // only a task that somebody claimed can be handed over or completed
  others_word,         // only the other side's confirmation ends it
  unnamed,             // whoever closes a form by hand must be named
  unknown_reason,      // not one of close_reasons(), or no outcome of a task
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

// A verified form, on its way in. Its bytes, receipts and facts travel beside it (service.hpp);
// command_for() makes one of a form.
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
  // The form it is about. A LIEF that withdraws an earlier one knows no digest.
  struct About {
    MessageKey key;
    std::optional<Digest> digest;
  };
  std::optional<About> about;
  act::Act act;
  Instant written_at;  // CreatedAt of the form, by its sender's clock
  using Content = exchange::Content;
  Content content = Content::personal;
  // The person's own word in it, with the day; nothing when it says nothing of it.
  std::optional<Sharing> sharing;
  std::vector<News> news;  // sorted
  // Consent was not sought: a senior colleague approved this one disclosure (2009 guidance, Annex
  // A).
  enum class Exception { none, approved } exception = Exception::none;
  // A LIEF can go out before it is whole: its prescribing part is the clinical team's to send, and
  // a same-day court release names the parts that follow.
  enum class Completeness {
    whole,
    clinical_part_follows,
    parts_follow
  } completeness = Completeness::whole;
};

// The recipient's system is about to be handed the form.
struct DownloadedCommand {
  MessageKey key;
  TeamCode by;
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

// Somebody else takes a claimed task over, or it is put back for anybody (no name).
struct HandOverCommand {
  TaskId task;
  TeamCode team;
  Bytes to;  // sealed name; empty: unclaimed again
};

// Somebody has done, or could not do, what a claimed task asks for.
struct CompleteCommand {
  TaskId task;
  TeamCode team;
  TaskOutcome outcome = TaskOutcome::done;  // done, not_reached or not_needed
};

// The sending side ends a message by hand, with a reason for the log.
struct CloseCommand {
  MessageKey key;
  TeamCode team;
  std::string reason;  // of close_reasons()
  Bytes closed_by;     // sealed name
};
// "reached-otherwise", "referred-again", "not-needed", "died", "other": codes, so that no free text
// reaches the log.
const std::vector<std::string>& close_reasons();

// What reconcile found: forms about one person that were never sent. The conversation of a person's
// duties has no messages; its id is derived from the person's blind token (duties.hpp).
struct RaiseDutiesCommand {
  TeamCode team;
  MessageKey about;  // stands for the person: the team, and an id derived from the conversation's
  struct Duty {
    TaskId id;         // derived, so that the same line of tomorrow's list is the same duty
    std::string step;  // steps::lief_missing, ...
    Bytes detail;      // sealed: who
  };
  std::vector<Duty> duties;
};
// A form about the person has been accepted: the duties of its sender's side that it makes up for
// are done.
struct MeetDutiesCommand {
  FormType by{};
  TeamCode from;
  std::vector<News> news;
};

using Command = std::variant<AcceptCommand, DownloadedCommand, CollectedCommand, TickCommand,
                             ClaimCommand, HandOverCommand, CompleteCommand, CloseCommand,
                             RaiseDutiesCommand, MeetDutiesCommand>;

// ---- Events: facts that apply() turns into state, and the audit log into entries

struct MessageAccepted {
  MessageState message;
  std::vector<TeamCode> parties;
};
struct FormDownloaded {  // each time
  MessageKey key;
  TeamCode by;
  Instant at;
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
// A rung gets a deadline that it did not have: the outcome of an appointment, the follow-up of one
// not attended, engagement once a release date is known. An aftercare rung opens anew, and what
// still waited for it then waits no more.
struct DeadlineOpened {
  MessageKey key;
  Deadline deadline;
  Instant at;
};
struct MadeUrgent {
  MessageKey key;
};
struct MessageEnded {
  MessageKey key;
  Standing standing{};
  Instant at;
  std::string reason;              // a code for the log
  std::optional<MessageKey> with;  // the form that ended it
  Bytes by;                        // sealed name, when a person ended it by hand
};
// What ended it was a mistake that is taken back: it waits again.
struct MessageReopened {
  MessageKey key;
  Instant at;
};
// A rung is not awaited any more, though it was not reached.
struct DeadlineWaived {
  MessageKey key;
  Rung rung{};
  Instant at;
};
struct ReleaseStated {
  MessageKey key;  // by which form
  Instant release_at;
};
struct SharingStated {  // in the person's own word
  MessageKey key;       // by which form
  Sharing sharing;
};
struct CaretakerChanged {
  MessageKey key;
  TeamCode caretaker;
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
struct TaskLowered {  // the higher rung is awaited no more, and a lower one still is
  TaskId id;
  MessageKey about;
  Rung rung{};
  Instant at;
};
struct TaskHastened {  // what it is about has become urgent
  TaskId id;
  MessageKey about;
  Instant next_step_at;
};
struct TaskMoved {  // to another team, unclaimed
  TaskId id;
  MessageKey about;
  TeamCode to;
  Instant next_step_at;
};
struct TaskStepTaken {
  TaskId id;
  MessageKey about;
  std::string step;
  int number = 0;
  Instant at;
  Instant next_step_at;
};
struct TaskClaimed {
  TaskId id;
  MessageKey about;
  TeamCode by;
  Bytes claimed_by;  // empty: put back
  Instant at;
  std::optional<Instant> next_step_at;  // of a task with steps of its own: held by the claim
};
struct TaskClosed {
  TaskId id;
  MessageKey about;
  TaskOutcome outcome{};
  Instant at;
};

using Event = std::variant<MessageAccepted, FormDownloaded, RungReached, DeadlinePassed,
                           DeadlinePulled, DeadlineOpened, DeadlineWaived, MadeUrgent, MessageEnded,
                           MessageReopened, ReleaseStated, SharingStated, CaretakerChanged,
                           StepTaken, StepsHeld, TaskOpened, TaskRaised, TaskLowered, TaskHastened,
                           TaskMoved, TaskStepTaken, TaskClaimed, TaskClosed>;

// ---- What must be carried out: in the same transaction (inbox, receipts) or after it (effects)

struct PutInInbox {
  MessageKey key;  // of the message; a copy's payload lies under the form it carries
  TeamCode team;
  Handle handle;
};
// What was agreed no longer covers it: it leaves the inbox, unless it was collected.
struct TakeFromInbox {
  MessageKey key;
  TeamCode team;
  Handle handle;
};
struct IssueReceipt {
  MessageKey about;
  Rung rung{};
};

struct Decision {
  std::vector<Event> events;
  std::vector<PutInInbox> deliveries;
  std::vector<TakeFromInbox> retractions;
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

// Forms that say something about an earlier one, and cannot stand without it.
bool needs_original(const act::Act& act);

// The form of this conversation that a reply is about, in the message that concerns the replying
// team; null for forms that stand alone. Whoever has no part in the conversation learns nothing of
// it. Errors: unknown_sender, not_a_party, conversation_full, unknown_original, wrong_digest,
// not_recipient, not_sender, wrong_destination.
Result<const MessageState*> find_original(const std::optional<Conversation>& conversation,
                                          const AcceptCommand& command, const Context& context);

// The teams of one prison act for one another: the clinical team completes what the psychosocial
// team sent.
bool same_side(const TeamCode& a, const TeamCode& b, const config::Directory& directory);

// Where a reply about this message goes: the other side of it. Empty when nobody is known there.
const TeamCode& other_side(const MessageState& original, const TeamCode& sender);

// Whether a message of this conversation wants an answer: a request always, a referral to a SPOC
// when it is the first to it.
enum class Answer { expected, not_expected };

// Deadlines of a new message, those of aftercare included. Shared with `gatepost deadlines
// explain`.
std::vector<Deadline> deadlines_for(const MessageState& message, std::optional<Instant> release_at,
                                    Answer answer, const Context& context);
// One rung's deadline counted from an instant, with its steps ready to go.
Deadline deadline_from(const config::RungPolicy& rung, Instant from,
                       std::optional<Instant> release_at, const Context& context);
bool is_urgent(const AcceptCommand& command, const Context& context);

}  // namespace gatepost::exchange
