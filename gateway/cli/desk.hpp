// The command line of what people do at their desk: tasks, a prison's list, and what deadlines a
// form would have. Bound by cli.cpp; the options live as long as this object.
#pragma once

#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

class Desk : private Subcommands {
 public:
  Desk(CLI::App& app, Choose choose);

 private:
  void bind_tasks(CLI::App& app);
  void bind_close(CLI::App& app);
  void bind_reconcile(CLI::App& app);
  void bind_deadlines(CLI::App& app);
  Exit hand_over_or_complain();

  bool all_ = false, put_back_ = false;
  std::string task_, by_, outcome_, id_, reason_;
  TaskListOptions tasks_;
  HandOverOptions over_;
  ReconcileOptions reconcile_;
  ExplainOptions explain_;
};

}  // namespace gatepost::cli
