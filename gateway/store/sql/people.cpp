#include "gateway/store/sql/people.hpp"

#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sql {

using identity::CredentialKind;
using identity::CredentialRecord;
using identity::DraftRecord;
using identity::Grant;
using identity::SessionRecord;
using identity::ThrottleRecord;
using identity::UserRecord;

namespace {

constexpr std::string_view user_columns =
    "id, name_token, email_token, profile, status, grants, version, created_at, changed_at";
constexpr std::string_view credential_columns =
    "id, user_id, kind, state, secret, lookup, counter, created_at, used_at";
constexpr std::string_view session_columns =
    "id_hash, handle, user_id, stage, methods, created_at, seen_at, expires_at, second_factor_at, "
    "challenge, challenge_until, device";
constexpr std::string_view throttle_columns = "key, attempts, blocked_until, forget_at";
constexpr std::string_view draft_columns =
    "id, team, user_id, conversation_id, form, version, created_at, changed_at, content";

std::string select(std::string_view columns, std::string_view rest) {
  return "SELECT " + std::string(columns) + " FROM " + std::string(rest);
}

std::string joined(const std::vector<Grant>& grants) {
  std::string text;
  for (const Grant& grant : grants) text += (text.empty() ? "" : " ") + grant.str();
  return text;
}

std::vector<Grant> take_grants(Query& query) {
  std::vector<Grant> grants;
  const std::string text = query.text();
  std::string_view rest = text;
  while (!rest.empty()) {
    const auto space = rest.find(' ');
    const auto grant = Grant::parse(rest.substr(0, space));
    if (!grant) query.mark_unsound();
    grants.push_back(grant.value_or(Grant{}));
    rest = space == std::string_view::npos ? std::string_view() : rest.substr(space + 1);
  }
  return grants;
}

UserRecord take_user(Query& query) {
  UserRecord user;
  user.id = query.id<UserId>();
  user.name_token = query.digest();
  user.email_token = query.optional_digest();
  user.profile = query.blob();
  user.status = query.named(identity::parse_user_status);
  user.grants = take_grants(query);
  user.version = query.integer();
  user.created_at = query.instant();
  user.changed_at = query.instant();
  return user;
}

CredentialRecord take_credential(Query& query) {
  CredentialRecord credential;
  credential.id = query.id<CredentialId>();
  credential.user = query.id<UserId>();
  credential.kind = query.named(identity::parse_credential_kind);
  credential.state = query.named(identity::parse_credential_state);
  credential.secret = query.blob();
  credential.lookup = query.optional_digest();
  credential.counter = query.integer();
  credential.created_at = query.instant();
  credential.used_at = query.optional_instant();
  return credential;
}

SessionRecord take_session(Query& query) {
  SessionRecord session;
  session.id_hash = query.digest();
  session.handle = query.id<SessionId>();
  session.user = query.id<UserId>();
  session.stage = query.named(identity::parse_session_stage);
  session.methods = query.text();
  session.created_at = query.instant();
  session.seen_at = query.instant();
  session.expires_at = query.instant();
  session.second_factor_at = query.optional_instant();
  session.challenge = query.optional_digest();
  session.challenge_until = query.optional_instant();
  session.device = query.blob();
  return session;
}

ThrottleRecord take_throttle(Query& query) {
  ThrottleRecord throttle;
  throttle.key = query.digest();
  throttle.attempts = query.integer();
  throttle.blocked_until = query.instant();
  throttle.forget_at = query.instant();
  return throttle;
}

DraftRecord take_draft(Query& query) {
  DraftRecord draft;
  draft.id = query.id<DraftId>();
  draft.team = query.id<TeamCode>();
  draft.user = query.id<UserId>();
  draft.conversation = query.optional_id<ConversationId>();
  draft.form = query.text();
  draft.version = query.integer();
  draft.created_at = query.instant();
  draft.changed_at = query.instant();
  draft.content = query.blob();
  return draft;
}

template <class T>
using Take = T (*)(Query&);

template <class T>
Result<std::vector<T>> rows_of(Query& query, std::string_view table, Take<T> take) {
  std::vector<T> rows;
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) return rows;
    rows.push_back(take(query));
    if (!query.sound()) return Query::corrupt(table, "listed");
  }
}

template <class T>
Result<std::optional<T>> row_of(Query& query, std::string_view table, Take<T> take) {
  GP_TRY(auto rows, rows_of(query, table, take));
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::unexpected<Error> changed_meanwhile(const char* what) {
  return fail(identity::Errc::changed_meanwhile,
              std::string("this ") + what + " was changed since it was read");
}

}  // namespace

Result<std::optional<UserRecord>> SqlPeople::user(const UserId& id) {
  static const std::string sql = select(user_columns, "users WHERE id = $1");
  Query query(database_, sql);
  return row_of(query.with(id), "users", take_user);
}

Result<std::optional<UserRecord>> SqlPeople::user_by_name(const Digest& name_token) {
  static const std::string sql = select(user_columns, "users WHERE name_token = $1");
  Query query(database_, sql);
  return row_of(query.with(name_token), "users", take_user);
}

Result<std::optional<UserRecord>> SqlPeople::user_by_email(const Digest& email_token) {
  static const std::string sql = select(user_columns, "users WHERE email_token = $1");
  Query query(database_, sql);
  return row_of(query.with(email_token), "users", take_user);
}

Result<std::vector<UserRecord>> SqlPeople::users(std::size_t limit, const UserId& after) {
  static const std::string sql = select(user_columns, "users WHERE id > $1 ORDER BY id LIMIT $2");
  Query query(database_, sql);
  return rows_of(query.with(after, limit), "users", take_user);
}

Result<std::vector<CredentialRecord>> SqlPeople::credentials_of(const UserId& user) {
  static const std::string sql =
      select(credential_columns, "credentials WHERE user_id = $1 ORDER BY created_at, id");
  Query query(database_, sql);
  return rows_of(query.with(user), "credentials", take_credential);
}

Result<std::optional<CredentialRecord>> SqlPeople::credential_by(CredentialKind kind,
                                                                 const Digest& lookup) {
  static const std::string sql =
      select(credential_columns, "credentials WHERE kind = $1 AND lookup = $2");
  Query query(database_, sql);
  return row_of(query.with(to_string(kind), lookup), "credentials", take_credential);
}

Result<std::optional<SessionRecord>> SqlPeople::session(const Digest& id_hash) {
  static const std::string sql = select(session_columns, "sessions WHERE id_hash = $1");
  Query query(database_, sql);
  return row_of(query.with(id_hash), "sessions", take_session);
}

Result<std::vector<SessionRecord>> SqlPeople::sessions_of(const UserId& user) {
  static const std::string sql =
      select(session_columns, "sessions WHERE user_id = $1 ORDER BY created_at, handle");
  Query query(database_, sql);
  return rows_of(query.with(user), "sessions", take_session);
}

Result<std::optional<ThrottleRecord>> SqlPeople::throttle(const Digest& key) {
  static const std::string sql = select(throttle_columns, "throttles WHERE key = $1");
  Query query(database_, sql);
  return row_of(query.with(key), "throttles", take_throttle);
}

Result<std::optional<DraftRecord>> SqlPeople::draft(const DraftId& id) {
  static const std::string sql = select(draft_columns, "drafts WHERE id = $1");
  Query query(database_, sql);
  return row_of(query.with(id), "drafts", take_draft);
}

Result<std::vector<DraftRecord>> SqlPeople::drafts_of(const TeamCode& team, std::size_t limit) {
  static const std::string sql =
      select(draft_columns, "drafts WHERE team = $1 ORDER BY changed_at DESC, id DESC LIMIT $2");
  Query query(database_, sql);
  return rows_of(query.with(team, limit), "drafts", take_draft);
}

Result<std::vector<DraftRecord>> SqlPeople::drafts(std::size_t limit, const DraftId& after) {
  static const std::string sql = select(draft_columns, "drafts WHERE id > $1 ORDER BY id LIMIT $2");
  Query query(database_, sql);
  return rows_of(query.with(after, limit), "drafts", take_draft);
}

Result<std::size_t> SqlPeople::draft_count(const TeamCode& team) {
  Query query(database_, "SELECT COUNT(*) FROM drafts WHERE team = $1");
  GP_CHECK(query.with(team).next());
  return query.size();
}

Result<void> SqlPeople::put_user(const UserRecord& user) {
  if (user.version == 1) {
    static const std::string sql = "INSERT INTO users (" + std::string(user_columns) +
                                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    return Query(database_, sql)
        .with(user.id, user.name_token, user.email_token, user.profile, to_string(user.status))
        .with(joined(user.grants), user.version, user.created_at, user.changed_at)
        .done();
  }
  GP_TRY(const std::int64_t found,
         Query(database_,
               "UPDATE users SET name_token = $2, email_token = $3, profile = $4, status = $5, "
               "grants = $6, version = $7, changed_at = $8 WHERE id = $1 AND version = $7 - 1")
             .with(user.id, user.name_token, user.email_token, user.profile, to_string(user.status))
             .with(joined(user.grants), user.version, user.changed_at)
             .run());
  if (found == 0) return changed_meanwhile("user");
  return {};
}

Result<void> SqlPeople::put_credential(const CredentialRecord& credential) {
  static const std::string sql =
      "INSERT INTO credentials (" + std::string(credential_columns) +
      ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET "
      "state = excluded.state, secret = excluded.secret, lookup = excluded.lookup, "
      "counter = excluded.counter, used_at = excluded.used_at";
  return Query(database_, sql)
      .with(credential.id, credential.user, to_string(credential.kind), to_string(credential.state))
      .with(credential.secret, credential.lookup, credential.counter, credential.created_at)
      .with(credential.used_at)
      .done();
}

Result<void> SqlPeople::remove_credential(const CredentialId& id) {
  return Query(database_, "DELETE FROM credentials WHERE id = $1").with(id).done();
}

Result<void> SqlPeople::put_session(const SessionRecord& session) {
  static const std::string sql =
      "INSERT INTO sessions (" + std::string(session_columns) +
      ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) "
      "ON CONFLICT (id_hash) DO UPDATE SET stage = excluded.stage, methods = excluded.methods, "
      "seen_at = excluded.seen_at, expires_at = excluded.expires_at, "
      "second_factor_at = excluded.second_factor_at, challenge = excluded.challenge, "
      "challenge_until = excluded.challenge_until";
  return Query(database_, sql)
      .with(session.id_hash, session.handle, session.user, to_string(session.stage))
      .with(session.methods, session.created_at, session.seen_at, session.expires_at)
      .with(session.second_factor_at, session.challenge, session.challenge_until, session.device)
      .done();
}

Result<void> SqlPeople::remove_session(const Digest& id_hash) {
  return Query(database_, "DELETE FROM sessions WHERE id_hash = $1").with(id_hash).done();
}

Result<void> SqlPeople::put_throttle(const ThrottleRecord& throttle) {
  return Query(database_,
               "INSERT INTO throttles (key, attempts, blocked_until, forget_at) "
               "VALUES ($1, $2, $3, $4) ON CONFLICT (key) DO UPDATE SET "
               "attempts = excluded.attempts, blocked_until = excluded.blocked_until, "
               "forget_at = excluded.forget_at")
      .with(throttle.key, throttle.attempts, throttle.blocked_until, throttle.forget_at)
      .done();
}

Result<void> SqlPeople::remove_throttle(const Digest& key) {
  return Query(database_, "DELETE FROM throttles WHERE key = $1").with(key).done();
}

Result<void> SqlPeople::forget_expired(Instant now, std::size_t limit) {
  GP_CHECK(Query(database_,
                 "DELETE FROM sessions WHERE id_hash IN (SELECT id_hash FROM sessions WHERE "
                 "expires_at <= $1 ORDER BY expires_at LIMIT $2)")
               .with(now, limit)
               .done());
  return Query(database_,
               "DELETE FROM throttles WHERE key IN (SELECT key FROM throttles WHERE "
               "forget_at <= $1 ORDER BY forget_at LIMIT $2)")
      .with(now, limit)
      .done();
}

Result<void> SqlPeople::put_draft(const DraftRecord& draft) {
  if (draft.version == 1) {
    static const std::string sql = "INSERT INTO drafts (" + std::string(draft_columns) +
                                   ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    return Query(database_, sql)
        .with(draft.id, draft.team, draft.user, draft.conversation, draft.form, draft.version)
        .with(draft.created_at, draft.changed_at, draft.content)
        .done();
  }
  GP_TRY(const std::int64_t found,
         Query(database_,
               "UPDATE drafts SET user_id = $2, conversation_id = $3, form = $4, version = $5, "
               "changed_at = $6, content = $7 WHERE id = $1 AND version = $5 - 1")
             .with(draft.id, draft.user, draft.conversation, draft.form, draft.version)
             .with(draft.changed_at, draft.content)
             .run());
  if (found == 0) return changed_meanwhile("draft");
  return {};
}

Result<void> SqlPeople::remove_draft(const DraftId& id) {
  return Query(database_, "DELETE FROM drafts WHERE id = $1").with(id).done();
}

}  // namespace gatepost::store::sql
