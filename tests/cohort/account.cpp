#include "tests/cohort/account.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/audit/entry.hpp"
#include "gateway/audit/verifier.hpp"
#include "tests/cohort/people.hpp"

namespace gatepost::cohort {

using exchange::MessageState;
using exchange::Rung;

namespace {

constexpr std::size_t log_page = 5000;

void read_entry(const audit::Entry& entry, LogAccount& account) {
  if (entry.event == "rung-reached" && entry.rung == "acknowledged" &&
      entry.reason.starts_with("automatic"))
    account.acknowledged_by_system.insert(entry.message);
  if (entry.event == "notified" && entry.recipient.starts_with("oversight:"))
    account.oversight_told[entry.message].push_back(entry.at);
}

// The earliest claim by somebody who has a name, and that name stands in the team's list.
std::optional<Verdict::Claim> first_claim(const exchange::Conversation& conversation,
                                          const exchange::MessageKey& key, const Gateway& gateway) {
  std::optional<Verdict::Claim> first;
  for (const exchange::Task& task : conversation.tasks) {
    if (task.about != key || !task.claimed_at) continue;
    const std::string person = gateway.name_of(task);
    if (!People::staff_of(task.owner).contains(person))
      throw Broken(
          fmt::format("task {} is claimed by nobody of {}", task.id.str(), task.owner.str()));
    if (!first || *task.claimed_at < first->at) first = Verdict::Claim{person, *task.claimed_at};
  }
  return first;
}

Verdict::Kind kind_of(const Verdict& verdict) {
  const auto known = verdict.known_at();
  if (!known || *known > verdict.limit) return Verdict::Kind::unaccounted;
  return verdict.confirmed_at ? Verdict::Kind::confirmed : Verdict::Kind::claimed;
}

Verdict judge_one(const World& world, Gateway& gateway, const Referral& referral,
                  const LogAccount& log) {
  const auto conversation = gateway.conversation(referral.conversation);
  const MessageState* message = conversation ? conversation->find(referral.key) : nullptr;
  if (message == nullptr)
    throw Broken(fmt::format("the store does not know referral {}", referral.number));
  Verdict verdict;
  verdict.referral = &referral;
  verdict.delivered = message->delivered_at.has_value();
  verdict.acknowledged_by_system = log.acknowledged_by_system.contains(referral.key.str());
  verdict.confirmed_at = message->confirmed_at;
  verdict.confirmed_how = message->confirmed_how;
  const auto deadline =
      std::ranges::find(message->deadlines, Rung::confirmed, &exchange::Deadline::rung);
  if (deadline == message->deadlines.end())
    throw Broken(fmt::format("referral {} has no deadline to be confirmed", referral.number));
  verdict.deadline = deadline->due;
  verdict.limit = limit_after(*message, deadline->due, world);
  verdict.first_claim = first_claim(*conversation, referral.key, gateway);
  verdict.kind = kind_of(verdict);
  return verdict;
}

}  // namespace

std::optional<Instant> Verdict::known_at() const {
  if (!first_claim) return confirmed_at;
  return confirmed_at ? std::min(*confirmed_at, first_claim->at) : first_claim->at;
}

Instant limit_after(const MessageState& message, Instant deadline, const World& world) {
  const auto& rungs = message.urgent ? world.policy().urgent_rungs : world.policy().rungs;
  const auto rung = std::ranges::find(rungs, Rung::confirmed, &config::RungPolicy::rung);
  if (rung == rungs.end()) throw Broken("the policy has no deadline for being confirmed");
  Instant limit = deadline;
  for (const config::Step& step : rung->steps)
    limit = must(world.calendar().due(step.after, limit), "the policy's steps");
  return limit;
}

LogAccount read_log(Gateway& gateway) {
  LogAccount account;
  const auto view = gateway.view();
  audit::Verifier verifier(must(view->audit_head(), "the log's head"));
  for (;;) {
    const auto rows = must(view->audit_rows(account.entries, log_page), "the log");
    for (const audit::Row& row : rows) {
      verifier.add(row);
      const auto parsed = audit::parse_canonical(row.bytes);
      if (parsed) read_entry(parsed->first, account);
      ++account.entries;
    }
    if (rows.size() < log_page) break;
  }
  account.wrong = verifier.finish().wrong;
  return account;
}

std::vector<Verdict> judge(const World& world, Gateway& gateway,
                           const std::vector<Referral>& cohort, const LogAccount& log) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(cohort.size());
  for (const Referral& referral : cohort)
    verdicts.push_back(judge_one(world, gateway, referral, log));
  return verdicts;
}

}  // namespace gatepost::cohort
