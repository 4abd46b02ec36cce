// Gateway: the mailbox side: listing, downloading and collecting.
#include <fmt/format.h>

#include "gateway/app/evidence.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/receipts.hpp"
#include "gateway/exchange/journal.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::InboxItem;
using exchange::ItemKind;

namespace {

Error not_in_inbox() { return Error(Errc::not_found, "no such message in this mailbox"); }

Answer<Download> read_download(exchange::Store& store, const Configuration& configuration,
                               const TeamCode& team, const Handle& handle) {
  GP_TRY_ANSWER(auto view, store.view());
  GP_TRY_ANSWER(const auto item, view->inbox_item(team, handle));
  if (!item) return refuse(not_in_inbox());
  Download download{*item, {}, {}};
  if (!item->payload) return download;
  auto bytes = unsealed_part(*view, configuration, *item->payload, form_part);
  if (!bytes) return std::unexpected(std::move(bytes).error());
  download.bytes = std::move(*bytes);
  if (item->kind == ItemKind::form) {
    auto notes = unsealed_part(*view, configuration, *item->payload, transport_part);
    if (!notes) return std::unexpected(std::move(notes).error());
    download.notes = notes_from_json(as_text(*notes));
  }
  return download;
}

}  // namespace

Answer<std::string> Gateway::stored_receipt(const Configuration& configuration,
                                            const exchange::MessageKey& about,
                                            exchange::Rung rung) const {
  GP_TRY_ANSWER(auto view, parts_.store.view());
  GP_TRY_ANSWER(const auto record, view->receipt(about, rung));
  if (!record)
    return refuse(
        Error(Errc::not_found, fmt::format("no receipt for rung {} yet", config::to_string(rung))));
  auto bytes = unsealed_part(*view, configuration, record->key, form_part);
  if (!bytes) {
    parts_.log.error("receipt-unreadable", {{"error", bytes.error().error}});
    return refuse(
        Error(Errc::unavailable, "the stored receipt cannot be read now; try again later"));
  }
  return std::string(as_text(*bytes));
}

asio::awaitable<Answer<std::vector<InboxItem>>> Gateway::inbox(Caller caller, std::size_t limit,
                                                               Handle after) {
  co_return co_await parts_.workers.run(
      [this, &caller, limit, &after]() -> Answer<std::vector<InboxItem>> {
        GP_TRY_ANSWER(auto view, parts_.store.view());
        GP_TRY_ANSWER(auto items, view->inbox(caller.team, limit, after));
        return items;
      });
}

asio::awaitable<Answer<std::size_t>> Gateway::inbox_count(Caller caller) {
  co_return co_await parts_.workers.run([this, &caller]() -> Answer<std::size_t> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const std::size_t count, view->inbox_count(caller.team));
    return count;
  });
}

asio::awaitable<Answer<Download>> Gateway::download(Caller caller, Handle handle) {
  auto download = co_await parts_.workers.run([this, &caller, &handle] {
    return read_download(parts_.store, *caller.configuration, caller.team, handle);
  });
  if (!download || download->item.kind != ItemKind::form) co_return download;
  // The bytes leave only when the inbox still has them at the moment of the record: consent may
  // have been withdrawn since they were read.
  exchange::Work work;
  work.run = [this, caller, handle,
              now = parts_.clock.now()](exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = context(*caller.configuration, now);
    GP_CHECK(exchange::download(transaction, caller.team, handle, at, provenance(caller)));
    return std::string{"downloaded"};
  };
  auto logged = co_await submit(std::move(work));
  if (!logged) {
    if (logged.error().is(exchange::Errc::unknown_original) ||
        logged.error().is(exchange::Errc::message_ended))
      co_return refuse(not_in_inbox());
    parts_.log.error("download-failed", {{"handle", handle}, {"error", logged.error()}});
    co_return refuse(
        Error(Errc::unavailable, "the disclosure could not be logged; try again later"));
  }
  co_return download;
}

asio::awaitable<Answer<formats::forms::Form>> Gateway::consult(Caller caller, MessageView message,
                                                               std::string reason) {
  const Instant now = parts_.clock.now();
  auto form = co_await parts_.workers.run([&]() -> Answer<formats::forms::Form> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    auto bytes = unsealed_part(*view, *caller.configuration, message.state.carried(), form_part);
    if (!bytes) return std::unexpected(std::move(bytes).error());
    if (bytes->empty()) return refuse(Error(Errc::not_found, "this form's content is gone"));
    // It was verified when it was accepted, and sealed with its identity since.
    GP_TRY_ANSWER(const auto document, formats::xml::Document::parse(*bytes));
    auto read = formats::forms::read_form(
        document, caller.configuration->calendar.local_date(message.record.accepted_at));
    if (!read)
      return refuse(Error(exchange::StoreErrc::corrupt, "a stored form cannot be read any more"));
    return std::move(*read);
  });
  if (!form) co_return form;
  exchange::Work work;
  work.run = [this, &caller, &message, &reason,
              now](exchange::Transaction& transaction) -> Result<std::string> {
    audit::Entry entry = exchange::base_entry(provenance(caller), now);
    entry.verb = audit::Verb::consultation;
    entry.event = "opened";
    entry.conversation = message.conversation.str();
    entry.message = message.state.key.str();
    entry.form = std::string(formats::forms::root_name(message.state.type));
    entry.digest = message.state.digest.hex();
    entry.recipient = caller.team.str();
    entry.reason = reason;
    transaction.append_audit(std::move(entry));
    return std::string{};
  };
  auto logged = co_await submit(std::move(work));
  if (!logged)
    co_return refuse(
        Error(Errc::unavailable, "the consultation could not be logged; try again later"));
  if (message.state.to != caller.team) co_return form;
  const Handle handle = message.state.handle;
  auto waits = co_await parts_.workers.run([&]() -> Answer<bool> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const auto item, view->inbox_item(caller.team, handle));
    return item && !item->collected_at;
  });
  if (!waits) co_return std::unexpected(std::move(waits).error());
  if (*waits) {
    auto collected = co_await collect(caller, handle);
    if (!collected) co_return std::unexpected(std::move(collected).error());
  }
  co_return form;
}

asio::awaitable<Answer<void>> Gateway::collect(Caller caller, Handle handle) {
  const Instant now = parts_.clock.now();
  using Receipts = std::vector<exchange::ReceiptCandidate>;
  auto prepared = co_await parts_.workers.run([this, &caller, &handle, now]() -> Answer<Receipts> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const auto item, view->inbox_item(caller.team, handle));
    if (!item) return refuse(not_in_inbox());
    Receipts receipts;
    if (item->kind != ItemKind::form || item->collected_at) return receipts;
    GP_TRY_ANSWER(const auto form, view->form(*item->payload));
    if (!form) return refuse(not_in_inbox());
    GP_TRY_ANSWER(const auto conversation, view->conversation(form->conversation));
    const exchange::MessageState* message =
        conversation ? conversation->find_carried(form->key, caller.team) : nullptr;
    if (message == nullptr) return refuse(not_in_inbox());
    ReceiptRequest request;
    request.about = message->key;
    request.form = form->key;
    request.conversation = form->conversation;
    request.digest = form->digest;
    request.type = form->type;
    request.recipient = message->to;
    request.rung = exchange::Rung::delivered;
    request.how = exchange::ReachedHow::collected;
    request.reached_at = now;
    GP_TRY_ANSWER(MadeReceipt made, make_receipt(request, *caller.configuration, parts_.random));
    receipts.push_back(std::move(made.candidate));
    return receipts;
  });
  if (!prepared) co_return std::unexpected(std::move(prepared).error());
  exchange::Work work;
  work.idempotency_key = fmt::format("collect/{}/{}", caller.team.str(), handle.str());
  work.run = [this, caller, handle, now, receipts = std::move(*prepared)](
                 exchange::Transaction& transaction) -> Result<std::string> {
    const exchange::Context at = context(*caller.configuration, now);
    GP_CHECK(exchange::collect(transaction, caller.team, handle, receipts, at, provenance(caller)));
    return std::string{"collected"};
  };
  auto answer = co_await submit(std::move(work));
  if (!answer) {
    if (answer.error().is(exchange::Errc::unknown_original)) co_return refuse(not_in_inbox());
    parts_.log.error("collect-failed", {{"handle", handle}, {"error", answer.error()}});
    co_return refuse(
        Error(Errc::unavailable, "the gateway could not record this; try again later"));
  }
  parts_.log.info("collected", {{"team", caller.team}, {"handle", handle}});
  co_return Answer<void>{};
}

}  // namespace gatepost::app
