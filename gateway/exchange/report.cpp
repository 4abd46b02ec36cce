// REPORTs: what the gateway tells a mailbox by itself (mesh.md: empty body, the facts in headers).
#include <fmt/format.h>

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
    return {linked, "TASK", "GP-TASK",
            fmt::format("Your message is still not {}: a task is waiting for a named person of your "
                        "team", rung)};
  return {linked, "REMINDER", "GP-REMINDER",
          fmt::format("A message to your team is waiting to be {}", rung)};
}

}  // namespace

Result<void> deliver_report(Transaction& transaction, const Effect& effect, const Handle& handle,
                            const Context& context, const Provenance& provenance) {
  GP_TRY(const bool was_there, transaction.finish_effect(effect.reference));
  if (!was_there) return {};  // carried out before: exactly one REPORT per reference
  GP_TRY(const auto form, transaction.find_form(effect.about));
  if (!form)
    return fail(StoreErrc::corrupt, fmt::format("effect {} has no form", effect.reference));
  InboxItem item;
  item.handle = handle;
  item.team = effect.team;
  item.kind = ItemKind::report;
  item.type = form->type;
  item.from = provenance.gateway;
  item.report = report_for(effect, form->handle);
  item.arrived_at = context.now;
  GP_CHECK(transaction.add_inbox(item));
  audit::Entry entry = base_entry(provenance, context.now);
  entry.event = "reported";
  entry.message = effect.about.str();
  entry.rung = std::string(config::to_string(effect.rung));
  entry.recipient = effect.team.str();
  entry.reason = effect.reference;
  transaction.append_audit(std::move(entry));
  return {};
}

}  // namespace gatepost::exchange
