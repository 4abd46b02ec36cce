// The tables of people (gateway/identity/records.hpp): who signs in, how, what they are at. Names,
// addresses, devices, secrets and drafts are sealed; tokens are keyed hashes. Published: never
// edited, only followed by another migration.
#pragma once

namespace gatepost::store::sql {

inline constexpr const char* the_people = R"sql(
CREATE TABLE users (
  id TEXT NOT NULL PRIMARY KEY,
  name_token BLOB NOT NULL UNIQUE,
  email_token BLOB UNIQUE,
  profile BLOB NOT NULL,
  status TEXT NOT NULL,
  grants TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL
);

CREATE TABLE credentials (
  id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id),
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  secret BLOB NOT NULL,
  lookup BLOB,
  counter BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  used_at BIGINT
);
CREATE INDEX credentials_by_user ON credentials (user_id, created_at, id);
CREATE UNIQUE INDEX credentials_by_lookup ON credentials (kind, lookup) WHERE lookup IS NOT NULL;

CREATE TABLE sessions (
  id_hash BLOB NOT NULL PRIMARY KEY,
  handle TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id),
  stage TEXT NOT NULL,
  methods TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  seen_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  second_factor_at BIGINT,
  challenge BLOB,
  challenge_until BIGINT,
  device BLOB NOT NULL
);
CREATE INDEX sessions_by_user ON sessions (user_id, created_at, handle);
CREATE INDEX sessions_by_end ON sessions (expires_at);

CREATE TABLE throttles (
  key BLOB NOT NULL PRIMARY KEY,
  attempts BIGINT NOT NULL,
  blocked_until BIGINT NOT NULL,
  forget_at BIGINT NOT NULL
);
CREATE INDEX throttles_by_end ON throttles (forget_at);

CREATE TABLE drafts (
  id TEXT NOT NULL PRIMARY KEY,
  team TEXT NOT NULL,
  user_id TEXT NOT NULL,
  conversation_id TEXT,
  form TEXT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  content BLOB NOT NULL
);
CREATE INDEX drafts_by_team ON drafts (team, changed_at, id);
)sql";

}  // namespace gatepost::store::sql
