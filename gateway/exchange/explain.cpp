#include "gateway/exchange/explain.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/escalation.hpp"

namespace gatepost::exchange {

namespace {

std::string in_words(const Context& context, Instant at) {
  return context.calendar.local_in_words(at);
}

std::string why_urgent(const AcceptCommand& command, const Context& context) {
  if (command.urgency == AcceptCommand::Urgency::urgent)
    return command.type == FormType::lief
               ? "an unplanned release from court"
               : "a death, a change of release status or a court release";
  return fmt::format("release at {} is within {} working days",
                     in_words(context, *command.release_at),
                     context.policy.urgent_within_working_days);
}

std::string why_due(const Deadline& deadline, const config::RungPolicy& policy,
                    const AcceptCommand& command, const Context& context) {
  if (deadline.rule.starts_with("cap:release"))
    return fmt::format("the release itself, {}: it is too near for more",
                       in_words(context, *command.release_at));
  if (deadline.rule.starts_with("cap:"))
    return fmt::format("{} working hours before the release, {}; {} would have been later",
                       policy.cap_working_hours_before_release.value_or(0),
                       in_words(context, *command.release_at), policy.due.in_words());
  const Instant from =
      deadline.rung == Rung::engaged && command.release_at ? *command.release_at : context.now;
  return fmt::format("{}, counted from {} at {}", policy.due.in_words(),
                     deadline.rung == Rung::engaged ? "the release" : "acceptance",
                     in_words(context, from));
}

std::string who_is(StepRole role, const MessageState& message, const Context& context) {
  const TeamCode team = team_for_role(role, message, context);
  const config::Team* known = context.directory.find(team);
  const std::string words = role_words(role);
  if (known == nullptr) return words;
  const auto contact = [&](const config::Contact& at) {
    return at.name.empty() ? fmt::format("{} of {}", words, known->name)
                           : fmt::format("{} ({})", words, at.name);
  };
  switch (role) {
    case StepRole::recipient_service_manager:
    case StepRole::owner_service_manager:
      return contact(known->service_manager);
    case StepRole::oversight:
      return contact(known->oversight);
    case StepRole::operator_:
      return words;
    default:
      return fmt::format("{} ({})", words, known->name);
  }
}

void explain_steps(const MessageState& message, const Deadline& deadline,
                   const config::RungPolicy& policy, const Context& context,
                   Explanation& explained) {
  Instant at = deadline.due;
  for (const config::Step& step : policy.steps) {
    at = due_or_a_day(context, step.after, at);
    // In order of time; of one instant, in the ladder's and the policy's order.
    const auto place = std::ranges::upper_bound(explained.steps, at, {}, &ExplainedStep::at);
    explained.steps.insert(place, {deadline.rung, step.name, at, step.role, step.action,
                                   who_is(step.role, message, context), action_words(step.action)});
  }
}

void explain_rungs(const MessageState& message, const AcceptCommand& command,
                   const Context& context, Explanation& explained) {
  for (const Deadline& deadline : message.deadlines) {
    const config::RungPolicy* policy = rung_policy(message, deadline.rung, context.policy);
    if (policy == nullptr) continue;
    explained.rungs.push_back(
        {deadline.rung, deadline.due, deadline.rule, why_due(deadline, *policy, command, context)});
    explain_steps(message, deadline, *policy, context, explained);
  }
}

// The same decision as accepting it, on an empty conversation: what would open at once shows.
void explain_tasks(const AcceptCommand& command, const Context& context, Explanation& explained) {
  const auto decision = decide(std::nullopt, command, context);
  if (!decision) return;
  for (const Event& event : decision->events)
    if (const auto* opened = std::get_if<TaskOpened>(&event))
      explained.tasks.push_back(opened->task.step);
}

}  // namespace

std::string role_words(StepRole role) {
  switch (role) {
    case StepRole::recipient:
      return "the recipient";
    case StepRole::recipient_fallback:
      return "the recipient's fallback";
    case StepRole::sender:
      return "the sender";
    case StepRole::recipient_service_manager:
      return "the recipient's service manager";
    case StepRole::oversight:
      return "oversight";
    case StepRole::operator_:
      return "the gateway's operator";
    case StepRole::owner:
      return "the task's own team";
    case StepRole::owner_service_manager:
      return "the service manager of the task's team";
  }
  return "somebody";
}

std::string action_words(StepAction action) {
  return action == StepAction::task ? "a task that a named person must claim" : "a reminder";
}

Result<Explanation> explain(const AcceptCommand& command, const Context& context) {
  AcceptCommand asked = command;
  asked.content = AcceptCommand::Content::none;  // deadlines do not depend on consent
  Explanation explained;
  GP_TRY(const Destination destination, route(asked, context));
  if (destination.team != nullptr) explained.to = destination.team->name;
  const Answer answer = answer_to(nullptr, asked, destination, context);
  const MessageState message = message_to(nullptr, asked, destination, answer, context);
  explained.urgent = message.urgent;
  if (message.urgent) explained.urgent_because = why_urgent(asked, context);
  explain_rungs(message, asked, context, explained);
  if (!needs_original(asked.act)) explain_tasks(asked, context, explained);
  if (!explained.rungs.empty())
    explained.repeats.push_back(
        fmt::format("the last step of each repeats {} until it is reached "
                    "or the form is closed",
                    context.policy.repeat.in_words()));
  return explained;
}

}  // namespace gatepost::exchange
