#!/usr/bin/env bash
# What people say about a referral, from the command line: a person has seen it, it is accepted with an appointment, the
# person did not come, was followed up, and is in treatment; another is declined to the right borough; one is withdrawn;
# a question is asked and answered. What was said wrongly is told all at once, and nothing is sent then.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
prison=$(client "$dir" BXI-PSI)
spoc=$(client "$dir" LAMBETH-SPOC)
me=(--by "Robin Example" --role "Duty worker")

new_referral() { # prints its id
  new_lief "$work/lief.xml" "$@"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/signed.xml"
}
day() { date -d "$1" +%F; }
# said FILE ELEMENT: what a form that was written down says.
said() { get_element "$1" "$2"; }

step "a person acknowledges: confirmed"
id=$(new_referral)
collect_as "$dir" LAMBETH-SPOC "$work/spoc" none >/dev/null
expect_status 0 "acknowledge" gp acknowledge "$id" "${me[@]}" --config "$spoc"
expect_equal "its rung" "$(rung_of "$dir" BXI-PSI "$id")" confirmed

step "every mistake at once, and nothing is sent"
expect_status 2 "respond with mistakes" gp respond "$id" --accept --decline wrong-borough --appointment tomorrow \
  --attempts 2 --redirect Lambeth "${me[@]}" --config "$spoc"
for word in "exactly one thing" '"tomorrow" is not a time' "--attempts" "GSS code" "--follow-up"; do
  expect_contains "it" "$output" "$word"
done
expect_status 2 "accepted, and no word of when" gp respond "$id" --accept "${me[@]}" --config "$spoc"
expect_contains "it" "$output" "DropInTimes"
expect_status 2 "an hour that the clocks skip" gp respond "$id" --accept --appointment 2027-03-28T01:30 --place Here \
  "${me[@]}" --config "$spoc"
expect_contains "it" "$output" "the clocks skip"
expect_status 2 "a word that no list has" gp respond "$id" --decline because "${me[@]}" --config "$spoc"
expect_equal "still confirmed" "$(rung_of "$dir" BXI-PSI "$id")" confirmed

step "accepted with an appointment; first written down, then sent"
when=$(day "next monday")T10:00
expect_status 0 "respond --out" gp respond "$id" --accept --appointment "$when" --place "12 Example Road" --with "Sam Keyworker" \
  --known-to-service yes --contact-in-custody video "${me[@]}" --config "$spoc" --out "$work/response.xml"
expect_status 0 "it verifies" gp verify "$work/response.xml" --trust "$dir/pki/ca.pem" --team LAMBETH-SPOC
expect_equal "local time became an instant" "$(said "$work/response.xml" At)" "$(TZ=Europe/London date -u -d "TZ=\"Europe/London\" $when" +%FT%TZ)"
expect_equal "nothing was sent" "$(rung_of "$dir" BXI-PSI "$id")" confirmed
expect_status 0 "send" gp send "$work/response.xml" --config "$spoc"
expect_equal "its rung" "$(rung_of "$dir" BXI-PSI "$id")" answered

step "did not attend, followed up, in treatment"
expect_status 0 "outcome" gp respond "$id" --outcome did-not-attend --appointment-at "$(day yesterday)T10:00" \
  --outcome-reason "not known" "${me[@]}" --config "$spoc"
expect_status 0 "follow-up" gp respond "$id" --follow-up phone-or-text --attempts 2 --reached yes --last-on "$(day today)" \
  "${me[@]}" --config "$spoc"
expect_status 0 "another appointment" gp respond "$id" --appointment "$when" --place "12 Example Road" "${me[@]}" --config "$spoc"
run gp respond "$id" --engaged --intervention pharmacological --intervention structured-psychosocial \
  --started "$(day today)" --triage "$(day yesterday)" "${me[@]}" --config "$spoc" --json
expect_equal "engaged" "$status" 0
expect_equal "the form it made" "$(jq -r .form <<<"$stdout")" Response
expect_equal "responses at the prison" "$(collected_forms "$dir" BXI-PSI "$work/prison" Response | wc -l)" 5

step "declined: the wrong borough"
other=$(new_referral)
expect_status 0 "decline" gp respond "$other" --decline wrong-borough --redirect E09000028 --note "Lives in Southwark now" \
  "${me[@]}" --config "$spoc"
expect_equal "its rung" "$(rung_of "$dir" BXI-PSI "$other")" answered

step "withdrawn"
third=$(new_referral)
expect_status 2 "consent withdrawn, and not when" gp withdraw "$third" --reason consent-withdrawn "${me[@]}" --config "$prison"
expect_status 0 "withdraw" gp withdraw "$third" --reason sent-in-error "${me[@]}" --config "$prison"
expect_equal "its standing" "$(status_of "$dir" BXI-PSI "$third" | jq -r .standing)" withdrawn
expect_equal "withdrawals at the SPOC" "$(collected_forms "$dir" LAMBETH-SPOC "$work/spoc" Withdrawal | wc -l)" 1

step "a question and its answer"
about=(--name "Alex Sample" --date-of-birth 1990-02-28 --status sentenced --telephone "020 7946 0000")
run gp request "$id" --topic prescribing --topic risk --question "What is the dose?" "${about[@]}" "${me[@]}" --config "$spoc" --json
expect_equal "request" "$status" 0
question=$(jq -r .form_id <<<"$stdout")
expect_equal "requests at the prison" "$(collected_forms "$dir" BXI-PSI "$work/prison" InformationRequest)" "$question"
expect_status 0 "reply" gp reply "$question" --completeness partial --topic risk --answer "None known" "${about[@]}" \
  "${me[@]}" --config "$prison"
expect_equal "replies at the SPOC" "$(collected_forms "$dir" LAMBETH-SPOC "$work/spoc" InformationReply | wc -l)" 1

step "templates of every kind are valid"
for kind in lief alert clinical-part information-request information-reply acknowledgement response phone-confirmation withdrawal; do
  gp form template "$kind" >"$work/template.xml"
  expect_status 0 "form check of a $kind" gp form check "$work/template.xml"
  gp form show "$work/template.xml" >/dev/null || fail "form show of a $kind"
done
expect_lacks "the audit log" "$(audit_events)" "Robin"
expect_store_sound
