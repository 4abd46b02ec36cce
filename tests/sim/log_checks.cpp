// What the audit log says, entry by entry.
#include <fmt/format.h>

#include <algorithm>

#include "gateway/audit/verifier.hpp"
#include "gateway/exchange/steps.hpp"
#include "tests/sim/checks.hpp"

namespace gatepost::sim {

namespace steps = exchange::steps;
using exchange::MessageKey;
using exchange::Rung;

namespace {

void require(bool holds, const std::string& rule) {
  if (!holds) throw Violation(rule);
}

// "name:rest" in two.
std::pair<std::string, std::string> halves(const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return {text, ""};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

MessageKey key_of(const std::string& message) {
  const auto slash = message.find('/');
  return {TeamCode::parse(message.substr(0, slash)).value(),
          MessageId::parse(message.substr(slash + 1)).value()};
}

// Tasks that wait for no rung of their message.
bool waits_for_a_rung(std::string_view step) {
  return step != steps::choose_another_spoc && step != steps::clinical_part &&
         step != steps::complete_referral && step != steps::tell_new_prison &&
         step != steps::check_duplicate && step != steps::death_taken_back &&
         step != steps::taken_back && step != steps::no_longer_agreed;
}

}  // namespace

void Checks::read_log() {
  const auto view = gateway_.view();
  for (;;) {
    const auto rows = view->audit_rows(next_row_, 1000).value();
    if (rows.empty()) break;
    for (const audit::Row& row : rows) {
      const auto parsed = audit::parse_canonical(row.bytes);
      require(parsed && parsed->second == next_row_ && row.leaf == audit::leaf_hash(row.bytes),
              fmt::format("audit entry {} is unsound", next_row_));
      audit::append_leaf(head_, row.leaf);
      ++next_row_;
      read_entry(parsed->first);
    }
  }
  audit::Head now = head_;
  audit::finish_root(now);
  require(now == view->audit_head().value(), "the log's head is not that of its entries");
}

void Checks::read_entry(const audit::Entry& entry) {
  if (entry.event == "accepted") return read_accepted(entry);
  const auto found = shadow_.find(entry.message);
  require(found != shadow_.end(), "the log speaks of an unaccepted form: " + entry.message);
  touched_.insert(found->second.conversation);
  if (entry.event.starts_with("task-"))
    read_task(entry, found->second);
  else
    read_about_message(entry, found->second);
}

void Checks::read_accepted(const audit::Entry& entry) {
  const auto [content, first] = contents_.emplace(entry.digest, entry.message);
  // One form in several messages: each further one is a copy for another team.
  const bool copy =
      !first && !entry.recipient.empty() &&
      exchange::copy_key(key_of(content->second), TeamCode::parse(entry.recipient).value()).str() ==
          entry.message;
  require(first || copy,
          fmt::format("one form was accepted twice, as {} and {}", content->second, entry.message));
  Shadow shadow;
  shadow.conversation = ConversationId::parse(entry.conversation).value();
  shadow.rungs.insert(Rung::accepted);
  shadow.met.insert(Rung::accepted);
  touched_.insert(shadow.conversation);
  require(shadow_.emplace(entry.message, std::move(shadow)).second,
          "accepted twice: " + entry.message);
}

void Checks::read_about_message(const audit::Entry& entry, Shadow& shadow) {
  if (entry.event == "made-urgent") {
    shadow.made_urgent = entry.at;
  } else if (entry.event == "ended") {
    require(!shadow.ended || entry.reason.starts_with("withdrawn"),
            "a form ended twice: " + entry.message);
    shadow.ended = true;
  } else if (entry.event == "reopened") {
    require(shadow.ended, "a form that had not ended was reopened: " + entry.message);
    shadow.ended = false;
  } else if (const auto rung = config::parse_rung(entry.rung)) {
    read_about_rung(entry, shadow, *rung);
  } else {
    require(entry.event == "sharing-stated" || entry.event == "caretaker-changed" ||
                entry.event == "release-stated" || entry.event == "downloaded" ||
                entry.event == "taken-back",
            "the log has an entry without a rung: " + entry.event);
  }
}

void Checks::read_about_rung(const audit::Entry& entry, Shadow& shadow, Rung rung) {
  if (entry.event == "rung-reached") {
    require(shadow.rungs.insert(rung).second, "a rung was reached twice: " + entry.message);
    for (int each = 1; each <= static_cast<int>(rung); ++each)
      shadow.met.insert(static_cast<Rung>(each));
    const std::string how = halves(entry.reason).first;
    require(rung != Rung::confirmed || how == "person" || how == "telephone",
            "confirmed without a person: " + entry.message);
  } else if (entry.event == "deadline-opened") {
    require(config::is_aftercare(rung) && !shadow.ended,
            "a deadline opened out of place: " + entry.message);
    shadow.rungs.erase(rung);
    shadow.met.erase(rung);
    shadow.passed.erase(rung);
    shadow.steps.erase(rung);
  } else if (entry.event == "deadline-waived") {
    require(rung == Rung::answered, "what nobody said elsewhere was waived: " + entry.message);
    shadow.met.insert(rung);
  } else if (entry.event == "deadline-passed") {
    require(shadow.passed.insert(rung).second, "a deadline passed twice: " + entry.message);
    require(!shadow.met.contains(rung) && !shadow.ended,
            "a deadline passed after its rung: " + entry.message);
  } else if (entry.event == "step") {
    ++steps_seen_;
    const int number = std::stoi(halves(entry.reason).second);
    require(number == ++shadow.steps[rung],
            fmt::format("step {} of {} {} was not decided once, in order", entry.reason,
                        entry.message, entry.rung));
    require(!shadow.met.contains(rung) && !shadow.ended,
            "a step after its rung was reached: " + entry.message);
  } else {
    read_told(entry, shadow, rung);
  }
}

void Checks::read_told(const audit::Entry& entry, const Shadow& shadow, Rung rung) {
  if (entry.event != "reported" && entry.event != "notified" && entry.event != "superseded") return;
  require(references_.insert(entry.reason).second, "carried out twice: " + entry.reason);
  // What is told must still be so when it is told.
  if (entry.event != "reported") return;
  if (entry.reason.starts_with("task/")) {
    const auto task = tasks_.find(entry.reason.substr(5, 36));
    require(task != tasks_.end() && !task->second.closed_at,
            "a report speaks of a task that is done: " + entry.reason);
  } else {
    require(!shadow.met.contains(rung) && !shadow.ended,
            "a report contradicts a receipt: " + entry.reason);
  }
}

void Checks::read_task(const audit::Entry& entry, Shadow& shadow) {
  const auto [first, rest] = halves(entry.reason);
  if (entry.event == "task-opened") {
    const Rung rung = config::parse_rung(entry.rung).value();
    require(!waits_for_a_rung(first) || (!shadow.met.contains(rung) && !shadow.ended),
            "a task for a reached rung: " + entry.message);
    ShadowTask task;
    task.about = key_of(entry.message);
    task.step = first;
    task.opened_at = entry.at;
    require(tasks_.emplace(rest, std::move(task)).second, "a task was opened twice: " + rest);
    return;
  }
  const std::string id = entry.event == "task-closed" ? rest
                         : entry.event == "task-step" ? halves(rest).second
                                                      : entry.reason;
  const auto task = tasks_.find(id);
  require(task != tasks_.end() && !task->second.closed_at, "no open task " + id);
  read_open_task(entry, shadow, task->second);
}

void Checks::read_open_task(const audit::Entry& entry, Shadow& shadow, ShadowTask& task) {
  if (entry.event == "task-closed") {
    task.closed_at = entry.at;
  } else if (entry.event == "task-raised" || entry.event == "task-lowered") {
    require(!shadow.met.contains(config::parse_rung(entry.rung).value()),
            "a task was raised to a reached rung: " + entry.message);
  } else if (entry.event == "task-step") {
    const int number = std::stoi(halves(halves(entry.reason).second).first);
    require(number == ++task.steps,
            "a task's step was not decided once, in order: " + entry.reason);
  } else if (entry.event == "task-claimed") {
    // Whoever takes it over is named in the same way.
    require(!task.claimed || passed_on_.contains(entry.reason),
            "a task was claimed twice: " + entry.reason);
    task.claimed = true;
    task.undisturbed = false;
    shadow.claims.push_back(entry.at);
  } else if (entry.event == "task-hastened") {
    require(shadow.made_urgent.has_value(), "a task was hastened for nothing: " + entry.message);
  } else {
    require(entry.event == "task-put-back" || entry.event == "task-moved",
            "the log has an unknown entry: " + entry.event);
    require(entry.event == "task-moved" || task.claimed, "put back by nobody: " + entry.reason);
    passed_on_.insert(entry.reason);
    task.claimed = false;
    task.undisturbed = false;
  }
}

void Checks::verify_log() {
  const auto view = gateway_.view();
  audit::Verifier verifier(view->audit_head().value());
  for (std::uint64_t first = 0;;) {
    const auto rows = view->audit_rows(first, 1000).value();
    if (rows.empty()) break;
    for (const audit::Row& row : rows) verifier.add(row);
    first += rows.size();
  }
  const audit::Verification result = verifier.finish();
  require(!result.first_bad, "the audit log does not verify: " + result.wrong);
  require(result.checked == next_row_, "the audit log has rows that were not seen");
}

}  // namespace gatepost::sim
