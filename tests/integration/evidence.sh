#!/usr/bin/env bash
# Who sent what to whom and when, shown to somebody who trusts neither side nor the gateway: one zip, judged with nothing
# but an authority's certificate and the log's key.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/signed.xml")
collect_as "$dir" LAMBETH-SPOC "$work/spoc" >/dev/null
gp acknowledge "$id" --by "Jo Example" --config "$(client "$dir" LAMBETH-SPOC)" >/dev/null

# What the judge has, and nothing else.
mkdir "$work/judge"
cp "$dir/pki/ca.pem" "$dir/pki/log.vkey" "$work/judge"
judge() { gp evidence verify "$1" --trust "$work/judge/ca.pem" --log-key "$work/judge/log.vkey" "${@:2}"; }

step "for both parties"
expect_status 0 "the sender has it" gp evidence export "$id" --out "$work/sender.zip" --config "$(client "$dir" BXI-PSI)"
expect_status 0 "the recipient too" gp evidence export "$id" --out "$work/spoc.zip" --config "$(client "$dir" LAMBETH-SPOC)"
expect_status 1 "nobody else" gp evidence export "$id" --out "$work/x.zip" --config "$(client "$dir" SOUTHWARK-SPOC)"
[[ ! -e $work/x.zip ]] || fail "a file was left behind"
expect_status 2 "nothing is overwritten" gp evidence export "$id" --out "$work/spoc.zip" --config "$(client "$dir" BXI-PSI)"
expect_equal "it is readable by its owner alone" "$(stat -c %a "$work/sender.zip")" 600
expect_equal "both are disclosures in the log" "$(audit_count '"verb":"disclosure"' '"event":"evidence-exported"')" 2
gateway_stop TERM

step "without any gateway"
expect_status 0 "the sender's" judge "$work/sender.zip"
for said in "$id" "receipt   1-accepted" "receipt   4-confirmed" "reply     0001-Acknowledgement"; do
  expect_contains "it" "$stdout" "$said"
done
expect_status 0 "the recipient's" judge "$work/spoc.zip" --json
expect_equal "in one object" "$(jq -r .proven <<<"$stdout")" true
unzip -q "$work/sender.zip" -d "$work/open"
expect_contains "the page for people" "$(<"$work/open/README.txt")" "by Jo Example"
expect_status 0 "the form in it is the form that was sent" cmp "$work/open/form.xml" "$work/signed.xml"
expect_equal "each entry has its proof" "$(ls "$work"/open/log/*.json | wc -l)" "$(ls "$work"/open/log/*.tlog-proof | wc -l)"

step "another authority, another log"
gp cert create "$work/other" >/dev/null
expect_status 1 "not under another authority" gp evidence verify "$work/sender.zip" --trust "$work/other/ca.pem" --log-key "$work/judge/log.vkey"
expect_contains "it" "$output" "untrusted"
gp init "$work/stranger" --machine-port 0 --admin-port 0 >/dev/null
expect_status 1 "not for another log" gp evidence verify "$work/sender.zip" --trust "$work/judge/ca.pem" --log-key "$work/stranger/pki/log.vkey"
expect_status 2 "a key that is none" gp evidence verify "$work/sender.zip" --trust "$work/judge/ca.pem" --log-key nonsense

step "altered"
# altered WHAT FILE SED: the judge names the file.
altered() {
  rm -rf "$work/changed"
  cp -r "$work/open" "$work/changed"
  sed -i "$3" "$work/changed/$2"
  (cd "$work/changed" && rm -f ../changed.zip && zip -qr -D ../changed.zip .)
  expect_status 1 "$1" judge "$work/changed.zip"
  expect_contains "it" "$output" "$2"
}
entry=$(cd "$work/open" && ls log/*.json | head -n 1)
altered "the form" form.xml 's/<Surname>/<Surname>X/'
altered "a receipt" receipts/1-accepted.xml 's/LAMBETH/CROYDON/'
altered "a reply" replies/0002-Acknowledgement.xml 's/Jo Example/Jo Other/'
altered "an entry of the log" "$entry" 's/accepted/rejected/'
altered "the checkpoint" checkpoint '2s/$/0/'
altered "the manifest" manifest.json 's/"gateway":"/&x/'
altered "the page for people" README.txt 's/Jo Example/Jo Other/'
altered "the page with markup" index.html 's/Jo Example/Jo Other/'

step "hostile archives"
refused() { # WHAT FILE
  expect_status 1 "$1" judge "$2"
  expect_contains "it" "$output" "archive"
}
mkdir -p "$work/hostile/inner"
(cd "$work/hostile/inner" && touch ../escaped && zip -q ../slip.zip ../escaped)
refused "a name that leads out of the folder" "$work/hostile/slip.zip"
(cd "$work/hostile" && ln -s /etc/passwd form.xml && zip -qy link.zip form.xml)
refused "a link" "$work/hostile/link.zip"
(cd "$work/hostile" && head -c 300000000 /dev/zero | zip -q bomb.zip -)
refused "a bomb" "$work/hostile/bomb.zip"
cp "$work/sender.zip" "$work/hostile/tail.zip" && printf 'more' >>"$work/hostile/tail.zip"
refused "something behind the archive" "$work/hostile/tail.zip"
head -c 1000 "$work/sender.zip" >"$work/hostile/cut.zip"
refused "half an archive" "$work/hostile/cut.zip"
