#!/usr/bin/env bash
# The same bytes twice are one message with one receipt; the same id with other content is refused; a restart forgets neither.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null

step "sent twice"
send_json() { gp send "$work/signed.xml" --config "$(client "$dir" BXI-PSI)" --json; }
first=$(send_json)
second=$(send_json)
expect_equal "the first is a repeat" "$(jq .repeat <<<"$first")" false
expect_equal "the second is a repeat" "$(jq .repeat <<<"$second")" true
expect_equal "the gateway's handle" "$(jq -r .handle <<<"$second")" "$(jq -r .handle <<<"$first")"
[[ $(jq -r .receipt <<<"$first") == "$(jq -r .receipt <<<"$second")" ]] || fail "two different receipts"
ok "the same receipt, byte for byte"
expect_equal "referrals in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 1
collect_as "$dir" BXI-PSI "$work/sender" none >/dev/null
expect_equal "receipts for being accepted" "$(grep -l '<Rung>ACCEPTED' "$work"/sender/*.xml | wc -l)" 1

step "straight to the outbox, past the client's own memory"
post() {
  mesh_curl BXI-PSI "$(mesh_token BXI-PSI)" POST "/messageexchange/$(mailbox_of BXI-PSI)/outbox" \
    -H 'Content-Type: application/octet-stream' -H "mex-to: $(mailbox_of LAMBETH-SPOC)" \
    -H 'mex-workflowid: GATEPOST_LIEF' --data-binary "@$1"
}
answer=$(post "$work/signed.xml")
expect_equal "status of the repeat" "$(code_of "$answer")" 202
again=$(post "$work/signed.xml")
expect_equal "its id" "$(body_of "$again" | jq -r .message_id)" "$(body_of "$answer" | jq -r .message_id)"
expect_equal "referrals in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 1

step "the same id with other content"
cp "$work/lief.xml" "$work/other.xml"
set_element "$work/other.xml" Surname Changed
cmp -s "$work/lief.xml" "$work/other.xml" && fail "the test changed nothing"
sign_as "$dir" BXI-PSI "$work/other.xml" "$work/other-signed.xml" >/dev/null
expect_status 1 "send" gp send "$work/other-signed.xml" --config "$(client "$dir" BXI-PSI)"
expect_contains "the refusal" "$output" id_reused
expect_equal "referrals in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 1
[[ $(audit_count '"refused"' id_reused) -ge 1 ]] || fail "no audit entry about the refusal"
ok "an audit entry names it"

step "a restart forgets neither"
gateway_stop TERM
gateway_start "$dir"
third=$(send_json)
expect_equal "the gateway's handle" "$(jq -r .handle <<<"$third")" "$(jq -r .handle <<<"$first")"
[[ $(jq -r .receipt <<<"$first") == "$(jq -r .receipt <<<"$third")" ]] || fail "another receipt after the restart"
ok "the same receipt again"
expect_status 1 "other content after the restart" gp send "$work/other-signed.xml" --config "$(client "$dir" BXI-PSI)"
expect_equal "referrals in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 1
expect_store_sound
