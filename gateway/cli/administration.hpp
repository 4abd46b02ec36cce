// The command line of what an administrator keeps: policy, calendar, directory. Bound by cli.cpp;
// the options live as long as this object.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "config/calendar.hpp"
#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

class Administration {
 public:
  // `choose` is told what the command line asked for.
  using Choose = std::function<void(std::function<Exit()>)>;
  Administration(CLI::App& app, Choose choose);

 private:
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                    const std::string& example, std::function<Exit()> act);
  void bind_policy(CLI::App& app);
  void bind_calendar(CLI::App& app);
  void bind_directory(CLI::App& app);
  Style style() const { return json_ ? Style::json : Style::text; }

  Choose choose_;
  bool json_ = false;
  Path file_;
  std::optional<Path> shown_;
  CalendarDueOptions due_;
  DirectoryDiffOptions diff_;
  DirectoryImportOptions import_;
};

}  // namespace gatepost::cli
