// Subcommands: what every part of the command line has in common: a subcommand with its example and
// --json, and one that talks to the gateway as a team. Each part derives from it and binds its own;
// the options live as long as the part.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

class Subcommands {
 public:
  // Is told what the command line asked for.
  using Choose = std::function<void(std::function<Exit()>)>;
  // The options are bound to this object's members.
  Subcommands(const Subcommands&) = delete;
  Subcommands& operator=(const Subcommands&) = delete;

 protected:
  explicit Subcommands(Choose choose) : choose_(std::move(choose)) {}
  ~Subcommands() = default;

  // Without options of its own.
  CLI::App* plain_command(CLI::App& parent, const std::string& name, const std::string& what,
                          const std::string& example, std::function<Exit()> act);
  // With --json.
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                    const std::string& example, std::function<Exit()> act);
  // With --json and --config, the team's client.toml.
  CLI::App* team_command(CLI::App& parent, const std::string& name, const std::string& what,
                         const std::string& example, std::function<Exit()> act);
  void json_flag(CLI::App* made);
  CLI::Option* config_option(CLI::App* made, const std::string& what);
  void client_options(CLI::App* made);
  Style style() const { return json_ ? Style::json : Style::text; }
  ClientOptions client() const { return {config_, style()}; }

 private:
  Choose choose_;
  bool json_ = false;
  Path config_;
};

}  // namespace gatepost::cli
