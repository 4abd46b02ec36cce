#!/usr/bin/env bash
# Users and custodial keys from the command line: beside a running gateway and without one. Names, addresses and passwords
# stand neither in the database nor in the audit log.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
config=$dir/gatepost.toml
user() { gp user "$@" --config "$config"; }

step "before the gateway ever ran"
expect_status 0 "nobody yet" user list
expect_contains "it" "$output" "nobody yet"
expect_status 0 "add" user add j.example --name "Jo Example" --job-title "Recovery worker" --role sender:BXI-PSI
expect_contains "it" "$output" "sender:BXI-PSI: writes and sends"
password=$(sed -n 's/.*first password: //p' <<<"$output")
expect_equal "the first password's length" "${#password}" 23

step "everything wrong at once, and nothing added"
expect_status 1 "a broken user" user add "j e" --name "" --email nowhere --role root --role spoc:BXI-PSI --role sender:NO-SUCH
for part in "Sign-in name" "Name (" "E-mail address" "it is not a role" "BXI-PSI is a prison-psychosocial team" "NO-SUCH is not in"; do
  expect_contains "it" "$output" "$part"
done
expect_status 1 "a name that is taken" user add J.Example --name "Another Example" --role sender:BXI-PSI
expect_contains "it" "$output" identity.name_taken
expect_status 1 "a password that guessers try" user add sam.sample --name "Sam Sample" --role auditor --password-stdin <<<"Liverpool2025!"
expect_lacks "it" "$output" Liverpool
expect_status 1 "show of nobody" user show sam.sample

step "beside a running gateway"
gateway_start "$dir"
expect_status 0 "add with a password of one's own" user add sam.sample --name "Sam Sample" --email sam@spoc.example \
  --role spoc:LAMBETH-SPOC --role auditor --password-stdin <<<"lamp otter violin"
expect_lacks "it" "$output" violin
expect_status 0 "list" user list
expect_contains "it" "$output" "spoc:LAMBETH-SPOC, auditor"
expect_status 0 "roles" user roles j.example --role clinician:BXI-CLIN --role administrator
shown=$(user show J.EXAMPLE --json)
expect_equal "the roles" "$(jq -c .roles <<<"$shown")" '["clinician:BXI-CLIN","administrator"]'
expect_equal "the password" "$(jq -r .password <<<"$shown")" "to be changed at the next sign-in"
expect_equal "the second factors" "$(jq -c .second_factors <<<"$shown")" '[]'
expect_status 0 "disable" user disable j.example
expect_equal "the status" "$(user show j.example --json | jq -r .status)" disabled
expect_status 0 "enable" user enable j.example
expect_equal "the status" "$(user show j.example --json | jq -r .status)" enabled
expect_status 0 "reset-password" user reset-password j.example --json
expect_differs "another password" "$(jq -r .password <<<"$stdout")" "$password"
expect_status 1 "a password of their own names" user reset-password j.example --password-stdin <<<"RecoveryWorkerExample"
expect_contains "it" "$output" "this password cannot be given"
expect_status 0 "reset-second-factor" user reset-second-factor j.example
expect_status 1 "of nobody" user disable nobody.here
expect_status 0 "the gateway is well beside it all" curl -sfS "$admin_url/ready"

step "nothing personal in the log or in the database"
log=$(audit_events)
for event in user-added user-roles-changed user-disabled user-enabled user-password-reset user-second-factor-reset; do
  expect_contains "the audit log" "$log" "\"event\":\"$event\""
done
for personal in example Example Sample spoc.example; do
  expect_lacks "the audit log" "$log" "$personal"
  ! grep -aqF -- "$personal" "$dir"/state/gatepost.db* || fail "'$personal' stands in the database"
done
ok "no name or address stands in the database"
expect_store_sound

step "keys that the gateway signs with for people"
expect_status 0 "list" gp custody list --config "$config"
expect_contains "it" "$output" BXI-PSI
! grep -lq "PRIVATE KEY" "$dir"/custody/* || fail "a custodial key lies there unsealed"
ok "every custodial key is sealed"
gp cert create "$work/other-pki" >/dev/null
expect_status 0 "issue by another authority" gp custody issue BXI-PSI --ca "$work/other-pki" --config "$config" --json
expect_equal "the pin's length" "$(jq -r '.issuer_pin | length' <<<"$stdout")" 64
expect_status 2 "issue for no team" gp custody issue bxi --ca "$dir/pki" --config "$config"
cp "$dir/custody/BXI-PSI.key" "$dir/custody/BXI-CLIN.key"
expect_status 1 "a key moved to another team" gp custody list --config "$config"
expect_status 2 "the gateway refuses it too" gp serve --check --config "$config"
expect_contains "it" "$output" "custody/BXI-CLIN.pem"
expect_status 0 "issue anew" gp custody issue BXI-CLIN --ca "$dir/pki" --config "$config"
expect_status 0 "and all is well" gp serve --check --config "$config"

step "people of a demonstration, who can sign in at once; nowhere else"
# knock PATH [CURL OPTION...]: status and where it leads, with the cookies of a browser that keeps them.
knock() {
  curl -sS -m 20 --cacert "$dir/pki/ca.pem" -b "$work/jar" -c "$work/jar" -o "$work/page" -w '%{http_code} %{redirect_url}' \
    "$console_url$1" "${@:2}"
}
send_form() {
  local token
  token=$(sed -n 's/.*name="_token" value="\([^"]*\)".*/\1/p' "$work/page" | head -n 1)
  knock "$1" -H "Origin: $console_url" --data-urlencode "_token=$token" "${@:2}"
}
expect_status 0 "demonstrate" user demonstrate --json
sam=$(jq '.users[] | select(.sign_in_name == "sam")' <<<"$stdout")
expect_equal "a user for each role" "$(jq '.users | length' <<<"$stdout")" 7
expect_equal "the sign-in page" "$(knock /sign-in)" "200 "
expect_equal "name and password" "$(send_form /sign-in -d name=sam --data-urlencode "secret-password=$(jq -r .password <<<"$sam")")" \
  "303 $console_url/sign-in/code"
knock /sign-in/code >/dev/null
expect_equal "a code" "$(send_form /sign-in/code -d way=code --data-urlencode "secret-code=$(jq -r '.recovery_codes[0]' <<<"$sam")")" \
  "303 $console_url/"
expect_equal "and in" "$(knock /teams/LAMBETH-SPOC)" "200 "
expect_equal "at no other team's desk" "$(knock /teams/SOUTHWARK-SPOC)" "403 "
sed -i 's/^id = "demo"/id = "ours"/' "$dir/policy.toml"
expect_status 1 "demonstrate under another policy" user demonstrate
expect_contains "it" "$output" "gatepost init --demo"
