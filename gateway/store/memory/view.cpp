#include "gateway/store/memory/view.hpp"

#include <algorithm>
#include <functional>
#include <iterator>
#include <limits>
#include <tuple>

#include "certs/trust.hpp"

namespace gatepost::store::memory {

using exchange::Conversation;
using exchange::Effect;
using exchange::FormRecord;
using exchange::InboxItem;
using exchange::ListedTask;
using exchange::MessageKey;
using exchange::ReceiptRecord;
using exchange::Task;
using exchange::TaskPlace;

namespace {

template <class Map, class Key>
auto value_at(const Map& map, const Key& key) -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

template <class T>
void cut(std::vector<T>& list, std::size_t limit) {
  if (list.size() > limit)
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(limit), list.end());
}

}  // namespace

Result<std::optional<Conversation>> MemoryView::conversation(const ConversationId& id) {
  return value_at(state_->conversations, id);
}

Result<std::optional<FormRecord>> MemoryView::form(const MessageKey& key) {
  return value_at(state_->forms, key);
}

Result<std::optional<FormRecord>> MemoryView::form_by_handle(const Handle& handle) {
  const auto key = value_at(state_->forms_by_handle, handle);
  return key ? value_at(state_->forms, *key) : std::nullopt;
}

Result<std::optional<ReceiptRecord>> MemoryView::receipt(const MessageKey& about,
                                                         exchange::Rung rung) {
  const auto records = value_at(state_->receipts, about);
  return records ? value_at(*records, rung) : std::nullopt;
}

Result<std::vector<ReceiptRecord>> MemoryView::receipts(const MessageKey& about) {
  std::vector<ReceiptRecord> records;
  if (const auto found = state_->receipts.find(about); found != state_->receipts.end()) {
    for (const auto& [rung, record] : found->second) records.push_back(record);
  }
  return records;
}

Result<std::optional<exchange::View::SealedPartRow>> MemoryView::payload_part(
    const MessageKey& key, const std::string& part) {
  const auto found = state_->payloads.find(key);
  if (found == state_->payloads.end()) return std::nullopt;
  for (const certs::SealedPart& sealed : found->second.parts) {
    if (sealed.part == part && !sealed.segments.empty()) {
      return SealedPartRow{.wrap = found->second.wrap, .part = sealed};
    }
  }
  return std::nullopt;
}

Result<std::vector<InboxItem>> MemoryView::inbox(const TeamCode& team, std::size_t limit,
                                                 const Handle& after) {
  const std::uint64_t passed = value_at(state_->inbox_positions, InboxKey{team, after}).value_or(0);
  std::vector<InboxItem> items;
  for (auto item = state_->inbox.upper_bound(passed); item != state_->inbox.end(); ++item) {
    if (items.size() == limit) break;
    if (item->second.team == team && !item->second.collected_at) items.push_back(item->second);
  }
  return items;
}

Result<std::size_t> MemoryView::inbox_count(const TeamCode& team) {
  return static_cast<std::size_t>(std::ranges::count_if(state_->inbox, [&](const auto& item) {
    return item.second.team == team && !item.second.collected_at;
  }));
}

Result<std::optional<InboxItem>> MemoryView::inbox_item(const TeamCode& team,
                                                        const Handle& handle) {
  const auto position = value_at(state_->inbox_positions, InboxKey{team, handle});
  return position ? value_at(state_->inbox, *position) : std::nullopt;
}

Result<std::vector<FormRecord>> MemoryView::forms_of(const TeamCode& team, std::size_t limit,
                                                     std::optional<Instant> before) {
  std::vector<FormRecord> records;
  for (const auto& [key, record] : state_->forms) {
    if (key.from != team && record.to != team) continue;
    if (!before || record.accepted_at < *before) records.push_back(record);
  }
  std::ranges::sort(records, std::greater{}, [](const FormRecord& record) {
    return std::tie(record.accepted_at, record.handle);
  });
  cut(records, limit);
  return records;
}

namespace {

bool is_listed(const exchange::MessageQuery& wanted, const Conversation& conversation,
               const exchange::MessageState& message, const exchange::ListEntry& entry) {
  using Side = exchange::MessageQuery::Side;
  const TeamCode& own = wanted.side == Side::sent ? message.holder() : message.to;
  const TeamCode& other = wanted.side == Side::sent ? message.to : message.key.from;
  if (own != wanted.team || entry.stage != wanted.stage) return false;
  if (wanted.awaited && entry.awaited != wanted.awaited) return false;
  if (wanted.other && other != *wanted.other) return false;
  if (!wanted.released) return true;
  return conversation.release_at && *conversation.release_at >= wanted.released->first &&
         *conversation.release_at < wanted.released->second;
}

}  // namespace

Result<std::vector<exchange::ListedMessage>> MemoryView::messages_of(
    const exchange::MessageQuery& wanted) {
  std::vector<exchange::ListedMessage> messages;
  for (const auto& [id, conversation] : state_->conversations)
    for (const exchange::MessageState& message : conversation.messages) {
      const exchange::ListEntry entry = exchange::list_entry(message);
      const exchange::ListPlace place{entry.order, message.key};
      if (!is_listed(wanted, conversation, message, entry)) continue;
      if (!wanted.after || *wanted.after < place) messages.push_back({id, place});
    }
  std::ranges::sort(messages, std::less{}, &exchange::ListedMessage::place);
  cut(messages, wanted.limit);
  return messages;
}

Result<std::size_t> MemoryView::count_messages(const TeamCode& team,
                                               exchange::MessageQuery::Side side,
                                               exchange::ListStage stage) {
  exchange::MessageQuery wanted;
  wanted.team = team;
  wanted.side = side;
  wanted.stage = stage;
  wanted.limit = std::numeric_limits<std::size_t>::max();
  GP_TRY(const auto all, messages_of(wanted));
  return all.size();
}

Result<std::vector<ListedTask>> MemoryView::tasks_of(const TeamCode& owner, TaskFilter filter,
                                                     std::size_t limit,
                                                     const std::optional<TaskPlace>& after) {
  std::vector<ListedTask> tasks;
  for (const auto& [id, conversation] : state_->conversations) {
    for (const Task& task : conversation.tasks) {
      if (task.owner != owner || (filter == TaskFilter::open && task.closed_at)) continue;
      const TaskPlace place = exchange::place_of(conversation, task);
      if (!after || *after < place) tasks.push_back({id, task, place});
    }
  }
  std::ranges::sort(tasks, std::less{}, &ListedTask::place);
  cut(tasks, limit);
  return tasks;
}

Result<std::optional<MessageKey>> MemoryView::subject_of_task(const TeamCode& owner,
                                                              const MessageId& about) {
  const Task* found = nullptr;
  const auto order = [](const Task& task) {
    return std::tuple{task.closed_at.has_value(), -to_unix_ms(task.opened_at), task.id};
  };
  for (const auto& [id, conversation] : state_->conversations)
    for (const Task& task : conversation.tasks)
      if (task.owner == owner && task.about.id == about &&
          (found == nullptr || order(task) < order(*found)))
        found = &task;
  return found == nullptr ? std::nullopt : std::optional(found->about);
}

Result<std::optional<std::pair<ConversationId, Task>>> MemoryView::task(const TaskId& id) {
  const auto owner = state_->tasks.find(id);
  if (owner == state_->tasks.end()) return std::nullopt;
  for (const Task& task : state_->conversations.at(owner->second).tasks) {
    if (task.id == id) return std::pair{owner->second, task};
  }
  return std::nullopt;
}

Result<std::vector<ConversationId>> MemoryView::due(Instant now, std::size_t limit) {
  std::vector<ConversationId> ids;
  for (const auto& [wake, id] : state_->wakes) {
    if (wake > now || ids.size() == limit) break;
    ids.push_back(id);
  }
  return ids;
}

Result<std::optional<Instant>> MemoryView::next_wake() {
  return state_->wakes.empty() ? std::nullopt : std::optional(state_->wakes.begin()->first);
}

Result<std::size_t> MemoryView::waiting_on(const TeamCode& team) {
  std::size_t count = 0;
  for (const auto& [id, conversation] : state_->conversations)
    for (const exchange::MessageState& message : conversation.messages)
      if (message.to == team && !message.confirmed_at && !message.deadlines.empty() &&
          message.standing == exchange::Standing::open)
        ++count;
  return count;
}

Result<std::vector<Effect>> MemoryView::effects(Instant now, std::size_t limit) {
  std::vector<Effect> due;
  for (const auto& [reference, effect] : state_->effects) {
    if (effect.due_at <= now) due.push_back(effect);
  }
  std::ranges::sort(due, std::less{},
                    [](const Effect& effect) { return std::tie(effect.due_at, effect.reference); });
  cut(due, limit);
  return due;
}

Result<std::vector<Effect>> MemoryView::effects_of(Effect::Kind kind, Instant now,
                                                   std::size_t limit) {
  GP_TRY(auto due, effects(now, state_->effects.size()));
  std::erase_if(due, [&](const Effect& effect) { return effect.kind != kind; });
  cut(due, limit);
  return due;
}

Result<std::optional<Instant>> MemoryView::next_effect() {
  std::optional<Instant> earliest;
  for (const auto& [reference, effect] : state_->effects) {
    earliest = std::min(earliest.value_or(effect.due_at), effect.due_at);
  }
  return earliest;
}

Result<std::vector<MessageKey>> MemoryView::search(const std::string& kind, const Digest& token,
                                                   std::size_t limit) {
  std::vector<MessageKey> found;
  for (auto entry = state_->tokens.lower_bound({kind, token, MessageKey{}});
       entry != state_->tokens.end(); ++entry) {
    const auto& [entry_kind, entry_token, key] = *entry;
    if (entry_kind != kind || entry_token != token) break;
    found.push_back(key);
  }
  // Newest form first; a token without a form comes last.
  std::ranges::sort(found, std::less{}, [this](const MessageKey& key) {
    const auto form = state_->forms.find(key);
    const std::int64_t at = form == state_->forms.end() ? 0 : to_unix_ms(form->second.accepted_at);
    return std::pair{-at, key};
  });
  cut(found, limit);
  return found;
}

Result<std::vector<audit::Row>> MemoryView::audit_rows(std::uint64_t first, std::size_t limit) {
  const auto& rows = state_->audit_rows;
  const std::size_t begin = std::min(static_cast<std::size_t>(first), rows.size());
  const std::size_t end = begin + std::min(limit, rows.size() - begin);
  return std::vector(rows.begin() + static_cast<std::ptrdiff_t>(begin),
                     rows.begin() + static_cast<std::ptrdiff_t>(end));
}

Result<std::vector<exchange::View::StoredConversation>> MemoryView::conversations(
    const ConversationId& after, std::size_t limit) {
  std::vector<StoredConversation> found;
  for (auto at = state_->conversations.upper_bound(after);
       at != state_->conversations.end() && found.size() < limit; ++at) {
    std::optional<Instant> wake_at;
    for (const auto& [wake, id] : state_->wakes)
      if (id == at->first) wake_at = wake;
    found.push_back({at->second, wake_at});
  }
  return found;
}

Result<std::vector<audit::Row>> MemoryView::audit_about(const MessageKey& message,
                                                        std::size_t limit) {
  std::vector<audit::Row> found;
  std::ranges::copy_if(state_->audit_rows, std::back_inserter(found),
                       [&](const audit::Row& row) { return row.message == message.str(); });
  cut(found, limit);
  return found;
}

Result<std::vector<Digest>> MemoryView::audit_hashes(unsigned level, std::uint64_t first,
                                                     std::size_t count) {
  std::vector<Digest> found;
  for (std::uint64_t index = first; index < first + count; ++index) {
    if (level == 0 && index < state_->audit_rows.size())
      found.push_back(state_->audit_rows[static_cast<std::size_t>(index)].leaf);
    if (const auto hash = state_->audit_hashes.find({level, index});
        hash != state_->audit_hashes.end())
      found.push_back(hash->second);
  }
  return found;
}

Result<std::optional<Bytes>> MemoryView::crl(const Digest& digest) {
  return value_at(state_->crls, digest);
}

Result<std::vector<Bytes>> MemoryView::crls_at(Instant at, std::size_t limit) {
  std::vector<std::pair<Instant, Bytes>> dated;
  for (const auto& [digest, der] : state_->crls)
    if (const auto window = certs::crl_window(der);
        window && window->this_update <= at && at <= window->next_update)
      dated.emplace_back(window->this_update, der);
  std::ranges::sort(dated, std::greater{}, &std::pair<Instant, Bytes>::first);
  std::vector<Bytes> found;
  found.reserve(dated.size());
  for (auto& [from, der] : dated) found.push_back(std::move(der));
  cut(found, limit);
  return found;
}

Result<exchange::View::Counts> MemoryView::counts() {
  Counts counts;
  counts.forms = state_->forms.size();
  counts.pending_effects = state_->effects.size();
  counts.open_conversations = state_->wakes.size();
  for (const auto& [position, item] : state_->inbox)
    counts.uncollected += item.collected_at ? 0 : 1;
  for (const auto& [id, conversation] : state_->conversations) {
    for (const Task& task : conversation.tasks) counts.open_tasks += task.closed_at ? 0 : 1;
  }
  return counts;
}

}  // namespace gatepost::store::memory
