#!/usr/bin/env bash
# The log can be held to its word by people who do not trust its keeper: another implementation (golang.org/x/mod) verifies
# its checkpoints, proofs and tiles, and what is signed goes to a second place, where it tells what was cut off or rewritten.
source "$(dirname "$0")/lib.sh"

judge=$work/tlog_judge
GOPATH=/usr/share/gocode GO111MODULE=off GOFLAGS='' GOCACHE=$work/go-cache HOME=$work \
  go build -o "$judge" "$here/support/tlog_judge.go"
config=$dir/gatepost.toml

gateway_init "$dir" >/dev/null
sed -i 's/^readers = .*/readers = ["SOUTHWARK-SPOC"]/; s/^checkpoint_every_seconds = .*/checkpoint_every_seconds = 1/' "$config"
gateway_start "$dir"
vkey=$(gp audit key --config "$config")
expect_equal "init wrote the same key" "$(<"$dir/pki/log.vkey")" "$vkey"

send_some() {
  local _
  for _ in $(seq "$1"); do
    new_lief "$work/lief.xml"
    sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
    send_as "$dir" BXI-PSI "$work/signed.xml" >/dev/null
  done
}
log_curl() { # TEAM PATH OUT: the status
  curl -sS -m 20 --path-as-is --cacert "$dir/pki/ca.pem" --cert "$dir/clients/$1/cert.pem" --key "$dir/clients/$1/key.pem" \
    -o "$3" -w '%{http_code}' "$machine_url/v1/log/$2"
}

send_some 3
older=$work/older
gp audit checkpoint --config "$config" >"$older"
older_size=$(sed -n 2p "$older")
# More than one full tile: each form that nobody confirms goes on writing entries.
large() {
  gp audit checkpoint --config "$config" >"$work/now"
  size=$(sed -n 2p "$work/now")
  ((size > 300)) || { send_some 5 && false; }
}
wait_for 60 "a log of more than 300 entries" large || fail "only $size entries"

step "what others verify"
expect_status 0 "the checkpoint" "$judge" "$vkey" checkpoint "$work/now"
expect_contains "and its size" "$stdout" "$size "
for index in 0 1 17 $((older_size - 1)) 255 256 $((size - 1)); do
  gp audit prove "$index" --config "$config" >"$work/$index.tlog-proof"
  printf '%s' "$(sqlite3 "$dir/state/gatepost.db" "SELECT bytes FROM audit_log WHERE idx = $index")" >"$work/entry"
  expect_status 0 "the inclusion of entry $index" "$judge" "$vkey" inclusion "$work/$index.tlog-proof" "$work/entry"
done
printf 'x' >>"$work/entry"
expect_status 1 "but not of another entry" "$judge" "$vkey" inclusion "$work/$((size - 1)).tlog-proof" "$work/entry"
gp audit prove --since "$older" --config "$config" >"$work/consistency"
expect_status 0 "that it continues the older checkpoint" "$judge" "$vkey" consistency "$work/consistency" "$older"
expect_status 1 "which no other checkpoint's is" "$judge" "$vkey" consistency "$work/consistency" "$work/now"
expect_status 1 "an entry that is not there has no proof" gp audit prove 100000 --config "$config"

step "what is served"
mirror=$work/mirror
fetch() { # PATH
  mkdir -p "$mirror/$(dirname "$1")"
  expect_equal "GET $1" "$(log_curl SOUTHWARK-SPOC "$1" "$mirror/$1")" 200
}
fetch checkpoint
served=$(sed -n 2p "$mirror/checkpoint")
for kind in 0 entries; do
  for ((tile = 0; tile < served / 256; tile++)); do fetch "tile/$kind/$(printf %03d "$tile")"; done
  ((served % 256 == 0)) || fetch "tile/$kind/$(printf %03d $((served / 256))).p/$((served % 256))"
done
fetch "tile/1/000.p/$((served / 256))"
expect_status 0 "all of it is the log of the checkpoint" "$judge" "$vkey" tiles "$mirror"
printf '\001' | dd of="$mirror/tile/0/000" bs=1 seek=64 conv=notrunc status=none
expect_status 1 "but not with one byte changed" "$judge" "$vkey" tiles "$mirror"
expect_equal "hashes are for every team" "$(log_curl LAMBETH-SPOC tile/0/000 "$work/tile")" 200
expect_equal "entries are not" "$(log_curl LAMBETH-SPOC tile/entries/000 "$work/tile")" 403
expect_contains "and it says for whom" "$(<"$work/tile")" "readers"
for path in tile/0/999 tile/0/0 tile/9/000 tile/entries/../../checkpoint 'tile/0/000.p/0' other; do
  expect_equal "no such tile: $path" "$(log_curl SOUTHWARK-SPOC "$path" "$work/tile")" 404
done
expect_equal "nothing without a certificate" \
  "$(curl -sS -m 20 --cacert "$dir/pki/ca.pem" -o /dev/null -w '%{http_code}' "$machine_url/v1/log/checkpoint" 2>/dev/null || true)" 000

step "the second place"
copy=$dir/checkpoints/checkpoint
copied() { [[ -s $copy ]] && (($(sed -n 2p "$copy") >= size)); }
expect_within 10 "a checkpoint is written there" copied
expect_status 0 "and is one" "$judge" "$vkey" checkpoint "$copy"
[[ -s $copy-$(date -u +%F) ]] || fail "none of the day"
mv "$dir/checkpoints" "$work/moved"
alarmed() { grep -q '"event":"checkpoint-not-copied"' "$dir/serve.log"; }
send_some 1
expect_within 10 "an alarm when it cannot be written" alarmed
mv "$work/moved" "$dir/checkpoints"
expect_within 10 "metrics say since when" \
  bash -c "curl -s '$admin_url/metrics' | grep -q gatepost_checkpoint_copied_timestamp_seconds"

step "what was signed before"
expect_status 0 "the log continues the older checkpoint" gp audit verify --since "$older" --config "$config"
expect_contains "and says so" "$output" "continues the checkpoint of $older_size entries"
expect_status 0 "by the log's key alone" gp audit verify --since "$older" --log-key "$dir/pki/log.vkey" --config "$config"
gateway_stop TERM
last=$(sed -n 2p "$copy")
database=$dir/state/gatepost.db
cp -r "$dir/state" "$work/state.good"

# Somebody with the database and without the key cuts the tail off, and makes the rest agree with itself.
rewind() { # SIZE: entries kept
  rm -rf "$dir/state"
  cp -r "$work/state.good" "$dir/state"
  gp audit verify --config "$config" >/dev/null
  sqlite3 "$database" "DELETE FROM audit_log WHERE idx >= $1; DELETE FROM audit_hashes WHERE (idx + 1) << level > $1"
}
rewind 1
# Of one entry, root and frontier are its leaf.
sqlite3 "$database" "UPDATE audit_head SET size = 1, root = (SELECT leaf FROM audit_log WHERE idx = 0),
  frontier = (SELECT leaf FROM audit_log WHERE idx = 0)"
run gp audit verify --config "$config" --json
expect_equal "the log that was cut off is found by the copy" "$(jq -r .first_bad <<<"$stdout")" 1
expect_contains "which says what is missing" "$stdout" "signed for $last entries"
expect_status 1 "and by any older one" gp audit verify --since "$older" --config "$config"
expect_status 1 "it is not signed again" gp audit checkpoint --config "$config"
expect_contains "and says why" "$output" "are missing"
mv "$dir/checkpoints" "$work/moved" && mkdir "$dir/checkpoints"
expect_status 0 "without any checkpoint it looks well" gp audit verify --config "$config"
rmdir "$dir/checkpoints" && mv "$work/moved" "$dir/checkpoints"
gateway_start "$dir"
forked() { grep -q '"event":"log-does-not-continue-its-checkpoint"' "$dir/serve.log"; }
expect_within 10 "the gateway that runs with it raises the alarm" forked
expect_equal "and signs nothing more" "$(log_curl SOUTHWARK-SPOC checkpoint "$work/tile")" 503
gateway_stop TERM
