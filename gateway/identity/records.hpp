// What the store keeps of people: users, credentials, sessions, throttles, drafts. Values only. No
// member holds a name, an address, a device or a secret in the clear: those are sealed
// (certs/sealed_text.hpp) under the subject named beside them, and looked up by blind tokens
// (DESIGN rule 8).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::identity {

enum class Role {
  sender,         // writes and sends for a prison's psychosocial or court team
  clinician,      // adds a clinical team's part
  spoc,           // receives, confirms and answers for a borough
  meeting,        // sees the joint meeting list: probation and other partners
  administrator,  // directory, users, policies
  operations,     // keeps it running: health, certificates, dead letters
  auditor,        // reads the logs, changes nothing
};
std::string_view to_string(Role role);
std::optional<Role> parse_role(std::string_view text);

// A role and the team it is held in; no team for the roles of the whole gateway.
struct Grant {
  Role role{};
  TeamCode team;
  std::string str() const;  // "sender:BXI-PSI", "administrator"
  // Nothing unless the role is known and has a team exactly when it needs one.
  static std::optional<Grant> parse(std::string_view text);
  auto operator<=>(const Grant&) const = default;
};
// Whether a role is held in a team.
bool is_of_a_team(Role role);

enum class UserStatus { enabled, disabled };
std::string_view to_string(UserStatus status);
std::optional<UserStatus> parse_user_status(std::string_view text);

struct UserRecord {
  UserId id;
  Digest name_token;                  // of the sign-in name; unique
  std::optional<Digest> email_token;  // unique
  Bytes profile;                      // sealed, "user/<id>": see profile.hpp
  UserStatus status = UserStatus::enabled;
  std::vector<Grant> grants;
  std::int64_t version = 1;  // grows by one with every change
  Instant created_at;
  Instant changed_at;
  bool operator==(const UserRecord&) const = default;
};

enum class CredentialKind {
  password,       // secret: Argon2's encoded hash
  totp,           // secret: the shared secret; counter: the last time step that was used
  recovery_code,  // lookup: its blind token; one row per code, removed when used
  security_key,   // secret: public key and label; lookup: of the key's id; counter: its signatures
  external,       // lookup: of issuer and subject at an OpenID provider
};
std::string_view to_string(CredentialKind kind);
std::optional<CredentialKind> parse_credential_kind(std::string_view text);

enum class CredentialState {
  good,
  provisional,  // a password to be changed at once; a TOTP secret whose first code is awaited
};
std::string_view to_string(CredentialState state);
std::optional<CredentialState> parse_credential_state(std::string_view text);

struct CredentialRecord {
  CredentialId id;
  UserId user;
  CredentialKind kind{};
  CredentialState state = CredentialState::good;
  Bytes secret;                  // sealed, "credential/<id>"; empty when there is none
  std::optional<Digest> lookup;  // unique within its kind
  std::int64_t counter = 0;
  Instant created_at;
  std::optional<Instant> used_at;
  bool operator==(const CredentialRecord&) const = default;
};

// How far a sign-in has come. Only `full` opens anything but one's own account.
enum class SessionStage { second_factor, new_password, enrolment, full };
std::string_view to_string(SessionStage stage);
std::optional<SessionStage> parse_session_stage(std::string_view text);

struct SessionRecord {
  Digest id_hash;    // SHA-256 of the token in the cookie, which is nowhere else
  SessionId handle;  // how its owner's list names it
  UserId user;
  SessionStage stage{};
  std::string methods;  // how the person proved who they are: "password", "password+totp"
  Instant created_at;
  Instant seen_at;     // at most limits::session_touch behind
  Instant expires_at;  // absolute
  std::optional<Instant> second_factor_at;
  std::optional<Digest> challenge;  // a security key is to sign this
  std::optional<Instant> challenge_until;
  Bytes device;  // sealed, "session/<handle>": which browser, from where
  bool operator==(const SessionRecord&) const = default;
};

// Whether a session's methods name this one.
bool has_method(std::string_view methods, std::string_view method);

// How often something was tried lately: under a blind token of an account or an address.
struct ThrottleRecord {
  Digest key;
  std::int64_t attempts = 0;
  Instant blocked_until;
  Instant forget_at;  // after this it is as if nothing had been
  bool operator==(const ThrottleRecord&) const = default;
};

// A form that is being written. It belongs to the team, so that a colleague can go on with it.
struct DraftRecord {
  DraftId id;
  TeamCode team;
  UserId user;  // who changed it last
  std::optional<ConversationId> conversation;
  std::string form;  // root name of the form it will be
  std::int64_t version =
      1;  // grows by one with every change: two people never overwrite each other
  Instant created_at;
  Instant changed_at;
  Bytes content;  // sealed, "draft/<id>"
  bool operator==(const DraftRecord&) const = default;
};

}  // namespace gatepost::identity
