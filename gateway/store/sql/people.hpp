// SqlPeople: the port's rows of people over SQL, for a transaction and for a view alike (which
// hands out only the reading half). Lives as long as the one that made it, on its thread.
#pragma once

#include "gateway/identity/port.hpp"
#include "gateway/store/sql/database.hpp"

namespace gatepost::store::sql {

class SqlPeople final : public identity::Rows {
 public:
  explicit SqlPeople(Database& database) : database_(database) {}

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
  Database& database_;
};

}  // namespace gatepost::store::sql
