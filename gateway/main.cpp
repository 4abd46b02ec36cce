// gatepost: one program; everything it does is a subcommand (gateway/cli).
#include "gateway/cli/cli.hpp"

int main(int argc, char** argv) { return gatepost::cli::run(argc, argv); }
