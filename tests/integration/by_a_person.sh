#!/usr/bin/env bash
# A named person at the SPOC acknowledges: the form is confirmed at once, and every receipt that rests on the person can be
# collected and verified. Somebody else's acknowledgement, or one that quotes another digest, counts for nothing.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/signed.xml")
message=$(gp status "$id" --config "$(client "$dir" BXI-PSI)" --json || true)

# acknowledgement TEAM OUT DIGEST: signed by a named person's team.
acknowledgement() {
  gp form template acknowledgement >"$work/ack.xml"
  set_element "$work/ack.xml" MessageId "$(new_uuid)"
  set_element "$work/ack.xml" ConversationId "$(jq -r .conversation_id <<<"$message")"
  set_element "$work/ack.xml" From "$1"
  sed -i "s|00000000-0000-4000-8000-000000000001|$id|" "$work/ack.xml"
  set_element "$work/ack.xml" Digest "$3"
  sign_as "$dir" "$1" "$work/ack.xml" "$2" >/dev/null
}
digest=$(jq -r .digest <<<"$message")

step "not by a team that the form was not sent to, nor about other content"
acknowledgement SOUTHWARK-SPOC "$work/foreign.xml" "$digest"
expect_status 1 "another SPOC's acknowledgement" gp send "$work/foreign.xml" --config "$(client "$dir" SOUTHWARK-SPOC)"
expect_contains "the refusal" "$output" exchange.not_a_party
acknowledgement LAMBETH-SPOC "$work/other.xml" "$(printf '%064d' 7)"
expect_status 1 "another digest" gp send "$work/other.xml" --config "$(client "$dir" LAMBETH-SPOC)"
expect_contains "the refusal" "$output" exchange.wrong_digest
expect_equal "still only accepted" "$(rung_of "$dir" BXI-PSI "$id")" accepted

step "by a named person at the SPOC"
acknowledgement LAMBETH-SPOC "$work/ack-signed.xml" "$digest"
expect_status 0 "send" gp send "$work/ack-signed.xml" --config "$(client "$dir" LAMBETH-SPOC)"
expect_equal "the rung" "$(rung_of "$dir" BXI-PSI "$id")" confirmed

step "every receipt reaches the sender, verifies, and names the person"
expect_status 0 "collect at the sender" collect_as "$dir" BXI-PSI "$work/sender"
expect_equal "receipts" "$(find "$work/sender" -name "Receipt-$id-*.xml" | wc -l)" 4
for rung in 2 3 4; do
  expect_status 0 "receipt of rung $rung" gp verify "$work/sender/Receipt-$id-$rung.xml" --trust "$dir/pki/ca.pem" \
    --crl "$dir/pki/crl.pem"
  expect_contains "it" "$(<"$work/sender/Receipt-$id-$rung.xml")" "<PersonName>Robin Example</PersonName>"
done
expect_equal "left in the sender's inbox" "$(inbox_ids BXI-PSI | wc -l)" 0
expect_lacks "the audit log" "$(gp audit list --config "$dir/gatepost.toml")" Robin
expect_store_sound
