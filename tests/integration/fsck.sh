#!/usr/bin/env bash
# fsck finds what is missing from a store, or does not fit together, and says so by name; it changes nothing.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
for _ in 1 2; do
  new_lief "$work/lief.xml"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/signed.xml" >/dev/null
done
collect_as "$dir" LAMBETH-SPOC "$work/spoc" >/dev/null
for _ in 1 2; do
  new_lief "$work/lief.xml"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/signed.xml" >/dev/null
done

gp user add j.example --name "Jo Example" --role sender:BXI-PSI --config "$dir/gatepost.toml" >/dev/null

step "whole, while the gateway runs"
expect_status 0 "a sound store" gp fsck --config "$dir/gatepost.toml"
grep -q '^sound: 4 conversations.* 1 users, 0 drafts$' <<<"$output" || fail "not in words: $output"
gateway_stop TERM
run gp fsck --config "$dir/gatepost.toml" --json
expect_equal "messages" "$(jq .messages <<<"$stdout")" "6"  # two of them acknowledgements

database=$dir/state/gatepost.db
cp -r "$dir/state" "$work/state.good"

# damaged WHAT SQL KIND: after the statement, fsck names the flaw, exits 1 and leaves the file alone.
damaged() {
  rm -rf "$dir/state"
  cp -r "$work/state.good" "$dir/state"
  sqlite3 "$database" "$2"
  local before
  before=$(sqlite3 "$database" .dump | sha256sum)
  expect_status 1 "$1" gp fsck --config "$dir/gatepost.toml"
  grep -q "^[a-z: ]*$3: " <<<"$output" || fail "$1: does not say $3: $output"
  expect_equal "nothing changed" "$(sqlite3 "$database" .dump | sha256sum)" "$before"
  run gp fsck --config "$dir/gatepost.toml" --json
  expect_equal "$3 in --json" "$(jq -r --arg kind "$3" 'any(.flaws[]; .kind == $kind)' <<<"$stdout")" true
}

step "damaged"
waiting="(SELECT handle FROM inbox WHERE kind = 'form' AND team = 'LAMBETH-SPOC' AND collected_at IS NULL LIMIT 1)"
damaged "a form lost from an inbox" "DELETE FROM inbox WHERE handle = $waiting" not-in-inbox
damaged "bytes that are gone" \
  "DELETE FROM segments WHERE rowid = (SELECT min(rowid) FROM segments);
   DELETE FROM payloads WHERE rowid = (SELECT min(rowid) FROM payloads)" payload-missing
damaged "bytes that rotted" \
  "UPDATE segments SET bytes = zeroblob(length(bytes)) WHERE part = 'form' AND rowid = (SELECT min(rowid) FROM segments WHERE part = 'form')" \
  payload-unreadable
damaged "a receipt that is gone" \
  "DELETE FROM receipts WHERE rung = 'delivered' AND rowid = (SELECT min(rowid) FROM receipts WHERE rung = 'delivered')" \
  rung-without-receipt
damaged "a receipt for nothing" "UPDATE messages SET delivered_at = NULL" receipt-without-rung
damaged "a deadline that nobody would find" "UPDATE conversations SET wake_at = NULL" wrong-wake
damaged "a message that is gone" \
  "DELETE FROM deadlines; DELETE FROM messages WHERE rowid = (SELECT min(rowid) FROM messages)" form-lost
damaged "another digest" \
  "UPDATE messages SET digest = zeroblob(32) WHERE rowid = (SELECT min(rowid) FROM messages)" wrong-digest
damaged "a user whose name rotted" "UPDATE users SET profile = zeroblob(length(profile))" profile-unreadable
damaged "a password that rotted" "UPDATE credentials SET secret = zeroblob(length(secret))" credential-unreadable
damaged "a draft that rotted" \
  "INSERT INTO drafts (id, team, user_id, form, version, created_at, changed_at, content)
   SELECT id, 'BXI-PSI', id, 'LIEF', 1, 0, 0, zeroblob(64) FROM users" draft-unreadable
damaged "an entry of the log" \
  "UPDATE audit_log SET bytes = replace(bytes, '\"node\":\"', '\"node\":\"x') WHERE idx = 2" log
