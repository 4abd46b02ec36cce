#include "tests/sim/gateway.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/exchange/command.hpp"

namespace gatepost::sim {

using exchange::AcceptCommand;
using exchange::Effect;
using exchange::MessageKey;
using exchange::Rung;
using exchange::Transaction;
using store::memory::Fault;

namespace {

constexpr milliseconds loop_pause = std::chrono::minutes{1};
constexpr std::size_t loop_batch = 256;

}  // namespace

Gateway::Gateway(World& world) : world_(world), up_since_(world.now()) {
  store_.set_fault([this] {
    const auto roll = world_.random().below(100);
    if (roll < 2) return Fault::fail_batch;
    if (roll < 3) return Fault::unknown_committed;
    if (roll < 4) return Fault::unknown_lost;
    return Fault::none;
  });
  restart();
}

exchange::Provenance Gateway::provenance(std::string actor) const {
  return {std::move(actor), "sim", TeamCode::parse("GATEPOST-SIM").value()};
}

exchange::ReceiptCandidate Gateway::receipt(const MessageKey& about, Rung rung) {
  const MessageKey key{TeamCode::parse("GATEPOST-SIM").value(),
                       make_id<MessageId>(world_.random())};
  return {{about, rung, key, make_handle(world_.random()), world_.now()}, {key, {}}, 1};
}

bool Gateway::came_too_late(const AcceptCommand& command) {
  if (!command.about) return false;
  const auto conversation = view()->conversation(command.conversation).value();
  const auto* original = conversation ? conversation->find(command.about->key) : nullptr;
  return original != nullptr &&
         std::ranges::any_of(original->deadlines, [](const exchange::Deadline& deadline) {
           return deadline.rung <= Rung::confirmed && deadline.passed_at && !deadline.met_at;
         });
}

// Signed ahead, for the message that the reply is about as far as is known now.
std::vector<exchange::ReceiptCandidate> Gateway::receipts_proved_by(const AcceptCommand& command) {
  std::vector<exchange::ReceiptCandidate> made;
  if (!command.about || !exchange::needs_original(command.act)) return made;
  const auto conversation = view()->conversation(command.conversation).value();
  if (!conversation) return made;
  const auto original = exchange::find_original(conversation, command, world_.context());
  if (!original || *original == nullptr) return made;
  for (const Rung rung : exchange::rungs_proved(command.act))
    made.push_back(receipt((*original)->key, rung));
  return made;
}

void Gateway::accept(AcceptCommand command, Answer answer) {
  if (!up_) return;
  const Plant plant = world_.options().plant;
  command.handle = make_handle(world_.random());
  exchange::AcceptOutcome early{exchange::AcceptOutcome::Kind::accepted, command.handle};
  if (plant == Plant::late_ack_dropped && came_too_late(command)) return answer(early.to_text());
  exchange::AcceptWork accept;
  accept.payload.key = command.key;
  accept.receipts.push_back(receipt(command.key, Rung::accepted));
  if (plant == Plant::refusal_forgiven && command.about)
    if (const auto original = view()->form(command.about->key).value())
      command.about->digest = original->digest;
  for (auto& proved : receipts_proved_by(command)) accept.receipts.push_back(std::move(proved));
  exchange::Work work;
  work.idempotency_key = fmt::format("accept/{}/{}", command.key.str(), command.digest.hex());
  armed_.insert(command.conversation);
  accept.command = std::move(command);
  work.run = [this, accept](Transaction& transaction) -> Result<std::string> {
    GP_TRY(const auto outcome,
           exchange::accept(transaction, accept, world_.context(),
                            provenance("team:" + accept.command.key.from.str())));
    return outcome.to_text();
  };
  if (plant != Plant::receipt_before_commit) return submit(std::move(work), std::move(answer));
  submit(std::move(work), [](const Result<std::string>&) {});
  answer(early.to_text());
}

void Gateway::download(const TeamCode& team, const Handle& handle, Answer answer) {
  if (!up_) return;
  exchange::Work work;
  work.run = [this, team, handle](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(exchange::download(transaction, team, handle, world_.context(),
                                provenance("team:" + team.str())));
    return "downloaded";
  };
  submit(std::move(work), std::move(answer));
}

void Gateway::collect(const TeamCode& team, const Handle& handle, Answer answer) {
  if (!up_) return;
  std::vector<exchange::ReceiptCandidate> receipts;
  const auto item = view()->inbox_item(team, handle).value();
  if (item && item->kind == exchange::ItemKind::form)
    receipts.push_back(receipt(view()->form_by_handle(handle).value()->key, Rung::delivered));
  exchange::Work work;
  work.idempotency_key = fmt::format("collect/{}/{}", team.str(), handle.str());
  work.run = [this, team, handle, receipts](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(exchange::collect(transaction, team, handle, receipts, world_.context(),
                               provenance("team:" + team.str())));
    return "collected";
  };
  submit(std::move(work), std::move(answer));
}

void Gateway::act(const ConversationId& conversation, const exchange::Command& command,
                  const std::string& once, Answer answer) {
  if (!up_) return;
  exchange::Work work;
  work.idempotency_key = once;
  work.run = [this, conversation, command](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(exchange::act_on(transaction, conversation, command, world_.context(),
                              provenance("user:someone")));
    return "done";
  };
  submit(std::move(work), std::move(answer));
}

void Gateway::submit(exchange::Work work, Answer answer) {
  store_.submit(std::move(work), [this, answer = std::move(answer)](Result<std::string> outcome) {
    if (!deaf_) answer(std::move(outcome));
  });
  if (pumping_soon_) return;
  pumping_soon_ = true;
  world_.after(world_.some_milliseconds(1, 40), [this, life = life_] {
    if (life == life_) pump();
  });
}

// One group commit. The process may die before it, or after it with every answer still unsent.
void Gateway::pump() {
  pumping_soon_ = false;
  const auto roll = world_.random().below(1000);
  if (roll < 3) return crash();
  deaf_ = roll < 6;
  store_.pump();
  if (deaf_) return crash();
  if (store_.waiting() == 0 || pumping_soon_) return;
  pumping_soon_ = true;
  world_.after(milliseconds{1}, [this, life = life_] {
    if (life == life_) pump();
  });
}

void Gateway::loop() {
  const auto due = view()->due(world_.now(), loop_batch).value();
  for (const ConversationId& id : due)
    if (world_.options().plant != Plant::timer_not_rearmed_after_restart || armed_.contains(id))
      tick(id);
  if (world_.now() >= next_effects_) {
    const auto effects = view()->effects(world_.now(), loop_batch).value();
    for (const Effect& effect : effects) carry_out(effect);
    next_effects_ = world_.now() + world_.some_minutes(1, 6);
  }
  world_.after(loop_pause, [this, life = life_] {
    if (life == life_) loop();
  });
}

void Gateway::tick(const ConversationId& id) {
  exchange::Work work;
  work.run = [this, id](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(exchange::tick(transaction, id, world_.context(), provenance("gateway")));
    return std::string{};
  };
  submit(std::move(work), [](const Result<std::string>&) {});
}

void Gateway::carry_out(const Effect& effect) {
  exchange::Work work;
  work.run = [this, effect](Transaction& transaction) -> Result<std::string> {
    const auto at = world_.context();
    if (effect.kind == Effect::Kind::notify) {
      GP_CHECK(exchange::finish_notification(transaction, effect, at, provenance("gateway")));
      return std::string{};
    }
    const Handle handle = make_handle(world_.random());
    GP_CHECK(exchange::deliver_report(transaction, effect, handle, at, provenance("gateway")));
    if (world_.options().plant == Plant::step_not_idempotent && world_.random().chance(10))
      GP_CHECK(transaction.add_effect(effect));
    return std::string{};
  };
  submit(std::move(work), [](const Result<std::string>&) {});
}

void Gateway::crash() {
  store_.crash();
  ++crashes_;
  ++life_;
  up_ = false;
  deaf_ = false;
  pumping_soon_ = false;
  armed_.clear();
  const bool long_outage = world_.random().chance(10);
  world_.after(long_outage ? world_.some_minutes(60, 600) : world_.some_minutes(0, 5),
               [this] { restart(); });
}

void Gateway::restart() {
  up_ = true;
  up_since_ = world_.now();
  loop();
}

}  // namespace gatepost::sim
