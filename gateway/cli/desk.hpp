// The command line of what people do at their desk: tasks, a prison's list, and what deadlines a
// form would have. Bound by cli.cpp; the options live as long as this object.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

class Desk {
 public:
  // `choose` is told what the command line asked for.
  using Choose = std::function<void(std::function<Exit()>)>;
  Desk(CLI::App& app, Choose choose);

 private:
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                    const std::string& example, std::function<Exit()> act);
  // A command that talks to the gateway as a team.
  CLI::App* team_command(CLI::App& app, const std::string& name, const std::string& what,
                         const std::string& example, std::function<Exit()> act);
  void bind_tasks(CLI::App& app);
  void bind_close(CLI::App& app);
  void bind_reconcile(CLI::App& app);
  void bind_deadlines(CLI::App& app);
  Exit hand_over_or_complain();
  Style style() const { return json_ ? Style::json : Style::text; }
  ClientOptions client() const { return {config_, style()}; }

  Choose choose_;
  bool json_ = false, all_ = false, put_back_ = false;
  Path config_;
  std::string task_, by_, outcome_, id_, reason_;
  TaskListOptions tasks_;
  HandOverOptions over_;
  ReconcileOptions reconcile_;
  ExplainOptions explain_;
};

}  // namespace gatepost::cli
