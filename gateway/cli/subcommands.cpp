#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

CLI::App* Subcommands::plain_command(CLI::App& parent, const std::string& name,
                                     const std::string& what, const std::string& example,
                                     std::function<Exit()> act) {
  CLI::App* made = parent.add_subcommand(name, what);
  made->footer("Example:\n  " + example);
  made->callback([this, act = std::move(act)] { choose_(act); });
  return made;
}

CLI::App* Subcommands::command(CLI::App& parent, const std::string& name, const std::string& what,
                               const std::string& example, std::function<Exit()> act) {
  CLI::App* made = plain_command(parent, name, what, example, std::move(act));
  json_flag(made);
  return made;
}

CLI::App* Subcommands::team_command(CLI::App& parent, const std::string& name,
                                    const std::string& what, const std::string& example,
                                    std::function<Exit()> act) {
  CLI::App* made = plain_command(parent, name, what, example, std::move(act));
  client_options(made);
  return made;
}

void Subcommands::json_flag(CLI::App* made) {
  made->add_flag("--json", json_, "one JSON object on standard output");
}

CLI::Option* Subcommands::config_option(CLI::App* made, const std::string& what) {
  return made->add_option("--config", config_, what);
}

void Subcommands::client_options(CLI::App* made) {
  config_option(made, "the team's client.toml")->required();
  json_flag(made);
}

}  // namespace gatepost::cli
