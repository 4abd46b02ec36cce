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
  open_task(
      deciding,
      {.about = sent.message.key, .step = step, .owner = sent.message.to, .role = StepRole::owner});
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

// The message ends, its tasks too, and its row leaves the inbox when nobody has collected it.
void take_back(Deciding& deciding, const MessageState& earlier, const MessageKey& by,
               const std::string& reason) {
  // Another SPOC need not be found any more either.
  close_tasks(deciding, TaskOutcome::withdrawn,
              [&](const Task& task) { return task.about == earlier.key; });
  if (earlier.standing == Standing::withdrawn) return;
  if (earlier.standing == Standing::open)
    end_message(deciding, earlier, {Standing::withdrawn, reason, by});
  else  // closed before: that it is taken back as well must show
    deciding.happened(
        MessageEnded{earlier.key, Standing::withdrawn, deciding.context.now, reason, by, {}});
  // Also when a system has acknowledged it: what was never collected could be handed out again.
  if (!earlier.to.empty())
    deciding.decision.retractions.push_back({earlier.key, earlier.to, earlier.handle});
}

// Whoever could have read it is told, also when it was closed since; and whoever sent it.
void withdraw(Deciding& deciding, const AcceptCommand& command, const MessageState& earlier,
              std::set<TeamCode>& told) {
  const bool ends_now = earlier.standing != Standing::withdrawn;
  take_back(deciding, earlier, command.key, "withdrawn");
  if (!ends_now) return;
  for (const TeamCode& team : others_in(earlier, command, deciding.context))
    if (team != earlier.to || earlier.could_be_read())
      tell_too(deciding, command, team, steps::confirm_withdrawal, told);
}

// ---- Less is agreed than before

// The form goes where the earlier one went, from the same team: it takes its place there.
bool takes_the_place_of(const AcceptCommand& command, const Sent& sent,
                        const MessageState& earlier) {
  return is_referral(command.type) && earlier.holder() == command.key.from &&
         earlier.to == sent.message.to && (!earlier.to.empty() || earlier.area == command.to_area);
}

bool has_inbox(const AcceptCommand& command, const TeamCode& team, const Context& context) {
  AcceptCommand addressed = command;
  addressed.to_team = team;
  addressed.to_area.reset();
  const auto destination = route(addressed, context);
  return destination && destination->team != nullptr &&
         destination->delivery == Destination::Delivery::inbox;
}

// A task with steps of its own, so that it does not rest before a named person has said that they
// have seen it.
void ask_about(Deciding& deciding, const MessageState& earlier, std::string_view step,
               const TeamCode& owner) {
  open_task(deciding, {.about = earlier.key,
                       .step = step,
                       .owner = owner,
                       .role = StepRole::owner,
                       .ends = TaskEnds::hand});
}

bool is_touched_by(const MessageState& earlier, const AcceptCommand& command, const Sharing& word,
                   const Context& context) {
  if (ladder_of(earlier.type) == Ladder::none || earlier.type == FormType::withdrawal ||
      earlier.standing == Standing::withdrawn)
    return false;
  // Whoever speaks about a form they were sent has it, and knows.
  if (command.about && command.about->key == earlier.carried() && command.key.from == earlier.to)
    return false;
  return !is_covered(earlier, word, context);
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
                       .ends = TaskEnds::hand});
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
  const Sharing& before = deciding.conversation->sharing;
  Sharing sharing;
  sharing.basis = Sharing::Basis::withdrawn;
  sharing.stated_on = act.on ? *act.on : deciding.context.calendar.local_date(deciding.context.now);
  // Said again with an earlier day, it is not undone by what came between.
  if (before.basis == Sharing::Basis::withdrawn)
    sharing.stated_on = std::max(sharing.stated_on, before.stated_on);
  sharing.stated_at = deciding.context.now;
  if (before != sharing) deciding.happened(SharingStated{command.key, sharing});
  ask_to_confirm(deciding, sent, steps::confirm_withdrawal);
  std::set<TeamCode> told{sent.message.to};
  for (const MessageState& earlier : deciding.conversation->messages)
    if (ladder_of(earlier.type) != Ladder::none && earlier.type != FormType::withdrawal &&
        !is_covered(earlier, sharing, deciding.context))
      withdraw(deciding, command, earlier, told);
}

bool is_taken_back(const MessageState& earlier, const AcceptCommand& command, const Sharing& word,
                   const Context& context) {
  // Sharing is refused and the referral agreed: a referral that arrived stands, and is answered.
  const bool stands = word.basis == Sharing::Basis::refused && earlier.delivered_at;
  return !stands && is_touched_by(earlier, command, word, context);
}

void take_back_uncovered(Deciding& deciding, const AcceptCommand& command, const Sent& sent) {
  const Context& context = deciding.context;
  const auto word = word_of(deciding.conversation, command, context);
  if (!word || deciding.conversation == nullptr) return;
  std::set<TeamCode> asked;
  std::set<std::pair<TeamCode, TeamCode>> told;  // who sent to whom
  for (const MessageState& earlier : deciding.conversation->messages) {
    if (!is_touched_by(earlier, command, *word, context)) continue;
    if (is_taken_back(earlier, command, *word, context)) {
      take_back(deciding, earlier, command.key, "no-longer-agreed");
      if (!takes_the_place_of(command, sent, earlier) &&
          told.emplace(earlier.holder(), earlier.to).second)
        ask_about(deciding, earlier, steps::taken_back, earlier.holder());
    }
    if (!earlier.could_be_read() || same_side(earlier.to, command.key.from, context.directory) ||
        !asked.insert(earlier.to).second)
      continue;
    // Where only the telephone reaches, the sender is to tell them.
    ask_about(deciding, earlier, steps::no_longer_agreed,
              has_inbox(command, earlier.to, context) ? earlier.to : earlier.holder());
  }
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
      end_message(deciding, earlier, {Standing::closed, std::string(died), command.key});
    else
      left_open.insert(earlier.key);
  }
  close_tasks(deciding, TaskOutcome::not_needed,
              [&](const Task& task) { return !left_open.contains(task.about); });
}

}  // namespace gatepost::exchange
