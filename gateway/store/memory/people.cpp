#include "gateway/store/memory/people.hpp"

#include <algorithm>
#include <tuple>

namespace gatepost::store::memory {

using exchange::StoreErrc;
using identity::CredentialRecord;
using identity::DraftRecord;
using identity::SessionRecord;
using identity::ThrottleRecord;
using identity::UserRecord;

namespace {

template <class Map>
auto value_at(const Map& map, const typename Map::key_type& key)
    -> std::optional<typename Map::mapped_type> {
  const auto found = map.find(key);
  return found == map.end() ? std::nullopt : std::optional(found->second);
}

template <class Map, class Which>
auto first_of(const Map& map, Which which) -> std::optional<typename Map::mapped_type> {
  for (const auto& [key, value] : map)
    if (which(value)) return value;
  return std::nullopt;
}

template <class Map, class Which>
auto all_of(const Map& map, Which which) -> std::vector<typename Map::mapped_type> {
  std::vector<typename Map::mapped_type> found;
  for (const auto& [key, value] : map)
    if (which(value)) found.push_back(value);
  return found;
}

template <class Map>
auto page_of(const Map& map, std::size_t limit, const typename Map::key_type& after)
    -> std::vector<typename Map::mapped_type> {
  std::vector<typename Map::mapped_type> found;
  for (auto at = map.upper_bound(after); at != map.end() && found.size() < limit; ++at)
    found.push_back(at->second);
  return found;
}

std::unexpected<Error> conflict(const char* table) {
  return fail(StoreErrc::conflict, std::string("a key of ") + table + " exists already");
}

// A record with a version: 1 is new, every other follows on the one that is there.
template <class Map>
Result<void> put_versioned(UndoList& undo, Map& map, const typename Map::mapped_type& record,
                           const char* table) {
  const auto found = map.find(record.id);
  if (record.version == 1) {
    if (found != map.end()) return conflict(table);
  } else if (found == map.end() || found->second.version != record.version - 1) {
    return fail(identity::Errc::changed_meanwhile, "this was changed since it was read");
  }
  put(undo, map, record.id, record);
  return {};
}

}  // namespace

template <class Base>
Result<std::optional<UserRecord>> ReadingPeople<Base>::user(const UserId& id) {
  return value_at(state_.users, id);
}

template <class Base>
Result<std::optional<UserRecord>> ReadingPeople<Base>::user_by_name(const Digest& name_token) {
  return first_of(state_.users,
                  [&](const UserRecord& each) { return each.name_token == name_token; });
}

template <class Base>
Result<std::optional<UserRecord>> ReadingPeople<Base>::user_by_email(const Digest& email_token) {
  return first_of(state_.users,
                  [&](const UserRecord& each) { return each.email_token == email_token; });
}

template <class Base>
Result<std::vector<UserRecord>> ReadingPeople<Base>::users(std::size_t limit, const UserId& after) {
  return page_of(state_.users, limit, after);
}

template <class Base>
Result<std::vector<CredentialRecord>> ReadingPeople<Base>::credentials_of(const UserId& user) {
  auto found =
      all_of(state_.credentials, [&](const CredentialRecord& each) { return each.user == user; });
  std::ranges::sort(
      found, {}, [](const CredentialRecord& each) { return std::tie(each.created_at, each.id); });
  return found;
}

template <class Base>
Result<std::optional<CredentialRecord>> ReadingPeople<Base>::credential_by(
    identity::CredentialKind kind, const Digest& lookup) {
  return first_of(state_.credentials, [&](const CredentialRecord& each) {
    return each.kind == kind && each.lookup == lookup;
  });
}

template <class Base>
Result<std::optional<SessionRecord>> ReadingPeople<Base>::session(const Digest& id_hash) {
  return value_at(state_.sessions, id_hash);
}

template <class Base>
Result<std::vector<SessionRecord>> ReadingPeople<Base>::sessions_of(const UserId& user) {
  auto found =
      all_of(state_.sessions, [&](const SessionRecord& each) { return each.user == user; });
  std::ranges::sort(
      found, {}, [](const SessionRecord& each) { return std::tie(each.created_at, each.handle); });
  return found;
}

template <class Base>
Result<std::optional<ThrottleRecord>> ReadingPeople<Base>::throttle(const Digest& key) {
  return value_at(state_.throttles, key);
}

template <class Base>
Result<std::optional<DraftRecord>> ReadingPeople<Base>::draft(const DraftId& id) {
  return value_at(state_.drafts, id);
}

template <class Base>
Result<std::vector<DraftRecord>> ReadingPeople<Base>::drafts_of(const TeamCode& team,
                                                                std::size_t limit) {
  auto found = all_of(state_.drafts, [&](const DraftRecord& each) { return each.team == team; });
  std::ranges::sort(found, std::greater{},
                    [](const DraftRecord& each) { return std::tie(each.changed_at, each.id); });
  if (found.size() > limit)
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(limit), found.end());
  return found;
}

template <class Base>
Result<std::vector<DraftRecord>> ReadingPeople<Base>::drafts(std::size_t limit,
                                                             const DraftId& after) {
  return page_of(state_.drafts, limit, after);
}

template <class Base>
Result<std::size_t> ReadingPeople<Base>::draft_count(const TeamCode& team) {
  return static_cast<std::size_t>(std::ranges::count_if(
      state_.drafts, [&](const auto& entry) { return entry.second.team == team; }));
}

template class ReadingPeople<identity::Reads>;
template class ReadingPeople<identity::Rows>;

Result<void> MemoryPeople::put_user(const UserRecord& user) {
  const bool taken = std::ranges::any_of(state_.users, [&](const auto& entry) {
    const UserRecord& other = entry.second;
    return other.id != user.id && (other.name_token == user.name_token ||
                                   (user.email_token && other.email_token == user.email_token));
  });
  if (taken) return conflict("users");
  return put_versioned(undo_, state_.users, user, "users");
}

Result<void> MemoryPeople::put_credential(const CredentialRecord& credential) {
  const bool taken =
      credential.lookup && std::ranges::any_of(state_.credentials, [&](const auto& entry) {
        const CredentialRecord& other = entry.second;
        return other.id != credential.id && other.kind == credential.kind &&
               other.lookup == credential.lookup;
      });
  if (taken) return conflict("credentials");
  put(undo_, state_.credentials, credential.id, credential);
  return {};
}

Result<void> MemoryPeople::remove_credential(const CredentialId& id) {
  take_out(undo_, state_.credentials, id);
  return {};
}

Result<void> MemoryPeople::put_session(const SessionRecord& session) {
  put(undo_, state_.sessions, session.id_hash, session);
  return {};
}

Result<void> MemoryPeople::remove_session(const Digest& id_hash) {
  take_out(undo_, state_.sessions, id_hash);
  return {};
}

Result<void> MemoryPeople::put_throttle(const ThrottleRecord& throttle) {
  put(undo_, state_.throttles, throttle.key, throttle);
  return {};
}

Result<void> MemoryPeople::remove_throttle(const Digest& key) {
  take_out(undo_, state_.throttles, key);
  return {};
}

Result<void> MemoryPeople::forget_expired(Instant now, std::size_t limit) {
  auto sessions =
      all_of(state_.sessions, [&](const SessionRecord& each) { return each.expires_at <= now; });
  std::ranges::sort(sessions, {}, &SessionRecord::expires_at);
  for (std::size_t i = 0; i < sessions.size() && i < limit; ++i)
    take_out(undo_, state_.sessions, sessions[i].id_hash);
  auto throttles =
      all_of(state_.throttles, [&](const ThrottleRecord& each) { return each.forget_at <= now; });
  std::ranges::sort(throttles, {}, &ThrottleRecord::forget_at);
  for (std::size_t i = 0; i < throttles.size() && i < limit; ++i)
    take_out(undo_, state_.throttles, throttles[i].key);
  return {};
}

Result<void> MemoryPeople::put_draft(const DraftRecord& draft) {
  return put_versioned(undo_, state_.drafts, draft, "drafts");
}

Result<void> MemoryPeople::remove_draft(const DraftId& id) {
  take_out(undo_, state_.drafts, id);
  return {};
}

}  // namespace gatepost::store::memory
