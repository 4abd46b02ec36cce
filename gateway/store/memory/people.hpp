// The port's rows of people over a State: PeopleReads for views, MemoryPeople for transactions.
// Internal to this folder.
#pragma once

#include "gateway/store/memory/state.hpp"

namespace gatepost::store::memory {

// `Base` is identity::Reads or identity::Rows: the same reading for both.
template <class Base>
class ReadingPeople : public Base {
 public:
  explicit ReadingPeople(const State& state) : state_(state) {}

  Result<std::optional<identity::UserRecord>> user(const UserId& id) override;
  Result<std::optional<identity::UserRecord>> user_by_name(const Digest& name_token) override;
  Result<std::optional<identity::UserRecord>> user_by_email(const Digest& email_token) override;
  Result<std::vector<identity::UserRecord>> users(std::size_t limit, const UserId& after) override;
  Result<std::vector<identity::CredentialRecord>> credentials_of(const UserId& user) override;
  Result<std::optional<identity::CredentialRecord>> credential_by(identity::CredentialKind kind,
                                                                  const Digest& lookup) override;
  Result<std::optional<identity::SessionRecord>> session(const Digest& id_hash) override;
  Result<std::vector<identity::SessionRecord>> sessions_of(const UserId& user) override;
  Result<std::optional<identity::ThrottleRecord>> throttle(const Digest& key) override;
  Result<std::optional<identity::DraftRecord>> draft(const DraftId& id) override;
  Result<std::vector<identity::DraftRecord>> drafts_of(const TeamCode& team,
                                                       std::size_t limit) override;
  Result<std::vector<identity::DraftRecord>> drafts(std::size_t limit,
                                                    const DraftId& after) override;
  Result<std::size_t> draft_count(const TeamCode& team) override;

 private:
  const State& state_;
};

using PeopleReads = ReadingPeople<identity::Reads>;

class MemoryPeople final : public ReadingPeople<identity::Rows> {
 public:
  MemoryPeople(State& state, UndoList& undo)
      : ReadingPeople<identity::Rows>(state), state_(state), undo_(undo) {}

  Result<void> put_user(const identity::UserRecord& user) override;
  Result<void> put_credential(const identity::CredentialRecord& credential) override;
  Result<void> remove_credential(const CredentialId& id) override;
  Result<void> put_session(const identity::SessionRecord& session) override;
  Result<void> remove_session(const Digest& id_hash) override;
  Result<void> put_throttle(const identity::ThrottleRecord& throttle) override;
  Result<void> remove_throttle(const Digest& key) override;
  Result<void> forget_expired(Instant now, std::size_t limit) override;
  Result<void> put_draft(const identity::DraftRecord& draft) override;
  Result<void> remove_draft(const DraftId& id) override;

 private:
  State& state_;
  UndoList& undo_;
};

}  // namespace gatepost::store::memory
