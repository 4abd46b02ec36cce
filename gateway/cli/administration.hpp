// The command line of what an administrator keeps: policy, calendar, directory. Bound by cli.cpp;
// the options live as long as this object.
#pragma once

#include "config/calendar.hpp"
#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

class Administration : private Subcommands {
 public:
  Administration(CLI::App& app, Choose choose);

 private:
  void bind_policy(CLI::App& app);
  void bind_calendar(CLI::App& app);
  void bind_directory(CLI::App& app);

  Path file_;
  std::optional<Path> shown_;
  CalendarDueOptions due_;
  DirectoryDiffOptions diff_;
  DirectoryImportOptions import_;
};

}  // namespace gatepost::cli
