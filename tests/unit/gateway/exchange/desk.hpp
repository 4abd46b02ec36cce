// Desk: the exchange's units of work on a store in memory, for one scene.
#pragma once

#include "gateway/exchange/service.hpp"
#include "gateway/store/memory/memory_store.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {

struct Desk {
  Scene scene;
  store::memory::MemoryStore store;
  Provenance provenance{"team:TEST", "test", team("GATEPOST-TEST")};

  Result<std::string> run(std::string key, std::function<Result<std::string>(Transaction&)> body) {
    std::optional<Result<std::string>> answer;
    store.submit({std::move(key), std::move(body)},
                 [&](Result<std::string> outcome) { answer = std::move(outcome); });
    store.pump();
    return answer.value();
  }

  ReceiptCandidate receipt(const MessageKey& about, Rung rung) {
    const MessageKey key{provenance.gateway, make_id<MessageId>(scene.random)};
    return {{about, rung, key, make_handle(scene.random), scene.now}, {key, {}}, 10};
  }
  AcceptWork work(const AcceptCommand& command) {
    AcceptWork made;
    made.command = command;
    made.size_bytes = 1234;
    made.payload.key = command.key;
    made.facts = {{"urgent", "no"}};
    made.receipts.push_back(receipt(command.key, Rung::accepted));
    if (command.about)
      for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed})
        made.receipts.push_back(receipt(command.about->key, rung));
    return made;
  }
  Result<std::string> accept(const AcceptWork& accepted, std::string key = "") {
    return run(std::move(key), [&](Transaction& transaction) -> Result<std::string> {
      GP_TRY(const auto outcome,
             exchange::accept(transaction, accepted, scene.context(), provenance));
      return outcome.to_text();
    });
  }
  Result<std::string> accept(const AcceptCommand& command) { return accept(work(command)); }
  Result<std::string> download(std::string_view who, const Handle& handle) {
    return run("", [&](Transaction& transaction) -> Result<std::string> {
      GP_CHECK(exchange::download(transaction, team(who), handle, scene.context(), provenance));
      return "downloaded";
    });
  }
  Result<std::string> collect(std::string_view who, const Handle& handle, const MessageKey& about) {
    return run("", [&](Transaction& transaction) -> Result<std::string> {
      GP_CHECK(exchange::collect(transaction, team(who), handle, {receipt(about, Rung::delivered)},
                                 scene.context(), provenance));
      return "collected";
    });
  }
  void tick() {
    EXPECT_TRUE(run("", [&](Transaction& transaction) -> Result<std::string> {
      GP_CHECK(exchange::tick(transaction, scene.id, scene.context(), provenance));
      return "";
    }));
  }
  Result<std::string> carry_out(const Effect& effect) {
    return run("", [&](Transaction& transaction) -> Result<std::string> {
      const Handle handle = make_handle(scene.random);
      GP_CHECK(effect.kind == Effect::Kind::report
                   ? deliver_report(transaction, effect, handle, scene.context(), provenance)
                   : finish_notification(transaction, effect, scene.context(), provenance));
      return "";
    });
  }
  std::vector<InboxItem> inbox(std::string_view who) {
    return store.view().value()->inbox(team(who), 100, {}).value();
  }
  std::vector<Effect> effects() { return store.view().value()->effects(scene.now, 1000).value(); }
  Conversation conversation() { return *store.view().value()->conversation(scene.id).value(); }
  std::vector<audit::Entry> log() {
    std::vector<audit::Entry> entries;
    for (const audit::Row& row : store.view().value()->audit_rows(0, 10000).value())
      entries.push_back(audit::parse_canonical(row.bytes).value().first);
    return entries;
  }
  std::vector<std::string> log_events() {
    std::vector<std::string> events;
    for (const audit::Entry& entry : log()) events.push_back(entry.event);
    return events;
  }
};

}  // namespace gatepost::exchange
