// The ends of effects: REPORTs, which are what the gateway tells a mailbox by itself (mesh.md:
// empty body, the facts in headers), and notifications.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/escalation.hpp"
#include "gateway/exchange/journal.hpp"
#include "gateway/exchange/service.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

// What has not happened, said of "the message".
std::string_view missing_words(Rung rung) {
  switch (rung) {
    case Rung::accepted:
      return "accepted";
    case Rung::delivered:
      return "delivered";
    case Rung::acknowledged:
      return "acknowledged";
    case Rung::confirmed:
      return "confirmed by a named person";
    case Rung::answered:
      return "answered";
    case Rung::outcome:
      return "followed by the outcome of the appointment";
    case Rung::followed_up:
      return "followed by word of the person who did not attend";
    case Rung::engaged:
      return "followed by word that the person is in treatment";
  }
  return "dealt with";
}

// Fixed sentences: a REPORT's text must never carry personal data.
ReportBody report_for(const Effect& effect, const MessageState* message) {
  const Handle linked = message == nullptr ? Handle{} : message->handle;
  const auto missing = missing_words(effect.rung);
  if (effect.task)
    return {linked, "TASK", "GP-TASK",
            effect.step == steps::opened || effect.step == steps::moved
                ? "A new task of your team waits for a named person to do it"
                : "A task of your team still waits for a named person to do it"};
  if (effect.step == steps::overdue)
    return {linked, "OVERDUE", "GP-OVERDUE",
            fmt::format("Your message was not {} by its deadline; escalation has begun", missing)};
  if (effect.role == StepRole::sender)
    return {
        linked, "TASK", "GP-TASK",
        fmt::format("Your message is still not {}: a task is waiting for a named person of your "
                    "team",
                    missing)};
  // Steps for the operator, and for a recipient that nobody knows, come to the sending side.
  if (message != nullptr && effect.team == message->holder())
    return {linked, "OVERDUE", "GP-OVERDUE",
            fmt::format("Your message is still not {}; escalation goes on", missing)};
  return {linked, "REMINDER", "GP-REMINDER",
          fmt::format("A message to your team is waiting to be {}", missing)};
}

// How an effect ended, for the log: what, to whom, under which reference.
audit::Entry ending(std::string event, std::string recipient, const Effect& effect,
                    const Context& context, const Provenance& provenance) {
  audit::Entry entry = base_entry(provenance, context.now);
  entry.event = std::move(event);
  entry.message = effect.about.str();
  entry.rung = std::string(config::to_string(effect.rung));
  entry.recipient = std::move(recipient);
  entry.reason = effect.reference;
  return entry;
}

}  // namespace

bool is_superseded(const Conversation& conversation, const Effect& effect) {
  if (effect.task) {
    const auto task = std::ranges::find(conversation.tasks, *effect.task, &Task::id);
    return task == conversation.tasks.end() || task->closed_at.has_value();
  }
  const MessageState* message = conversation.find(effect.about);
  if (message == nullptr || message->standing != Standing::open) return true;
  if (std::ranges::find(message->deadlines, effect.rung, &Deadline::rung) ==
      message->deadlines.end())
    return false;
  // A rung can open again after it was met, for another appointment: only the opening that the
  // effect was decided for speaks for it.
  return message->waiting_for(effect.rung) == nullptr ||
         !effect.reference.starts_with(reference_stem(*message, effect.rung));
}

Result<void> deliver_report(Transaction& transaction, const Effect& effect, const Handle& handle,
                            const Context& context, const Provenance& provenance) {
  GP_TRY(const auto conversation, transaction.load(effect.conversation));
  if (!conversation)
    return fail(StoreErrc::corrupt, fmt::format("effect {} has no conversation", effect.reference));
  if (is_superseded(*conversation, effect))
    return drop_effect(transaction, effect, context, provenance);
  GP_TRY(const bool was_there, transaction.finish_effect(effect.reference));
  if (!was_there) return {};  // carried out before: exactly one REPORT per reference
  const MessageState* message = conversation->find(effect.about);
  InboxItem item;
  item.handle = handle;
  item.team = effect.team;
  item.kind = ItemKind::report;
  // A duty is about a form that was never sent: there is nothing to link to.
  item.type = message == nullptr ? FormType::receipt : message->type;
  item.from = provenance.gateway;
  item.report = report_for(effect, message);
  item.arrived_at = context.now;
  GP_CHECK(transaction.add_inbox(item));
  transaction.append_audit(ending("reported", effect.team.str(), effect, context, provenance));
  return {};
}

Result<void> drop_effect(Transaction& transaction, const Effect& effect, const Context& context,
                         const Provenance& provenance) {
  GP_TRY(const bool was_there, transaction.finish_effect(effect.reference));
  if (was_there)
    transaction.append_audit(ending("superseded", effect.team.str(), effect, context, provenance));
  return {};
}

Result<void> finish_notification(Transaction& transaction, const Effect& effect,
                                 const Context& context, const Provenance& provenance,
                                 std::string_view failed) {
  GP_TRY(const bool was_there, transaction.finish_effect(effect.reference));
  if (!was_there) return {};
  const std::string whom = std::string(config::to_string(effect.role)) + ":" + effect.team.str();
  audit::Entry entry = ending(failed.empty() ? "notified" : "notification-failed", whom, effect,
                              context, provenance);
  if (!failed.empty()) entry.reason = fmt::format("{} {}", failed, effect.reference);
  transaction.append_audit(std::move(entry));
  return {};
}

}  // namespace gatepost::exchange
