#include "gateway/store/memory/overview.hpp"

#include <algorithm>

namespace gatepost::store::memory {

using exchange::Conversation;
using exchange::Effect;
using exchange::ListedTask;
using exchange::Task;
using exchange::TaskSelection;
using exchange::TaskTally;
using Claim = TaskSelection::Claim;

namespace {

template <class T>
void cut(std::vector<T>& rows, std::size_t limit) {
  if (rows.size() > limit) rows.resize(limit);
}

bool holds(const std::vector<TeamCode>& teams, const TeamCode& team) {
  return std::ranges::find(teams, team) != teams.end();
}

Claim claim_of(const Task& task) { return task.claimed_at ? Claim::claimed : Claim::unclaimed; }

bool admits(const TaskSelection& which, const Task& task) {
  return !task.closed_at && (which.owner.empty() || which.owner == task.owner) &&
         (which.step.empty() || which.step == task.step) &&
         (which.claim == Claim::any || which.claim == claim_of(task));
}

}  // namespace

Result<std::vector<ListedTask>> MemoryOverview::open_tasks(
    const TaskSelection& which, std::size_t limit,
    const std::optional<exchange::TaskPlace>& after) {
  std::vector<ListedTask> tasks;
  for (const auto& [id, conversation] : state_.conversations)
    for (const Task& task : conversation.tasks) {
      if (!admits(which, task)) continue;
      const exchange::TaskPlace place = exchange::place_of(conversation, task);
      if (!after || *after < place) tasks.push_back({id, task, place});
    }
  std::ranges::sort(tasks, std::less{}, &ListedTask::place);
  cut(tasks, limit);
  return tasks;
}

Result<std::vector<TaskTally>> MemoryOverview::task_tallies() {
  std::vector<TaskTally> tallies;
  for (const auto& [id, conversation] : state_.conversations)
    for (const Task& task : conversation.tasks) {
      if (task.closed_at) continue;
      const TaskTally one{task.owner,     task.step, exchange::place_of(conversation, task).press,
                          claim_of(task), 1,         task.opened_at};
      const auto same = std::ranges::find_if(tallies, [&](const TaskTally& each) {
        return each.owner == one.owner && each.step == one.step && each.press == one.press &&
               each.claim == one.claim;
      });
      if (same == tallies.end()) {
        tallies.push_back(one);
        continue;
      }
      ++same->count;
      same->oldest = std::min(same->oldest, one.oldest);
    }
  std::ranges::sort(tallies);
  return tallies;
}

Result<std::vector<Effect>> MemoryOverview::failing_effects(
    std::size_t limit, const std::optional<exchange::EffectPlace>& after) {
  const auto place = [](const Effect& effect) {
    return std::tuple(effect.due_at, effect.reference);
  };
  std::vector<Effect> found;
  for (const auto& [reference, effect] : state_.effects)
    if (effect.attempts > 0 &&
        (!after || place(effect) > std::tuple(after->due_at, after->reference)))
      found.push_back(effect);
  std::ranges::sort(found, std::less{}, place);
  cut(found, limit);
  return found;
}

Result<std::optional<Effect>> MemoryOverview::effect(const std::string& reference) {
  const auto found = state_.effects.find(reference);
  return found == state_.effects.end() ? std::nullopt : std::optional(found->second);
}

Result<std::vector<audit::Row>> MemoryOverview::search_log(const exchange::LogSearch& wanted,
                                                           std::size_t limit) {
  std::vector<audit::Row> found;
  for (auto row = state_.audit_rows.rbegin(); row != state_.audit_rows.rend(); ++row)
    if (row->index >= wanted.first && row->index < wanted.end &&
        std::ranges::all_of(
            wanted.texts, [&](const std::string& text) { return row->bytes.contains(text); }))
      found.push_back(*row);
  cut(found, limit);
  return found;
}

Result<std::vector<exchange::MeetingRow>> MemoryOverview::people_of(
    const exchange::MeetingScope& scope, std::size_t limit) {
  const auto concerns = [&](const ConversationId& id, const std::vector<TeamCode>& side) {
    return std::ranges::any_of(state_.forms, [&](const auto& each) {
      const exchange::FormRecord& form = each.second;
      return form.conversation == id && (holds(side, form.key.from) || holds(side, form.to));
    });
  };
  const auto is_recent = [&](const Conversation& each) {
    if (each.release_at) return *each.release_at >= scope.since;
    return std::ranges::any_of(each.messages, [&](const exchange::MessageState& message) {
      return message.accepted_at >= scope.since;
    });
  };
  std::vector<exchange::MeetingRow> found;
  for (const auto& [id, each] : state_.conversations)
    if (is_recent(each) && concerns(id, scope.one_side) &&
        (scope.other_side.empty() || concerns(id, scope.other_side)))
      found.push_back({id, each.parties, each.sharing, each.release_at});
  std::ranges::sort(found, std::less{}, [](const exchange::MeetingRow& row) {
    return std::tuple(!row.release_at, row.release_at, row.conversation);
  });
  cut(found, limit);
  return found;
}

}  // namespace gatepost::store::memory
