// The ends of effects: REPORTs, which are what the gateway tells a mailbox by itself (mesh.md:
// empty body, the facts in headers), and notifications.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/journal.hpp"
#include "gateway/exchange/service.hpp"

namespace gatepost::exchange {

namespace {

// Fixed sentences: a REPORT's text must never carry personal data.
ReportBody report_for(const Effect& effect, const Handle& linked) {
  const auto rung = config::to_string(effect.rung);
  if (effect.step == "overdue")
    return {linked, "OVERDUE", "GP-OVERDUE",
            fmt::format("Your message was not {} by its deadline; escalation has begun", rung)};
  if (effect.role == StepRole::sender)
    return {
        linked, "TASK", "GP-TASK",
        fmt::format("Your message is still not {}: a task is waiting for a named person of your "
                    "team",
                    rung)};
  return {linked, "REMINDER", "GP-REMINDER",
          fmt::format("A message to your team is waiting to be {}", rung)};
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
  const MessageState* message = conversation.find(effect.about);
  if (message == nullptr || message->standing != Standing::open) return true;
  return std::ranges::any_of(message->deadlines, [&](const Deadline& deadline) {
    return deadline.rung == effect.rung && deadline.met_at.has_value();
  });
}

Result<void> deliver_report(Transaction& transaction, const Effect& effect, const Handle& handle,
                            const Context& context, const Provenance& provenance) {
  GP_TRY(const auto form, transaction.find_form(effect.about));
  if (!form)
    return fail(StoreErrc::corrupt, fmt::format("effect {} has no form", effect.reference));
  GP_TRY(const auto conversation, transaction.load(form->conversation));
  if (!conversation)
    return fail(StoreErrc::corrupt, fmt::format("effect {} has no conversation", effect.reference));
  if (is_superseded(*conversation, effect))
    return drop_effect(transaction, effect, context, provenance);
  GP_TRY(const bool was_there, transaction.finish_effect(effect.reference));
  if (!was_there) return {};  // carried out before: exactly one REPORT per reference
  InboxItem item;
  item.handle = handle;
  item.team = effect.team;
  item.kind = ItemKind::report;
  item.type = form->type;
  item.from = provenance.gateway;
  item.report = report_for(effect, form->handle);
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
