// What the command line prints, and how it exits (DESIGN section 5): 0 yes or done, 1 the answer is
// no, 2 usage or configuration, 3 the gateway could not be reached.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "gateway/base/problem.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::cli {

enum class Exit { yes = 0, no = 1, usage = 2, unreachable = 3 };

enum class Style { text, json };

// "Prisoner number (LIEF/Client/PrisonerNumber): ...\n  should be: ..." for each, to standard
// error.
void print_problems(const std::string& heading, const Problems& problems);
boost::json::array problems_json(const Problems& problems);

void say(const std::string& line);                 // standard output
void complain(const std::string& line);            // standard error
void print_json(const boost::json::value& value);  // one line, standard output

// The exit code an error deserves: transports' errors are 3, files and settings 2, the rest 1.
Exit exit_for(const Error& error);
// Prints the error for people and answers its exit code.
Exit give_up(const std::string& doing, const Error& error);

}  // namespace gatepost::cli
