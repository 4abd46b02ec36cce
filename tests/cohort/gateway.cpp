#include "tests/cohort/gateway.hpp"

#include <fmt/format.h>

#include <latch>

#include "certs/digest.hpp"
#include "gateway/exchange/command.hpp"
#include "gateway/exchange/duties.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cohort {

namespace forms = formats::forms;
using exchange::AcceptCommand;
using exchange::Effect;
using exchange::MessageKey;
using exchange::Rung;
using exchange::Transaction;
using exchange::Work;

namespace {

constexpr std::size_t loop_batch = 128;  // as gateway/app/loops.hpp
// The real loops look five times a second; a minute is the worse case, and quicker to replay.
using loop_pause = std::chrono::minutes;

std::string task_subject(const TaskId& task) { return "task/" + task.str(); }

// Length of the wrap, wrap, segment: a name is short enough for one of each.
Bytes pack(const certs::SealedPayload& sealed) {
  Bytes packed{static_cast<std::uint8_t>(sealed.wrap.size())};
  packed.insert(packed.end(), sealed.wrap.begin(), sealed.wrap.end());
  const Bytes& segment = sealed.parts.front().segments.front();
  packed.insert(packed.end(), segment.begin(), segment.end());
  return packed;
}

}  // namespace

Gateway::Gateway(World& world, const std::filesystem::path& folder)
    : world_(world), keys_(certs::KeyRing::in_memory(world.random())) {
  store::sqlite::Options options;
  options.writer.on_commit = [this](std::size_t works, std::chrono::nanoseconds took) {
    figures_.works += works;
    figures_.commits += 1;
    figures_.largest_batch = std::max(figures_.largest_batch, works);
    figures_.committing += took;
  };
  options.writer.stopwatch = [] {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch());
  };
  store_ = must(store::sqlite::open_sqlite(folder / "gatepost.db", log_, std::move(options)),
                "opening the store");
}

std::unique_ptr<exchange::View> Gateway::view() { return must(store_->view(), "a view"); }

std::optional<exchange::Conversation> Gateway::conversation(const ConversationId& id) {
  return must(view()->conversation(id), "a conversation");
}

exchange::Provenance Gateway::provenance(std::string actor) const {
  return {std::move(actor), "cohort", TeamCode::parse("GATEPOST-COHORT").value()};
}

// Group commit: the writer takes what waits into one transaction. It alone draws from the world's
// randomness until the last answer is there.
Gateway::Outcomes Gateway::commit(std::vector<Work> works) {
  wake_.reset();
  Outcomes outcomes(works.size(), std::string{});
  // Shared with the answers: the last of them may still be leaving it when the wait ends.
  const auto answered = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(works.size()));
  for (std::size_t i = 0; i < works.size(); ++i)
    store_->submit(std::move(works[i]), [&outcomes, answered, i](Result<std::string> outcome) {
      outcomes[i] = std::move(outcome);
      answered->count_down();
    });
  answered->wait();
  return outcomes;
}

exchange::ReceiptCandidate Gateway::receipt(const MessageKey& about, Rung rung) {
  const MessageKey key{provenance({}).gateway, make_id<MessageId>(world_.random())};
  return {{about, rung, key, make_handle(world_.random()), world_.now()}, {key, {}}, 1};
}

// One for the form itself, and those that a reply may prove of its original.
std::vector<exchange::ReceiptCandidate> Gateway::receipts_for(const AcceptCommand& command) {
  std::vector<exchange::ReceiptCandidate> receipts{receipt(command.key, Rung::accepted)};
  if (!exchange::needs_original(command.act)) return receipts;
  const auto loaded = conversation(command.conversation);
  const auto* original =
      must(exchange::find_original(loaded, command, world_.context()), "a reply's original");
  for (const Rung rung : exchange::rungs_proved(command.act))
    receipts.push_back(receipt(original->key, rung));
  arrivals_.insert(original->key.from);
  return receipts;
}

Digest Gateway::accept(const forms::Form& form) {
  const std::string xml = forms::write_form(form);
  const forms::FormFacts facts =
      forms::facts_of(form, [&](Instant at) { return world_.calendar().local_date(at); });
  exchange::AcceptWork accept;
  accept.command = exchange::command_for(form, certs::sha256(as_bytes(xml)),
                                         make_handle(world_.random()), world_.calendar());
  const MessageKey key = accept.command.key;
  const Digest digest = accept.command.digest;
  accept.size_bytes = xml.size();
  accept.payload = {key,
                    must(certs::seal(keys_, world_.random(), key.str(), {{"form", as_bytes(xml)}}),
                         "sealing a form")};
  accept.receipts = receipts_for(accept.command);
  accept.facts = facts.report_facts;
  for (const auto& [kind, value] : facts.search_keys) {
    const Digest token = keys_.blind_token(kind, value);
    accept.search_tokens.emplace_back(kind, token);
    if (kind == exchange::person_key) accept.duties.push_back(exchange::duties_of(token));
  }
  Work work;
  work.idempotency_key = fmt::format("accept/{}/{}", key.str(), digest.hex());
  work.run = [this, &accept](Transaction& transaction) -> Result<std::string> {
    GP_TRY(const auto outcome,
           exchange::accept(transaction, accept, world_.context(),
                            provenance("team:" + accept.command.key.from.str())));
    return outcome.to_text();
  };
  std::vector<Work> works;
  works.push_back(std::move(work));
  must(std::move(commit(std::move(works)).front()), "accepting " + key.str());
  arrivals_.insert(key.from);
  const auto record = must(view()->form(key), "an accepted form");
  if (!record->to.empty()) arrivals_.insert(record->to);
  return digest;
}

void Gateway::collect(const TeamCode& team, const std::vector<exchange::InboxItem>& items) {
  std::vector<Work> works;
  for (const exchange::InboxItem& item : items) {
    std::vector<exchange::ReceiptCandidate> receipts;
    if (item.kind == exchange::ItemKind::form) {
      receipts.push_back(receipt(*item.payload, Rung::delivered));
      if (exchange::has_ladder(item.type)) arrivals_.insert(item.from);
    }
    Work work;
    work.run = [this, team, handle = item.handle,
                receipts = std::move(receipts)](Transaction& transaction) -> Result<std::string> {
      GP_CHECK(exchange::collect(transaction, team, handle, receipts, world_.context(),
                                 provenance("team:" + team.str())));
      return std::string{};
    };
    works.push_back(std::move(work));
  }
  for (auto& outcome : commit(std::move(works))) must(std::move(outcome), "collecting");
}

Result<std::string> Gateway::act(const ConversationId& conversation, exchange::Command command,
                                 const TeamCode& team) {
  std::vector<Work> works(1);
  works[0].run = [this, &conversation, &command,
                  &team](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(exchange::act_on(transaction, conversation, command, world_.context(),
                              provenance("team:" + team.str())));
    return std::string{};
  };
  return std::move(commit(std::move(works)).front());
}

bool Gateway::claim(const ConversationId& conversation, const exchange::Task& task,
                    const std::string& person) {
  Bytes name = pack(
      must(certs::seal(keys_, world_.random(), task_subject(task.id), {{"name", as_bytes(person)}}),
           "sealing a name"));
  auto outcome =
      act(conversation, exchange::ClaimCommand{task.id, task.owner, std::move(name)}, task.owner);
  if (outcome) return true;
  const Error& error = outcome.error();
  if (error.is(exchange::Errc::already_claimed) || error.is(exchange::Errc::task_closed))
    return false;
  throw Broken("claiming a task: " + error.to_string());
}

std::string Gateway::name_of(const exchange::Task& task) const {
  if (task.claimed_by.empty()) return {};
  const std::size_t wrap = task.claimed_by.front();
  const ByteView packed(task.claimed_by);
  const ByteView segment = packed.subspan(1 + wrap);
  const certs::SealedPart part{"name", {Bytes(segment.begin(), segment.end())}};
  const Bytes plain =
      must(certs::unseal(keys_, task_subject(task.id), packed.subspan(1, wrap), part),
           "the name of whoever claimed a task");
  return std::string(as_text(plain));
}

void Gateway::complete(const ConversationId& conversation, const exchange::Task& task) {
  must(act(conversation,
           exchange::CompleteCommand{task.id, task.owner, exchange::TaskOutcome::done}, task.owner),
       "completing a task");
}

void Gateway::close(const ConversationId& conversation, const MessageKey& key,
                    const std::string& reason) {
  must(act(conversation, exchange::CloseCommand{key, key.from, reason, to_bytes("sealed")},
           key.from),
       "closing a referral by hand");
}

std::optional<Instant> Gateway::next_wake() {
  if (!wake_) {
    const auto seen = view();
    const auto due = must(seen->next_wake(), "the next deadline");
    const auto effect = must(seen->next_effect(), "the next effect");
    wake_ = !due ? effect : !effect ? due : std::min(*due, *effect);
    if (*wake_ && **wake_ > world_.now()) wake_ = std::chrono::ceil<loop_pause>(**wake_);
  }
  return *wake_;
}

Work Gateway::tick(const ConversationId& id) {
  Work work;
  work.run = [this, id](Transaction& transaction) -> Result<std::string> {
    GP_CHECK(exchange::tick(transaction, id, world_.context(), provenance("gateway")));
    return std::string{};
  };
  return work;
}

Work Gateway::carry_out(const Effect& effect) {
  const bool report = effect.kind == Effect::Kind::report;
  // As in app: people must not be told what is no longer true.
  const auto about = report ? std::nullopt : conversation(effect.conversation);
  const bool superseded = about && exchange::is_superseded(*about, effect);
  if (report)
    arrivals_.insert(effect.team);
  else if (!superseded)
    notices_.push_back(effect);
  Work work;
  work.run = [this, effect, report, superseded, handle = make_handle(world_.random())](
                 Transaction& transaction) -> Result<std::string> {
    const auto at = world_.context();
    if (report)
      GP_CHECK(exchange::deliver_report(transaction, effect, handle, at, provenance("gateway")));
    else if (superseded)
      GP_CHECK(exchange::drop_effect(transaction, effect, at, provenance("gateway")));
    else
      GP_CHECK(exchange::finish_notification(transaction, effect, at, provenance("gateway")));
    return std::string{};
  };
  return work;
}

StoreFigures Gateway::finish() {
  store_.reset();  // joins the writer, which counts after it has answered
  return figures_;
}

void Gateway::pass() {
  std::vector<Work> works;
  for (const ConversationId& id : must(view()->due(world_.now(), loop_batch), "what is due"))
    works.push_back(tick(id));
  for (auto& outcome : commit(std::move(works))) must(std::move(outcome), "a tick");
  works.clear();
  for (const Effect& effect : must(view()->effects(world_.now(), loop_batch), "the effects"))
    works.push_back(carry_out(effect));
  for (auto& outcome : commit(std::move(works))) must(std::move(outcome), "an effect");
}

}  // namespace gatepost::cohort
