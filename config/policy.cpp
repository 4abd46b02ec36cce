#include "config/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "certs/digest.hpp"
#include "config/toml_reader.hpp"

namespace gatepost::config {

namespace {

template <class E>
struct Named {
  E value;
  std::string_view name;
};

constexpr std::array<Named<Rung>, 8> rungs{{{Rung::accepted, "accepted"},
                                            {Rung::delivered, "delivered"},
                                            {Rung::acknowledged, "acknowledged"},
                                            {Rung::confirmed, "confirmed"},
                                            {Rung::answered, "answered"},
                                            {Rung::outcome, "outcome"},
                                            {Rung::followed_up, "followed-up"},
                                            {Rung::engaged, "engaged"}}};

// In the order in which a voice grows louder; the operator stands outside it.
constexpr std::array<Named<StepRole>, 6> roles{
    {{StepRole::recipient, "recipient"},
     {StepRole::recipient_fallback, "recipient-fallback"},
     {StepRole::sender, "sender"},
     {StepRole::recipient_service_manager, "recipient-service-manager"},
     {StepRole::oversight, "oversight"},
     {StepRole::operator_, "operator"}}};

constexpr std::array<Named<StepAction>, 2> actions{
    {{StepAction::remind, "remind"}, {StepAction::task, "task"}}};

constexpr std::size_t most_steps = 20;
constexpr std::string_view rule_spellings =
    "elapsed:1h (h, m or s), working-hours:4, working-days:2, noon-next-working-day, same-day or "
    "24h-or-0900-next-working-day";

template <class E, std::size_t N>
std::string_view name_of(const std::array<Named<E>, N>& table, E value) {
  const auto found = std::ranges::find(table, value, &Named<E>::value);
  return found == table.end() ? std::string_view("unknown") : found->name;
}

template <class E, std::size_t N>
std::optional<E> value_of(const std::array<Named<E>, N>& table, std::string_view name) {
  const auto found = std::ranges::find(table, name, &Named<E>::name);
  return found == table.end() ? std::nullopt : std::optional(found->value);
}

// Reads a name out of a closed table; reports the nearest one when it is not there.
template <class E, std::size_t N>
std::optional<E> read_named(TomlSection& from, std::string_view key,
                            const std::array<Named<E>, N>& table) {
  const auto text = from.text(key, Presence::required);
  if (!text) return std::nullopt;
  if (const auto value = value_of(table, *text)) return value;
  std::vector<std::string_view> names;
  std::string listed;
  for (const auto& entry : table) {
    names.push_back(entry.name);
    listed += (listed.empty() ? "" : ", ") + std::string(entry.name);
  }
  const auto meant = nearest(*text, names);
  from.report(key, fmt::format("it is not a known {}", key),
              meant.empty() ? "one of: " + listed : fmt::format("did you mean \"{}\"?", meant));
  return std::nullopt;
}

// Names go into the audit log and into references: short, stable, without spaces.
std::optional<std::string> read_slug(TomlSection& from, std::string_view key) {
  auto text = from.text(key, Presence::required);
  if (!text) return std::nullopt;
  const bool good = text->size() <= 40 && std::ranges::all_of(*text, [](char c) {
                      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                    });
  if (good) return text;
  from.report(key, "it is not a plain name", "at most 40 of a-z, 0-9 and hyphens");
  return std::nullopt;
}

bool is_at_once(const DueRule& rule) {
  const auto* elapsed = std::get_if<DueRule::Elapsed>(&rule.kind);
  return elapsed != nullptr && elapsed->span.count() == 0;
}

enum class Wait { may_be_none, is_some };

std::optional<DueRule> read_rule(TomlSection& from, std::string_view key, Wait wait) {
  const auto text = from.text(key, Presence::required);
  if (!text) return std::nullopt;
  const auto rule = DueRule::parse(*text);
  if (!rule) {
    from.report(key, "it is not a rule", std::string(rule_spellings));
    return std::nullopt;
  }
  if (wait == Wait::is_some && is_at_once(*rule)) {
    from.report(key, "it leaves no time at all", "at least elapsed:1s");
    return std::nullopt;
  }
  return rule;
}

std::optional<Step> read_step(TomlSection& from) {
  const auto name = read_slug(from, "name");
  const auto role = read_named(from, "role", roles);
  const auto action = read_named(from, "action", actions);
  const auto after = read_rule(from, "after", Wait::may_be_none);
  from.finish();
  if (!name || !role || !action || !after) return std::nullopt;
  return Step{*name, *role, *action, *after};
}

std::vector<Step> read_steps(TomlSection& from) {
  std::vector<Step> steps;
  std::set<std::string> names;
  std::optional<StepRole> loudest;
  bool someone_must_act = false;
  auto sections = from.sections("step", Presence::optional);
  for (auto& section : sections) {
    const auto step = read_step(section);
    if (!step) {
      someone_must_act = true;  // what is wrong with the step has been said; do not guess further
      continue;
    }
    if (!names.insert(step->name).second)
      section.report("name", "another step of this rung has the same name", "a name of its own");
    if (step->role != StepRole::operator_) {
      if (loudest && step->role < *loudest)
        section.report(
            "role",
            fmt::format("the steps are out of order: {} comes after {}", to_string(step->role),
                        to_string(*loudest)),
            "recipient, recipient-fallback, sender, recipient-service-manager, oversight");
      loudest = std::max(loudest.value_or(step->role), step->role);
    }
    someone_must_act = someone_must_act || step->action == StepAction::task;
    steps.push_back(*step);
  }
  if (sections.empty())
    from.report("step", "a rung without steps is a policy that never escalates",
                "at least one step that is a task for someone");
  else if (!someone_must_act)
    from.report("step", "no step is a task: reminders alone let a message stay unconfirmed unseen",
                "at least one step with action = \"task\"");
  if (sections.size() > most_steps)
    from.report("step", fmt::format("there are {} steps", sections.size()),
                fmt::format("at most {}", most_steps));
  return steps;
}

std::optional<RungPolicy> read_rung(TomlSection& from) {
  const auto rung = read_named(from, "name", rungs);
  const auto due = read_rule(from, "due", Wait::is_some);
  const auto cap = from.number("cap_working_hours_before_release", Presence::optional, {1, 80});
  auto steps = read_steps(from);
  from.finish();
  if (rung == Rung::accepted) {
    from.report("name", "acceptance is where deadlines are counted from and has none itself",
                "delivered, acknowledged, confirmed or answered");
    return std::nullopt;
  }
  if (!rung || !due) return std::nullopt;
  return RungPolicy{*rung, *due, cap, std::move(steps)};
}

// One of the three ladders of a policy: its key in the file, what may and what must stand in it.
struct Ladder {
  std::string_view key;
  Rung highest;
  std::vector<Rung> needed;
};

std::vector<RungPolicy> read_ladder(TomlSection& root, const Ladder& ladder) {
  std::vector<RungPolicy> found;
  auto sections = root.sections(ladder.key, Presence::required);
  bool complete = !sections.empty();
  for (auto& section : sections) {
    auto rung = read_rung(section);
    if (!rung) {
      complete = false;
      continue;
    }
    if (rung->rung > ladder.highest)
      section.report("name", fmt::format("this ladder has no rung {}", to_string(rung->rung)),
                     fmt::format("{} at most", to_string(ladder.highest)));
    if (!found.empty() && rung->rung <= found.back().rung)
      section.report(
          "name",
          fmt::format("{} comes after {}", to_string(rung->rung), to_string(found.back().rung)),
          "each rung once, in ladder order");
    found.push_back(std::move(*rung));
  }
  for (const Rung needed : ladder.needed)
    if (complete && std::ranges::find(found, needed, &RungPolicy::rung) == found.end())
      root.report(ladder.key, fmt::format("the rung {} has no deadline", to_string(needed)),
                  fmt::format("a table [[{}]] with name = \"{}\"", ladder.key, to_string(needed)));
  return found;
}

void read_head(TomlSection& head, Policy& policy) {
  policy.id = read_slug(head, "id").value_or("");
  policy.urgent_within_working_days =
      head.number("urgent_within_working_days", Presence::required, {0, 20}).value_or(0);
  policy.repeat = read_rule(head, "repeat", Wait::is_some).value_or(DueRule{});
  policy.claim_hold = read_rule(head, "claim_hold", Wait::may_be_none).value_or(DueRule{});
  head.finish();
}

}  // namespace

std::string_view to_string(Rung rung) { return name_of(rungs, rung); }
std::optional<Rung> parse_rung(std::string_view text) { return value_of(rungs, text); }
std::string_view to_string(StepRole role) { return name_of(roles, role); }
std::string_view to_string(StepAction action) { return name_of(actions, action); }

Checked<Policy> Policy::from_toml(std::string_view text, std::string_view file_name) {
  const auto table = parse_toml(text, file_name);
  if (!table) return std::unexpected(table.error());
  Problems problems;
  Policy policy;
  policy.digest_hex = certs::sha256(as_bytes(text)).hex();
  TomlSection root(*table, "", file_name, problems);
  if (auto head = root.section("policy", Presence::required)) read_head(*head, policy);
  const std::vector<Rung> needed{Rung::delivered, Rung::confirmed};
  policy.rungs = read_ladder(root, {"rung", Rung::answered, needed});
  policy.urgent_rungs = read_ladder(root, {"urgent", Rung::answered, needed});
  policy.reply_rungs = read_ladder(root, {"reply", Rung::delivered, {Rung::delivered}});
  root.finish();
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return policy;
}

}  // namespace gatepost::config
