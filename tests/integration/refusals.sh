#!/usr/bin/env bash
# Bad input, one row of a table each: refused with an answer that says what is wrong, with an entry in the audit log, and
# without anything reaching anybody's inbox.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
mkdir -p "$work/bad"

new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null

post_as() { # TEAM FILE [CURL OPTION...]
  local team=$1 file=$2
  shift 2
  mesh_curl "$team" "$(mesh_token "$team")" POST "/messageexchange/$(mailbox_of "$team")/outbox" \
    -H 'Content-Type: application/octet-stream' -H "mex-to: ${mex_to:-$(mailbox_of LAMBETH-SPOC)}" \
    -H "mex-workflowid: ${workflow:-GATEPOST_LIEF}" --data-binary "@$file" "$@"
}

# refused WHAT TEAM FILE REASON: REASON is the code that stands in the audit log.
refused() {
  local what=$1 team=$2 file=$3 reason=$4 before after answer code
  before=$(audit_count '"refused"' "$reason")
  answer=$(post_as "$team" "$file" || true)
  code=$(code_of "$answer")
  [[ $code == 4?? ]] || fail "$what: answered $code: $(body_of "$answer")"
  [[ -n $(body_of "$answer") ]] || fail "$what: answered $code and nothing else"
  audited() { (($(audit_count '"refused"' "$reason") > before)); }
  wait_for 10 "an audit entry for: $what" audited || fail "$what: no audit entry with $reason: $(audit_events | tail -c 600)"
  ok "$what: $code, audit says $reason"
}

step "hostile and malformed documents"
printf 'this is no XML' >"$work/bad/text.xml"
head -c 3000 "$work/signed.xml" >"$work/bad/cut.xml"
{ printf '<?xml version="1.0"?>\n<!DOCTYPE LIEF [<!ENTITY a "aaaa">]>\n'; sed '1d' "$work/signed.xml"; } >"$work/bad/doctype.xml"
printf '\xff\xfe<\x00a\x00/\x00>\x00' >"$work/bad/utf16.xml"
{ printf '<a>%.0s' {1..80}; printf '</a>%.0s' {1..80}; } >"$work/bad/deep.xml"
refused "no XML at all" BXI-PSI "$work/bad/text.xml" formats.xml
refused "a document cut short" BXI-PSI "$work/bad/cut.xml" formats.xml
refused "a DOCTYPE" BXI-PSI "$work/bad/doctype.xml" formats.xml
refused "UTF-16" BXI-PSI "$work/bad/utf16.xml" formats.xml
refused "80 levels deep" BXI-PSI "$work/bad/deep.xml" formats.xml

step "signatures"
sed 's/<Surname>[^<]*</<Surname>Forged</' "$work/signed.xml" >"$work/bad/forged.xml"
sign_as "$dir" PVI-PSI "$work/lief.xml" "$work/bad/other-team.xml" >/dev/null
gp init "$work/foreign" --demo --machine-port 0 --admin-port 0 >/dev/null
sign_as "$work/foreign" BXI-PSI "$work/lief.xml" "$work/bad/foreign.xml" >/dev/null
sed -z 's/<ds:Signature.*<\/ds:Signature>//' "$work/signed.xml" >"$work/bad/unsigned.xml"
refused "comments, unsigned" BXI-PSI "$work/lief.xml" formats.xml.comment
refused "no signature" BXI-PSI "$work/bad/unsigned.xml" formats.xmldsig.not_signed
refused "changed after signing" BXI-PSI "$work/bad/forged.xml" formats.xmldsig
refused "signed by another team" BXI-PSI "$work/bad/other-team.xml" gateway.wrong_signer
refused "signed under a foreign authority" BXI-PSI "$work/bad/foreign.xml" certs.untrusted
refused "another team's form, sent by a third" PVI-PSI "$work/signed.xml" gateway.wrong_connection

step "an invalid form: every problem at once"
sed -e 's/<Surname>[^<]*<\/Surname>//' -e 's/<DateOfBirth>[^<]*</<DateOfBirth>1990-13-45</' \
  -e 's/<PrisonerNumber>[^<]*</<PrisonerNumber>12345</' "$work/lief.xml" >"$work/bad/invalid.xml"
run gp form check "$work/bad/invalid.xml" --json
expect_equal "exit of form check" "$status" 1
problems=$(jq '.problems | length' <<<"$stdout")
((problems >= 3)) || fail "form check --json lists $problems problems, not all three: $stdout"
ok "form check lists $problems problems"
for word in Surname DateOfBirth PrisonerNumber; do
  expect_contains "form check" "$stdout" "$word"
done
sign_as "$dir" BXI-PSI "$work/bad/invalid.xml" "$work/bad/invalid-signed.xml" >/dev/null
answer=$(post_as BXI-PSI "$work/bad/invalid-signed.xml" || true)
for word in Surname DateOfBirth PrisonerNumber; do
  expect_contains "the gateway's answer" "$(body_of "$answer")" "$word"
done
refused "an invalid form" BXI-PSI "$work/bad/invalid-signed.xml" gateway.invalid_form

step "size"
head -c 3000000 /dev/zero | tr '\0' 'x' >"$work/bad/huge.xml"
answer=$(post_as BXI-PSI "$work/bad/huge.xml" -H 'Expect:' 2>/dev/null || true)
expect_equal "3 MB" "$(code_of "$answer")" 413
{ sed '/<\/LIEF>/d' "$work/bad/unsigned.xml"; head -c 1200000 /dev/zero | tr '\0' ' '; echo '</LIEF>'; } >"$work/bad/large.xml"
refused "1.2 MB of XML" BXI-PSI "$work/bad/large.xml" formats.xml

step "tokens"
path=/messageexchange/$(mailbox_of BXI-PSI)/inbox
token=$(mesh_token BXI-PSI)
expect_equal "a fresh token" "$(code_of "$(mesh_curl BXI-PSI "$token" GET "$path")")" 200
expect_equal "the same token again" "$(code_of "$(mesh_curl BXI-PSI "$token" GET "$path")")" 403
expect_equal "a token of yesterday" "$(code_of "$(mesh_curl BXI-PSI "$(mesh_token BXI-PSI "$(date -u -d yesterday +%Y%m%d%H%M)")" GET "$path")")" 403
expect_equal "a token with a wrong code" "$(code_of "$(mesh_curl BXI-PSI "${token%????}0000" GET "$path")")" 403
expect_equal "another team's certificate" "$(code_of "$(mesh_curl PVI-PSI "$(mesh_token BXI-PSI)" GET "$path")")" 403
expect_equal "another team's mailbox" "$(code_of "$(mesh_curl PVI-PSI "$(mesh_token PVI-PSI)" GET "$path")")" 403
expect_equal "no token" "$(code_of "$(mesh_curl BXI-PSI '' GET "$path")")" 403
replay_audited() { (($(audit_count '"refused"' replay) > 0)); }
expect_within 10 "the replay stands in the audit log" replay_audited

step "addressing"
mex_to=NOSUCHBOX refused "an unknown mailbox" BXI-PSI "$work/signed.xml" mesh.unregistered_recipient
mex_to=$(mailbox_of SOUTHWARK-SPOC) refused "another mailbox than the form's destination" BXI-PSI "$work/signed.xml" gateway.wrong_recipient
workflow=GATEPOST_ACK refused "another workflow than the form's" BXI-PSI "$work/signed.xml" gateway.wrong_workflow
workflow=SOMETHING refused "an unknown workflow" BXI-PSI "$work/signed.xml" mesh.unknown_workflow

step "nothing of all this reached anybody"
expect_equal "referrals in Lambeth's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 0
expect_lacks "the gateway's log" "$(<"$dir/serve.log")" "$(get_element "$work/lief.xml" Surname)"
expect_lacks "the audit log" "$(audit_events)" "$(get_element "$work/lief.xml" Surname)"

step "the good form still goes through"
id=$(send_as "$dir" BXI-PSI "$work/signed.xml")
expect_equal "rung" "$(rung_of "$dir" BXI-PSI "$id")" accepted
expect_store_sound
gateway_stop TERM

step "configuration"
cp "$dir/gatepost.toml" "$work/broken.toml"
sed -i -e 's/^port = .*/port = 700000/' -e 's/^drain_seconds.*//' "$work/broken.toml"
printf '\n[machin]\nport = 1\n' >>"$work/broken.toml"
cp "$work/broken.toml" "$dir/broken.toml"
expect_status 2 "serve with a broken configuration" gp serve --config "$dir/broken.toml"
expect_contains "it" "$output" "[machine] port"
expect_contains "it also" "$output" "[admin] port"
expect_contains "it also" "$output" "[machin]"
expect_status 2 "serve without a file" gp serve --config "$work/none.toml"
expect_status 2 "an unknown option" gp send --nonsense
expect_status 3 "send to a gateway that is not there" gp send "$work/signed.xml" --config "$(client "$dir" BXI-PSI)"
