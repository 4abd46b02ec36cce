#!/usr/bin/env bash
# kill -9 in the middle of sending, three times over: everything that was answered as accepted is there afterwards, the
# sender repeats the same bytes, and nothing arrives twice.
source "$(dirname "$0")/lib.sh"
forms=${FORMS:-20}
crashes=3

gateway_init "$dir" >/dev/null
gateway_start "$dir"
mkdir -p "$work/ids" "$work/signed"

step "$forms signed referrals"
for ((i = 1; i <= forms; i++)); do
  new_lief "$work/lief.xml"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed/$i.xml" >/dev/null
done

# Sends number $1 and prints the handle that the gateway gave it.
handle_of() { gp send "$work/signed/$1.xml" --config "$(client "$dir" BXI-PSI)" --json | jq -er .handle; }

# Sends each once; remembers the handles of those that the gateway said it had accepted.
send_all() {
  local i id
  for ((i = 1; i <= forms; i++)); do
    [[ -s $work/ids/$i ]] && continue
    if id=$(handle_of "$i" 2>>"$work/send.log"); then
      echo "$id" >"$work/ids/$i.new" && mv "$work/ids/$i.new" "$work/ids/$i"
    fi
  done
}
accepted() { find "$work/ids" -type f ! -name '*.new' | wc -l; }
accepted_at_least() { (($(accepted) >= $1)); }

for ((crash = 1; crash <= crashes; crash++)); do
  step "crash $crash of $crashes"
  before=$(accepted)
  target=$((crash * forms / (crashes + 1)))
  send_all &
  sender=$!
  background_pids+=("$sender")
  wait_for 30 "$target accepted referrals" accepted_at_least "$target"
  gateway_stop KILL
  wait "$sender" || true
  ok "killed with $(accepted) of $forms accepted ($((before)) before)"
  (($(accepted) < forms)) || fail "the kill came after the last sending: it proved nothing"
  gateway_start "$dir"
  ok "started again"
done

step "the sender sends the rest, then every file again"
send_all
expect_equal "accepted in the end" "$(accepted)" "$forms"
for ((i = 1; i <= forms; i++)); do
  again=$(handle_of "$i")
  [[ $again == $(<"$work/ids/$i") ]] || fail "referral $i was first $(<"$work/ids/$i"), then $again"
done
ok "every repeat was answered with the same handle"

step "the SPOC gets each exactly once"
collected_forms "$dir" LAMBETH-SPOC "$work/spoc" LIEF none >"$work/arrived"
expect_equal "referrals that arrived" "$(wc -l <"$work/arrived")" "$forms"
expect_equal "different ones" "$(sort -u "$work/arrived" | wc -l)" "$forms"
for ((i = 1; i <= forms; i++)); do
  grep -qxF "$(get_element "$work/signed/$i.xml" MessageId)" "$work/arrived" || fail "referral $i never arrived"
done
ok "each one that was accepted is among them"

step "the gateway killed while the SPOC collects and acknowledges"
ids=()
for i in 1 2 3 4 5 6; do
  new_lief "$work/lief.xml" E09000028
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/southwark-$i.xml" >/dev/null
  ids+=("$(send_as "$dir" BXI-PSI "$work/southwark-$i.xml")")
done
referrals_written() { find "$work/southwark" -name 'LIEF-*.xml' 2>/dev/null | wc -l; }
some_written() { (($(referrals_written) >= 2)); }
collect_as "$dir" SOUTHWARK-SPOC "$work/southwark" >/dev/null 2>&1 &
collector=$!
background_pids+=("$collector")
wait_for 30 "the first referrals on the SPOC's disk" some_written
gateway_stop KILL
wait "$collector" || true
ok "killed with $(referrals_written) of 6 on the SPOC's disk"
gateway_start "$dir"
collect_as "$dir" SOUTHWARK-SPOC "$work/southwark" >/dev/null
expect_equal "referrals on the SPOC's disk" "$(referrals_written)" 6
for id in "${ids[@]}"; do
  [[ $(status_of "$dir" BXI-PSI "$id" | jq -r '.ladder[2].reached_at') != null ]] || fail "$id is not acknowledged"
done
ok "each of them is acknowledged"
collected_forms "$dir" BXI-PSI "$work/sender" Acknowledgement >"$work/acknowledgements"
expect_equal "acknowledgements in the sender's inbox" "$(wc -l <"$work/acknowledgements")" 6
expect_store_sound
