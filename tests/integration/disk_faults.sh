#!/usr/bin/env bash
# The disk is full, then it has room again; fsync fails. Nothing is answered as accepted that is not safe, the sender is told
# to come back, and afterwards the same bytes go through exactly once. The faults are injected into the running
# program with strace.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"

strace_works() { strace -o /dev/null -e trace=getpid true 2>/dev/null; }
strace_works || fail "strace cannot trace here: run as root, or allow ptrace"

post() { # FILE: prints the status code, or nothing when the connection broke
  code_of "$(mesh_curl BXI-PSI "$(mesh_token BXI-PSI)" POST "/messageexchange/$(mailbox_of BXI-PSI)/outbox" \
    -H 'Content-Type: application/octet-stream' -H "mex-to: $(mailbox_of LAMBETH-SPOC)" \
    -H 'mex-workflowid: GATEPOST_LIEF' --data-binary "@$1" 2>/dev/null)" || true
}

# with_fault INJECTION: from now on, until fault_ends.
with_fault() {
  strace -f -p "$gateway_pid" -o "$work/strace" -e trace="${1%%:*}" -e inject="$1" 2>"$work/strace.err" &
  strace_pid=$!
  background_pids+=("$strace_pid")
  wait_for 10 "strace to take hold of every thread" all_threads_traced
}
all_threads_traced() { ! grep -l 'TracerPid:[[:space:]]*0$' /proc/"$gateway_pid"/task/*/status; }
fault_ends() {
  kill -TERM "$strace_pid" 2>/dev/null || true
  wait "$strace_pid" 2>/dev/null || true
}

signed_lief() {
  new_lief "$work/lief.xml"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$1" >/dev/null
}

step "before"
signed_lief "$work/first.xml"
expect_equal "a referral" "$(post "$work/first.xml")" 202

step "the disk is full"
signed_lief "$work/second.xml"
with_fault pwrite64:error=ENOSPC
expect_equal "a referral" "$(post "$work/second.xml")" 503
expect_equal "again" "$(post "$work/second.xml")" 503
expect_equal "/health meanwhile" "$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$admin_url/health")" 200
fault_ends
grep -q INJECTED "$work/strace" || fail "no fault was injected: this proved nothing"

step "there is room again"
accepted_now() { [[ $(post "$work/second.xml") == 202 ]]; }
expect_within 15 "the same bytes are accepted" accepted_now
expect_equal "referrals in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 2
expect_store_sound

step "fsync fails"
signed_lief "$work/third.xml"
with_fault fdatasync:error=EIO
answer=$(post "$work/third.xml")
[[ $answer != 202 ]] || fail "answered 202 although the fsync had failed"
ok "a referral: not accepted (${answer:-connection closed})"
grep -q INJECTED "$work/strace" || fail "no fault was injected: this proved nothing"
fault_ends
answer=$(post "$work/third.xml")
[[ $answer != 202 ]] || fail "went on as if nothing had been: an fsync error is never retried"
ok "nor after it: the store has stopped (${answer:-connection closed})"

expect_within 15 "the process ends, for its service manager to start it again" gateway_is_gone
expect_equal "its exit code" "$(gateway_exit_code)" 70

step "a restart recovers"
gateway_start "$dir"
expect_equal "the same bytes" "$(post "$work/third.xml")" 202
expect_equal "referrals in the SPOC's inbox" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 3
expect_store_sound
