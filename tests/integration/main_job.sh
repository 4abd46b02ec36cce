#!/usr/bin/env bash
# The main job: HMP Brixton sends a signed LIEF, Lambeth's SPOC collects and acknowledges it by machine, the sender sees
# it acknowledged and collects receipts that anybody can verify.
source "$(dirname "$0")/lib.sh"

step "a gateway from nothing"
gateway_init "$dir" >"$work/init.out"
gateway_start "$dir"
ok "listens on $machine_url"

step "the sample form is complete, gets signed, and verifies"
new_lief "$work/lief.xml"
expect_status 0 "form check" gp form check "$work/lief.xml"
expect_status 0 "form show" gp form show "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
expect_status 0 "verify" gp verify "$work/signed.xml" --trust "$dir/pki/ca.pem" --crl "$dir/pki/crl.pem" --team BXI-PSI
expect_status 1 "verify for another team" gp verify "$work/signed.xml" --trust "$dir/pki/ca.pem" --crl "$dir/pki/crl.pem" --team PVI-PSI

step "xmlsec1, which nobody here wrote, agrees"
expect_status 0 "xmlsec1 --verify" xmlsec1 --verify --trusted-pem "$dir/pki/ca.pem" --enabled-key-data x509 "$work/signed.xml"

step "sent: accepted"
id=$(send_as "$dir" BXI-PSI "$work/signed.xml")
[[ -n $id ]] || fail "send printed no message id"
expect_equal "rung after sending" "$(rung_of "$dir" BXI-PSI "$id")" accepted

step "the SPOC's system collects and acknowledges"
expect_status 0 "collect at the SPOC" collect_as "$dir" LAMBETH-SPOC "$work/spoc"
expect_equal "forms written" "$(find "$work/spoc" -name '*.xml' | wc -l)" 1
received=$(find "$work/spoc" -name '*.xml')
cmp -s "$received" "$work/signed.xml" || fail "the collected form is not byte for byte what was sent"
ok "the collected form is byte for byte what was sent"
find "$work/spoc" -name '*.txt' | grep -q . || fail "no readable text beside the form"
ok "a readable text lies beside it"
expect_within 10 "the sender's status is acknowledged" rung_is "$dir" BXI-PSI "$id" acknowledged
expect_lacks "an automatic acknowledgement is not a confirmation" "$(rung_of "$dir" BXI-PSI "$id")" confirmed

step "the sender's receipts verify, for whoever holds the CA's certificate"
expect_status 0 "collect at the sender" collect_as "$dir" BXI-PSI "$work/sender"
receipts=0
rungs=
for file in "$work"/sender/*.xml; do
  if grep -q '<Receipt' "$file"; then
    gp verify "$file" --trust "$dir/pki/ca.pem" --crl "$dir/pki/crl.pem" >/dev/null || fail "receipt $file does not verify"
    sed 's/<Rung>ACCEPTED/<Rung>CONFIRMED/' "$file" >"$work/altered.xml"
    rungs+=" $(get_element "$file" Rung)"
    receipts=$((receipts + 1))
    if ! cmp -s "$file" "$work/altered.xml" &&
      gp verify "$work/altered.xml" --trust "$dir/pki/ca.pem" >/dev/null 2>&1; then
      fail "an altered receipt verifies"
    fi
  fi
done
expect_equal "receipts in the sender's inbox" "$receipts" 3
for rung in ACCEPTED DELIVERED ACKNOWLEDGED; do
  expect_contains "receipts" "$rungs" "$rung"
done

step "nothing is left, and the log proves it"
expect_equal "referrals left in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 0
expect_store_sound
gateway_stop TERM
ok "stopped"
