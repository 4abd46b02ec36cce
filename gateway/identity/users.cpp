#include "gateway/identity/users.hpp"

#include <algorithm>

#include "gateway/base/limits.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/normal_text.hpp"
#include "gateway/identity/sessions.hpp"

namespace gatepost::identity {

namespace {

std::string about(const UserRecord& user) { return audit::actor_of(user.id); }

std::string with_grants(const UserRecord& user) {
  std::string text = about(user);
  for (const Grant& grant : user.grants) text += " " + grant.str();
  return text;
}

Result<void> take_grants(UserRecord& user, std::vector<Grant> grants) {
  if (grants.size() > limits::grants_per_user)
    return fail(Errc::too_many, "more roles than one user may have");
  std::ranges::sort(grants);
  const auto repeated = std::ranges::unique(grants);
  grants.erase(repeated.begin(), repeated.end());
  user.grants = std::move(grants);
  return {};
}

// The tokens of a profile, refused when another user has one.
Result<void> take_profile(Change& change, UserRecord& user, const Profile& profile) {
  user.name_token = name_token(change.keys, profile.sign_in_name);
  user.email_token.reset();
  if (!profile.email.empty()) user.email_token = email_token(change.keys, profile.email);
  GP_TRY(const auto named, change.rows.user_by_name(user.name_token));
  if (named && named->id != user.id)
    return fail(Errc::name_taken, "another user signs in under this name");
  if (user.email_token) {
    GP_TRY(const auto addressed, change.rows.user_by_email(*user.email_token));
    if (addressed && addressed->id != user.id)
      return fail(Errc::name_taken, "another user has this e-mail address");
  }
  GP_TRY(user.profile, seal_profile(change.keys, change.random, user.id, profile));
  return {};
}

Result<void> save(Change& change, UserRecord& user) {
  ++user.version;
  user.changed_at = change.now;
  return change.rows.put_user(user);
}

}  // namespace

Result<UserRecord> add_user(Change& change, const NewUser& fresh) {
  UserRecord user;
  user.id = make_id<UserId>(change.random);
  user.created_at = user.changed_at = change.now;
  GP_CHECK(take_grants(user, fresh.grants));
  GP_CHECK(take_profile(change, user, fresh.profile));
  GP_CHECK(change.rows.put_user(user));
  if (!fresh.password_hash.empty())
    GP_CHECK(put_password(change, user.id, fresh.password_hash, CredentialState::provisional));
  change.note("user-added", with_grants(user));
  return user;
}

Result<UserRecord> user_by_id(Reads& rows, const UserId& id) {
  GP_TRY(const auto user, rows.user(id));
  if (!user) return fail(Errc::unknown_user, "there is no such user");
  return *user;
}

Result<UserRecord> user_by_name(Reads& rows, const certs::KeyRing& keys,
                                std::string_view sign_in_name) {
  const auto name = to_sign_in_name(sign_in_name);
  if (!name) return fail(Errc::unknown_user, "there is no such user");
  GP_TRY(const auto user, rows.user_by_name(name_token(keys, *name)));
  if (!user) return fail(Errc::unknown_user, "there is no such user");
  return *user;
}

Result<void> set_status(Change& change, UserRecord user, UserStatus status) {
  user.status = status;
  GP_CHECK(save(change, user));
  if (status == UserStatus::disabled) GP_CHECK(end_sessions(change, user.id));
  change.note(status == UserStatus::disabled ? "user-disabled" : "user-enabled", about(user));
  return {};
}

Result<void> set_grants(Change& change, UserRecord user, std::vector<Grant> grants) {
  GP_CHECK(take_grants(user, std::move(grants)));
  GP_CHECK(save(change, user));
  change.note("user-roles-changed", with_grants(user));
  return {};
}

Result<void> set_profile(Change& change, UserRecord user, const Profile& profile) {
  GP_CHECK(take_profile(change, user, profile));
  GP_CHECK(save(change, user));
  change.note("user-profile-changed", about(user));
  return {};
}

// Both count as changes of the user: what is sent twice is refused the second time, so that no
// password that was handed over is replaced by one that nobody saw.
Result<void> reset_password(Change& change, UserRecord user, std::string_view hash) {
  GP_CHECK(save(change, user));
  GP_CHECK(put_password(change, user.id, hash, CredentialState::provisional));
  GP_CHECK(end_sessions(change, user.id));
  change.note("user-password-reset", about(user));
  return {};
}

Result<void> reset_second_factor(Change& change, UserRecord user) {
  GP_CHECK(save(change, user));
  GP_CHECK(remove_kinds(
      change, user.id,
      {CredentialKind::totp, CredentialKind::security_key, CredentialKind::recovery_code}));
  GP_CHECK(end_sessions(change, user.id));
  change.note("user-second-factor-reset", about(user));
  return {};
}

}  // namespace gatepost::identity
