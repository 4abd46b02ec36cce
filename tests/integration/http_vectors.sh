#!/usr/bin/env bash
# Raw bytes that HTTP servers have disagreed about: each is refused or the connection closed, and a request hidden behind
# it is never answered. On the admin port in the clear, and on the machine port through TLS.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"

# A second request, hidden behind the first: were it answered, there would be a second status line.
hidden='GET /health HTTP/1.1\r\nHost: hidden\r\n\r\n'
long=$(head -c 9000 /dev/zero | tr '\0' 'a')
many=$(for ((i = 0; i < 70; i++)); do printf 'X-%d: 1\\r\\n' "$i"; done)

names=() vectors=()
vector() {
  names+=("$1")
  vectors+=("$2")
}
vector "length and chunked together" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$hidden"
vector "two lengths" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n$hidden"
vector "the same length twice" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: 0\r\n\r\n$hidden"
vector "a list as length" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 0, 0\r\n\r\n$hidden"
vector "a signed length" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n$hidden"
vector "a hexadecimal length" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 0x0\r\n\r\n$hidden"
vector "an endless length" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n$hidden"
vector "chunked twice" "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n$hidden"
vector "chunked, identity" "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n$hidden"
vector "xchunked" "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n$hidden"
vector "a tab before chunked's end" "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n$hidden"
vector "space before the colon" "GET /health HTTP/1.1\r\nHost : x\r\n\r\n"
vector "space before a length's colon" "POST /health HTTP/1.1\r\nHost: x\r\nContent-Length : 44\r\n\r\n$hidden"
vector "a folded header" "GET /health HTTP/1.1\r\nHost: x\r\nX-A: 1\r\n 2\r\n\r\n"
vector "no host" "GET /health HTTP/1.1\r\n\r\n"
vector "two hosts" "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n"
vector "bare line feeds" "GET /health HTTP/1.1\nHost: x\n\n"
vector "a bare carriage return" "GET /health HTTP/1.1\r\nHost: x\rX-A: 1\r\n\r\n"
vector "a NUL in a value" "GET /health HTTP/1.1\r\nHost: x\r\nX-A: a\x00b\r\n\r\n"
vector "a control character in a name" "GET /health HTTP/1.1\r\nHost: x\r\nX\x01A: b\r\n\r\n"
vector "HTTP/1.2" "GET /health HTTP/1.2\r\nHost: x\r\n\r\n"
vector "HTTP/2's preface" "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
vector "a lower-case version" "GET /health http/1.1\r\nHost: x\r\n\r\n"
vector "a lower-case method" "get /health HTTP/1.1\r\nHost: x\r\n\r\n"
vector "CONNECT" "CONNECT x:1 HTTP/1.1\r\nHost: x:1\r\n\r\n"
vector "TRACE" "TRACE /health HTTP/1.1\r\nHost: x\r\n\r\n"
vector "two spaces" "GET  /health HTTP/1.1\r\nHost: x\r\n\r\n"
vector "no version" "GET /health\r\n\r\n"
vector "9 KB in one header" "GET /health HTTP/1.1\r\nHost: x\r\nX-A: $long\r\n\r\n"
vector "70 headers" "GET /health HTTP/1.1\r\nHost: x\r\n$many\r\n"
vector "an endless chunk size" "POST /health HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n"

plain() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$admin_port"
  # The peer may close before it has read everything: that is an answer too.
  printf '%b' "$1" >&3 2>/dev/null || true
  answer=$(timeout 5 cat <&3 2>/dev/null | tr -d '\0' || true)
  exec 3>&- 3<&-
  printf '%s' "$answer"
}

through_tls() {
  { printf '%b' "$1"; sleep "${2:-0.2}"; } 2>/dev/null |
    timeout 8 openssl s_client -quiet -no_ign_eof -nocommands -connect "127.0.0.1:$machine_port" -CAfile "$dir/pki/ca.pem" \
      -cert "$dir/clients/BXI-PSI/cert.pem" -key "$dir/clients/BXI-PSI/key.pem" 2>/dev/null | tr -d '\0' || true
}

check() { # PORT NAME ANSWER
  local first count
  first=$(head -n 1 <<<"$3" | tr -d '\r')
  count=$(grep -c '^HTTP/1' <<<"$3" || true)
  case $first in
    '' | 'HTTP/1.1 400 '* | 'HTTP/1.1 405 '* | 'HTTP/1.1 413 '* | 'HTTP/1.1 431 '* | 'HTTP/1.1 501 '* | 'HTTP/1.1 505 '*) ;;
    *) fail "$1, $2: answered '$first'" ;;
  esac
  ((count <= 1)) || fail "$1, $2: $count answers to one request"
}

step "plain, on the admin port"
good='GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'
[[ $(plain "$good") == 'HTTP/1.1 200 '* ]] || fail "the good request is not answered: the vectors would prove nothing"
for i in "${!vectors[@]}"; do
  check admin "${names[i]}" "$(plain "${vectors[i]}")"
done
ok "${#vectors[@]} vectors"

step "through TLS, on the machine port"
[[ $(through_tls "$good") == HTTP/1.1\ * ]] || fail "the good request is not answered: the vectors would prove nothing"
for i in "${!vectors[@]}"; do
  check machine "${names[i]}" "$(through_tls "${vectors[i]}")"
done
ok "${#vectors[@]} vectors"

step "a client that never finishes its head is let go, and disturbs nobody"
{
  exec 4<>"/dev/tcp/127.0.0.1/$admin_port"
  printf 'GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ' >&4
} 2>/dev/null
expect_equal "others meanwhile" "$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$admin_url/health")" 200
before=$SECONDS
timeout 25 cat <&4 >/dev/null || fail "still connected after 25 s"
exec 4>&- 4<&-
ok "closed after $((SECONDS - before)) s"

expect_equal "and the gateway is well" "$(curl -s -m 5 -o /dev/null -w '%{http_code}' "$admin_url/ready")" 200
expect_store_sound
