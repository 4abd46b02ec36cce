#include "gateway/store/sql/schema.hpp"

#include <fmt/format.h>

#include <array>

#include "gateway/store/sql/backfill.hpp"
#include "gateway/store/sql/consent_schema.hpp"
#include "gateway/store/sql/people_schema.hpp"
#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sql {

namespace {

using exchange::StoreErrc;

// Instants are UTC milliseconds since 1970; digests are 32 bytes; enumerators are stored by name,
// so that a reordered enum can never change the meaning of a row.
constexpr const char* first_version = R"sql(
CREATE TABLE conversations (
  id TEXT NOT NULL PRIMARY KEY,
  parties TEXT NOT NULL,
  wake_at BIGINT
);
CREATE INDEX conversations_by_wake ON conversations (wake_at, id) WHERE wake_at IS NOT NULL;

CREATE TABLE messages (
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  seq BIGINT NOT NULL,
  type TEXT NOT NULL,
  to_team TEXT NOT NULL,
  area TEXT,
  digest BLOB NOT NULL,
  handle TEXT NOT NULL,
  urgent BIGINT NOT NULL,
  accepted_at BIGINT NOT NULL,
  delivered_at BIGINT,
  acknowledged_at BIGINT,
  confirmed_at BIGINT,
  answered_at BIGINT,
  confirmed_how TEXT,
  late BIGINT NOT NULL,
  standing TEXT NOT NULL,
  PRIMARY KEY (from_team, message_id)
);
CREATE INDEX messages_by_conversation ON messages (conversation_id, seq);

CREATE TABLE deadlines (
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  rung TEXT NOT NULL,
  due BIGINT NOT NULL,
  rule TEXT NOT NULL,
  met_at BIGINT,
  passed_at BIGINT,
  steps_taken BIGINT NOT NULL,
  next_step_at BIGINT,
  PRIMARY KEY (from_team, message_id, seq),
  FOREIGN KEY (from_team, message_id) REFERENCES messages (from_team, message_id) ON DELETE CASCADE
);

CREATE TABLE tasks (
  id TEXT NOT NULL PRIMARY KEY,
  conversation_id TEXT NOT NULL REFERENCES conversations (id),
  seq BIGINT NOT NULL,
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  rung TEXT NOT NULL,
  step TEXT NOT NULL,
  role TEXT NOT NULL,
  owner TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  claimed_at BIGINT,
  claimed_by BLOB NOT NULL,
  closed_at BIGINT,
  outcome TEXT
);
CREATE INDEX tasks_by_conversation ON tasks (conversation_id, seq);
CREATE INDEX tasks_by_owner ON tasks (owner, opened_at);
CREATE INDEX tasks_open ON tasks (owner, opened_at) WHERE closed_at IS NULL;

CREATE TABLE forms (
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  conversation_id TEXT NOT NULL,
  type TEXT NOT NULL,
  to_team TEXT NOT NULL,
  digest BLOB NOT NULL,
  handle TEXT NOT NULL UNIQUE,
  accepted_at BIGINT NOT NULL,
  size_bytes BIGINT NOT NULL,
  PRIMARY KEY (from_team, message_id)
);
CREATE INDEX forms_by_sender ON forms (from_team, accepted_at, handle);
CREATE INDEX forms_by_recipient ON forms (to_team, accepted_at, handle);

CREATE TABLE receipts (
  about_team TEXT NOT NULL,
  about_id TEXT NOT NULL,
  rung TEXT NOT NULL,
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  handle TEXT NOT NULL,
  reached_at BIGINT NOT NULL,
  PRIMARY KEY (about_team, about_id, rung)
);

CREATE TABLE payloads (
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  wrap BLOB NOT NULL,
  PRIMARY KEY (from_team, message_id)
);
CREATE TABLE segments (
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  part TEXT NOT NULL,
  idx BIGINT NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (from_team, message_id, part, idx),
  FOREIGN KEY (from_team, message_id) REFERENCES payloads (from_team, message_id) ON DELETE CASCADE
);

CREATE TABLE inbox (
  team TEXT NOT NULL,
  handle TEXT NOT NULL,
  position BIGINT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  type TEXT NOT NULL,
  from_team TEXT NOT NULL,
  payload_team TEXT,
  payload_id TEXT,
  report_linked TEXT,
  report_event TEXT,
  report_code TEXT,
  report_description TEXT,
  arrived_at BIGINT NOT NULL,
  collected_at BIGINT,
  size_bytes BIGINT NOT NULL,
  PRIMARY KEY (team, handle)
);
CREATE INDEX inbox_uncollected ON inbox (team, position) WHERE collected_at IS NULL;

CREATE TABLE effects (
  reference TEXT NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  about_team TEXT NOT NULL,
  about_id TEXT NOT NULL,
  role TEXT NOT NULL,
  team TEXT NOT NULL,
  rung TEXT NOT NULL,
  step TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  attempts BIGINT NOT NULL
);
CREATE INDEX effects_by_due ON effects (due_at, reference);

CREATE TABLE facts (
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  accepted_at BIGINT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (from_team, message_id, seq)
);
CREATE INDEX facts_by_time ON facts (accepted_at);

CREATE TABLE search_tokens (
  kind TEXT NOT NULL,
  token BLOB NOT NULL,
  from_team TEXT NOT NULL,
  message_id TEXT NOT NULL,
  PRIMARY KEY (kind, token, from_team, message_id)
);

CREATE TABLE crls (digest BLOB NOT NULL PRIMARY KEY, der BLOB NOT NULL);

CREATE TABLE outcomes (idempotency_key TEXT NOT NULL PRIMARY KEY, outcome TEXT NOT NULL);

CREATE TABLE audit_log (idx BIGINT NOT NULL PRIMARY KEY, bytes TEXT NOT NULL, leaf BLOB NOT NULL);
CREATE TABLE audit_head (
  id BIGINT NOT NULL PRIMARY KEY CHECK (id = 1),
  size BIGINT NOT NULL,
  root BLOB NOT NULL,
  frontier BLOB NOT NULL
);
)sql";

// The field: consent, copies and caretakers, aftercare, tasks with steps of their own.
constexpr const char* the_field = R"sql(
ALTER TABLE conversations ADD COLUMN sharing_basis TEXT NOT NULL DEFAULT 'unstated';
ALTER TABLE conversations ADD COLUMN sharing_agencies TEXT NOT NULL DEFAULT '';
ALTER TABLE conversations ADD COLUMN sharing_stated_on TEXT;
ALTER TABLE messages ADD COLUMN copy_of TEXT;
ALTER TABLE messages ADD COLUMN caretaker TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN outcome_at BIGINT;
ALTER TABLE messages ADD COLUMN followed_up_at BIGINT;
ALTER TABLE messages ADD COLUMN engaged_at BIGINT;
ALTER TABLE tasks ADD COLUMN ends TEXT NOT NULL DEFAULT 'rung';
ALTER TABLE tasks ADD COLUMN detail BLOB NOT NULL DEFAULT '';
ALTER TABLE tasks ADD COLUMN steps_taken BIGINT NOT NULL DEFAULT 0;
ALTER TABLE tasks ADD COLUMN next_step_at BIGINT;
ALTER TABLE effects ADD COLUMN conversation_id TEXT NOT NULL DEFAULT '';
ALTER TABLE effects ADD COLUMN task_id TEXT;
UPDATE effects SET conversation_id = COALESCE((SELECT f.conversation_id FROM forms f
  WHERE f.from_team = effects.about_team AND f.message_id = effects.about_id), '');
CREATE INDEX messages_waiting ON messages (to_team) WHERE confirmed_at IS NULL AND standing = 'open';
)sql";

// What ended a message, and the release date that the conversation knows. The default of a BLOB
// column is a text, which no reader takes for a blob: rows of before get an empty one.
constexpr const char* endings = R"sql(
ALTER TABLE messages ADD COLUMN ended_why TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN ended_by BLOB NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN ended_with_team TEXT;
ALTER TABLE messages ADD COLUMN ended_with_id TEXT;
ALTER TABLE conversations ADD COLUMN release_at BIGINT;
UPDATE messages SET ended_by = CAST('' AS BLOB);
UPDATE tasks SET detail = CAST('' AS BLOB) WHERE LENGTH(detail) = 0;
)sql";

// What forms tell of where the person is; of those accepted before, as far as their facts know. Box
// 5 has no fact of its own for "to sentenced": it counts as told.
constexpr const char* the_news = R"sql(
ALTER TABLE messages ADD COLUMN news TEXT NOT NULL DEFAULT '';
UPDATE messages SET news = TRIM(
  CASE WHEN EXISTS (SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
      AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
      AND ((f.name = 'form_kind' AND f.value = 'WITHDRAWN') OR f.name = 'withdrawn_reason'))
    THEN 'taken-back ' ELSE '' END ||
  CASE WHEN EXISTS (SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
      AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
      AND (f.name = 'alert_release_status' OR (f.name = 'alert_other_kind'
        AND f.value IN ('COURT_NON_RETURN', 'PRE_RELEASE_NOTICE'))))
    THEN 'released ' ELSE '' END ||
  CASE WHEN EXISTS (SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
      AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
      AND f.name = 'alert_prison')
    THEN 'transferred ' ELSE '' END ||
  CASE WHEN EXISTS (SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
      AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
      AND f.name = 'alert_death')
    THEN 'died ' ELSE '' END);
)sql";

// The loops ask for the effects of one kind. By `due_at` alone, a poll for REPORTs read every
// notification that waited for a mail server as well.
constexpr const char* effects_by_kind = R"sql(
CREATE INDEX effects_by_kind ON effects (kind, due_at, reference);
)sql";

// The log as a transparency log: entries found by their message, inner hashes of the tree for
// proofs, and CRLs found by when they were in force.
constexpr const char* transparency = R"sql(
ALTER TABLE audit_log ADD COLUMN message TEXT;
CREATE INDEX audit_by_message ON audit_log (message, idx) WHERE message IS NOT NULL;
CREATE TABLE audit_hashes (
  level BIGINT NOT NULL,
  idx BIGINT NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, idx)
);
ALTER TABLE crls ADD COLUMN this_update BIGINT;
ALTER TABLE crls ADD COLUMN next_update BIGINT;
CREATE INDEX crls_by_time ON crls (next_update);
)sql";

// What is awaited of a message, for the lists that people work through (exchange::list_entry).
constexpr const char* message_lists = R"sql(
ALTER TABLE messages ADD COLUMN holder TEXT NOT NULL DEFAULT '';
ALTER TABLE messages ADD COLUMN stage TEXT NOT NULL DEFAULT 'unlisted';
ALTER TABLE messages ADD COLUMN awaited TEXT;
ALTER TABLE messages ADD COLUMN place BIGINT NOT NULL DEFAULT 0;
UPDATE messages SET holder = CASE WHEN caretaker = '' THEN from_team ELSE caretaker END,
  place = -accepted_at,
  awaited = (SELECT d.rung FROM deadlines d WHERE messages.standing = 'open'
    AND d.from_team = messages.from_team
    AND d.message_id = messages.message_id AND d.met_at IS NULL ORDER BY CASE d.rung
    WHEN 'delivered' THEN 1 WHEN 'acknowledged' THEN 2 WHEN 'confirmed' THEN 3
    WHEN 'answered' THEN 4 WHEN 'outcome' THEN 5 WHEN 'followed-up' THEN 6 ELSE 7 END LIMIT 1);
UPDATE messages SET stage = CASE
  WHEN type IN ('Acknowledgement', 'PhoneConfirmation', 'Receipt') THEN 'unlisted'
  WHEN awaited IS NULL THEN 'settled'
  WHEN awaited IN ('delivered', 'acknowledged', 'confirmed') THEN 'unconfirmed'
  ELSE 'confirmed' END;
UPDATE messages SET place = (SELECT MIN(d.due) FROM deadlines d
  WHERE d.from_team = messages.from_team AND d.message_id = messages.message_id
  AND d.met_at IS NULL) WHERE stage IN ('unconfirmed', 'confirmed');
CREATE INDEX messages_sent ON messages (holder, stage, place, from_team, message_id);
CREATE INDEX messages_received ON messages (to_team, stage, place, from_team, message_id);
)sql";

// Migration n brings a database from version n to n + 1: its statements, then what they cannot say.
struct Migration {
  const char* sql;
  Result<void> (*then)(Database&) = nullptr;
};
constexpr std::array migrations{
    Migration{first_version},   Migration{the_field},
    Migration{endings},         Migration{the_news},
    Migration{effects_by_kind}, Migration{own_word},
    Migration{the_people},      Migration{transparency, fill_transparency},
    Migration{message_lists}};

Result<std::int64_t> read_version(Database& database) {
  Query query(database, "SELECT version FROM schema_version");
  GP_TRY(const bool found, query.next());
  if (!found) return 0;
  const std::int64_t version = query.integer();
  if (!query.sound() || version < 0) return Query::corrupt("schema_version", "1");
  return version;
}

std::unexpected<Error> wrong_version(std::int64_t found) {
  return fail(StoreErrc::wrong_schema,
              fmt::format("the database has schema version {}, this program knows version {}",
                          found, schema_version()));
}

Result<void> apply_missing(Database& database, std::int64_t version) {
  GP_CHECK(database.execute("CREATE TABLE IF NOT EXISTS schema_version (version BIGINT NOT NULL)"));
  GP_TRY(const std::int64_t found, read_version(database));
  if (found > schema_version()) return wrong_version(found);
  if (found >= version) return {};
  for (auto next = static_cast<std::size_t>(found); next < static_cast<std::size_t>(version);
       ++next) {
    const Migration& migration = migrations.at(next);
    GP_CHECK(database.execute(migration.sql));
    if (migration.then != nullptr) GP_CHECK(migration.then(database));
  }
  GP_CHECK(Query(database, "DELETE FROM schema_version").done());
  return Query(database, "INSERT INTO schema_version (version) VALUES ($1)").with(version).done();
}

}  // namespace

std::int64_t schema_version() { return static_cast<std::int64_t>(migrations.size()); }

Result<void> migrate(Database& database) { return migrate_to(database, schema_version()); }

Result<void> migrate_to(Database& database, std::int64_t version) {
  GP_CHECK(database.begin(Database::Access::write));
  if (auto applied = apply_missing(database, version); !applied) {
    database.rollback();
    return applied;
  }
  return database.commit();
}

Result<void> check_schema(Database& database) {
  GP_TRY(const std::int64_t found, read_version(database));
  if (found != schema_version()) return wrong_version(found);
  return {};
}

}  // namespace gatepost::store::sql
