// What ends: a form that is taken back, consent that is withdrawn, a person who has died.
#include <algorithm>
#include <set>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

constexpr std::string_view died = "died";  // as a reason: it stands in rows

void ask_to_confirm(Deciding& deciding, const Sent& sent, std::string_view step) {
  // Where only the telephone reaches, the sender's own task is to tell them.
  if (sent.destination.delivery != Destination::Delivery::inbox) return;
  open_task(deciding, {.about = sent.message.key,
                       .step = step,
                       .owner = sent.message.to,
                       .role = StepRole::owner,
                       .detail = {},
                       .id = {}});
}

// Who takes part in a message beside the team that speaks now.
std::set<TeamCode> others_in(const MessageState& message, const AcceptCommand& command,
                             const Context& context) {
  std::set<TeamCode> others;
  for (const TeamCode& side : {message.holder(), message.to})
    if (!side.empty() && !same_side(side, command.key.from, context.directory)) others.insert(side);
  return others;
}

// Tells one more team, once, and asks it to confirm. False when it cannot be told.
bool tell_too(Deciding& deciding, const AcceptCommand& command, const TeamCode& team,
              std::string_view step, std::set<TeamCode>& told) {
  if (told.contains(team)) return true;
  const auto copy = copy_to(deciding, command, team);
  if (!copy) return false;
  ask_to_confirm(deciding, *copy, step);
  told.insert(team);
  return true;
}

void withdraw(Deciding& deciding, const AcceptCommand& command, const MessageState& earlier,
              std::set<TeamCode>& told) {
  // Another SPOC need not be found any more either.
  close_tasks(deciding, TaskOutcome::withdrawn,
              [&](const Task& task) { return task.about == earlier.key; });
  if (earlier.standing == Standing::withdrawn) return;
  const bool was_open = earlier.standing == Standing::open;
  if (was_open)
    end_message(deciding, earlier, {Standing::withdrawn, "withdrawn", command.key, {}});
  else  // closed before: that it is taken back as well must show
    deciding.happened(MessageEnded{
        earlier.key, Standing::withdrawn, deciding.context.now, "withdrawn", command.key, {}});
  // What nobody has collected is not shared any more.
  if (!earlier.delivered_at && !earlier.to.empty())
    deciding.decision.retractions.push_back({earlier.key, earlier.to, earlier.handle});
  if (!was_open || earlier.highest() == Rung::accepted) return;
  for (const TeamCode& team : others_in(earlier, command, deciding.context))
    tell_too(deciding, command, team, steps::confirm_withdrawal, told);
}

// A death that was reported by mistake: what it ended waits again, and somebody looks at the tasks
// that it closed. What was due meanwhile goes on from now, not all at once.
void reopen_after(Deciding& deciding, const MessageKey& alert) {
  const Instant now = deciding.context.now;
  const MessageState* first = nullptr;
  for (const MessageState& message : deciding.conversation->messages) {
    if (message.standing != Standing::closed || message.ended_with != alert ||
        message.ended_why != died)
      continue;
    deciding.happened(MessageReopened{message.key, now});
    for (const Deadline& deadline : message.deadlines)
      if (!deadline.met_at && deadline.next_step_at && *deadline.next_step_at < now)
        deciding.happened(StepsHeld{message.key, deadline.rung, now});
    if (first == nullptr) first = &message;
  }
  if (first == nullptr) return;
  open_task(deciding, {.about = first->key,
                       .step = steps::death_taken_back,
                       .owner = first->holder(),
                       .role = StepRole::owner,
                       .ends = TaskEnds::hand,
                       .detail = {},
                       .id = {}});
}

}  // namespace

void withdraw_form(Deciding& deciding, const AcceptCommand& command, const Sent& sent,
                   const MessageState& original) {
  ask_to_confirm(deciding, sent, steps::confirm_withdrawal);
  std::set<TeamCode> told{sent.message.to};
  for (const MessageState& carrying : deciding.conversation->messages)
    if (carrying.carried() == original.carried()) withdraw(deciding, command, carrying, told);
  reopen_after(deciding, original.carried());
}

void withdraw_consent(Deciding& deciding, const AcceptCommand& command, const Sent& sent) {
  const auto& act = std::get<act::Withdraw>(command.act);
  Sharing sharing;
  sharing.basis = Sharing::Basis::withdrawn;
  sharing.stated_on = act.on ? *act.on : deciding.context.calendar.local_date(deciding.context.now);
  if (deciding.conversation->sharing != sharing)
    deciding.happened(SharingStated{command.key, sharing});
  ask_to_confirm(deciding, sent, steps::confirm_withdrawal);
  std::set<TeamCode> told{sent.message.to};
  for (const MessageState& earlier : deciding.conversation->messages)
    if (ladder_of(earlier.type) != Ladder::none && earlier.type != FormType::withdrawal)
      withdraw(deciding, command, earlier, told);
}

void end_by_death(Deciding& deciding, const AcceptCommand& command, const Sent& sent) {
  ask_to_confirm(deciding, sent, steps::confirm_death);
  if (deciding.conversation == nullptr) return;
  std::set<TeamCode> told{sent.message.to};
  std::set<MessageKey> left_open;
  for (const MessageState& earlier : deciding.conversation->messages) {
    if (earlier.standing != Standing::open || ladder_of(earlier.type) == Ladder::none) continue;
    bool all_told = true;
    for (const TeamCode& team : others_in(earlier, command, deciding.context))
      all_told = tell_too(deciding, command, team, steps::confirm_death, told) && all_told;
    // Whoever could not be told goes on being reminded, rather than never hear of it.
    if (all_told)
      end_message(deciding, earlier, {Standing::closed, std::string(died), command.key, {}});
    else
      left_open.insert(earlier.key);
  }
  close_tasks(deciding, TaskOutcome::not_needed,
              [&](const Task& task) { return !left_open.contains(task.about); });
}

}  // namespace gatepost::exchange
