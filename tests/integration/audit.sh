#!/usr/bin/env bash
# The log can be checked by anybody who has the database, and an edited, removed or moved entry is found and named.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
for _ in 1 2 3; do
  new_lief "$work/lief.xml"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/signed.xml" >/dev/null
done
collect_as "$dir" LAMBETH-SPOC "$work/spoc" >/dev/null
expect_store_sound
gateway_stop TERM

database=$dir/state/gatepost.db
[[ -s $database ]] || fail "no database at $database"
cp -r "$dir/state" "$work/state.good"
entries=$(sqlite3 "$database" 'SELECT count(*) FROM audit_log')
((entries >= 9)) || fail "only $entries entries"
ok "$entries entries"
victim=4

restore() {
  rm -rf "$dir/state"
  cp -r "$work/state.good" "$dir/state"
}

# tampered WHAT SQL INDEX: after the statement, verification names the entry.
tampered() {
  restore
  sqlite3 "$database" "$2"
  expect_status 1 "$1" gp audit verify --config "$dir/gatepost.toml"
  grep -qE "(^|[^0-9])$3([^0-9]|$)" <<<"$output" || fail "$1: does not name entry $3: $output"
  ok "it names entry $3"
  run gp audit verify --config "$dir/gatepost.toml" --json
  expect_equal "and so does --json" "$(jq -r .first_bad <<<"$stdout")" "$3"
}

step "altered"
tampered "one byte more in an entry" \
  "UPDATE audit_log SET bytes = replace(bytes, '\"node\":\"', '\"node\":\"x') WHERE idx = $victim" "$victim"
tampered "another leaf hash" \
  "UPDATE audit_log SET leaf = (SELECT leaf FROM audit_log WHERE idx = $victim + 1) WHERE idx = $victim" "$victim"
step "removed"
tampered "an entry is gone" "DELETE FROM audit_log WHERE idx = $victim" "$victim"
step "cut off at the end"
restore
sqlite3 "$database" "DELETE FROM audit_log WHERE idx = (SELECT max(idx) FROM audit_log)"
expect_status 1 "the last entry is gone" gp audit verify --config "$dir/gatepost.toml"
step "moved"
tampered "two entries exchanged" \
  "UPDATE audit_log SET idx = -1 WHERE idx = $victim; UPDATE audit_log SET idx = $victim WHERE idx = $victim + 1;
   UPDATE audit_log SET idx = $victim + 1 WHERE idx = -1" "$victim"

step "untouched"
restore
expect_store_sound
run gp audit list --config "$dir/gatepost.toml" --json
expect_equal "entries listed" "$(jq '.entries | length' <<<"$stdout")" "$entries"

step "asked for"
count() { run gp audit list --config "$dir/gatepost.toml" --json "$@" && jq '.entries | length' <<<"$stdout"; }
expect_equal "by team, verb and event" "$(count --team LAMBETH-SPOC --verb disclosure)" \
  "$(sqlite3 "$database" "SELECT count(*) FROM audit_log WHERE bytes LIKE '%\"verb\":\"disclosure\"%LAMBETH-SPOC%'")"
id=$(gp audit list --config "$dir/gatepost.toml" --json | jq -r '[.entries[].message | select(. != null)][0]')
expect_equal "by message" "$(count --message "$id")" "$(sqlite3 "$database" "SELECT count(*) FROM audit_log WHERE message = '$id'")"
expect_equal "by its id alone" "$(count --message "${id#*/}")" "$(count --message "$id")"
expect_equal "by actor" "$(count --actor gateway)" "$(sqlite3 "$database" "SELECT count(*) FROM audit_log WHERE bytes LIKE '%\"actor\":\"gateway\"%'")"
at=$(gp audit list --config "$dir/gatepost.toml" --json | jq -r '.entries[5].at')
expect_equal "by time, before and after are all" $(($(count --to "$at") + $(count --from "$at"))) "$entries"
expect_equal "at most so many" "$(count --limit 3)" 3
expect_status 2 "a verb that is none" gp audit list --config "$dir/gatepost.toml" --verb reading
expect_status 2 "a time that is none" gp audit list --config "$dir/gatepost.toml" --from yesterday
expect_equal "a team's own actions say how it was authenticated" \
  "$(gp audit list --config "$dir/gatepost.toml" --json --actor team:BXI-PSI | jq -r '[.entries[].how] | unique | join(",")')" certificate

step "exported"
run gp audit export --config "$dir/gatepost.toml"
[[ $stdout == "$(sqlite3 "$database" 'SELECT bytes FROM audit_log ORDER BY idx')" ]] || fail "JSON lines: $stdout"
ok "JSON lines are the entries as they are hashed"
run gp audit export --format csv --config "$dir/gatepost.toml"
expect_equal "CSV has a header and a line each" "$(wc -l <<<"$stdout")" "$((entries + 1))"
run gp audit export --format hmpps --actor team:BXI-PSI --config "$dir/gatepost.toml"
expect_equal "audit events of HMPPS" "$(jq -r '[.service, .who] | join(" ")' <<<"$stdout" | sort -u)" "gatepost team:BXI-PSI"
