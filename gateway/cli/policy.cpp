// gatepost policy: checks a policy file, and shows one in words.
#include <fmt/format.h>

#include "config/policy_words.hpp"
#include "config/samples.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t policy_limit = std::size_t{1} << 20;

struct Loaded {
  std::string name;
  std::string text;
};

Result<Loaded> load(const std::optional<Path>& file) {
  if (!file) return Loaded{"the shipped default", std::string(config::default_policy_toml())};
  GP_TRY(const Bytes bytes, posix::read_file(*file, policy_limit));
  return Loaded{file->filename().string(), std::string(as_text(bytes))};
}

Exit refuse(const Loaded& loaded, const Problems& problems, Style style) {
  if (style == Style::json)
    print_json(json::object{{"valid", false}, {"problems", problems_json(problems)}});
  else
    print_problems(fmt::format("{}: a gateway would refuse this policy:", loaded.name), problems);
  return Exit::no;
}

json::array words_json(const std::vector<config::Step>& steps, const config::Policy& policy) {
  json::array made;
  for (const std::string& line : config::steps_in_words(steps, policy)) made.emplace_back(line);
  return made;
}

void say_steps(const std::vector<config::Step>& steps, const config::Policy& policy) {
  for (const std::string& line : config::steps_in_words(steps, policy)) say("    - " + line);
}

json::array steps_json(const std::vector<config::Step>& steps) {
  json::array made;
  for (const config::Step& step : steps)
    made.push_back(json::object{{"name", step.name},
                                {"role", config::to_string(step.role)},
                                {"action", config::to_string(step.action)},
                                {"after", step.after.spelling()}});
  return made;
}

json::object rung_json(const config::RungPolicy& rung, const config::Policy& policy) {
  json::object made{{"rung", config::to_string(rung.rung)},
                    {"due", rung.due.spelling()},
                    {"in_words", config::must_in_words(rung)},
                    {"otherwise", words_json(rung.steps, policy)},
                    {"steps", steps_json(rung.steps)}};
  if (rung.cap_working_hours_before_release)
    made["cap_working_hours_before_release"] = *rung.cap_working_hours_before_release;
  return made;
}

json::object policy_json(const config::Policy& policy) {
  json::object made{{"id", policy.id},
                    {"digest", policy.digest_hex},
                    {"urgent_within_working_days", policy.urgent_within_working_days},
                    {"repeat", policy.repeat.spelling()},
                    {"claim_hold", policy.claim_hold.spelling()}};
  for (const config::PolicyChapter& chapter : config::chapters(policy)) {
    json::array rungs;
    for (const config::RungPolicy& rung : *chapter.rungs) rungs.push_back(rung_json(rung, policy));
    made[chapter.key] = std::move(rungs);
  }
  made["task"] = json::object{{"otherwise", words_json(policy.task_steps, policy)},
                              {"steps", steps_json(policy.task_steps)}};
  return made;
}

void say_policy(const config::Policy& policy) {
  say(fmt::format("Policy {}", policy.id));
  for (const std::string& rule : config::rules_in_words(policy)) say("  " + rule);
  for (const config::PolicyChapter& chapter : config::chapters(policy)) {
    say(fmt::format("\n{}", chapter.title));
    for (const config::RungPolicy& rung : *chapter.rungs) {
      say(fmt::format("  {} If not:", config::must_in_words(rung)));
      say_steps(rung.steps, policy);
    }
  }
  say("\nA task that nobody claims");
  say("  A call that must follow an Alert, another SPOC to choose, a form that was never sent:");
  say_steps(policy.task_steps, policy);
}

}  // namespace

Exit policy_check(const Path& file, Style style) {
  const auto loaded = load(file);
  if (!loaded) return give_up("policy", loaded.error());
  const auto policy = config::Policy::from_toml(loaded->text, loaded->name);
  if (!policy) return refuse(*loaded, policy.error(), style);
  if (style == Style::json)
    print_json(json::object{{"valid", true},
                            {"id", policy->id},
                            {"digest", policy->digest_hex},
                            {"problems", json::array{}}});
  else
    say(fmt::format("{}: all is well: policy {}", loaded->name, policy->id));
  return Exit::yes;
}

Exit policy_show(const std::optional<Path>& file, Style style) {
  const auto loaded = load(file);
  if (!loaded) return give_up("policy", loaded.error());
  const auto policy = config::Policy::from_toml(loaded->text, loaded->name);
  if (!policy) return refuse(*loaded, policy.error(), style);
  if (style == Style::json)
    print_json(policy_json(*policy));
  else
    say_policy(*policy);
  return Exit::yes;
}

}  // namespace gatepost::cli
