// State: what a MemoryStore holds, and the undo list that makes its transactions. Internal to this
// folder; one thread.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gateway/exchange/port.hpp"

namespace gatepost::store::memory {

using InboxKey = std::pair<TeamCode, Handle>;
using TokenKey = std::tuple<std::string, Digest, exchange::MessageKey>;

struct State {
  std::map<ConversationId, exchange::Conversation> conversations;
  std::set<std::pair<Instant, ConversationId>> wakes;
  std::map<exchange::MessageKey, ConversationId> messages;  // whose conversation a message is in
  std::map<TaskId, ConversationId> tasks;
  std::map<exchange::MessageKey, exchange::FormRecord> forms;
  std::map<Handle, exchange::MessageKey> forms_by_handle;
  std::map<exchange::MessageKey, std::map<exchange::Rung, exchange::ReceiptRecord>> receipts;
  std::map<exchange::MessageKey, certs::SealedPayload> payloads;
  std::map<std::uint64_t, exchange::InboxItem> inbox;  // by order of arrival
  std::map<InboxKey, std::uint64_t> inbox_positions;
  std::map<std::string, exchange::Effect> effects;
  std::map<exchange::MessageKey, exchange::ReportFacts> facts;
  std::set<TokenKey> tokens;
  std::map<Digest, Bytes> crls;
  std::map<UserId, identity::UserRecord> users;
  std::map<CredentialId, identity::CredentialRecord> credentials;
  std::map<Digest, identity::SessionRecord> sessions;
  std::map<Digest, identity::ThrottleRecord> throttles;
  std::map<DraftId, identity::DraftRecord> drafts;
  std::map<std::string, std::string> outcomes;
  std::vector<audit::Row> audit_rows;
  std::map<std::pair<unsigned, std::uint64_t>, Digest> audit_hashes;  // by level and number
  audit::Head audit_head = audit::empty_head();
};

// Steps that take changes back, newest first. Cheaper than copying the state for every work of a
// simulation of years.
class UndoList {
 public:
  using Mark = std::size_t;
  Mark mark() const { return steps_.size(); }
  void add(std::function<void()> step) { steps_.push_back(std::move(step)); }
  void back_to(Mark mark) {
    while (steps_.size() > mark) {
      steps_.back()();
      steps_.pop_back();
    }
  }

 private:
  std::vector<std::function<void()>> steps_;
};

// Puts a value under a key, undoably, over what was there.
template <class Map>
void put(UndoList& undo, Map& map, const typename Map::key_type& key,
         typename Map::mapped_type value) {
  const auto found = map.find(key);
  if (found == map.end()) {
    undo.add([&map, key] { map.erase(key); });
    map.emplace(key, std::move(value));
    return;
  }
  undo.add([&map, key, old = found->second] { map.insert_or_assign(key, old); });
  found->second = std::move(value);
}

// Removes a key, undoably; false when it was not there.
template <class Map>
bool take_out(UndoList& undo, Map& map, const typename Map::key_type& key) {
  const auto found = map.find(key);
  if (found == map.end()) return false;
  undo.add([&map, key, old = found->second] { map.emplace(key, old); });
  map.erase(found);
  return true;
}

}  // namespace gatepost::store::memory
