#!/usr/bin/env bash
# The browser port: a page of the real program with everything a browser is told to refuse, static files that are kept for
# ever, no client certificate, other names and pages as parts of other sites' refused, and the operator's name and logo.
# (Forms from other sites and stale tokens: tests/unit/gateway/web/core/console_test.cpp.)
source "$(dirname "$0")/lib.sh"

# browse PATH [CURL OPTION...]: the answer's head in $head, its body in $page, its status in $code.
browse() {
  local path=$1
  shift
  : >"$work/page"
  code=$(curl -sS -m 20 --cacert "$dir/pki/ca.pem" -D "$work/head" -o "$work/page" -w '%{http_code}' "$@" "$console_url$path") ||
    fail "GET $path: curl ended with $?"
  head=$(tr -d '\r' <"$work/head")
  page=$(tr '\0' ' ' <"$work/page")
}
field() { sed -n "s/^$1: //Ip" <<<"$head" | head -n 1; }

step "a gateway with a console"
gateway_init "$dir" >/dev/null
printf '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script>alert(1)</script></svg>' >"$dir/logo.svg"
sed -i -e 's|^name = "Gatepost" .*|name = "Example <Trust>"|' -e 's|^# logo = .*|logo = "logo.svg"|' "$dir/gatepost.toml"
gateway_start "$dir"
expect_contains "the log" "$(<"$dir/serve.log")" '"console_port":'

step "the start page"
browse /sign-in
expect_equal "status" "$code" 200
expect_contains "title" "$page" "<title>Sign in – Example &lt;Trust&gt;</title>"
expect_lacks "the page" "$page" "Example <Trust>"
expect_contains "policy" "$(field content-security-policy)" "default-src 'none'; script-src 'nonce-"
expect_contains "policy" "$(field content-security-policy)" "frame-ancestors 'none'"
expect_lacks "policy" "$(field content-security-policy)" "unsafe"
expect_equal "cache-control" "$(field cache-control)" no-store
expect_equal "referrer-policy" "$(field referrer-policy)" same-origin
expect_equal "cross-origin-opener-policy" "$(field cross-origin-opener-policy)" same-origin
expect_equal "cross-origin-resource-policy" "$(field cross-origin-resource-policy)" same-origin
expect_equal "x-content-type-options" "$(field x-content-type-options)" nosniff
expect_contains "strict-transport-security" "$(field strict-transport-security)" "max-age=31536000"
expect_contains "the visit's cookie" "$(field set-cookie)" "; Path=/; Secure; HttpOnly; SameSite=Strict"
first_nonce=$(field content-security-policy | grep -o "nonce-[^']*" | head -n 1)
browse /sign-in
expect_differs "a nonce of its own for each answer" "$(field content-security-policy | grep -o "nonce-[^']*" | head -n 1)" "$first_nonce"
expect_equal "inline scripts, styles and handlers" "$(grep -oiE ' style=|<style|javascript:| on[a-z]+=|<script[^>]*>[^<]' <<<"$page" || true)" ""

step "its files"
start_page=$page
style=$(grep -o '/assets/console-[0-9a-f]*\.css' <<<"$page")
browse "$style"
expect_equal "the style sheet" "$code $(field content-type)" "200 text/css; charset=utf-8"
expect_equal "kept for ever" "$(field cache-control)" "public, max-age=31536000, immutable"
plain_bytes=$(wc -c <"$work/page")
etag=$(field etag)
browse "$style" -H 'Accept-Encoding: gzip'
expect_equal "packed" "$(field content-encoding)" gzip
expect_equal "the same when unpacked" "$(gunzip -c "$work/page" | wc -c)" "$plain_bytes"
browse "$style" -H "If-None-Match: $etag"
expect_equal "not sent again" "$code $(wc -c <"$work/page")" "304 0"
for file in $(grep -oE '/assets/[a-z-]+-[0-9a-f]{12}\.(css|js|svg|txt)' <<<"$start_page" | sort -u); do
  browse "$file"
  [[ $code == 200 ]] || fail "$file: $code"
done
ok "every file the page names is there"
logo=$(grep -o '/assets/logo-[0-9a-f]*\.svg' <<<"$start_page")
browse "$logo"
expect_contains "a logo opened by itself may do nothing" "$(field content-security-policy)" "default-src 'none'"

step "what is refused"
browse /nowhere
expect_equal "no such page" "$code" 404
expect_contains "in words" "$page" "Page not found"
browse / -X POST -H "Origin: https://evil.example" -d 'a=b'
expect_equal "no such method" "$code $(field allow)" "405 GET, HEAD"
browse / -H 'Sec-Fetch-Site: cross-site' -H 'Sec-Fetch-Mode: no-cors'
expect_equal "a page as a part of another site's" "$code" 403
browse /v1/tasks
expect_equal "what machines are told, no browser is" "$code" 404
browse /sign-in --tls-max 1.2
expect_equal "TLS 1.2" "$code" 200
run curl -sS -m 10 --cacert "$dir/pki/ca.pem" --tls-max 1.1 --ciphers DEFAULT@SECLEVEL=0 "$console_url/"
[[ $status != 0 ]] || fail "TLS 1.1 was spoken"
ok "no TLS 1.1"

step "one name only"
gateway_stop TERM
sed -i "s|^# url = .*|url = \"https://gatepost.example\"|" "$dir/gatepost.toml"
gateway_start "$dir"
browse /sign-in
expect_equal "another name" "$code" 421
browse /sign-in -H 'Host: gatepost.example'
expect_equal "its own" "$code" 200

step "a console that cannot be"
cp "$dir/gatepost.toml" "$work/good.toml"
printf 'not a picture' >"$dir/logo.svg"
expect_status 2 "serve --check" gp serve --config "$dir/gatepost.toml" --check
expect_contains "it" "$output" "[console] logo"
gateway_stop TERM
expect_equal "its exit code" "$(gateway_exit_code)" 0
