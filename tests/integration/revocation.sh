#!/usr/bin/env bash
# A revoked certificate neither signs nor connects once the CRL is reloaded (SIGHUP), without a restart; a certificate past
# its end verifies no more; and a CRL that has gone stale fails closed.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"

step "a second certificate for Brixton, good until it is revoked"
expect_status 0 "cert issue" gp cert issue --ca "$dir/pki" --team BXI-PSI --out "$work/second"
new_lief "$work/lief.xml"
gp sign "$work/lief.xml" --key "$work/second/key.pem" --cert "$work/second/cert.pem" --out "$work/signed.xml" >/dev/null
verify=(gp verify "$work/signed.xml" --trust "$dir/pki/ca.pem" --crl "$dir/pki/crl.pem")
expect_status 0 "verify before" "${verify[@]}"
serial_in() { openssl x509 -in "$1" -noout -serial | cut -d= -f2; }
serial=$(serial_in "$work/second/cert.pem")
expect_contains "cert list" "$(gp cert list --ca "$dir/pki")" "${serial,,}"
expect_status 0 "cert revoke" gp cert revoke "${serial,,}" --ca "$dir/pki"
expect_status 1 "verify after" "${verify[@]}"
expect_contains "it" "$output" revoked
expect_contains "openssl reads our CRL" "$(openssl crl -in "$dir/pki/crl.pem" -noout -text)" "$serial"

step "the gateway learns of it by SIGHUP"
kill -HUP "$gateway_pid"
refuses_revoked() {
  run gp send "$work/signed.xml" --config "$(client "$dir" BXI-PSI)"
  [[ $status == 1 && $output == *revoked* ]]
}
post_is_refused() {
  local answer
  new_lief "$work/lief.xml"
  gp sign "$work/lief.xml" --key "$work/second/key.pem" --cert "$work/second/cert.pem" --out "$work/signed.xml" >/dev/null
  refuses_revoked
}
expect_within 10 "a form signed with it is refused as revoked" post_is_refused
[[ $(audit_count '"refused"' certs.revoked) -ge 1 ]] || fail "no audit entry with certs.revoked"
ok "an audit entry names it"

step "a whole team's certificate"
path=/messageexchange/$(mailbox_of PVI-PSI)/inbox
expect_equal "Pentonville before" "$(code_of "$(mesh_curl PVI-PSI "$(mesh_token PVI-PSI)" GET "$path")")" 200
serial=$(serial_in "$dir/clients/PVI-PSI/cert.pem")
expect_status 0 "cert revoke" gp cert revoke "${serial,,}" --ca "$dir/pki"
kill -HUP "$gateway_pid"
cannot_connect() { ! mesh_curl PVI-PSI "$(mesh_token PVI-PSI)" GET "$path" 2>/dev/null | grep -q '^200$'; }
expect_within 10 "Pentonville cannot connect any more" cannot_connect
path=/messageexchange/$(mailbox_of BXI-PSI)/inbox
expect_equal "Brixton still can" "$(code_of "$(mesh_curl BXI-PSI "$(mesh_token BXI-PSI)" GET "$path")")" 200

step "time"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/good.xml" >/dev/null
expect_status 1 "verify after the certificate's end" gp verify "$work/good.xml" --trust "$dir/pki/ca.pem" --at 2059-01-01T00:00:00Z
expect_contains "it" "$output" expired
expect_status 1 "verify with a CRL that is stale by then" gp verify "$work/good.xml" --trust "$dir/pki/ca.pem" \
  --crl "$dir/pki/crl.pem" --at "$(date -u -d '+60 days' +%Y-%m-%dT%H:%M:%SZ)"
expect_contains "it" "$output" revocation_unknown
expect_store_sound
