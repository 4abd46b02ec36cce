#!/usr/bin/env bash
# The folder agent: what is dropped is sent once, whatever is killed or unreachable on the way; what is wrong comes back
# with every reason; what comes in is put on disk and acknowledged; nobody's name reaches its log.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
port=$(<"$dir/state/machine.port")

# The gateway must come back on the same port.
restart_gateway() { gateway_start "$dir"; expect_equal "the port after a restart" "$(<"$dir/state/machine.port")" "$port"; }

# agent_once TEAM FOLDER [OPTION...]
agent_once() {
  local team=$1 folder=$2
  shift 2
  gp agent --config "$(client "$dir" "$team")" --folder "$folder" --once "$@" 2>>"$work/agent.log"
}
# agent_start TEAM FOLDER: goes on until stopped; agent_pid is the program's own.
agent_start() {
  "$GATEPOST_BIN" agent --config "$(client "$dir" "$1")" --folder "$2" --every 1 2>>"$work/agent.log" &
  agent_pid=$!
  background_pids+=("$agent_pid")
}
agent_stop() { # [SIGNAL]
  kill -"${1:-TERM}" "$agent_pid" 2>/dev/null || true
  agent_code=0
  wait "$agent_pid" 2>/dev/null || agent_code=$?
}
lief() { new_lief "$work/new.xml" && mv "$work/new.xml" "$1"; }
is_there() { [[ -e $1 ]]; }
count() { find "$1" -maxdepth 1 -type f -name "$2" | wc -l; }
logged() { grep -qF -- "$1" "$work/agent.log"; }
referrals() { waiting LAMBETH-SPOC GATEPOST_LIEF; }
prison=$work/prison

step "one round over an empty folder makes the layout"
expect_status 0 "agent --once" agent_once BXI-PSI "$prison"
for each in out sent failed in in/receipts in/reports work; do
  [[ -d $prison/$each ]] || fail "no folder $each"
  expect_equal "mode of $each" "$(stat -c %a "$prison/$each")" 700
done

step "a good form, an invalid one, a link, a large one, and what is passed over"
lief "$prison/out/Jane Doe.xml"
good=$(get_element "$prison/out/Jane Doe.xml" MessageId)
lief "$work/bad.xml"
sed -e 's/<DateOfBirth>[^<]*</<DateOfBirth>1990-13-45</' -e 's/<PrisonerNumber>[^<]*</<PrisonerNumber>12345</' \
  "$work/bad.xml" >"$prison/out/bad.XML"
lief "$work/no-id.xml"
sed '/<MessageId>/d' "$work/no-id.xml" >"$prison/out/no-id.xml"
printf 'Dear colleague' >"$prison/out/letter.txt"
touch -d '1 hour ago' "$prison/out/letter.txt"
ln -s "$dir/clients/BXI-PSI/key.pem" "$prison/out/link.xml"
head -c 1100000 /dev/zero | tr '\0' 'x' >"$prison/out/large.xml"
cp "$work/bad.xml" "$prison/out/.hidden.xml"
cp "$work/bad.xml" "$prison/out/later.xml.part"
expect_status 1 "agent --once, while something is in failed/" agent_once BXI-PSI "$prison" --json
expect_equal "what --json says was done" "$(jq -r '.actions[].did' <<<"$stdout" | sort | uniq -c | xargs)" "1 collected 5 failed 1 sent 1 taken"
expect_equal "left in out/" "$(find "$prison/out" -type f | wc -l)" 2
[[ -s $prison/sent/Jane\ Doe.xml && -s $prison/sent/Jane\ Doe.receipt.xml ]] || fail "no form with its receipt in sent/"
for file in "$prison/sent/Jane Doe.xml" "$prison/sent/Jane Doe.receipt.xml"; do
  expect_status 0 "it verifies" gp verify "$file" --trust "$dir/pki/ca.pem" --crl "$dir/pki/crl.pem"
done
expect_equal "its rung" "$(rung_of "$dir" BXI-PSI "$good")" accepted
for word in DateOfBirth PrisonerNumber "wrong:" "right:" "2 things are wrong" "drop it into out/ again"; do
  expect_contains "the reason" "$(<"$prison/failed/bad.reason.txt")" "$word"
done
is_there "$prison/failed/bad.XML" || fail "the invalid form is not in failed/"
expect_contains "the reason of the one without an id" "$(<"$prison/failed/no-id.reason.txt")" MessageId
expect_contains "and what would be right" "$(<"$prison/failed/no-id.reason.txt")" UUID
expect_contains "the reason of the letter" "$(<"$prison/failed/letter.txt.reason.txt")" "XML"
expect_contains "the reason of the link" "$(<"$prison/failed/link.reason.txt")" "link"
[[ -L $prison/failed/link.xml ]] || fail "the link was followed"
expect_contains "the reason of the large one" "$(<"$prison/failed/large.reason.txt")" "1048576 bytes"
rm -f "$prison"/failed/*
expect_status 0 "agent --once, once failed/ is empty" agent_once BXI-PSI "$prison"

step "the same form again is a repeat; names never clash"
cp "$prison/sent/Jane Doe.xml" "$prison/out/Jane Doe.xml"
lief "$work/second.xml"
second=$(get_element "$work/second.xml" MessageId)
cp "$work/second.xml" "$prison/out/twice.xml"
cp "$work/second.xml" "$prison/out/copy of it.xml"
expect_status 0 "agent --once" agent_once BXI-PSI "$prison"
is_there "$prison/sent/Jane Doe-2.xml" || fail "the repeat did not go to sent/ under a free name"
cmp -s "$prison/sent/Jane Doe-2.receipt.xml" "$prison/sent/Jane Doe.receipt.xml" || fail "another receipt for the repeat"
logged "sent LIEF $good: the gateway had it already" || fail "the log does not tell the repeat"
is_there "$prison/sent/twice.xml" || fail "twice.xml is not in sent/"
cmp -s "$prison/sent/twice.xml" "$prison/sent/copy of it.xml" || fail "two drops of one form became two"
expect_equal "referrals at the SPOC" "$(referrals)" 2

step "the same id with other content comes back with the gateway's reason"
sed 's/<Surname>[^<]*</<Surname>Changed</' "$work/second.xml" >"$prison/out/twice.xml"
expect_status 1 "agent --once" agent_once BXI-PSI "$prison"
expect_contains "the reason" "$(<"$prison/failed/twice.reason.txt")" id_reused
expect_equal "referrals at the SPOC" "$(referrals)" 2
rm -f "$prison"/failed/*

step "the gateway is not there: the signed bytes wait, and the same bytes go"
gateway_stop TERM
lief "$prison/out/waits.xml"
waits=$(get_element "$prison/out/waits.xml" MessageId)
expect_status 3 "agent --once" agent_once BXI-PSI "$prison"
before=$(sha256sum <"$prison/work/$waits/signed.xml")
expect_status 3 "agent --once, again" agent_once BXI-PSI "$prison"
expect_equal "the bytes that wait" "$(sha256sum <"$prison/work/$waits/signed.xml")" "$before"
agent_start BXI-PSI "$prison"
wait_for 10 "the agent to see that nobody is there" logged "the gateway cannot be reached" || fail "no word of it"
ok "it says that the gateway cannot be reached"
expect_status 2 "a second agent in the same folder" agent_once BXI-PSI "$prison"
logged "another agent is at work" || fail "it does not say why"
restart_gateway
expect_within 20 "sent when the gateway is back" is_there "$prison/sent/waits.xml"
expect_equal "the bytes that were sent" "$(sha256sum <"$prison/sent/waits.xml")" "$before"
expect_equal "referrals at the SPOC" "$(referrals)" 3

step "a file that is still being written is left alone, and two at once both go"
lief "$work/slow.xml"
slow=$(get_element "$work/slow.xml" MessageId)
head -c 2000 "$work/slow.xml" >"$prison/out/slow.xml"
expect_within 10 "it says that it is not complete" logged "waiting a file: not complete yet"
lief "$work/a.xml"
lief "$work/b.xml"
mv "$work/a.xml" "$work/b.xml" "$prison/out/"
expect_within 10 "the first of two is sent" is_there "$prison/sent/a.xml"
expect_within 10 "the second is sent" is_there "$prison/sent/b.xml"
is_there "$prison/out/slow.xml" || fail "the unfinished file was taken"
tail -c +2001 "$work/slow.xml" >>"$prison/out/slow.xml"
expect_within 10 "the finished file is sent" is_there "$prison/sent/slow.xml"
expect_equal "its rung" "$(rung_of "$dir" BXI-PSI "$slow")" accepted
expect_equal "failed" "$(count "$prison/failed" '*')" 0
expect_equal "referrals at the SPOC" "$(referrals)" 6

step "kill -9 of the agent while it waits for the gateway's answer"
agent_stop TERM
kill -STOP "$gateway_pid"
lief "$prison/out/cut.xml"
cut=$(get_element "$prison/out/cut.xml" MessageId)
agent_start BXI-PSI "$prison"
taken() { [[ -s $prison/work/$cut/signed.xml && -e $prison/work/$cut/taken/cut.xml ]]; }
expect_within 10 "the form is under way" taken
agent_stop KILL
before=$(sha256sum <"$prison/work/$cut/signed.xml")
kill -CONT "$gateway_pid"
agent_start BXI-PSI "$prison"
expect_within 20 "sent after the restart" is_there "$prison/sent/cut.xml"
expect_equal "the bytes that were sent" "$(sha256sum <"$prison/sent/cut.xml")" "$before"
expect_equal "referrals at the SPOC" "$(referrals)" 7

step "kill -9 at any moment, again and again, neither loses nor doubles"
many=12
names=()
for ((i = 1; i <= many; i++)); do
  lief "$work/many-$i.xml"
  names+=("$work/many-$i.xml")
done
cp "${names[@]}" "$prison/out/"
sent_many() { (($(find "$prison/sent" -name 'many-*.receipt.xml' | wc -l) >= $1)); }
for target in 1 4 8; do
  wait_for 20 "$target of $many sent" sent_many "$target" || fail "only $(count "$prison/sent" 'many-*.receipt.xml') sent"
  agent_stop KILL
  agent_start BXI-PSI "$prison"
done
wait_for 30 "all of them sent" sent_many "$many" || fail "only $(count "$prison/sent" 'many-*.receipt.xml') sent"
work_is_empty() { [[ -z $(find "$prison/work" -mindepth 1 ! -name lock) ]]; }
expect_within 10 "nothing is left in work/" work_is_empty
expect_equal "forms in sent/" "$(find "$prison/sent" -name 'many-*.xml' ! -name '*.receipt.xml' | wc -l)" "$many"
expect_equal "left in out/" "$(find "$prison/out" -name 'many-*' | wc -l)" 0
expect_equal "referrals at the SPOC" "$(referrals)" $((7 + many))

step "the SPOC's agent puts them on disk and acknowledges"
spoc=$work/spoc
expect_status 0 "agent --once at the SPOC" agent_once LAMBETH-SPOC "$spoc" --acknowledge auto
expect_equal "forms in in/" "$(count "$spoc/in" 'LIEF-BXI-PSI-*.xml')" $((7 + many))
expect_equal "readable texts beside them" "$(count "$spoc/in" 'LIEF-BXI-PSI-*.txt')" $((7 + many))
expect_equal "referrals left in the mailbox" "$(referrals)" 0
expect_equal "the rung" "$(rung_of "$dir" BXI-PSI "$cut")" acknowledged
cmp -s "$spoc/in/LIEF-BXI-PSI-$cut.xml" "$prison/sent/cut.xml" || fail "not byte for byte what was sent"
ok "byte for byte what was sent"
expect_within 20 "the prison's agent collects the receipts" is_there "$prison/in/receipts/Receipt-$cut-3.xml"

step "acknowledge none only collects"
lief "$prison/out/quiet.xml"
quiet=$(get_element "$prison/out/quiet.xml" MessageId)
expect_within 10 "sent" is_there "$prison/sent/quiet.xml"
expect_status 0 "agent --once --acknowledge none" agent_once LAMBETH-SPOC "$spoc" --acknowledge none
is_there "$spoc/in/LIEF-BXI-PSI-$quiet.xml" || fail "not collected"
expect_equal "its rung" "$(rung_of "$dir" BXI-PSI "$quiet")" delivered

step "SIGTERM ends it in good order"
agent_stop TERM
expect_equal "its exit code" "$agent_code" 0
logged "agent: stopped" || fail "it does not say so"

step "nobody's name is in the log"
for name in Jane Doe "$(get_element "$work/second.xml" Surname)" "$(get_element "$work/second.xml" PrisonerNumber)" \
  many-1 twice.xml "copy of it" letter; do
  expect_lacks "the agent's log" "$(<"$work/agent.log")" "$name"
done
expect_store_sound
