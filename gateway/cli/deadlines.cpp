// gatepost deadlines explain: by when, who is told next, and why; without a gateway.
#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "config/samples.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/form_file.hpp"
#include "gateway/exchange/command.hpp"
#include "gateway/exchange/explain.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

struct Rules {
  config::Policy policy;
  config::Calendar calendar;
  config::Directory directory;
};

// A file when one is named, else what is built in. Problems are printed.
template <class T>
std::expected<T, Exit> load(const std::optional<Path>& file, std::string_view built_in,
                            config::Checked<T> (*read)(std::string_view, std::string_view)) {
  std::string text(built_in), name = "built in";
  if (file) {
    auto bytes = posix::read_file(*file, most_bytes);
    if (!bytes) return std::unexpected(give_up(file->string(), bytes.error()));
    text = std::string(as_text(*bytes));
    name = file->string();
  }
  auto value = read(text, name);
  if (!value) {
    print_problems(name + ": cannot be used:", value.error());
    return std::unexpected(Exit::usage);
  }
  return std::move(*value);
}

std::expected<Rules, Exit> load_rules(const ExplainOptions& options) {
  auto policy = load<config::Policy>(options.policy, config::default_policy_toml(),
                                     config::Policy::from_toml);
  if (!policy) return std::unexpected(policy.error());
  auto calendar = load<config::Calendar>(options.bank_holidays, config::bank_holidays_json(),
                                         [](std::string_view text, std::string_view) {
                                           return config::Calendar::from_bank_holidays_json(text);
                                         });
  if (!calendar) return std::unexpected(calendar.error());
  auto directory = load<config::Directory>(options.directory, config::sample_directory_csv(),
                                           config::Directory::from_csv);
  if (!directory) return std::unexpected(directory.error());
  return Rules{std::move(*policy), std::move(*calendar), std::move(*directory)};
}

json::object to_json(const exchange::Explanation& explained, Instant at,
                     const config::Calendar& calendar) {
  json::array rungs, steps, tasks;
  for (const auto& rung : explained.rungs)
    rungs.push_back(json::object{{"rung", config::to_string(rung.rung)},
                                 {"due", to_rfc3339(rung.due)},
                                 {"due_local", calendar.local_rfc3339(rung.due)},
                                 {"rule", rung.rule},
                                 {"why", rung.why}});
  for (const auto& step : explained.steps)
    steps.push_back(json::object{{"rung", config::to_string(step.rung)},
                                 {"step", step.step},
                                 {"at", to_rfc3339(step.at)},
                                 {"at_local", calendar.local_rfc3339(step.at)},
                                 {"who", step.who},
                                 {"how", step.how}});
  for (const std::string& task : explained.tasks) tasks.emplace_back(task);
  return json::object{{"at", to_rfc3339(at)},
                      {"to", explained.to},
                      {"urgent", explained.urgent},
                      {"urgent_because", explained.urgent_because},
                      {"rungs", rungs},
                      {"steps", steps},
                      {"tasks", tasks}};
}

void print(const exchange::Explanation& explained, std::string_view form, Instant at,
           const config::Calendar& calendar) {
  say(fmt::format("{} to {}, accepted at {}", form,
                  explained.to.empty() ? "an area that no team is known for" : explained.to,
                  calendar.local_in_words(at)));
  if (explained.urgent) say("URGENT: " + explained.urgent_because);
  if (explained.rungs.empty())
    say("It has no deadlines of its own: it answers another form, and is delivered.");
  for (const auto& rung : explained.rungs) {
    say("");
    say(fmt::format("{} by {}", config::to_string(rung.rung), calendar.local_in_words(rung.due)));
    say(fmt::format("  because: {}", rung.why));
    for (const auto& step : explained.steps)
      if (step.rung == rung.rung)
        say(fmt::format("  if not, {}: {} for {}", calendar.local_in_words(step.at), step.how,
                        step.who));
  }
  for (std::string task : explained.tasks) {
    std::ranges::replace(task, '-', ' ');
    say(fmt::format("\nAt once, a task: {}", task));
  }
  for (const std::string& repeat : explained.repeats) say(fmt::format("\nThen {}.", repeat));
}

}  // namespace

Exit deadlines_explain(const ExplainOptions& options) {
  const auto at = from_rfc3339(options.at);
  if (!at) {
    complain(
        "deadlines explain: --at must be an instant of RFC 3339, such as "
        "2026-04-02T12:00:00+01:00");
    return Exit::usage;
  }
  auto rules = load_rules(options);
  if (!rules) return rules.error();
  auto bytes = read_form_file(options.file);
  if (!bytes) return give_up(options.file.string(), bytes.error());
  auto document = formats::xml::Document::parse(*bytes);
  if (!document) return give_up(options.file.string(), document.error());
  // A form written today may be asked about as of any day: only dates after both are in the future.
  const Instant written_by = std::max(*at, posix::SystemClock{}.now());
  const auto form = forms::read_form(*document, rules->calendar.local_date(written_by));
  if (!form) {
    print_problems(options.file.string() + ": the form is not right:", form.error());
    return Exit::no;
  }
  posix::SystemRandom random;
  const exchange::Context context{*at, rules->policy, rules->calendar, rules->directory, random};
  const auto command =
      exchange::command_for(*form, certs::sha256(*bytes), make_handle(random), rules->calendar);
  const auto explained = exchange::explain(command, context);
  if (!explained) return give_up(options.file.string(), explained.error());
  if (options.style == Style::json)
    print_json(to_json(*explained, *at, rules->calendar));
  else
    print(*explained, forms::root_name(command.type), *at, rules->calendar);
  return Exit::yes;
}

}  // namespace gatepost::cli
