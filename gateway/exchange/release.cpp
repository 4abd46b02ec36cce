// A form that says when somebody is released moves the deadlines of earlier ones about them (DESIGN
// rule 9): a sooner release pulls them forward, a later one never postpones; engagement alone
// counts from the release itself. The form that brings the date is confirmed like any other, which
// is the fresh confirmation that an earlier date asks for.
#include <algorithm>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/escalation.hpp"

namespace gatepost::exchange {

namespace {

const Deadline* find_deadline(const std::vector<Deadline>& deadlines, Rung rung) {
  const auto found = std::ranges::find(deadlines, rung, &Deadline::rung);
  return found == deadlines.end() ? nullptr : &*found;
}

// Between the same two sides, whichever of them sends the date.
bool concerns(const MessageState& earlier, const MessageState& fresh,
              const config::Directory& directory) {
  if (earlier.standing != Standing::open || !has_ladder(earlier.type)) return false;
  const bool same_way =
      earlier.to == fresh.to && same_side(earlier.holder(), fresh.key.from, directory);
  const bool other_way =
      earlier.to == fresh.key.from && same_side(earlier.holder(), fresh.to, directory);
  return same_way || other_way;
}

// Engagement counts from the release itself, and so follows it both ways.
void follow_engagement(Deciding& deciding, const MessageState& earlier, const Deadline& engaged) {
  if (earlier.engaged_at) return;
  const Deadline* known = earlier.waiting_for(Rung::engaged);
  if (known == nullptr || (known->passed_at && known->due != engaged.due))
    open_deadline(deciding, earlier, engaged);
  else if (known->due != engaged.due)
    deciding.happened(DeadlinePulled{earlier.key, Rung::engaged, engaged.due, engaged.rule,
                                     *engaged.next_step_at});
}

// A deadline that was missed already is not missed again, but its next step comes at the pace that
// the release asks for.
void hasten_steps(Deciding& deciding, const MessageState& as_if_new, const Deadline& deadline) {
  const Context& context = deciding.context;
  const config::RungPolicy* policy = rung_policy(as_if_new, deadline.rung, context.policy);
  const auto taken = static_cast<std::size_t>(deadline.steps_taken);
  if (policy == nullptr || taken >= policy->steps.size()) return;
  const Instant next = due_or_a_day(context, policy->steps[taken].after, context.now);
  if (next < *deadline.next_step_at)
    deciding.happened(
        DeadlinePulled{as_if_new.key, deadline.rung, deadline.due, deadline.rule, next});
}

void hasten_tasks(Deciding& deciding, const MessageState& urgent) {
  if (deciding.context.policy.task_steps.empty()) return;
  for (const Task& task : deciding.conversation->tasks) {
    if (task.about != urgent.key || task.closed_at || !task.next_step_at) continue;
    const auto step = std::min(static_cast<std::size_t>(task.steps_taken),
                               deciding.context.policy.task_steps.size() - 1);
    const Instant at = task_step_at(step, deciding.context.now, &urgent, deciding.context);
    if (at < *task.next_step_at) deciding.happened(TaskHastened{task.id, task.about, at});
  }
}

void move_deadlines(Deciding& deciding, const MessageState& earlier, const AcceptCommand& command,
                    const MessageState& fresh) {
  const Context& context = deciding.context;
  const bool answer = std::ranges::find(earlier.deadlines, Rung::answered, &Deadline::rung) !=
                      earlier.deadlines.end();
  MessageState as_if_new = earlier;
  as_if_new.accepted_at = context.now;
  as_if_new.urgent = earlier.urgent || fresh.urgent;
  const auto sooner = deadlines_for(as_if_new, command.release_at,
                                    answer ? Answer::expected : Answer::not_expected, context);
  bool waits = false;
  for (const Deadline& deadline : earlier.deadlines) {
    if (deadline.met_at || is_aftercare(deadline.rung)) continue;
    waits = true;
    const Deadline* other = find_deadline(sooner, deadline.rung);
    if (deadline.passed_at)
      hasten_steps(deciding, as_if_new, deadline);
    else if (other != nullptr && other->due < deadline.due)
      deciding.happened(
          DeadlinePulled{earlier.key, deadline.rung, other->due, other->rule,
                         first_step_at(as_if_new, deadline.rung, other->due, context)});
  }
  if (const Deadline* engaged = find_deadline(sooner, Rung::engaged))
    follow_engagement(deciding, earlier, *engaged);
  if (!waits || !fresh.urgent || earlier.urgent) return;
  deciding.happened(MadeUrgent{earlier.key});
  hasten_tasks(deciding, as_if_new);
}

}  // namespace

void state_release(Deciding& deciding, const AcceptCommand& command) {
  if (!command.release_at || !is_referral(command.type)) return;
  if (deciding.conversation == nullptr || deciding.conversation->release_at != command.release_at)
    deciding.happened(ReleaseStated{command.key, *command.release_at});
}

void follow_release_date(Deciding& deciding, const AcceptCommand& command,
                         const MessageState& message) {
  if (deciding.conversation == nullptr || !command.release_at || !is_referral(message.type)) return;
  for (const MessageState& earlier : deciding.conversation->messages)
    if (concerns(earlier, message, deciding.context.directory))
      move_deadlines(deciding, earlier, command, message);
}

}  // namespace gatepost::exchange
