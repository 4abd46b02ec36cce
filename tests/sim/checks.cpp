// What people see, and what the log says.
#include "tests/sim/checks.hpp"

#include "gateway/exchange/command.hpp"
#include <fmt/format.h>

namespace gatepost::sim {

using exchange::AcceptCommand;
using exchange::AcceptOutcome;
using exchange::InboxItem;
using exchange::ItemKind;
using exchange::MessageKey;
using exchange::ReachedHow;
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

}  // namespace

Checks::Checks(World& world, Gateway& gateway) : world_(world), gateway_(gateway) {}

void Checks::accepted(const AcceptCommand& command, const Result<std::string>& answer) {
  require(answer.has_value(),
          "a proper form was refused: " + (answer ? "" : answer.error().to_string()));
  const auto outcome = AcceptOutcome::from_text(*answer);
  require(outcome.has_value(), "an answer cannot be read: " + *answer);
  const auto [told, first] = answers_.emplace(command.key.str(), outcome->handle);
  require(told->second == outcome->handle, "two answers for one form differ: " + command.key.str());
  if (world_.options().plant == Plant::retry_with_new_id) return;  // the client itself lost track
  const auto view = gateway_.view();
  const auto form = view->form(command.key).value();
  require(form.has_value(), "a receipt for a form that is not in the store: " + command.key.str());
  require(form->digest == command.digest && form->handle == outcome->handle,
          "the store holds another form than was answered: " + command.key.str());
  require(view->receipt(command.key, Rung::accepted).value().has_value(),
          "an accepted form without its receipt: " + command.key.str());
  if (!command.about) return;
  const auto conversation = view->conversation(command.conversation).value();
  const auto* original = conversation->find(command.about->key);
  const Rung proved = exchange::proved_how(command.act) == ReachedHow::automatic
                          ? Rung::acknowledged
                          : Rung::confirmed;
  require(
      original->reached(proved).has_value(),
      "an acknowledgement was answered, but its rung is not reached: " + command.about->key.str());
}

void Checks::refused(const AcceptCommand& command, const Result<std::string>& answer) {
  require(!answer, "a wrong reply was accepted: " + command.key.str());
  require(!gateway_.view()->form(command.key).value(), "a refused form is in the store");
}

void Checks::saw(const TeamCode& team, const InboxItem& item) {
  require(item.team == team, "an item in another team's inbox");
  const auto view = gateway_.view();
  if (item.kind != ItemKind::form) return;
  const auto form = view->form(*item.payload).value();
  require(form && form->to == team, "a form in an inbox that it is not for");
  const auto [delivery, first] = deliveries_.emplace(form->digest, item.handle);
  require(first || delivery->second == item.handle,
          "one form was delivered twice: " + item.payload->str());
}

void Checks::collected(const TeamCode& team, const Handle& handle,
                       const Result<std::string>& answer) {
  require(answer.has_value(), "a collection was refused: " + handle.str());
  const auto item = gateway_.view()->inbox_item(team, handle).value();
  require(item && item->collected_at, "a collection was answered, but not stored: " + handle.str());
}

void Checks::claimed(const exchange::Task& task, const Bytes& who,
                     const Result<std::string>& answer) {
  if (!answer) return;  // somebody was faster, or the task was closed meanwhile
  require(claims_.emplace(task.id, who).second, "two people hold one task: " + task.id.str());
  const auto stored = gateway_.view()->task(task.id).value();
  require(stored && stored->second.claimed_by == who, "a claim was answered, but is another's");
}

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
  audit::finish_root(head_);
  require(head_ == view->audit_head().value(), "the log's head is not that of its entries");
}

void Checks::read_entry(const audit::Entry& entry) {
  if (entry.event == "accepted") {
    const auto [content, first] = contents_.emplace(entry.digest, entry.message);
    require(first, fmt::format("one form was accepted twice, as {} and {}", content->second,
                               entry.message));
    Shadow shadow;
    shadow.conversation = ConversationId::parse(entry.conversation).value();
    shadow.rungs.insert(Rung::accepted);
    touched_.insert(shadow.conversation);
    require(shadow_.emplace(entry.message, std::move(shadow)).second,
            "accepted twice: " + entry.message);
    return;
  }
  const auto found = shadow_.find(entry.message);
  require(found != shadow_.end(), "the log speaks of an unaccepted form: " + entry.message);
  touched_.insert(found->second.conversation);
  if (entry.event.starts_with("task-"))
    read_task(entry, found->second);
  else
    read_about_message(entry, found->second);
}

void Checks::read_about_message(const audit::Entry& entry, Shadow& shadow) {
  const Rung rung = config::parse_rung(entry.rung).value();
  if (entry.event == "rung-reached") {
    require(shadow.rungs.insert(rung).second, "a rung was reached twice: " + entry.message);
    const std::string how = halves(entry.reason).first;
    require(rung != Rung::confirmed || how == "person" || how == "telephone",
            "confirmed without a person: " + entry.message);
  } else if (entry.event == "deadline-passed") {
    require(shadow.passed.insert(rung).second, "a deadline passed twice: " + entry.message);
    require(*shadow.rungs.rbegin() < rung, "a deadline passed after its rung: " + entry.message);
  } else if (entry.event == "step") {
    ++steps_seen_;
    const int number = std::stoi(halves(entry.reason).second);
    require(number == ++shadow.steps[rung],
            fmt::format("step {} of {} {} was not decided once, in order", entry.reason,
                        entry.message, entry.rung));
    require(*shadow.rungs.rbegin() < rung, "a step after its rung was reached: " + entry.message);
  } else if (entry.event == "reported" || entry.event == "notified" ||
             entry.event == "superseded") {
    require(references_.insert(entry.reason).second, "carried out twice: " + entry.reason);
    // What is told must still be so when it is told.
    if (entry.event == "reported")
      require(*shadow.rungs.rbegin() < rung, "a report contradicts a receipt: " + entry.reason);
  }
}

void Checks::read_task(const audit::Entry& entry, Shadow& shadow) {
  if (entry.event == "task-opened") {
    const Rung rung = config::parse_rung(entry.rung).value();
    require(*shadow.rungs.rbegin() < rung, "a task for a reached rung: " + entry.message);
    const std::string id = halves(entry.reason).second;
    require(tasks_.emplace(id, ShadowTask{}).second, "a task was opened twice: " + id);
    return;
  }
  const bool closes = entry.event == "task-closed";
  const std::string id = closes ? halves(entry.reason).second : entry.reason;
  const auto task = tasks_.find(id);
  require(task != tasks_.end() && !task->second.closed, "no open task " + id);
  if (closes) {
    task->second.closed = true;
  } else if (entry.event == "task-raised") {
    require(*shadow.rungs.rbegin() < config::parse_rung(entry.rung).value(),
            "a task was raised to a reached rung: " + entry.message);
  } else {
    require(!task->second.claimed, "a task was claimed twice: " + id);
    task->second.claimed = true;
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
