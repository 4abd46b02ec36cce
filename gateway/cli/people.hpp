// The command line of who signs in, and of what is signed for them: `gatepost user` and `gatepost
// custody`. Bound by cli.cpp; the options live as long as this object.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

class People {
 public:
  // `choose` is told what the command line asked for.
  using Choose = std::function<void(std::function<Exit()>)>;
  People(CLI::App& app, Choose choose);

 private:
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                    const std::string& example, std::function<Exit()> act);
  // For one user, named as they sign in.
  CLI::App* user_command(CLI::App& parent, const std::string& name, const std::string& what,
                         const std::string& example, Exit (*act)(const UserOptions&));
  void bind_users(CLI::App& app);
  void bind_custody(CLI::App& app);

  Choose choose_;
  bool json_ = false;
  UserOptions user_;
  CustodyOptions custody_;
};

}  // namespace gatepost::cli
