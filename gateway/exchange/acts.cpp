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
  // Nobody watches a form that was closed by hand.
  if (original.standing != Standing::open) return;
  if (const auto* policy = aftercare_policy(rung, deciding.context))
    open_deadline(deciding, original, deadline_from(*policy, from, {}, deciding.context));
}

// Another SPOC has the person's referral: whoever looked for one has found it.
void close_redirections(Deciding& deciding, const MessageState& original) {
  const config::Team* spoc = deciding.context.directory.find(original.to);
  const bool to_a_spoc = original.to.empty()
                             ? original.area.has_value()
                             : spoc != nullptr && spoc->kind == config::TeamKind::spoc;
  if (!is_referral(original.type) || !to_a_spoc) return;
  close_tasks(deciding, TaskOutcome::redirected, [&](const Task& task) {
    if (task.ends != TaskEnds::redirect) return false;
    const MessageState* declined = deciding.conversation->find(task.about);
    // What was sent before the decline, or is over itself, is no new SPOC.
    return declined != nullptr && declined->to != original.to &&
           original.standing == Standing::open && original.accepted_at >= task.opened_at;
  });
}

struct Performer {
  Deciding& deciding;
  const AcceptCommand& command;
  const Sent& sent;
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
    answer();
    if (act.appointment_at) open_aftercare(deciding, *original, Rung::outcome, *act.appointment_at);
    close_redirections(deciding, *original);
  }

  // The form is closed to this SPOC, and the person still needs one.
  void operator()(const act::Decline& act) const {
    answer();
    end_message(deciding, *original, {Standing::closed, "declined", command.key});
    close_redirections(deciding, *original);  // of an earlier decline: one task asks for the next
    if (act.next == act::Decline::Next::another_spoc)
      open_task(deciding, {.about = original->key,
                           .step = steps::choose_another_spoc,
                           .owner = original->holder(),
                           .role = StepRole::owner,
                           .rung = Rung::acknowledged,
                           .ends = TaskEnds::redirect});
    else if (!has_another_referral())
      open_task(deciding, {.about = original->key,
                           .step = steps::check_duplicate,
                           .owner = original->holder(),
                           .role = StepRole::owner,
                           .rung = Rung::acknowledged,
                           .ends = TaskEnds::hand});
  }

  void operator()(const act::Appoint& act) const {
    answer();
    // Another appointment is how somebody who did not attend was found again.
    found_again();
    open_aftercare(deciding, *original, Rung::outcome, act.at);
  }

  void operator()(const act::ReportOutcome& act) const {
    reach_by_person(deciding, *original, Rung::answered);
    reach(deciding, *original, Rung::outcome, ReachedHow::person);
    if (act.result == act::ReportOutcome::Result::came)
      found_again();
    else if (original->waiting_for(Rung::followed_up) == nullptr)  // said twice postpones nothing
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
    // Of an earlier LIEF to the same team too: it is the same person's prescribing.
    close_tasks(deciding, TaskOutcome::clinical_part, [&](const Task& task) {
      const MessageState* lief = deciding.conversation->find(task.about);
      return task.ends == TaskEnds::clinical_part && lief != nullptr && lief->to == original->to;
    });
  }

  void operator()(const act::Reply&) const { reach_by_person(deciding, *original, Rung::answered); }

  void operator()(const act::Withdraw& act) const {
    if (act.scope == act::Withdraw::Scope::consent)
      withdraw_consent(deciding, command, sent);
    else
      withdraw_form(deciding, command, sent, *original);
  }

  void operator()(const act::Alert& act) const {
    if (act.ends == act::Alert::Ends::everything)
      end_by_death(deciding, command, sent);
    else if (!act.new_prison.empty())
      transfer(deciding, command, sent.message, act.new_prison);
  }

 private:
  bool is_other_referral(const MessageState& message) const {
    return is_referral(message.type) && message.to == original->to &&
           message.standing == Standing::open && message.key != original->key;
  }

  // What the SPOC says of the person holds for every referral of theirs to it, a LIEF and an Alert:
  // it is asked once.
  void answer() const {
    reach_by_person(deciding, *original, Rung::answered);
    for (const MessageState& message : deciding.conversation->messages)
      if (is_other_referral(message)) waive_deadline(deciding, message, Rung::answered);
  }

  bool has_another_referral() const {
    return std::ranges::any_of(deciding.conversation->messages, [&](const MessageState& message) {
      return is_other_referral(message);
    });
  }

  // Somebody who did not attend is there again.
  void found_again() const {
    if (original->waiting_for(Rung::followed_up) != nullptr)
      reach(deciding, *original, Rung::followed_up, ReachedHow::person);
  }
};

}  // namespace

void perform_act(Deciding& deciding, const AcceptCommand& command, const Sent& sent,
                 const MessageState* original) {
  std::visit(Performer{deciding, command, sent, original}, command.act);
}

}  // namespace gatepost::exchange
