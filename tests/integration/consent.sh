#!/usr/bin/env bash
# What may leave is decided by the gateway: a form without any word of consent, with a consent that names nobody, or
# after consent was withdrawn is refused; a withdrawal or a refusal takes back what nobody has collected; a withdrawal stops
# the reminders, and is confirmed like any other form; whoever could have read what is no longer agreed is asked to confirm.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
brixton=$(client "$dir" BXI-PSI)
lambeth=$(client "$dir" LAMBETH-SPOC)

# form KIND FILE: the shipped sample with a fresh id, in the conversation of $conversation when that is set.
form() {
  gp form template "$1" >"$2"
  set_element "$2" MessageId "$(new_uuid)"
  [[ -z ${conversation:-} ]] || set_element "$2" ConversationId "$conversation"
}
# without FILE ELEMENT: takes a whole part out.
without() { sed -i "/<$2>/,/<\/$2>/d" "$1"; }

step "an Alert that begins a conversation must say what was agreed"
form alert "$work/alert.xml"
cp "$work/alert.xml" "$work/silent.xml"
without "$work/silent.xml" Consent
sign_as "$dir" BXI-PSI "$work/silent.xml" "$work/silent-signed.xml" >/dev/null
expect_status 1 "without Consent" gp send "$work/silent-signed.xml" --config "$brixton"
expect_contains "the refusal" "$output" exchange.consent_not_stated
expect_contains "the refusal" "$output" "add Consent to this form, or send the LIEF first"
sign_as "$dir" BXI-PSI "$work/alert.xml" "$work/alert-signed.xml" >/dev/null
expect_status 0 "with Consent" gp send "$work/alert-signed.xml" --config "$brixton"

step "a consent that names no agency is no consent"
new_lief "$work/narrow.xml"
sed -i '/<Agency>/d; s|</LimitsExplained>|&|' "$work/narrow.xml"
grep -q '<Agencies>\|<Agency>' "$work/narrow.xml" && fail "the sample still names agencies"
expect_status 1 "no agency at all" gp form check "$work/narrow.xml"

step "a LIEF goes out; before anybody collects it, the person withdraws consent"
new_lief "$work/lief.xml"
conversation=$(get_element "$work/lief.xml" ConversationId)
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/lief-signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/lief-signed.xml")
expect_equal "waiting at Lambeth" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 1
expect_status 0 "withdraw" gp withdraw "$id" --reason consent-withdrawn --consent-withdrawn-on "$(date -u +%F)" \
  --by 'Sam Sample' --role 'Recovery worker' --config "$brixton" --json
withdrawal=$(jq -r .form_id <<<"$stdout")
expect_equal "the LIEF" "$(status_of "$dir" BXI-PSI "$id" | jq -r .standing)" withdrawn
expect_equal "waiting at Lambeth" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 0
expect_equal "the withdrawal waits there" "$(waiting LAMBETH-SPOC GATEPOST_WITHDRAWAL)" 1
expect_contains "Lambeth is asked" "$(gp tasks --config "$lambeth")" "has withdrawn a form"

step "nothing more leaves in this conversation"
form alert "$work/later.xml"
without "$work/later.xml" Consent
sign_as "$dir" BXI-PSI "$work/later.xml" "$work/later-signed.xml" >/dev/null
expect_status 1 "an Alert afterwards" gp send "$work/later-signed.xml" --config "$brixton"
expect_contains "the refusal" "$output" exchange.consent_withdrawn

step "a person at the SPOC confirms the withdrawal; the reminders about the LIEF have stopped"
expect_status 0 "acknowledge" gp acknowledge "$withdrawal" --by 'Robin Example' --config "$lambeth"
expect_equal "the withdrawal" "$(rung_of "$dir" BXI-PSI "$withdrawal")" confirmed
expect_within 10 "no open task at Lambeth" has_no_open_task "$dir" LAMBETH-SPOC "$withdrawal"
expect_equal "overdue deadlines of the LIEF" \
  "$(status_of "$dir" BXI-PSI "$id" | jq '[.deadlines[] | select(.state == "overdue")] | length')" 0

step "sharing is refused: the LIEF that nobody has collected is taken back, the minimal Alert takes its place"
conversation=
# refusing FILE: the sample Alert, as it looks when sharing is refused.
refusing() {
  form alert "$1"
  sed -i -e '/<Sentence>/d' -e '/<GivenOn>\|<WorkerName>\|<ClientSigned>\|<Agency>/d' \
    -e 's|<Status>GIVEN<|<Status>REFUSED<|' -e 's|<LimitsExplained>YES</LimitsExplained>|&<WarnedOfDelay>YES</WarnedOfDelay>|' "$1"
  # The second change, of the release plan, is more than where the person is.
  sed -i '/<Change>/{:a;N;/<\/Change>/!ba;/<Circumstance>RELEASE_PLAN/d}' "$1"
}
# refuse_after FILE: sharing is refused in the conversation of the LIEF in FILE.
refuse_after() {
  conversation=$(get_element "$1" ConversationId)
  refusing "$work/refusing.xml"
  sign_as "$dir" BXI-PSI "$work/refusing.xml" "$work/refusing-signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/refusing-signed.xml" >/dev/null
}
new_lief "$work/fuller.xml"
sign_as "$dir" BXI-PSI "$work/fuller.xml" "$work/fuller-signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/fuller-signed.xml")
before=$(waiting LAMBETH-SPOC GATEPOST_LIEF)
refuse_after "$work/fuller.xml"
expect_equal "the LIEF" "$(status_of "$dir" BXI-PSI "$id" | jq -r .standing)" withdrawn
expect_equal "LIEFs waiting at Lambeth" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" "$((before - 1))"

step "a LIEF that was collected stays; its recipient is asked to confirm that less is agreed now"
new_lief "$work/collected.xml"
sign_as "$dir" BXI-PSI "$work/collected.xml" "$work/collected-signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/collected-signed.xml")
expect_status 0 "collect" gp collect --config "$lambeth" --out "$work/inbox" --acknowledge none --once
refuse_after "$work/collected.xml"
expect_equal "the LIEF" "$(status_of "$dir" BXI-PSI "$id" | jq -r .standing)" open
expect_contains "Lambeth is asked" "$(gp tasks --config "$lambeth")" "no longer agrees"
expect_store_sound
