#include "gateway/cli/agent/journal.hpp"

#include <fmt/format.h>

#include <utility>

#include "gateway/cli/output.hpp"

namespace gatepost::cli::agent {

namespace {

constexpr std::size_t most_kept = 1000;

}  // namespace

void Journal::say(const std::string& line) {
  complain(fmt::format("{} agent: {}", to_rfc3339(clock_.now()), line));
}

void Journal::note(const Action& action) {
  const std::string what =
      action.message_id.empty()
          ? std::string("a file")
          : fmt::format("{} {}", action.form.empty() ? "form" : action.form, action.message_id);
  say(fmt::format("{} {}{}{}", action.did, what, action.note.empty() ? "" : ": ", action.note));
  if (done_.size() >= most_kept) return;
  boost::json::object made{{"did", action.did}};
  if (!action.form.empty()) made["form"] = action.form;
  if (!action.message_id.empty()) made["message_id"] = action.message_id;
  if (!action.note.empty()) made["note"] = action.note;
  done_.push_back(std::move(made));
}

boost::json::array Journal::take() { return std::exchange(done_, {}); }

}  // namespace gatepost::cli::agent
