#!/usr/bin/env bash
# The machine port: TLS 1.3 with a client certificate or nothing; SIGTERM lets a busy request finish; SIGHUP with broken
# files keeps the good ones; the admin port tells the truth.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
handshake=/messageexchange/$(mailbox_of BXI-PSI)

step "who may connect"
expect_equal "with a certificate" "$(code_of "$(mesh_curl BXI-PSI "$(mesh_token BXI-PSI)" GET "$handshake")")" 200
run curl -sS -m 10 --cacert "$dir/pki/ca.pem" -o /dev/null -w '%{http_code}' "$machine_url$handshake"
[[ $status != 0 && $stdout == 000 ]] || fail "without a certificate: exit $status, HTTP $stdout"
ok "without a certificate: no answer (curl's exit $status)"
gp init "$work/foreign" --demo --machine-port 0 --admin-port 0 >/dev/null
run curl -sS -m 10 --cacert "$dir/pki/ca.pem" --cert "$work/foreign/clients/BXI-PSI/cert.pem" \
  --key "$work/foreign/clients/BXI-PSI/key.pem" -o /dev/null -w '%{http_code}' "$machine_url$handshake"
[[ $status != 0 && $stdout == 000 ]] || fail "with a foreign certificate: exit $status, HTTP $stdout"
ok "with a foreign certificate: no answer"
s_client() {
  openssl s_client -connect "127.0.0.1:$machine_port" -CAfile "$dir/pki/ca.pem" -cert "$dir/clients/BXI-PSI/cert.pem" \
    -key "$dir/clients/BXI-PSI/key.pem" "$@" </dev/null 2>&1
}
run s_client -tls1_2
[[ $status != 0 ]] || fail "TLS 1.2 was accepted"
ok "TLS 1.2: refused"
run s_client -tls1_3 -verify_return_error
expect_contains "TLS 1.3" "$output" "Verify return code: 0 (ok)"
run curl -sS -m 10 -o /dev/null -w '%{http_code}' "http://127.0.0.1:$machine_port$handshake"
[[ $stdout != 200 ]] || fail "plain HTTP was answered on the machine port"
ok "plain HTTP: no answer"

step "the admin port"
expect_equal "/health" "$(curl -s -o /dev/null -w '%{http_code}' "$admin_url/health")" 200
expect_equal "/ready" "$(curl -s -o /dev/null -w '%{http_code}' "$admin_url/ready")" 200
metrics=$(curl -fsS "$admin_url/metrics")
expect_contains "/metrics" "$metrics" '# TYPE gatepost_'
expect_equal "anything else" "$(curl -s -o /dev/null -w '%{http_code}' "$admin_url/nothing")" 404

step "SIGHUP with a broken directory keeps the good one"
cp "$dir/gatepost.toml" "$work/keep.toml"
directory=$(find "$dir" -name '*.csv' | head -n 1)
cp "$directory" "$work/keep.csv"
echo 'nonsense' >"$directory"
lines=$(wc -l <"$dir/serve.log")
kill -HUP "$gateway_pid"
says_reload_failed() { tail -n "+$((lines + 1))" "$dir/serve.log" | grep -qiE '"level":"(error|warning)"'; }
expect_within 10 "the log says that it was not taken" says_reload_failed
expect_equal "and the gateway still answers" "$(code_of "$(mesh_curl BXI-PSI "$(mesh_token BXI-PSI)" GET "$handshake")")" 200
cp "$work/keep.csv" "$directory"
kill -HUP "$gateway_pid"

step "SIGTERM lets a busy request finish"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
mesh_curl BXI-PSI "$(mesh_token BXI-PSI)" POST "$handshake/outbox" --limit-rate 4k --trace-ascii "$work/trace" \
  -H 'Expect:' -H 'Content-Type: application/octet-stream' -H "mex-to: $(mailbox_of LAMBETH-SPOC)" \
  -H 'mex-workflowid: GATEPOST_LIEF' --data-binary "@$work/signed.xml" >"$work/answer" &
slow=$!
background_pids+=("$slow")
expect_within 10 "half a request is under way" grep -q 'Send data' "$work/trace"
kill -TERM "$gateway_pid"
wait "$slow" || fail "the request was cut: $(<"$work/answer")"
expect_equal "its answer" "$(code_of "$(<"$work/answer")")" 202
expect_within 25 "the process ends" gateway_is_gone
expect_equal "its exit code" "$(gateway_exit_code)" 0
gateway_pid=
gateway_start "$dir"
expect_equal "and what it accepted is there" "$(waiting LAMBETH-SPOC GATEPOST_LIEF)" 1
expect_store_sound
