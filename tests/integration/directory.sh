#!/usr/bin/env bash
# The list of teams changes while the gateway runs: a bad list changes nothing; a good one is shown in words, with who waits
# on whom, put in place, read on SIGHUP, written down in the log, and followed by the next form.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
list=$dir/directory.csv
settings=$dir/gatepost.toml
new=$work/new.csv
digest_of() { sha256sum "$1" | cut -d' ' -f1; }
loads() { audit_count '"configuration-loaded"' "${1:-}"; }
# row_of TEAM FILE: its row, with the two dates at its end replaced.
row_of() { grep "^$1," "$2"; }

step "the log says which list the gateway began with"
begun() { (($(loads "directory:$(digest_of "$list") policy:demo") == 1)); }
expect_within 10 "an entry of the start names directory and policy" begun

step "a referral that waits on Lambeth, and one for an area that nobody serves yet"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
lambeth=$(send_as "$dir" BXI-PSI "$work/signed.xml")
new_lief "$work/lief.xml" E06000044
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
unserved=$(send_as "$dir" BXI-PSI "$work/signed.xml")
expect_equal "the area that nobody serves" "$(status_of "$dir" BXI-PSI "$unserved" | jq -r .to)" null

step "a bad list: everything that is wrong, and nothing changes"
before=$(digest_of "$list")
sed -e 's/^LAMBETH-SPOC,\([^,]*\),spoc,/LAMBETH-SPOC,\1,spocs,/' -e 's/E09000028/E0900002/' -e 's/020 7946 0113/none/' \
  "$list" >"$work/bad.csv"
expect_status 1 "directory check" gp directory check "$work/bad.csv" --json
for column in kind areas telephone; do
  jq -e --arg column "$column" '.problems[] | select(.path | test("bad.csv:[0-9]+:" + $column + "$"))' >/dev/null <<<"$stdout" ||
    fail "no problem names $column: $stdout"
  ok "it names the row and column of $column"
done
expect_status 1 "directory import" gp directory import "$work/bad.csv" --config "$settings"
expect_contains "it" "$output" "telephone"
expect_equal "the list in use" "$(digest_of "$list")" "$before"
expect_equal "copies beside it" "$(find "$dir" -name 'directory.csv.*' | wc -l)" 0
cp "$work/bad.csv" "$list.bad" && cp "$list" "$list.good" && cp "$list.bad" "$list"
kill -HUP "$gateway_pid"
refused_reload() { grep -q reload-refused "$dir/serve.log"; }
expect_within 10 "a gateway that is made to read it goes on with the one it has" refused_reload
cp "$list.good" "$list"
expect_equal "Lambeth is still known" "$(status_of "$dir" BXI-PSI "$lambeth" | jq -r .telephone)" "020 7946 0111"

step "a good list: a new number for Lambeth, a new SPOC, and Southwark under a new number since yesterday"
yesterday=$(date -u -d '-2 days' +%F)
since=$(date -u -d '-1 day' +%F)
{
  echo "# updated $(date -u +%F)"
  grep -v '^#' "$list" | sed -e '/^LAMBETH-SPOC/s/020 7946 0111/020 7946 0999/' -e "/^SOUTHWARK-SPOC/s/,,\$/,,$yesterday/"
  row_of SOUTHWARK-SPOC "$list" | sed -e 's/020 7946 0112/020 7946 0998/' -e "s/,,\$/,$since,/"
  row_of CROYDON-SPOC "$list" | sed -e 's/^CROYDON-SPOC/PORTSMOUTH-SPOC/' -e 's/Croydon/Portsmouth/g' -e 's/E09000008/E06000044/'
} >"$new"
expect_status 0 "directory check" gp directory check "$new" --json
expect_equal "warnings" "$(jq '.warnings | length' <<<"$stdout")" 0
expect_status 0 "directory diff" gp directory diff "$new" --config "$settings"
expect_contains "it" "$output" \
  "Lambeth drug and alcohol SPOC (sample): telephone 020 7946 0111 becomes 020 7946 0999; 1 referral is waiting on this SPOC"
expect_contains "it" "$output" "from $since: telephone 020 7946 0112 becomes 020 7946 0998"
expect_contains "it" "$output" "Portsmouth drug and alcohol SPOC (sample) (PORTSMOUTH-SPOC) is new"
expect_status 0 "diff of two files" gp directory diff "$new" --against "$list" --json
expect_equal "changes" "$(jq '.changes | length' <<<"$stdout")" 4
expect_equal "the list in use, so far" "$(digest_of "$list")" "$before"

step "import, and SIGHUP"
expect_status 0 "directory import" gp directory import "$new" --config "$settings" --json
expect_equal "the new list" "$(digest_of "$list")" "$(digest_of "$new")"
expect_equal "the one before" "$(digest_of "$(jq -r .kept <<<"$stdout")")" "$before"
expect_equal "its digest" "$(jq -r .digest <<<"$stdout")" "$(digest_of "$new")"
kill -HUP "$gateway_pid"
written_down() { (($(loads "directory:$(digest_of "$new") policy:demo") == 1)); }
expect_within 10 "the log has the new list" written_down
expect_equal "Lambeth's number" "$(status_of "$dir" BXI-PSI "$lambeth" | jq -r .telephone)" "020 7946 0999"

step "the next form follows it"
new_lief "$work/lief.xml" E06000044
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
served=$(send_as "$dir" BXI-PSI "$work/signed.xml")
expect_equal "Portsmouth" "$(status_of "$dir" BXI-PSI "$served" | jq -r .to)" PORTSMOUTH-SPOC
new_lief "$work/lief.xml" E09000028
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
southwark=$(send_as "$dir" BXI-PSI "$work/signed.xml")
expect_equal "Southwark's number since yesterday" "$(status_of "$dir" BXI-PSI "$southwark" | jq -r .telephone)" "020 7946 0998"

step "reading the same list again is not news"
kill -HUP "$gateway_pid"
reread() { (($(grep -c '"reloaded"' "$dir/serve.log") >= 2)); }
expect_within 10 "it is read" reread
expect_equal "entries of loads" "$(loads)" 2

step "a team past its last day reads nothing more, and what waits for it is the sender's"
expect_status 0 "Lambeth still reads" gp status --config "$(client "$dir" LAMBETH-SPOC)"
sed -e "/^LAMBETH-SPOC/s/,,\$/,,$yesterday/" "$new" >"$work/ended.csv"
expect_status 0 "directory import" gp directory import "$work/ended.csv" --config "$settings"
kill -HUP "$gateway_pid"
ended() { (($(loads "directory:$(digest_of "$work/ended.csv") policy:demo") == 1)); }
expect_within 10 "the log has the new list" ended
expect_status 1 "Lambeth is refused" gp status --config "$(client "$dir" LAMBETH-SPOC)"
expect_contains "the refusal" "$output" "not in service today: the directory has it until $yesterday"
asked() { gp tasks --config "$(client "$dir" BXI-PSI)" --json | jq -e --arg id "$lambeth" '.tasks[] | select(.message_id == $id)' >/dev/null; }
expect_within 30 "Brixton has the task" asked
expect_store_sound
