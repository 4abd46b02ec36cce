#include "gateway/exchange/service.hpp"

#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/journal.hpp"

namespace gatepost::exchange {

namespace {

// Writes everything a decision says, except receipts and deliveries, which need bytes.
Result<void> commit_decision(Transaction& transaction, std::optional<Conversation>& conversation,
                             const ConversationId& id, const Decision& decision,
                             const Context& context, const Provenance& provenance) {
  if (decision.events.empty() && decision.effects.empty()) return {};
  for (const Event& event : decision.events) apply(conversation, id, event);
  GP_CHECK(transaction.save(*conversation));
  for (Effect effect : decision.effects) {
    effect.conversation = id;
    GP_CHECK(transaction.add_effect(effect));
  }
  for (audit::Entry& entry : entries_for(id, decision.events, context, provenance))
    transaction.append_audit(std::move(entry));
  return {};
}

// The signed receipts that the decision issues, each into the inbox of the form's sender.
Result<void> issue_receipts(Transaction& transaction, const Decision& decision,
                            const std::vector<ReceiptCandidate>& candidates, const Context& context,
                            const Provenance& provenance) {
  for (const IssueReceipt& issued : decision.receipts) {
    auto candidate = std::ranges::find_if(candidates, [&](const ReceiptCandidate& offered) {
      return offered.record.about == issued.about && offered.record.rung == issued.rung;
    });
    if (candidate == candidates.end())
      return fail(StoreErrc::failed, fmt::format("no signed receipt at hand for rung {}",
                                                 config::to_string(issued.rung)));
    GP_CHECK(transaction.add_payload(candidate->payload));
    GP_CHECK(transaction.add_receipt(candidate->record));
    InboxItem item;
    item.handle = candidate->record.handle;
    item.team = issued.about.from;
    item.kind = ItemKind::receipt;
    item.type = FormType::receipt;
    item.from = provenance.gateway;
    item.payload = candidate->record.key;
    item.arrived_at = context.now;
    item.size_bytes = candidate->size_bytes;
    GP_CHECK(transaction.add_inbox(item));
  }
  return {};
}

// One record for each message that carries the form; a copy's has the derived key.
Result<void> write_records(Transaction& transaction, const AcceptWork& work,
                           const Decision& decision, const Context& context) {
  for (const Event& event : decision.events) {
    const auto* accepted = std::get_if<MessageAccepted>(&event);
    if (accepted == nullptr) continue;
    FormRecord record;
    record.key = accepted->message.key;
    record.conversation = work.command.conversation;
    record.type = accepted->message.type;
    record.to = accepted->message.to;
    record.digest = accepted->message.digest;
    record.handle = accepted->message.handle;
    record.accepted_at = context.now;
    record.size_bytes = work.size_bytes;
    GP_CHECK(transaction.add_form(record));
  }
  return {};
}

Result<void> write_form(Transaction& transaction, const AcceptWork& work, const Decision& decision,
                        const Context& context) {
  const AcceptCommand& command = work.command;
  GP_CHECK(write_records(transaction, work, decision, context));
  GP_CHECK(transaction.add_payload(work.payload));
  if (!work.facts.empty()) GP_CHECK(transaction.add_facts({command.key, context.now, work.facts}));
  for (const auto& [kind, token] : work.search_tokens)
    GP_CHECK(transaction.add_search_token(kind, token, command.key));
  for (const auto& [digest, der] : work.crls) GP_CHECK(transaction.keep_crl(digest, der));
  return {};
}

Result<void> deliver(Transaction& transaction, const AcceptWork& work, const PutInInbox& delivery,
                     const Context& context) {
  InboxItem item;
  item.handle = delivery.handle;
  item.team = delivery.team;
  item.kind = ItemKind::form;
  item.type = work.command.type;
  item.from = work.command.key.from;
  item.payload = work.command.key;
  item.arrived_at = context.now;
  item.size_bytes = work.size_bytes;
  return transaction.add_inbox(item);
}

// What was not collected leaves the inbox, and the log says so: nobody was handed it from then on.
Result<void> take_back(Transaction& transaction, const ConversationId& conversation,
                       const TakeFromInbox& back, const Context& context,
                       const Provenance& provenance) {
  GP_TRY(const bool was_there, transaction.remove_uncollected(back.team, back.handle));
  if (!was_there) return {};
  audit::Entry entry = base_entry(provenance, context.now);
  entry.verb = audit::Verb::alteration;
  entry.event = "taken-back";
  entry.conversation = conversation.str();
  entry.message = back.key.str();
  entry.recipient = back.team.str();
  transaction.append_audit(std::move(entry));
  return {};
}

// The conversation of a form that lies in an inbox.
struct Carrier {
  ConversationId id;
  MessageKey form;
  std::optional<Conversation> conversation;
};
Result<Carrier> load_carrier(Transaction& transaction, const InboxItem& item) {
  GP_TRY(const auto form, transaction.find_form(*item.payload));
  if (!form)
    return fail(StoreErrc::corrupt, fmt::format("inbox item {} has no form", item.handle.str()));
  GP_TRY(auto conversation, transaction.load(form->conversation));
  return Carrier{form->conversation, form->key, std::move(conversation)};
}

// A form about a person meets what reconcile found missing about them, in the same transaction.
Result<void> meet_duties(Transaction& transaction, const AcceptWork& work, const Context& context,
                         const Provenance& provenance) {
  for (const ConversationId& duties : work.duties) {
    GP_TRY(auto conversation, transaction.load(duties));
    if (!conversation) continue;
    GP_TRY(const Decision decision,
           decide(conversation,
                  MeetDutiesCommand{work.command.type, work.command.key.from, work.command.news},
                  context));
    GP_CHECK(commit_decision(transaction, conversation, duties, decision, context, provenance));
  }
  return {};
}

}  // namespace

std::string AcceptOutcome::to_text() const {
  return (kind == Kind::repeat ? "repeat " : "accepted ") + handle.str();
}

std::optional<AcceptOutcome> AcceptOutcome::from_text(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  auto handle = Handle::parse(text.substr(space + 1));
  if (!handle) return std::nullopt;
  const auto word = text.substr(0, space);
  if (word == "accepted") return AcceptOutcome{Kind::accepted, *handle};
  if (word == "repeat") return AcceptOutcome{Kind::repeat, *handle};
  return std::nullopt;
}

Result<AcceptOutcome> accept(Transaction& transaction, const AcceptWork& work,
                             const Context& context, const Provenance& provenance) {
  const AcceptCommand& command = work.command;
  GP_TRY(const auto known, transaction.find_form(command.key));
  if (known) {
    if (known->digest != command.digest)
      return fail(Errc::id_reused,
                  fmt::format("form id {} was accepted before with other content, digest {}; give "
                              "changed content a new MessageId",
                              command.key.id.str(), known->digest.hex()));
    return AcceptOutcome{AcceptOutcome::Kind::repeat, known->handle};
  }
  GP_TRY(auto conversation, transaction.load(command.conversation));
  GP_TRY(const Decision decision, decide(conversation, command, context));
  GP_CHECK(commit_decision(transaction, conversation, command.conversation, decision, context,
                           provenance));
  GP_CHECK(write_form(transaction, work, decision, context));
  for (const PutInInbox& delivery : decision.deliveries)
    GP_CHECK(deliver(transaction, work, delivery, context));
  for (const TakeFromInbox& back : decision.retractions)
    GP_CHECK(take_back(transaction, command.conversation, back, context, provenance));
  GP_CHECK(meet_duties(transaction, work, context, provenance));
  GP_CHECK(issue_receipts(transaction, decision, work.receipts, context, provenance));
  return AcceptOutcome{AcceptOutcome::Kind::accepted, command.handle};
}

Result<void> download(Transaction& transaction, const TeamCode& team, const Handle& handle,
                      const Context& context, const Provenance& provenance) {
  GP_TRY(const auto item, transaction.find_inbox(team, handle));
  if (!item) return fail(Errc::unknown_original, "no such message in this inbox");
  if (item->kind != ItemKind::form) return {};
  GP_TRY(auto at, load_carrier(transaction, *item));
  GP_TRY(const Decision decision,
         decide(at.conversation, DownloadedCommand{at.form, team}, context));
  return commit_decision(transaction, at.conversation, at.id, decision, context, provenance);
}

Result<void> collect(Transaction& transaction, const TeamCode& team, const Handle& handle,
                     const std::vector<ReceiptCandidate>& receipts, const Context& context,
                     const Provenance& provenance) {
  GP_TRY(const auto item, transaction.find_inbox(team, handle));
  if (!item) return fail(Errc::unknown_original, "no such message in this inbox");
  if (item->collected_at) return {};
  GP_CHECK(transaction.mark_collected(team, handle, context.now));
  if (item->kind != ItemKind::form) return {};
  GP_TRY(auto at, load_carrier(transaction, *item));
  GP_TRY(const Decision decision,
         decide(at.conversation, CollectedCommand{at.form, team}, context));
  GP_CHECK(commit_decision(transaction, at.conversation, at.id, decision, context, provenance));
  return issue_receipts(transaction, decision, receipts, context, provenance);
}

Result<void> tick(Transaction& transaction, const ConversationId& id, const Context& context,
                  const Provenance& provenance) {
  GP_TRY(auto conversation, transaction.load(id));
  if (!conversation) return {};
  GP_TRY(const Decision decision, decide(conversation, TickCommand{}, context));
  return commit_decision(transaction, conversation, id, decision, context, provenance);
}

Result<void> act_on(Transaction& transaction, const ConversationId& id, const Command& command,
                    const Context& context, const Provenance& provenance) {
  GP_TRY(auto conversation, transaction.load(id));
  GP_TRY(const Decision decision, decide(conversation, command, context));
  return commit_decision(transaction, conversation, id, decision, context, provenance);
}

void record_refusal(Transaction& transaction, const Provenance& provenance, Instant at,
                    std::string_view reason, const std::optional<MessageKey>& message) {
  audit::Entry entry = base_entry(provenance, at);
  entry.event = "refused";
  entry.reason = std::string(reason);
  if (message) entry.message = message->str();
  transaction.append_audit(std::move(entry));
}

}  // namespace gatepost::exchange
