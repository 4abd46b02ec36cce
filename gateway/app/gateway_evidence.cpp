// Gateway::evidence: everything about one message, for one of its parties. Reads one snapshot of
// the store; the order is that of a download: gathered, logged as a disclosure, and only then
// answered.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "certs/digest.hpp"
#include "gateway/app/evidence.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/log_keeping.hpp"
#include "gateway/evidence/head.hpp"
#include "gateway/evidence/package.hpp"
#include "gateway/exchange/journal.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::MessageKey;
using exchange::MessageState;

namespace {

constexpr std::size_t most_entries = 1500;  // of one message; some dozens are usual
constexpr std::size_t crls_for_an_instant = 8;

bool is_a_referral(exchange::FormType type) {
  return type == exchange::FormType::lief || type == exchange::FormType::alert_form;
}

// Gathers one package from one snapshot.
class Gatherer {
 public:
  Gatherer(exchange::View& view, const Caller& caller, const MessageView& message)
      : view_(view), caller_(caller), message_(message) {}

  // `checkpoint` is the signed note of `head`; both are of the view.
  Answer<evidence::Package> run(Instant now, const std::string& checkpoint,
                                const audit::Head& head) {
    made_.made_at = now;
    made_.checkpoint = checkpoint;
    made_.message = message_.record.key.str();
    made_.digest = message_.record.digest;
    Answer<void> step = add_form();
    if (step) step = add_receipts();
    if (step) step = add_replies();
    if (step) step = add_crls();
    if (step) step = add_entries_about(message_.record.key, head, {});
    for (std::size_t i = 0; step && i < replies_.size(); ++i)
      step = add_entries_about(replies_[i], head, "accepted");
    if (!step) return std::unexpected(std::move(step).error());
    std::ranges::sort(made_.entries, {},
                      [](const evidence::LoggedEntry& entry) { return entry.proof.index; });
    return std::move(made_);
  }

 private:
  Answer<Bytes> stored(const MessageKey& key, const std::string& part) {
    return unsealed_part(view_, *caller_.configuration, key, part);
  }

  // Of a signature: whom it rests on. A form without a chain part rests on what its KeyInfo says.
  Answer<void> add_chain(const MessageKey& key) {
    auto part = stored(key, chain_part);
    if (!part) return std::unexpected(std::move(part).error());
    KeptChain kept = chain_from_json(as_text(*part));
    for (Bytes& der : kept.chain_der) add_once(made_.certificates_der, std::move(der));
    for (const Digest& digest : kept.crls) {
      GP_TRY_ANSWER(auto crl, view_.crl(digest));
      if (crl) add_once(made_.crls_der, std::move(*crl));
    }
    return {};
  }

  Answer<void> add_form() {
    auto form = stored(message_.state.carried(), form_part);
    if (!form) return std::unexpected(std::move(form).error());
    if (form->empty())
      return refuse(
          Error(Errc::not_found, "the form itself is no longer kept: its data key was erased"));
    made_.form = std::move(*form);
    return add_chain(message_.state.carried());
  }

  // A copy has no receipt of acceptance of its own: the form's stands for it.
  Answer<void> add_receipts() {
    std::vector<exchange::ReceiptRecord> records = message_.receipts;
    if (message_.state.copy_of) {
      GP_TRY_ANSWER(auto accepted,
                    view_.receipt(message_.state.carried(), exchange::Rung::accepted));
      if (accepted) records.insert(records.begin(), std::move(*accepted));
    }
    for (const exchange::ReceiptRecord& record : records) {
      auto xml = stored(record.key, form_part);
      if (!xml) return std::unexpected(std::move(xml).error());
      made_.receipts.push_back(
          {evidence::receipt_name(static_cast<int>(record.rung), config::to_string(record.rung)),
           std::move(*xml)});
      reached_.insert(record.reached_at);
    }
    return {};
  }

  // Forms of the conversation that name this one's digest, as far as the caller may see them.
  Answer<void> add_replies() {
    GP_TRY_ANSWER(const auto conversation, view_.conversation(message_.conversation));
    if (!conversation) return {};
    for (const MessageState& other : conversation->messages) {
      if (other.key == message_.record.key || is_a_referral(other.type)) continue;
      if (!may_see(caller_.team, other, caller_.configuration->directory)) continue;
      auto xml = stored(other.carried(), form_part);
      if (!xml) return std::unexpected(std::move(xml).error());
      const auto document = formats::xml::Document::parse(*xml);
      if (!document) continue;
      const evidence::Head head = evidence::head_of(*document);
      if (!head.about || head.about->digest != message_.record.digest) continue;
      if (std::ranges::any_of(made_.replies, [&](const auto& each) { return each.xml == *xml; }))
        continue;
      made_.replies.push_back(
          {evidence::reply_name(made_.replies.size() + 1, head.root), std::move(*xml)});
      replies_.push_back(other.carried());
      if (auto chain = add_chain(other.carried()); !chain) return chain;
    }
    return {};
  }

  // Receipts name no lists themselves: those that were in force when each was signed.
  Answer<void> add_crls() {
    for (const Instant at : reached_) {
      GP_TRY_ANSWER(auto crls, view_.crls_at(at, crls_for_an_instant));
      for (Bytes& der : crls) add_once(made_.crls_der, std::move(der));
    }
    return {};
  }

  Answer<void> add_entries_about(const MessageKey& key, const audit::Head& head,
                                 std::string_view event) {
    GP_TRY_ANSWER(const auto rows, view_.audit_about(key, most_entries + 1));
    if (rows.size() > most_entries)
      return refuse(Error(Errc::unavailable, "more of the log is about this message than fits"));
    for (const audit::Row& row : rows) {
      const auto parsed = audit::parse_canonical(row.bytes);
      if (!parsed || row.columns != audit::Row::Columns::sound)
        return refuse(Error(audit::Errc::altered, "the log is damaged here"));
      if (!event.empty() && parsed->first.event != event) continue;
      if (key == message_.record.key && parsed->first.event == "accepted")
        made_.gateway = parsed->first.node;
      GP_TRY_ANSWER(auto path, audit::prove_inclusion(hashes_of(view_), row.index, head.size));
      made_.entries.push_back({row.bytes, {row.index, std::move(path), made_.checkpoint}});
    }
    return {};
  }

  static void add_once(std::vector<Bytes>& list, Bytes item) {
    if (std::ranges::find(list, item) == list.end()) list.push_back(std::move(item));
  }

  exchange::View& view_;
  const Caller& caller_;
  const MessageView& message_;
  evidence::Package made_;
  std::vector<MessageKey> replies_;
  std::set<Instant> reached_;
};

}  // namespace

Answer<Bytes> Gateway::gather_evidence(const Caller& caller, const MessageView& message) const {
  GP_TRY_ANSWER(auto view, parts_.store.view());
  GP_TRY_ANSWER(const audit::Head head, view->audit_head());
  auto checkpoint = signed_checkpoint(*caller.configuration, head);
  if (!checkpoint) return std::unexpected(std::move(checkpoint).error());
  Gatherer gatherer(*view, caller, message);
  auto package = gatherer.run(parts_.clock.now(), *checkpoint, head);
  if (!package) return std::unexpected(std::move(package).error());
  return evidence::to_zip(*package);
}

asio::awaitable<Answer<Bytes>> Gateway::evidence(Caller caller, std::string id) {
  std::string message;
  auto zip = co_await parts_.workers.run([this, &caller, &id, &message]() -> Answer<Bytes> {
    auto found = find_message(caller, id);
    if (!found) return std::unexpected(std::move(found).error());
    message = found->record.key.str();
    return gather_evidence(caller, *found);
  });
  if (!zip) {
    if (zip.error().error.library() != "gateway")
      parts_.log.error("evidence-not-made", {{"team", caller.team}, {"error", zip.error().error}});
    co_return zip;
  }
  exchange::Work work;
  work.run = [provenance = provenance(caller), team = caller.team, message,
              now = parts_.clock.now()](exchange::Transaction& transaction) -> Result<std::string> {
    audit::Entry entry = exchange::base_entry(provenance, now);
    entry.verb = audit::Verb::disclosure;
    entry.event = "evidence-exported";
    entry.message = message;
    entry.recipient = team.str();
    transaction.append_audit(std::move(entry));
    return std::string{};
  };
  auto logged = co_await submit(std::move(work));
  if (!logged)
    co_return refuse(
        Error(Errc::unavailable, "the disclosure could not be logged; try again later"));
  co_return zip;
}

}  // namespace gatepost::app
