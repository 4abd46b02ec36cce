# What every scenario needs: a temporary folder, the real program in it, and expectations that say what they saw. Each
# scenario sources this first. GATEPOST_BIN names the program; KEEP=1 keeps the folder.

set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=$(cd "$here/../.." && pwd)
source "$source_root/ops/lib/gateway.sh"

GATEPOST_BIN=${GATEPOST_BIN:-$source_root/build/dev/gatepost}
[[ -x $GATEPOST_BIN ]] || {
  echo "no program at $GATEPOST_BIN: build it, or set GATEPOST_BIN" >&2
  exit 2
}

scenario=$(basename "$0" .sh)
work=$(mktemp -d "${TMPDIR:-/tmp}/gatepost-$scenario.XXXXXX")
dir=$work/gateway

finish() {
  local status=$?
  trap - EXIT
  local clean_up
  for clean_up in "${at_end[@]:-}"; do
    [[ -z $clean_up ]] || "$clean_up" || true
  done
  stop_background
  gateway_cleanup
  if ((status != 0)); then
    echo "--- last lines of the gateway's log" >&2
    tail -n 40 "$dir/serve.log" >&2 2>/dev/null || true
  fi
  if [[ -n ${KEEP:-} ]]; then
    echo "kept: $work" >&2
  else
    rm -rf "$work"
  fi
  exit "$status"
}
trap finish EXIT
trap 'exit 143' TERM INT

# Functions that a scenario's own helpers want called at its end, however it comes.
at_end=()

background_pids=()
stop_background() {
  local pid
  for pid in "${background_pids[@]:-}"; do
    [[ -z $pid ]] || kill "$pid" 2>/dev/null || true
  done
}

step() { printf '%s\n' "- $*"; }
ok() { printf '%s\n' "  ok: $*"; }
fail() {
  printf '%s\n' "  FAILED: $*" >&2
  exit 1
}

# Runs a command; afterwards $status, $output (both streams together), $stdout.
run() {
  status=0
  stdout=$("$@" 2>"$work/stderr") || status=$?
  output=$stdout$'\n'$(<"$work/stderr")
}

# expect_status CODE WHAT COMMAND...
expect_status() {
  local wanted=$1 what=$2
  shift 2
  run "$@"
  [[ $status == "$wanted" ]] || fail "$what: exit $status instead of $wanted. It said: $output"
  ok "$what (exit $status)"
}

expect_equal() { # WHAT GOT WANTED
  [[ $2 == "$3" ]] || fail "$1: '$2' instead of '$3'"
  ok "$1: $2"
}

expect_differs() { # WHAT GOT OTHER
  [[ $2 != "$3" ]] || fail "$1: '$2' twice"
  ok "$1"
}

expect_contains() { # WHAT TEXT PART
  [[ $2 == *"$3"* ]] || fail "$1: '$3' does not stand in: $2"
  ok "$1: says '$3'"
}

expect_lacks() { # WHAT TEXT PART
  [[ $2 != *"$3"* ]] || fail "$1: '$3' stands in: $2"
  ok "$1: does not say '$3'"
}

expect_within() { # SECONDS WHAT COMMAND...
  wait_for "$@" || fail "$2"
  ok "$2"
}

# HTTP over the machine port as a team, with its certificate. The last line of the output is the status code.
#   mesh_curl TEAM TOKEN METHOD PATH [CURL OPTION...]
mesh_curl() {
  local team=$1 token=$2 method=$3 path=$4
  shift 4
  curl -sS -m 20 --cacert "$dir/pki/ca.pem" --cert "$dir/clients/$team/cert.pem" --key "$dir/clients/$team/key.pem" \
    -X "$method" -H "Authorization: $token" -H 'Accept: application/vnd.mesh.v2+json' -w '\n%{http_code}' "$@" \
    "$machine_url$path"
}

code_of() { tail -n 1 <<<"$1"; }
body_of() { sed '$d' <<<"$1"; }

# toml_value FILE SECTION KEY: strings and numbers of our own simple files.
toml_value() {
  awk -v section="[$2]" -v key="$3" '
    /^\[/ { inside = ($1 == section) }
    inside && $1 == key { sub(/^[^=]*=[ ]*/, ""); sub(/[ ]*(#.*)?$/, ""); gsub(/^"|"$/, ""); print; exit }' "$1"
}

mailbox_of() { toml_value "$(client "$dir" "$1")" mesh mailbox; }

# A fresh NHSMESH token for a team (protocol: mailbox, nonce, count, minute, HMAC-SHA256).
#   mesh_token TEAM [MINUTE]
mesh_token() {
  local file mailbox password shared_key nonce minute text hmac
  file=$(client "$dir" "$1")
  mailbox=$(toml_value "$file" mesh mailbox)
  password=$(toml_value "$file" mesh password)
  shared_key=$(toml_value "$file" mesh shared_key)
  nonce=$(new_uuid)
  minute=${2:-$(date -u +%Y%m%d%H%M)}
  text="$mailbox:$nonce:0:$password:$minute"
  hmac=$(printf '%s' "$text" | openssl dgst -sha256 -hmac "$shared_key" -r | cut -d' ' -f1)
  echo "NHSMESH $mailbox:$nonce:0:$minute:$hmac"
}

# inbox_ids TEAM: what waits, one id a line.
inbox_ids() {
  local answer
  answer=$(mesh_curl "$1" "$(mesh_token "$1")" GET "/messageexchange/$(mailbox_of "$1")/inbox")
  [[ $(code_of "$answer") == 200 ]] || return 1
  body_of "$answer" | jq -r '.messages[]'
}

# waiting TEAM WORKFLOW: how many messages of a workflow wait in a team's inbox. (A SPOC's own acknowledgements bring it
# receipts, so that its inbox is rarely empty.)
waiting() {
  local id count=0
  for id in $(inbox_ids "$1"); do
    if mesh_curl "$1" "$(mesh_token "$1")" GET "/messageexchange/$(mailbox_of "$1")/inbox/$id" -D - -o /dev/null |
      tr -d '\r' | grep -qi "^mex-workflowid: $2\$"; then
      count=$((count + 1))
    fi
  done
  echo "$count"
}

audit_events() { gp audit list --config "$dir/gatepost.toml" --json; }
# How many entries of the log hold all the given texts.
audit_count() {
  local entries part
  entries=$(audit_events | jq -c '.entries[]')
  for part in "$@"; do
    entries=$(grep -F -- "$part" <<<"$entries" || true)
  done
  grep -c . <<<"$entries" || true
}

expect_store_sound() {
  expect_status 0 "the audit log verifies" gp audit verify --config "$dir/gatepost.toml"
  expect_status 0 "the store is whole" gp fsck --config "$dir/gatepost.toml"
}
