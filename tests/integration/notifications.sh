#!/usr/bin/env bash
# Nobody answers, and people are told by mail through a real Postfix: each contact in turn, without personal data, never
# without TLS. A mail server that is gone, hangs or refuses an address delays and silences nobody else.
source "$(dirname "$0")/lib.sh"
source "$here/support/postfix.sh"
postfix_needs

gateway_init "$dir" >/dev/null
gp cert issue --ca "$dir/pki" --out "$work/mail-cert" --server localhost >/dev/null

recipient=spoc@lambeth.example fallback=desk@lambeth.example sender=psi@brixton.example
manager=manager@lambeth.example oversight=commissioner@borough.example operator=operator@gateway.example
southwark_desk=desk@southwark.example
mailboxes=("$recipient" "$fallback" "$sender" "$manager" "$oversight" "$operator" "$southwark_desk")
postfix_init "$work/postfix" encrypt "$work/mail-cert/cert.pem" "$work/mail-cert/key.pem" "${mailboxes[@]}"
postfix_start "$work/postfix"

# The parties, with contacts at that Postfix. Southwark's own mailbox is not there any more, and nobody oversees it.
pin=$(grep -om1 '[0-9a-f]\{64\}' "$dir/directory.csv")
cat >"$dir/directory.csv" <<CSV
team,name,kind,areas,route,mailbox,telephone,email,fallback_contact,service_manager,oversight,issuer_pin
BXI-PSI,HMP Brixton psychosocial,prison-psychosocial,,mailbox,$(mailbox_of BXI-PSI),020 7946 0101,$sender,,,,$pin
LAMBETH-SPOC,Lambeth drug and alcohol SPOC,spoc,E09000022,mailbox,$(mailbox_of LAMBETH-SPOC),020 7946 0111,$recipient,Duty desk <$fallback> 020 7946 0199,Service manager <$manager>,Borough commissioner <$oversight>,$pin
SOUTHWARK-SPOC,Southwark drug and alcohol SPOC,spoc,E09000028,mailbox,$(mailbox_of SOUTHWARK-SPOC),020 7946 0112,gone@southwark.example,Duty desk <$southwark_desk>,,,$pin
CSV

# mail_settings SERVER [TRUST]: [mail], and nothing else changes.
mail_settings() {
  sed -i '/^\[mail\]$/,$d' "$dir/gatepost.toml"
  cat >>"$dir/gatepost.toml" <<TOML
[mail]
server = "$1"
trust = "${2:-pki/ca.pem}"
from = "gatepost@gateway.example"
reply_to = "duty@gateway.example"
operator = "$operator"
TOML
}
starttls=smtp://localhost:$postfix_port tls_at_once=smtps://localhost:$postfix_tls_port
by_another_name=smtp://127.0.0.1:$postfix_port
mail_settings "$starttls"
gateway_start "$dir"

# refer AREA: sends a fresh referral that nobody will collect; prints its id.
refer() {
  new_lief "$work/lief.xml" "$1"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/signed.xml"
}
# mail_about ADDRESS MESSAGE RUNG: the first mail there about the message's missing rung.
mail_about() {
  local file
  while read -r file; do
    if grep -q "^In full: .*$2" "$file" && grep -q "^Step: .*($3)" "$file"; then
      echo "$file"
      return 0
    fi
  done < <(mails_to "$work/postfix" "$1")
  return 1
}
field_of() { sed -n "/^\r\?\$/q; s/^$2: //Ip" "$1" | tr -d '\r'; }
all_mails() { find "$work/postfix/mail" -path '*/new/*' -type f; }
reloads() { grep -c '"reloaded"' "$dir/serve.log" || true; }
reload() {
  local before
  before=$(reloads)
  kill -HUP "$gateway_pid"
  reloaded() { (($(reloads) > before)); }
  wait_for 10 "the new settings" reloaded || fail "the settings were not reloaded"
}
logged() { grep -F -- "$1" "$dir/serve.log" | grep -qF -- "${2:-}"; }

step "a referral that nobody answers: each contact is told, in order"
id=$(refer E09000022)
southwark=$(refer E09000028)
order=()
for who in "$recipient" "$fallback" "$sender" "$manager" "$oversight"; do
  expect_within 30 "a mail to $who" mail_about "$who" "$id" acknowledged
  order+=("$(mail_about "$who" "$id" acknowledged)")
done
expect_equal "they arrived in that order" "$(ls -1tr "${order[@]}")" "$(printf '%s\n' "${order[@]}")"
expect_within 10 "a mail to the operator" mail_about "$operator" "$id" delivered

step "what such a mail says"
task_mail=$(mail_about "$sender" "$id" acknowledged)
text=$(tr -d '\r' <"$task_mail")
expect_contains "the sender's mail" "$text" "Ring Lambeth drug and alcohol SPOC (LAMBETH-SPOC) on 020 7946 0111."
expect_contains "the sender's mail" "$text" "gatepost claim $(open_tasks "$dir" BXI-PSI "$id" | head -n 1)"
expect_contains "the sender's mail" "$text" "gatepost tasks"
expect_contains "the sender's mail" "$text" "BXI-PSI/$id"
expect_contains "the sender's mail" "$text" "London time"
expect_equal "Auto-Submitted" "$(field_of "$task_mail" Auto-Submitted)" auto-generated
expect_equal "X-Auto-Response-Suppress" "$(field_of "$task_mail" X-Auto-Response-Suppress)" All
expect_equal "To" "$(field_of "$task_mail" To)" "<$sender>"
expect_equal "Reply-To" "$(field_of "$task_mail" Reply-To)" "<duty@gateway.example>"
expect_equal "Return-Path" "$(field_of "$task_mail" Return-Path)" "<gatepost@gateway.example>"
expect_contains "it came over TLS" "$text" "with ESMTPS"
reference=BXI-PSI/$id/acknowledged/ring-recipient/3/notify
expect_equal "Message-ID is the reference's digest" "$(field_of "$task_mail" Message-ID)" \
  "<$(printf %s "$reference" | sha256sum | cut -c1-32)@gateway.example>"
audited() { [[ $(audit_count "$@") -ge 1 ]]; }
expect_within 10 "the log says that it was handed over" audited '"notified"' "$reference"

step "no personal data in any mail"
gp form template lief >"$work/sample.xml"
for element in Surname Forename Forenames PrisonerNumber NhsNumber DateOfBirth; do
  value=$(get_element "$work/sample.xml" "$element")
  [[ -n $value ]] || continue
  expect_equal "mails with the sample's $element" "$(all_mails | xargs grep -liF -- "$value" | grep -c . || true)" 0
done
[[ -n $(get_element "$work/sample.xml" Surname) && -n $(get_element "$work/sample.xml" PrisonerNumber) ]] || fail "no sample"

step "an address that is refused, and one that is not there, end in no silence"
expect_within 30 "the log: the recipient's was refused" audited '"notification-failed"' "refused BXI-PSI/$southwark/acknowledged"
expect_within 30 "the fallback is told all the same" mail_about "$southwark_desk" "$southwark" acknowledged
expect_within 30 "and the sender" mail_about "$sender" "$southwark" acknowledged
expect_within 30 "the log: nobody oversees it" audited '"notification-failed"' "no-address BXI-PSI/$southwark/acknowledged"
metric() { curl -fsS "$admin_url/metrics" | grep -qF "$1"; }
expect_within 5 "metrics count it" metric 'gatepost_notifications_total{ending="refused",role="recipient"}'
expect_within 5 "and what has no address" metric 'gatepost_notifications_total{ending="no-address",role="oversight"}'
expect_lacks "the gateway's log" "$(<"$dir/serve.log")" gone@southwark.example

# has_report MESSAGE: whether the sender's inbox has had a REPORT that the message is overdue.
has_report() {
  gp collect --config "$(client "$dir" BXI-PSI)" --out "$work/sender" --acknowledge none --once >/dev/null
  grep -lF "$1" "$work/sender"/report-*.txt | xargs -r grep -q GP-OVERDUE
}

step "a mail server that is gone"
postfix_stop "$work/postfix"
id=$(refer E09000022)
expect_within 20 "a REPORT to the sender meanwhile" has_report "$id"
expect_within 20 "mails wait" logged mail-not-taken unreachable
postfix_start "$work/postfix"
expect_within 60 "the recipient's mail afterwards" mail_about "$recipient" "$id" acknowledged
expect_within 60 "the oversight's mail afterwards" mail_about "$oversight" "$id" acknowledged

step "a mail server that hangs"
postfix_freeze "$work/postfix"
id=$(refer E09000022)
expect_within 10 "a REPORT to the sender meanwhile" has_report "$id"
expect_equal "mails that have timed out by then" "$(grep -c timed-out "$dir/serve.log" || true)" 0
expect_within 30 "the gateway gives up on a mail" logged mail-not-taken timed-out
gateway_stop
ok "and stops when told to"
gateway_start "$dir"
postfix_thaw "$work/postfix"
expect_within 60 "the recipient's mail afterwards" mail_about "$recipient" "$id" acknowledged

step "nobody got the same mail twice"
for who in "${mailboxes[@]}"; do
  expect_equal "repeats at $who" "$(mails_to "$work/postfix" "$who" | xargs -r grep -hi '^message-id:' | sort | uniq -d)" ""
done

step "a mail server without TLS gets nothing"
postfix_init "$work/plain" none "$work/mail-cert/cert.pem" "$work/mail-cert/key.pem" "${mailboxes[@]}"
postfix_start "$work/plain"
mail_settings "smtp://localhost:$postfix_port"
reload
id=$(refer E09000022)
expect_within 30 "a mail is not handed over" logged mail-not-taken no-tls
expect_within 10 "the server was asked" grep -q 'disconnect from .*ehlo' "$work/plain/maillog"
expect_equal "commands it heard but EHLO and QUIT" \
  "$(grep -o 'disconnect from .*' "$work/plain/maillog" | grep -E 'mail=|rcpt=|data=|auth=' || true)" ""
expect_equal "mails it has" "$(find "$work/plain/mail" -type f | wc -l)" 0

step "nor does one whose certificate is another's, or nobody's we know"
mail_settings "$by_another_name"
reload
id=$(refer E09000022)
expect_within 30 "a mail is not handed over" logged mail-not-taken not-trusted
gp cert create "$work/other-ca" --name Other >/dev/null
mail_settings "$starttls" "$work/other-ca/ca.pem"
reload
id=$(refer E09000022)
more_not_trusted() { (($(grep -F "$id" "$dir/serve.log" | grep -c not-trusted) > 0)); }
expect_within 30 "a mail is not handed over" more_not_trusted

step "TLS from the first byte does as well"
mail_settings "$tls_at_once"
reload
expect_within 60 "the recipient's mail" mail_about "$recipient" "$id" acknowledged

step "no address stands in the log, and it verifies"
for who in "${mailboxes[@]}"; do
  expect_lacks "the gateway's log" "$(<"$dir/serve.log")" "$who"
done
expect_store_sound
