#!/usr/bin/env bash
# Plants one violation after the other in a small tree and expects check.sh to name exactly that line: a check that
# cannot fail is worth nothing.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failures=0

# expect_found PATH LINE_OF_CODE WORDS: the line is planted as the second of a file of its own.
expect_found() {
  local path=$1 code=$2 words=$3 output status=0
  clean_tree
  mkdir -p "$tree/$(dirname "$path")"
  printf '// planted\n%s\n' "$code" >"$tree/$path"
  output=$("$here/check.sh" "$tree" 2>&1) || status=$?
  if ((status == 0)) || ! grep -qF "$path:2: " <<<"$output" || ! grep -qF "$words" <<<"$output"; then
    printf 'NOT FOUND: %s in %s\n%s\n' "$code" "$path" "$output"
    failures=$((failures + 1))
  fi
}

expect_clean() {
  local path=$1 code=$2 output
  clean_tree
  mkdir -p "$tree/$(dirname "$path")"
  printf '// fine\n%s\n' "$code" >"$tree/$path"
  if ! output=$("$here/check.sh" "$tree" 2>&1); then
    printf 'WRONGLY REFUSED: %s in %s\n%s\n' "$code" "$path" "$output"
    failures=$((failures + 1))
  fi
}

clean_tree() {
  rm -rf "${tree:?}"/*
  mkdir -p "$tree/gateway/base" "$tree/certs"
  printf '#pragma once\n#include <string>\n' >"$tree/gateway/base/result.hpp"
  printf '#include "gateway/base/result.hpp"\n' >"$tree/certs/seal.cpp"
}

expect_found gateway/base/up.cpp '#include "certs/seal.hpp"' 'gateway/base may include only itself'
expect_found certs/up.cpp '#include "formats/xml/document.hpp"' 'certs may include only itself and gateway/base'
expect_found formats/lief/up.cpp '  #  include "transports/byte_stream.hpp"' 'formats may include only'
expect_found formats/http1/sideways.cpp '#include "certs/seal.hpp"' 'formats/http1 may include only'
expect_found transports/forms.hpp '#include "formats/forms/lief.hpp"' 'transports may include only'
expect_found gateway/exchange/io.cpp '#include "transports/http_client.hpp"' 'gateway/exchange may include only'
expect_found gateway/exchange/proof.cpp '#include "gateway/audit/log.hpp"' 'gateway/exchange may include only'
expect_found gateway/base/clock.cpp '#include "gateway/base/posix/posix.hpp"' 'gateway/base may include only itself'
expect_found gateway/mesh/face.cpp '#include "gateway/store/sqlite/store.hpp"' 'gateway/mesh may include only'
expect_found gateway/main.cpp '#include "gateway/app/listener.hpp"' 'gateway/main.cpp may include only'
expect_found certs/odd.cpp '#include "seal.hpp"' 'is no path from the root'

expect_found gateway/app/tree.cpp '#include <libxml/tree.h>' 'uses libxml2'
expect_found config/digest.cpp '#include <openssl/sha.h>' 'uses OpenSSL'
expect_found transports/plain.cpp '#include <openssl/ssl.h>' 'uses OpenSSL'
expect_found transports/plain.cpp '#include <boost/asio/ssl.hpp>' 'uses asio over TLS'
expect_found gateway/store/other.cpp '#include <sqlite3.h>' 'uses SQLite'
expect_found transports/log.cpp '#include <spdlog/spdlog.h>' 'uses spdlog'
expect_found gateway/app/fetch.cpp '#include <curl/curl.h>' 'uses libcurl'
expect_found transports/beast.cpp '#include <boost/beast/http.hpp>' 'uses Beast'
expect_found gateway/exchange/now.cpp 'auto t = std::chrono::system_clock::now();' 'uses the clock'
expect_found certs/now.cpp '  auto t = ::time(nullptr);' 'uses the clock'
expect_found formats/random.cpp 'std::random_device seed;' 'uses randomness'
expect_found config/env.cpp 'auto home = std::getenv("HOME");' 'uses environment'
expect_found transports/wait.cpp 'std::this_thread::sleep_for(1s);' 'uses sleeping'

expect_clean formats/xml/tree.cpp '#include <libxml/tree.h>'
expect_clean transports/tls_stream.cpp '#include <boost/asio/ssl.hpp>'
expect_clean gateway/exchange/port.hpp '#include "gateway/audit/entry.hpp"'
expect_clean gateway/exchange/words.cpp '// never std::chrono::system_clock::now() here'
expect_clean gateway/base/posix/posix.cpp 'auto t = std::chrono::system_clock::now();'
expect_clean gateway/cli/serve.cpp '#include "gateway/store/sqlite/store.hpp"'
expect_clean certs/expiry.cpp 'auto left = lifetime(certificate);'

# The message "stands in no layer" belongs to the first line.
clean_tree
mkdir -p "$tree/gateway/novel"
echo 'int x;' >"$tree/gateway/novel/new.cpp"
if output=$("$here/check.sh" "$tree" 2>&1) || ! grep -q 'new.cpp:1: this folder stands in no layer' <<<"$output"; then
  printf 'NOT FOUND: a folder without a layer\n%s\n' "$output"
  failures=$((failures + 1))
fi

rm -rf "${tree:?}"/*
if "$here/check.sh" "$tree" >/dev/null 2>&1; then
  echo 'an empty tree passed: the check would pass by checking nothing'
  failures=$((failures + 1))
fi

((failures == 0)) || exit 1
echo 'layering selftest: every planted violation was found'
