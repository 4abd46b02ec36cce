// Overview: the part of the store port for whoever looks after the gateway as a whole, and for the
// joint meeting: lists over all teams. port.hpp's View hands it out. Codes, ids and instants only;
// what is sealed stays sealed. Used on its view's thread; never outlives it.
#pragma once

#include "gateway/exchange/port.hpp"

namespace gatepost::exchange {

// Which open tasks: every part that is given must hold.
struct TaskSelection {
  TeamCode owner{};    // empty: of any team
  std::string step{};  // empty: whatever it is
  enum class Claim { any, unclaimed, claimed } claim = Claim::any;
};

// So many open tasks of one kind.
struct TaskTally {
  TeamCode owner;
  std::string step;
  TaskPlace::Press press{};
  TaskSelection::Claim claim{};  // unclaimed or claimed
  std::uint64_t count = 0;
  Instant oldest;  // when the first of them was opened
  auto operator<=>(const TaskTally&) const = default;
};

// Where an effect stands among those that wait to be tried again.
struct EffectPlace {
  Instant due_at;
  std::string reference;
};

// Entries of the log in [first, end) whose canonical bytes hold every one of these texts. Letter
// case may be ignored, so whoever asks looks at each entry again.
struct LogSearch {
  std::vector<std::string> texts;
  std::uint64_t first = 0, end = 0;
};

// People with a form from or to one of `one_side`, and, unless it is empty, one of `other_side`.
struct MeetingScope {
  std::vector<TeamCode> one_side, other_side;
  // Nobody who was released before; nor, without a release date, who had no form since.
  Instant since;
};
struct MeetingRow {
  ConversationId conversation;
  std::vector<TeamCode> parties;
  Sharing sharing;
  std::optional<Instant> release_at;
  bool operator==(const MeetingRow&) const = default;
};

class Overview {
 public:
  virtual ~Overview() = default;

  // In the order of TaskPlace, after the given place (exclusive; nothing for the start).
  virtual Result<std::vector<ListedTask>> open_tasks(const TaskSelection& which, std::size_t limit,
                                                     const std::optional<TaskPlace>& after) = 0;
  // All open tasks, a row for each team, step, press and claim; in that order.
  virtual Result<std::vector<TaskTally>> task_tallies() = 0;
  // Effects that were tried in vain, the one to be tried next first.
  virtual Result<std::vector<Effect>> failing_effects(std::size_t limit,
                                                      const std::optional<EffectPlace>& after) = 0;
  // Nothing once it was carried out, or given up.
  virtual Result<std::optional<Effect>> effect(const std::string& reference) = 0;
  // The newest first.
  virtual Result<std::vector<audit::Row>> search_log(const LogSearch& wanted,
                                                     std::size_t limit) = 0;
  // Nearest release first, those without a date last.
  virtual Result<std::vector<MeetingRow>> people_of(const MeetingScope& scope,
                                                    std::size_t limit) = 0;
};

}  // namespace gatepost::exchange
