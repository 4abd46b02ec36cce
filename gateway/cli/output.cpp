#include "gateway/cli/output.hpp"

#include <cstdio>

#include <fmt/format.h>

namespace gatepost::cli {

namespace json = boost::json;

void say(const std::string& line) { fmt::print(stdout, "{}\n", line); }
void complain(const std::string& line) { fmt::print(stderr, "{}\n", line); }
void print_json(const json::value& value) { say(json::serialize(value)); }

void print_problems(const std::string& heading, const Problems& problems) {
  complain(heading);
  for (const Problem& problem : problems) {
    complain(fmt::format("  {} ({})\n    wrong: {}\n    right: {}", problem.label, problem.path,
                         problem.wrong, problem.right));
  }
}

json::array problems_json(const Problems& problems) {
  json::array made;
  for (const Problem& problem : problems)
    made.push_back(json::object{{"label", problem.label},
                                {"path", problem.path},
                                {"wrong", problem.wrong},
                                {"right", problem.right}});
  return made;
}

Exit exit_for(const Error& error) {
  if (error.library() == "transports")
    return error.name() == "bad_tls_material" ? Exit::usage : Exit::unreachable;
  if (error.library() == "posix" || error.library() == "base.posix") return Exit::usage;
  return Exit::no;
}

Exit give_up(const std::string& doing, const Error& error) {
  complain(fmt::format("{}: {} ({}.{})", doing, error.context(), error.library(), error.name()));
  return exit_for(error);
}

}  // namespace gatepost::cli
