// Shell completion and the common part of --help, both generated from the command line's own tree,
// so that they cannot fall behind it. Pure.
#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

namespace gatepost::cli {

enum class Shell { bash, zsh, fish };

// A script that the shell sources: subcommands, options, and the words that options admit.
std::string completion_script(const CLI::App& app, Shell shell);

// The subcommands that do something: those without subcommands of their own.
std::vector<CLI::App*> leaves_of(CLI::App& app);

// What --help says of every leaf, below its example.
void explain_exit_codes(CLI::App& app);

// "auto", "none": the words an option admits, when it admits only some.
std::vector<std::string> words_of(const CLI::Option& option);

}  // namespace gatepost::cli
