// The command line of who signs in, and of what is signed for them: `gatepost user` and `gatepost
// custody`. Bound by cli.cpp; the options live as long as this object.
#pragma once

#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

class People : private Subcommands {
 public:
  People(CLI::App& app, Choose choose);

 private:
  // For one user, named as they sign in.
  CLI::App* user_command(CLI::App& parent, const std::string& name, const std::string& what,
                         const std::string& example, Exit (*act)(const UserOptions&));
  void bind_users(CLI::App& app);
  void bind_custody(CLI::App& app);

  UserOptions user_;
  CustodyOptions custody_;
};

}  // namespace gatepost::cli
