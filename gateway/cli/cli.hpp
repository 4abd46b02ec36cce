// The command line: parses it and calls one subcommand.
#pragma once

namespace gatepost::cli {

// Answers the process's exit code (see output.hpp).
int run(int argc, char** argv);

}  // namespace gatepost::cli
