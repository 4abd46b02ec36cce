#include "gateway/cli/administration.hpp"

namespace gatepost::cli {

Administration::Administration(CLI::App& app, Choose choose) : Subcommands(std::move(choose)) {
  bind_policy(app);
  bind_calendar(app);
  bind_directory(app);
}

void Administration::bind_policy(CLI::App& app) {
  CLI::App* policy = app.add_subcommand("policy", "deadlines and escalation: check, show");
  policy->require_subcommand(1);
  CLI::App* checked = command(*policy, "check",
                              "say everything that is wrong with a policy; exit 1 when a gateway "
                              "would refuse it",
                              "gatepost policy check demo/policy.toml",
                              [this] { return policy_check(file_, style()); });
  checked->add_option("file", file_, "the policy, TOML")->required();
  CLI::App* shown = command(
      *policy, "show", "print a policy in words; the shipped one without FILE",
      "gatepost policy show demo/policy.toml", [this] { return policy_show(shown_, style()); });
  shown->add_option("file", shown_, "the policy, TOML");
}

void Administration::bind_calendar(CLI::App& app) {
  CLI::App* calendar = app.add_subcommand("calendar", "working days and hours: due");
  calendar->require_subcommand(1);
  CLI::App* due = command(*calendar, "due", "print by when something is due under a rule",
                          "gatepost calendar due noon-next-working-day --at "
                          "2026-04-02T12:00:00+01:00",
                          [this] {
                            due_.style = style();
                            return calendar_due(due_);
                          });
  due->add_option("rule", due_.rule, std::string(config::DueRule::spellings))->required();
  due->add_option("--at", due_.at, "when it happened, RFC 3339")->required();
  due->add_option("--bank-holidays", due_.bank_holidays,
                  "gov.uk's bank-holidays.json; the shipped one when absent");
}

void Administration::bind_directory(CLI::App& app) {
  CLI::App* directory =
      app.add_subcommand("directory", "teams, routes and contacts: check, diff, import");
  directory->require_subcommand(1);
  CLI::App* checked = command(
      *directory, "check",
      "say what is wrong with a directory, and what may leave somebody without "
      "an answer; exit 1 when a gateway would refuse it",
      "gatepost directory check directory.csv", [this] { return directory_check(file_, style()); });
  checked->add_option("file", file_, "the directory, CSV")->required();
  CLI::App* compared =
      command(*directory, "diff", "say in words what a new directory changes",
              "gatepost directory diff new.csv --config demo/gatepost.toml", [this] {
                diff_.style = style();
                return directory_diff(diff_);
              });
  compared->add_option("file", diff_.file, "the new directory, CSV")->required();
  auto* config = compared->add_option(
      "--config", diff_.config,
      "gatepost.toml: compare with the directory in use, and count the referrals that wait");
  compared->add_option("--against", diff_.against, "another CSV to compare with")->excludes(config);
  CLI::App* imported =
      command(*directory, "import", "check a directory, show what it changes, and put it in place",
              "gatepost directory import new.csv --config demo/gatepost.toml", [this] {
                import_.style = style();
                return directory_import(import_);
              });
  imported->add_option("file", import_.file, "the new directory, CSV")->required();
  imported->add_option("--config", import_.config, "gatepost.toml")->required();
}

}  // namespace gatepost::cli
