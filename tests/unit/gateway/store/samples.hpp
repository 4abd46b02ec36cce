// Sample values for the tests of the stores: ids from small numbers, one of each record.
#pragma once

#include <fmt/format.h>

#include <algorithm>

#include "gateway/exchange/port.hpp"

namespace gatepost::store::test {

using namespace gatepost::exchange;  // NOLINT: tests speak the port's words throughout

inline TeamCode team(std::string_view code) { return *TeamCode::parse(code); }
template <class Id>
Id uuid(int n) {
  return *Id::parse(fmt::format("00000000-0000-4000-8000-{:012}", n));
}
inline Handle handle(int n) { return *Handle::parse(fmt::format("H{:025}", n)); }
inline Digest digest(int n) {
  Digest digest;
  digest.bytes.fill(static_cast<std::uint8_t>(n));
  return digest;
}
inline Instant at(std::int64_t seconds) { return from_unix_ms(1'775'000'000'000 + seconds * 1000); }

inline const TeamCode prison = team("BXI-PSI");
inline const TeamCode spoc = team("LAMBETH-SPOC");
inline MessageKey key(int n) { return {prison, uuid<MessageId>(n)}; }

inline MessageState message(int n) {
  MessageState message;
  message.key = key(n);
  message.type = FormType::lief;
  message.to = spoc;
  message.area = AreaCode::parse("E09000022");
  message.digest = digest(n);
  message.handle = handle(n);
  message.accepted_at = at(n);
  message.deadlines = {{.rung = Rung::delivered,
                        .due = at(n + 3600),
                        .rule = "elapsed:1h",
                        .met_at = {},
                        .passed_at = {},
                        .next_step_at = {}},
                       {.rung = Rung::confirmed,
                        .due = at(n + 7200),
                        .rule = "noon-next-working-day",
                        .met_at = {},
                        .passed_at = {},
                        .next_step_at = {}}};
  return message;
}

inline Task task(int n, int about) {
  Task task;
  task.id = uuid<TaskId>(n);
  task.about = key(about);
  task.rung = Rung::confirmed;
  task.step = "sender-phone";
  task.role = StepRole::sender;
  task.owner = prison;
  task.opened_at = at(n);
  return task;
}

inline Conversation conversation(int n) {
  Conversation conversation;
  conversation.id = uuid<ConversationId>(n);
  conversation.parties = {prison, spoc};
  conversation.messages = {message(n)};
  return conversation;
}

inline FormRecord form(int n) {
  FormRecord record;
  record.key = key(n);
  record.conversation = uuid<ConversationId>(n);
  record.type = FormType::lief;
  record.to = spoc;
  record.digest = digest(n);
  record.handle = handle(n);
  record.accepted_at = at(n);
  record.size_bytes = 1000U + static_cast<std::size_t>(n);
  return record;
}

inline ReceiptRecord receipt(int about, Rung rung, int own) {
  ReceiptRecord record;
  record.about = key(about);
  record.rung = rung;
  record.key = {team("GATEPOST"), uuid<MessageId>(own)};
  record.handle = handle(own);
  record.reached_at = at(own);
  return record;
}

inline InboxItem item(int n) {
  InboxItem item;
  item.handle = handle(n);
  item.team = spoc;
  item.kind = ItemKind::form;
  item.type = FormType::lief;
  item.from = prison;
  item.payload = key(n);
  item.arrived_at = at(n);
  item.size_bytes = 5;
  return item;
}

inline Effect effect(const std::string& reference, std::int64_t due) {
  Effect effect;
  effect.reference = reference;
  effect.kind = Effect::Kind::notify;
  effect.about = key(1);
  effect.role = StepRole::recipient;
  effect.team = spoc;
  effect.rung = Rung::confirmed;
  effect.step = "remind-recipient";
  effect.due_at = at(due);
  return effect;
}

inline audit::Entry entry(std::string event) {
  audit::Entry entry;
  entry.at = at(0);
  entry.actor = "gateway";
  entry.event = std::move(event);
  return entry;
}

template <class T>
std::vector<Handle> handles(const std::vector<T>& items) {
  std::vector<Handle> all;
  for (const T& each : items) all.push_back(each.handle);
  return all;
}

}  // namespace gatepost::store::test
