// The part of the store port that keeps people (gateway/exchange/port.hpp has the rest, and hands
// this out): rows of records.hpp inside the transaction or the view that lent it. Used on that
// one's thread; never outlives it.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "gateway/base/result.hpp"
#include "gateway/identity/errors.hpp"
#include "gateway/identity/records.hpp"

namespace gatepost::identity {

class Reads {
 public:
  virtual ~Reads() = default;

  virtual Result<std::optional<UserRecord>> user(const UserId& id) = 0;
  virtual Result<std::optional<UserRecord>> user_by_name(const Digest& name_token) = 0;
  virtual Result<std::optional<UserRecord>> user_by_email(const Digest& email_token) = 0;
  // In the order of their ids, after the given one (exclusive; empty for the start).
  virtual Result<std::vector<UserRecord>> users(std::size_t limit, const UserId& after) = 0;

  // Oldest first.
  virtual Result<std::vector<CredentialRecord>> credentials_of(const UserId& user) = 0;
  virtual Result<std::optional<CredentialRecord>> credential_by(CredentialKind kind,
                                                                const Digest& lookup) = 0;

  virtual Result<std::optional<SessionRecord>> session(const Digest& id_hash) = 0;
  // Oldest first; also those that have ended and are not yet forgotten.
  virtual Result<std::vector<SessionRecord>> sessions_of(const UserId& user) = 0;

  virtual Result<std::optional<ThrottleRecord>> throttle(const Digest& key) = 0;

  virtual Result<std::optional<DraftRecord>> draft(const DraftId& id) = 0;
  // Last changed first.
  virtual Result<std::vector<DraftRecord>> drafts_of(const TeamCode& team, std::size_t limit) = 0;
  // Of all teams, in the order of their ids, after the given one (exclusive; empty for the start).
  virtual Result<std::vector<DraftRecord>> drafts(std::size_t limit, const DraftId& after) = 0;
  // How many a team has, without reading what they say.
  virtual Result<std::size_t> draft_count(const TeamCode& team) = 0;
};

class Rows : public Reads {
 public:
  // Version 1 adds the user; version n replaces version n - 1. Errors: changed_meanwhile for any
  // other; store conflict when another user has one of the tokens.
  virtual Result<void> put_user(const UserRecord& user) = 0;

  // Adds or replaces. Errors: store conflict when another credential of the kind has the look-up.
  virtual Result<void> put_credential(const CredentialRecord& credential) = 0;
  virtual Result<void> remove_credential(const CredentialId& id) = 0;

  virtual Result<void> put_session(const SessionRecord& session) = 0;
  virtual Result<void> remove_session(const Digest& id_hash) = 0;

  virtual Result<void> put_throttle(const ThrottleRecord& throttle) = 0;
  virtual Result<void> remove_throttle(const Digest& key) = 0;
  // Forgets sessions that have expired and throttles whose time is up, at most `limit` of each.
  virtual Result<void> forget_expired(Instant now, std::size_t limit) = 0;

  // As put_user.
  virtual Result<void> put_draft(const DraftRecord& draft) = 0;
  virtual Result<void> remove_draft(const DraftId& id) = 0;
};

}  // namespace gatepost::identity
