#include "config/policy.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "certs/digest.hpp"
#include "config/reserved_steps.hpp"
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

constexpr std::array<Named<StepRole>, 8> roles{
    {{StepRole::recipient, "recipient"},
     {StepRole::recipient_fallback, "recipient-fallback"},
     {StepRole::sender, "sender"},
     {StepRole::recipient_service_manager, "recipient-service-manager"},
     {StepRole::owner, "owner"},
     {StepRole::owner_service_manager, "owner-service-manager"},
     {StepRole::oversight, "oversight"},
     {StepRole::operator_, "operator"}}};

// The roles of steps in the order in which a voice grows louder; the operator stands outside it.
struct Voices {
  std::vector<StepRole> in_order;
  std::string_view spelled;
  std::string_view others_belong;  // where a role that is not of these belongs
};
const Voices ladder_voices{
    {StepRole::recipient, StepRole::recipient_fallback, StepRole::sender,
     StepRole::recipient_service_manager, StepRole::oversight},
    "recipient, recipient-fallback, sender, recipient-service-manager, oversight",
    "only a task has an owner: write recipient or sender here, or move the step to [[task.step]]"};
const Voices task_voices{
    {StepRole::owner, StepRole::owner_service_manager, StepRole::oversight},
    "owner, owner-service-manager, oversight",
    "owner, owner-service-manager, oversight or operator: a task knows only who is to do it"};

constexpr std::array<Named<StepAction>, 2> actions{
    {{StepAction::remind, "remind"}, {StepAction::task, "task"}}};

constexpr std::size_t most_steps = 20;

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
    from.report(key, "it is not a rule", std::string(DueRule::spellings));
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

// Steps one after the other: names of their own, roles of this place, growing louder.
class StepList {
 public:
  explicit StepList(const Voices& voices) : voices_(voices) {}

  // Nothing when the step cannot be read; what is wrong with it has been said then.
  std::optional<Step> take(TomlSection& section) {
    auto step = read_step(section);
    if (!step) return std::nullopt;
    if (is_reserved_step(step->name))
      section.report(
          "name", fmt::format("\"{}\" is a name that the gateway uses itself", step->name),
          fmt::format("a name of its own, none of: {}", fmt::join(reserved_step_names, ", ")));
    if (!names_.insert(step->name).second)
      section.report("name", "another step of this list has the same name", "a name of its own");
    check_voice(section, step->role);
    return step;
  }

 private:
  void check_voice(TomlSection& section, StepRole role) {
    if (role == StepRole::operator_) return;
    const auto at = std::ranges::find(voices_.in_order, role);
    if (at == voices_.in_order.end()) {
      section.report("role", fmt::format("{} is not a role of this list", to_string(role)),
                     std::string(voices_.others_belong));
      return;
    }
    const auto volume = at - voices_.in_order.begin();
    if (volume < loudest_)
      section.report("role",
                     fmt::format("the steps are out of order: {} comes after {}", to_string(role),
                                 to_string(voices_.in_order[static_cast<std::size_t>(loudest_)])),
                     std::string(voices_.spelled));
    loudest_ = std::max(loudest_, volume);
  }

  const Voices& voices_;
  std::set<std::string> names_;
  std::ptrdiff_t loudest_ = 0;
};

void check_count(TomlSection& from, std::size_t steps) {
  if (steps > most_steps)
    from.report("step", fmt::format("there are {} steps", steps),
                fmt::format("at most {}", most_steps));
}

std::vector<Step> read_steps(TomlSection& from) {
  std::vector<Step> steps;
  StepList list(ladder_voices);
  bool someone_must_act = false;
  auto sections = from.sections("step", Presence::optional);
  for (auto& section : sections) {
    const auto step = list.take(section);
    // A step that cannot be read may have been a task: do not guess further.
    someone_must_act = someone_must_act || !step || step->action == StepAction::task;
    if (step) steps.push_back(*step);
  }
  if (sections.empty())
    from.report("step", "a rung without steps is a policy that never escalates",
                "at least one step that is a task for someone");
  else if (!someone_must_act)
    from.report("step", "no step is a task: reminders alone let a message stay unconfirmed unseen",
                "at least one step with action = \"task\"");
  check_count(from, sections.size());
  return steps;
}

// The steps of a task itself, for when nobody claims it.
std::vector<Step> read_task_steps(TomlSection& root) {
  std::vector<Step> steps;
  constexpr std::string_view right = "at least one table [[task.step]] that tells somebody else";
  auto task = root.section("task", Presence::optional);
  if (!task) {
    root.report("task", "a task that nobody claims would be left alone for ever",
                std::string(right));
    return steps;
  }
  StepList list(task_voices);
  auto sections = task->sections("step", Presence::optional);
  for (auto& section : sections) {
    const auto step = list.take(section);
    if (!step) continue;
    if (step->action == StepAction::task)
      section.report("action", "the task is there already: its steps only tell one more person",
                     "\"remind\"");
    steps.push_back(*step);
  }
  if (sections.empty())
    task->report("step", "a task that nobody claims would be left alone for ever",
                 std::string(right));
  check_count(*task, sections.size());
  task->finish();
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
  if (cap && rung && is_aftercare(*rung))
    from.report(
        "cap_working_hours_before_release",
        fmt::format("{} is looked after when the person has been released", to_string(*rung)),
        "nothing: the deadline alone");
  if (!rung || !due) return std::nullopt;
  return RungPolicy{*rung, *due, cap, std::move(steps)};
}

// One of the lists of rungs of a policy: its key in the file, what may and what must stand in it.
struct Ladder {
  std::string_view key;
  Rung lowest, highest;
  std::vector<Rung> needed;
};

// A rung that stands in the wrong list, and which list would be right.
void check_place(TomlSection& section, const Ladder& ladder, Rung rung) {
  if (rung >= ladder.lowest && rung <= ladder.highest) return;
  const auto name = to_string(rung);
  if (is_aftercare(rung))
    section.report("name",
                   fmt::format("this ladder has no rung {}: it is aftercare of a referral", name),
                   fmt::format("a table [[aftercare]] with name = \"{}\"", name));
  else if (is_aftercare(ladder.lowest))
    section.report("name", fmt::format("{} is a rung of the ladder, not of the aftercare", name),
                   "outcome, followed-up or engaged; or a table [[rung]], [[urgent]], "
                   "[[request]] or [[reply]]");
  else
    section.report("name", fmt::format("this ladder has no rung {}", name),
                   fmt::format("{} at most", to_string(ladder.highest)));
}

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
    check_place(section, ladder, rung->rung);
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
  // None stays unconfirmed without a named human knowing: `confirmed` has a deadline whose steps
  // end with somebody, or, for a request, the answer that includes it.
  const std::vector<Rung> needed{Rung::delivered, Rung::confirmed};
  policy.rungs = read_ladder(root, {"rung", Rung::accepted, Rung::answered, needed});
  policy.urgent_rungs = read_ladder(root, {"urgent", Rung::accepted, Rung::answered, needed});
  policy.request_rungs = read_ladder(
      root, {"request", Rung::accepted, Rung::answered, {Rung::delivered, Rung::answered}});
  policy.reply_rungs =
      read_ladder(root, {"reply", Rung::accepted, Rung::delivered, {Rung::delivered}});
  policy.aftercare_rungs = read_ladder(root, {"aftercare",
                                              Rung::outcome,
                                              Rung::engaged,
                                              {Rung::outcome, Rung::followed_up, Rung::engaged}});
  policy.task_steps = read_task_steps(root);
  root.finish();
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return policy;
}

}  // namespace gatepost::config
