#!/usr/bin/env bash
# Hundreds of conversations and REPORTs that fail for ever, all due before anything else: whoever comes
# after them is served all the same, and they are tried again less and less often.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
gateway_stop

step "300 of each that nothing can be made of, oldest first in every queue"
# Conversations with parties that are none, and effects about a message that never was.
sqlite3 "$dir/state/gatepost.db" >/dev/null <<'SQL'
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
INSERT INTO conversations (id, parties, wake_at)
  SELECT printf('00000000-0000-4000-8000-%012d', i), '? not a team ?', i FROM n;
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300)
INSERT INTO effects (reference, kind, about_team, about_id, role, team, rung, step, due_at, attempts)
  SELECT 'lost/' || i, 'report', 'BXI-PSI', printf('00000000-0000-4000-8000-%012d', i), 'sender', 'BXI-PSI', 'confirmed',
         'overdue', i, 0 FROM n;
SQL
gateway_start "$dir"

step "a referral after them escalates as ever"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/signed.xml")
has_task() { open_tasks "$dir" BXI-PSI "$id" | grep -q .; }
expect_within 20 "a task for the sender" has_task
has_report() {
  gp collect --config "$(client "$dir" BXI-PSI)" --out "$work/sender" --acknowledge none --once >/dev/null
  grep -lF "$id" "$work/sender"/report-*.txt | xargs -r grep -q GP-OVERDUE
}
expect_within 20 "the sender is told in its inbox" has_report

step "what fails is tried again less and less often"
failures() { grep -c "$1" "$dir/serve.log" || true; }
# With 300 of each and pauses of 5, 10, 20, ... seconds, a minute has at most some 4 attempts for each.
for what in escalation-failed effect-failed; do
  count=$(failures "$what")
  ((count >= 300)) || fail "$what: only $count lines; were they tried at all?"
  ((count <= 300 * 6)) || fail "$what: $count lines: it goes round and round"
  ok "$what: $count lines for 300"
done
