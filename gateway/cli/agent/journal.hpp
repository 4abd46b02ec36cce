// Journal: what the agent says of each thing it did, one line on standard error and one JSON object
// for scripts. Ids, kinds and counts only: the names of dropped files may hold people's names, and
// so may what stands in them. One thread.
#pragma once

#include <boost/json.hpp>
#include <string>

#include "gateway/base/time.hpp"

namespace gatepost::cli::agent {

struct Action {
  std::string did;   // "sent", "failed", "waiting", "collected", ...
  std::string form;  // "LIEF", or nothing when it could not be read
  std::string message_id;
  std::string note;  // for people
};

class Journal {
 public:
  explicit Journal(const Clock& clock) : clock_(clock) {}

  void note(const Action& action);
  void say(const std::string& line);
  // What was done since the last call.
  boost::json::array take();

 private:
  const Clock& clock_;
  boost::json::array done_;
};

}  // namespace gatepost::cli::agent
