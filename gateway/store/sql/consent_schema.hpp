// The columns of consent, and how the rows of earlier versions come by them (gateway/exchange/
// consent.cpp). Published: never edited, only followed by another migration.
#pragma once

namespace gatepost::store::sql {

// The person's own word apart from exceptions, and by what right each message was sent (decision
// 0016). What earlier versions did not keep is read from the coded facts, which are no payload:
// each LIEF's consent status and kind, each Withdrawal's reason, what an Alert ticks.
// - A message is held to say as much as it may have said: what is not known to be less is personal.
// - A conversation from before consent was kept, or whose word an exception wrote over, has the
//   last word that its forms stated. Version 1 took no LIEF with consent that did not name SPOC,
//   and the facts name no other agency. A LIEF that was withdrawn, one does not know why, leaves
//   it unstated: then somebody must state it.
// - Whether a form was downloaded stood in the log alone: it counts as downloaded, so that whoever
//   could have read it is told when it is taken back.
// - A withdrawal or refusal is undone only by a form written after all that is there.
inline constexpr const char* own_word = R"sql(
ALTER TABLE conversations ADD COLUMN sharing_stated_at BIGINT;
ALTER TABLE messages ADD COLUMN content TEXT NOT NULL DEFAULT 'personal';
ALTER TABLE messages ADD COLUMN ground TEXT NOT NULL DEFAULT 'consent';
ALTER TABLE messages ADD COLUMN agency TEXT;
ALTER TABLE messages ADD COLUMN downloaded_at BIGINT;

UPDATE messages SET content = 'minimal' WHERE type = 'Response' OR EXISTS (
  SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
  AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
  AND f.name = 'consent' AND f.value = 'REFUSED');
UPDATE messages SET content = 'none', ground = 'nothing-said'
  WHERE type IN ('Acknowledgement', 'PhoneConfirmation', 'Withdrawal', 'Receipt') OR EXISTS (
  SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
  AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
  AND ((f.name = 'form_kind' AND f.value = 'WITHDRAWN')
    OR (f.name = 'response_kind' AND f.value IN ('ACCEPTED', 'DECLINED', 'APPOINTMENT'))
    OR (f.name = 'alert_death' AND NOT EXISTS (
      SELECT 1 FROM facts o WHERE o.from_team = f.from_team AND o.message_id = f.message_id
      AND o.name LIKE 'alert%' AND o.name <> 'alert_death'))));
UPDATE messages SET ground = 'exception' WHERE EXISTS (
  SELECT 1 FROM facts f WHERE f.from_team = messages.from_team
  AND f.message_id = COALESCE(messages.copy_of, messages.message_id)
  AND f.name = 'consent' AND f.value = 'NOT_SOUGHT_EXCEPTION');
UPDATE messages SET downloaded_at = accepted_at WHERE to_team <> '';

CREATE TABLE words_before (
  conversation_id TEXT NOT NULL,
  seq BIGINT NOT NULL,
  basis TEXT NOT NULL,
  accepted_at BIGINT NOT NULL
);
INSERT INTO words_before SELECT m.conversation_id, m.seq,
  CASE WHEN f.value IN ('WITHDRAWN', 'CONSENT_WITHDRAWN') THEN 'withdrawn'
    WHEN k.value = 'WITHDRAWN' THEN 'unstated'
    WHEN f.value = 'GIVEN' THEN 'given'
    ELSE 'refused' END, m.accepted_at
  FROM messages m
  JOIN facts f ON f.from_team = m.from_team AND f.message_id = m.message_id
  LEFT JOIN facts k ON k.from_team = m.from_team AND k.message_id = m.message_id
    AND k.name = 'form_kind'
  WHERE (f.name = 'consent' AND (f.value IN ('GIVEN', 'REFUSED', 'WITHDRAWN')
      OR k.value = 'WITHDRAWN'))
    OR (f.name = 'withdrawn_reason' AND f.value = 'CONSENT_WITHDRAWN');
CREATE INDEX words_before_by_conversation ON words_before (conversation_id, seq);
UPDATE conversations SET
  sharing_basis = COALESCE((SELECT w.basis FROM words_before w
    WHERE w.conversation_id = conversations.id ORDER BY w.seq DESC LIMIT 1), 'unstated'),
  sharing_agencies = '',
  sharing_stated_on = NULL,
  sharing_stated_at = (SELECT w.accepted_at FROM words_before w
    WHERE w.conversation_id = conversations.id ORDER BY w.seq DESC LIMIT 1)
  WHERE sharing_basis IN ('unstated', 'exception');
UPDATE conversations SET sharing_agencies = 'SPOC'
  WHERE sharing_basis = 'given' AND sharing_agencies = '';
UPDATE conversations SET sharing_stated_at = (
  SELECT MAX(m.accepted_at) FROM messages m WHERE m.conversation_id = conversations.id)
  WHERE sharing_basis IN ('withdrawn', 'refused') AND sharing_stated_at IS NULL;
DROP TABLE words_before;
)sql";

}  // namespace gatepost::store::sql
