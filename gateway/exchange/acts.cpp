// What each form does to its conversation beside being carried.
#include <algorithm>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/escalation.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

// A named person's answer proves every rung below it.
void reach_by_person(Deciding& deciding, const MessageState& original, Rung highest) {
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered})
    if (rung <= highest) reach(deciding, original, rung, ReachedHow::person);
}

const config::RungPolicy* aftercare_policy(Rung rung, const Context& context) {
  const auto& rungs = context.policy.aftercare_rungs;
  const auto found = std::ranges::find(rungs, rung, &config::RungPolicy::rung);
  return found == rungs.end() ? nullptr : &*found;
}

void open_aftercare(Deciding& deciding, const MessageState& original, Rung rung, Instant from) {
  if (const auto* policy = aftercare_policy(rung, deciding.context))
    deciding.happened(
        DeadlineOpened{original.key, deadline_from(*policy, from, {}, deciding.context)});
}

bool is_open(const MessageState& message, Rung rung) {
  return std::ranges::any_of(message.deadlines, [&](const Deadline& deadline) {
    return deadline.rung == rung && !deadline.met_at;
  });
}

// Both sides of one referral: whoever referred the person to one SPOC may have to find another.
void close_redirections(Deciding& deciding, const MessageState& original) {
  if (!is_referral(original.type)) return;
  close_tasks(deciding, TaskOutcome::redirected, [&](const Task& task) {
    if (task.ends != TaskEnds::redirect) return false;
    const MessageState* declined = deciding.conversation->find(task.about);
    return declined != nullptr && declined->to != original.to;
  });
}

struct Performer {
  Deciding& deciding;
  const AcceptCommand& command;
  const MessageState& message;
  const MessageState* original;

  // A LIEF that is whole completes the one that was not.
  void operator()(const act::Carry&) const {
    if (command.type != FormType::lief ||
        command.completeness == AcceptCommand::Completeness::parts_follow)
      return;
    close_tasks(deciding, TaskOutcome::sent, [&](const Task& task) {
      return task.ends == TaskEnds::completion &&
             same_side(task.owner, command.key.from, deciding.context.directory);
    });
  }

  void operator()(const act::Acknowledge& act) const {
    // A telephone call proves that somebody knows, not that a system received.
    if (act.how != ReachedHow::telephone) {
      reach(deciding, *original, Rung::delivered, act.how);
      reach(deciding, *original, Rung::acknowledged, act.how);
    }
    if (act.how != ReachedHow::automatic) reach(deciding, *original, Rung::confirmed, act.how);
    close_redirections(deciding, *original);
  }

  void operator()(const act::Accept& act) const {
    reach_by_person(deciding, *original, Rung::answered);
    if (act.appointment_at) open_aftercare(deciding, *original, Rung::outcome, *act.appointment_at);
    close_redirections(deciding, *original);
  }

  // The form is closed to this SPOC, and the person still needs one.
  void operator()(const act::Decline& act) const {
    reach_by_person(deciding, *original, Rung::answered);
    end_message(deciding, *original, Standing::closed, "declined");
    if (act.next == act::Decline::Next::another_spoc)
      open_task(deciding, {.about = original->key,
                           .step = steps::choose_another_spoc,
                           .owner = original->holder(),
                           .role = StepRole::owner,
                           .rung = Rung::acknowledged,
                           .ends = TaskEnds::redirect,
                           .detail = {},
                           .id = {}});
  }

  void operator()(const act::Appoint& act) const {
    reach_by_person(deciding, *original, Rung::answered);
    // Another appointment is how somebody who did not attend was found again.
    if (is_open(*original, Rung::followed_up))
      reach(deciding, *original, Rung::followed_up, ReachedHow::person);
    open_aftercare(deciding, *original, Rung::outcome, act.at);
  }

  void operator()(const act::ReportOutcome& act) const {
    reach_by_person(deciding, *original, Rung::answered);
    reach(deciding, *original, Rung::outcome, ReachedHow::person);
    if (act.result != act::ReportOutcome::Result::came)
      open_aftercare(deciding, *original, Rung::followed_up, deciding.context.now);
  }

  void operator()(const act::FollowUp&) const {
    reach_by_person(deciding, *original, Rung::answered);
    reach(deciding, *original, Rung::followed_up, ReachedHow::person);
  }

  void operator()(const act::Engage&) const {
    reach_by_person(deciding, *original, Rung::answered);
    reach(deciding, *original, Rung::engaged, ReachedHow::person);
  }

  void operator()(const act::Complete&) const {
    close_tasks(deciding, TaskOutcome::clinical_part, [&](const Task& task) {
      return task.ends == TaskEnds::clinical_part && task.about == original->key;
    });
  }

  void operator()(const act::Reply&) const { reach_by_person(deciding, *original, Rung::answered); }

  void operator()(const act::Withdraw& act) const {
    if (act.scope == act::Withdraw::Scope::consent) {
      withdraw_everything();
    } else {
      for (const MessageState& carrying : deciding.conversation->messages)
        if (carrying.carried() == original->carried()) withdraw(carrying);
    }
    ask_to_confirm(steps::confirm_withdrawal);
  }

  void operator()(const act::Alert& act) const {
    if (act.call == act::Alert::Call::must_follow && !message.to.empty())
      open_task(deciding, {.about = message.key,
                           .step = steps::call_must_follow,
                           .owner = message.key.from,
                           .detail = {},
                           .id = {}});
    if (act.ends == act::Alert::Ends::everything) {
      if (deciding.conversation != nullptr)
        for (const MessageState& earlier : deciding.conversation->messages)
          if (has_ladder(earlier.type)) end_message(deciding, earlier, Standing::closed, "died");
      ask_to_confirm(steps::confirm_death);
    }
    if (!act.new_prison.empty()) transfer(deciding, command, message, act.new_prison);
  }

 private:
  // Stops reminders, and asks the other side for a word: nothing falls silent by mistake or malice.
  void ask_to_confirm(std::string_view step) const {
    if (message.to.empty()) return;  // the telephone task asks the sender to tell them
    open_task(deciding, {.about = message.key,
                         .step = step,
                         .owner = message.to,
                         .role = StepRole::owner,
                         .detail = {},
                         .id = {}});
  }

  void withdraw(const MessageState& earlier) const {
    if (earlier.standing != Standing::open) return;
    end_message(deciding, earlier, Standing::withdrawn, "withdrawn");
    // What nobody has collected is not shared any more.
    if (!earlier.delivered_at && !earlier.to.empty())
      deciding.decision.retractions.push_back({earlier.key, earlier.to, earlier.handle});
  }

  void withdraw_everything() const {
    Sharing sharing;
    sharing.basis = Sharing::Basis::withdrawn;
    sharing.stated_on = deciding.context.calendar.local_date(deciding.context.now);
    deciding.happened(SharingStated{message.key, sharing});
    for (const MessageState& earlier : deciding.conversation->messages)
      if (ladder_of(earlier.type) != Ladder::none && earlier.type != FormType::withdrawal)
        withdraw(earlier);
  }
};

}  // namespace

void perform_act(Deciding& deciding, const AcceptCommand& command, const MessageState& message,
                 const MessageState* original) {
  std::visit(Performer{deciding, command, message, original}, command.act);
}

}  // namespace gatepost::exchange
