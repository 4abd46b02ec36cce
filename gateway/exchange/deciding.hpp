// Deciding: what the parts of decide() share while one command is decided: the conversation as it
// was loaded, the context, and the decision as it grows. Internal to the exchange.
#pragma once

#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

struct Deciding {
  // As loaded; events of this decision are not in it yet. Null for a conversation's first form.
  const Conversation* conversation;
  const Context& context;
  Decision& decision;

  template <class E>
  void happened(E event) {
    decision.events.emplace_back(std::move(event));
  }
};

// The message reaches one rung: the event, its receipt, and the end of every task that waited for
// it. Never twice, never contradicted.
void reach(Deciding& deciding, const MessageState& message, Rung rung, ReachedHow how);

// The message ends: nothing more is asked about it, and its tasks are closed. Nothing happens to
// one that has ended before.
struct Ending {
  Standing standing;
  std::string reason;                // a code for the log
  std::optional<MessageKey> with{};  // the form that ends it
  Bytes by{};                        // or who, by hand: a sealed name
};
void end_message(Deciding& deciding, const MessageState& message, Ending ending);

// Closes the open tasks for which `wanted` is true; each at most once in a decision.
template <class Wanted>
void close_tasks(Deciding& deciding, TaskOutcome outcome, Wanted wanted);
void close_task(Deciding& deciding, const Task& task, TaskOutcome outcome);
template <class Wanted>
void close_tasks(Deciding& deciding, TaskOutcome outcome, Wanted wanted) {
  if (deciding.conversation == nullptr) return;
  for (const Task& task : deciding.conversation->tasks)
    if (!task.closed_at && wanted(task)) close_task(deciding, task, outcome);
}

// A rung is awaited by a deadline that it did not have, or anew: what waited for it until now does
// so no more.
void open_deadline(Deciding& deciding, const MessageState& message, Deadline deadline);

// A task that no rung's steps opened: its owner hears of it at once, and it has steps of its own
// (policy.task_steps), so that nobody need be relied on to claim it.
struct NewTask {
  MessageKey about;
  std::string_view step;
  TeamCode owner;
  StepRole role = StepRole::sender;
  Rung rung = Rung::confirmed;
  TaskEnds ends = TaskEnds::rung;
  Bytes detail{};
  std::optional<TaskId> id{};  // derived ones; else random
};
void open_task(Deciding& deciding, NewTask task);

// Another team is to do it from now on, unclaimed, and hears of it at once.
void move_task(const Task& task, const TeamCode& to, const Context& context, Decision& decision);

// Whom a step of that role turns to, when nobody of the team is in service and nobody stands in for
// it: whoever oversaw it, or the operator of the gateway, who keeps the directory. Never nobody.
StepRole role_told(StepRole role, const TeamCode& team, const Context& context);

// Somebody hears of a task: by a notification, and in the team's mailbox where there is one.
struct TaskWord {
  std::string_view step;
  StepRole role;
  TeamCode team;
  std::string number;  // makes the reference unique
};
void tell_of_task(const Task& task, const TaskWord& word, const Context& context,
                  Decision& decision);

// When a task's next step comes, counted from `from`: of an urgent message never later than an
// hour. `message` is null for duties.
Instant task_step_at(std::size_t step, Instant from, const MessageState* message,
                     const Context& context);

// A notification of one step of a rung (or what the core itself calls a step).
Effect step_effect(Effect::Kind kind, const MessageState& message, Rung rung,
                   const std::string& step, int number, StepRole role, const Context& context);

// The message as this decision leaves it known: loaded, or accepted by it; null when there is none.
const MessageState* message_in(const Deciding& deciding, const MessageKey& key);

// The team as it is in service today; null when the directory has none. A team that is not, or not
// yet, or no more in service has nobody who reads, rings or claims.
const config::Team* serving(const TeamCode& team, const Context& context);

// Until when a claim made at that instant holds further steps.
Instant claim_held_until(const MessageState* message, Instant claimed_at, const Context& context);
// The instant by which a rule is due, or a day when the calendar does not reach that far: its end
// is warned of elsewhere.
Instant due_or_a_day(const Context& context, const config::DueRule& rule, Instant from);

// ---- The parts of decide_accept, each in its own file

// originals.cpp: find_original() for a sender who may speak here. Errors: those about the original.
Result<const MessageState*> original_of(const Conversation& conversation,
                                        const AcceptCommand& command, const Context& context);
// consent.cpp: which agency of the consent a team belongs to; nothing for prisons and courts'
// teams, which pass on care inside custody, and for a team that we do not know yet (null): there
// the form itself stays here, and somebody rings.
std::optional<formats::forms::ConsentAgency> agency_of(const config::Team* team);
bool is_in_custody(const config::Team* team);
// Whether this form may leave to this recipient, and by what right. Errors: consent_*,
// agency_not_covered.
Result<Disclosure> check_consent(const Conversation* conversation, const AcceptCommand& command,
                                 const config::Team* recipient, const Context& context);
// The person's word that this form states and that holds from now on; nothing when it states none,
// or an older one than is known.
std::optional<Sharing> word_of(const Conversation* conversation, const AcceptCommand& command,
                               const Context& context);
// Whether this word of the person covers what a message of the conversation discloses.
bool is_covered(const MessageState& message, const Sharing& sharing, const Context& context);
// What the form says of consent holds from now on, unless it is older than what is known.
void state_sharing(Deciding& deciding, const AcceptCommand& command);
// One message of this decision, and where it went.
struct Sent {
  MessageState message;
  Destination destination;
};
// acts.cpp: what the form does beside being carried.
void perform_act(Deciding& deciding, const AcceptCommand& command, const Sent& sent,
                 const MessageState* original);
// transfer.cpp: the person moves to another prison.
void transfer(Deciding& deciding, const AcceptCommand& command, const MessageState& message,
              const std::string& new_prison);
// A further message that carries the same form to another team. Errors, when it cannot go there or
// may not: wrong_destination, and those of check_consent().
Result<Sent> copy_to(Deciding& deciding, const AcceptCommand& command, const TeamCode& team);
// endings.cpp: what is taken back, and what a death ends. Whoever was told of it before is told
// now, and asked for a word: nothing falls silent by mistake or malice.
void withdraw_form(Deciding& deciding, const AcceptCommand& command, const Sent& sent,
                   const MessageState& original);
void withdraw_consent(Deciding& deciding, const AcceptCommand& command, const Sent& sent);
// The form says that the person agrees to less than before: what no longer is covered is taken back
// when nobody has collected it, and whoever could have read it is asked to confirm.
void take_back_uncovered(Deciding& deciding, const AcceptCommand& command, const Sent& sent);
// Whether that word takes this earlier message back, so that its referral asks for nothing more.
bool is_taken_back(const MessageState& earlier, const AcceptCommand& command, const Sharing& word,
                   const Context& context);
void end_by_death(Deciding& deciding, const AcceptCommand& command, const Sent& sent);
// release.cpp: a form that says when somebody is released moves the deadlines of earlier ones.
// The date itself is kept for the forms that follow.
void state_release(Deciding& deciding, const AcceptCommand& command);
void follow_release_date(Deciding& deciding, const AcceptCommand& command,
                         const MessageState& message);

// A rung is awaited no more, though it was not reached: what waited for it has been said about
// another form.
void waive_deadline(Deciding& deciding, const MessageState& message, Rung rung);

// accept.cpp
Result<Decision> decide_accept(const std::optional<Conversation>& conversation,
                               const AcceptCommand& command, const Context& context);
// Whether the message wants an answer: a request always, a referral to a SPOC when it is the first
// to it in this conversation.
Answer answer_to(const Conversation* conversation, const AcceptCommand& command,
                 const Destination& destination, const Context& context);
// How a form gets to a team, and the message that carries it there.
MessageState message_to(const Conversation* conversation, const AcceptCommand& command,
                        const Destination& destination, Answer answer, const Context& context);
// The message is accepted and goes its way: into the inbox, with an alarm when it is urgent and a
// call when one must follow; or a telephone task for the sender. Its release date moves the
// deadlines of earlier ones.
void send_out(Deciding& deciding, const AcceptCommand& command, const Sent& sent);
// tasks.cpp
Result<Decision> decide_claim(const Conversation& conversation, const ClaimCommand& command,
                              const Context& context);
Result<Decision> decide_hand_over(const Conversation& conversation, const HandOverCommand& command,
                                  const Context& context);
Result<Decision> decide_complete(const Conversation& conversation, const CompleteCommand& command,
                                 const Context& context);
Decision decide_raise_duties(const std::optional<Conversation>& conversation,
                             const RaiseDutiesCommand& command, const Context& context);
Decision decide_meet_duties(const Conversation& conversation, const MeetDutiesCommand& command,
                            const Context& context);

}  // namespace gatepost::exchange
