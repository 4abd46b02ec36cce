# Drives the real program for ops/demo and the integration tests: a gateway in a folder of its own on free loopback ports,
# conditions that are waited for with a deadline, and what the program answers. Sourced, never run; needs GATEPOST_BIN.

gateway_pid=
gateway_folder=
# A wait ends as soon as its condition holds, so patience costs nothing where all is well; slow machines and sanitizers
# need more of it.
patience=${GATEPOST_PATIENCE:-4}

gp() { "$GATEPOST_BIN" "$@"; }

# wait_for SECONDS WHAT COMMAND...: polls until the command succeeds; at the deadline (SECONDS times patience) says what
# did not come.
wait_for() {
  local seconds=$(($1 * patience)) what=$2
  shift 2
  local deadline=$((SECONDS + seconds))
  until "$@" >/dev/null 2>&1; do
    if ((SECONDS >= deadline)); then
      printf 'waited %s s in vain for: %s\n' "$seconds" "$what" >&2
      return 1
    fi
    sleep 0.1
  done
}

# A port nobody listens on. Below the kernel's ephemeral range, so that no outgoing connection takes it meanwhile.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

# gateway_init FOLDER [OPTION...]: a ready configuration with sample teams.
gateway_init() {
  local folder=$1
  shift
  machine_port=$(free_port)
  gp init "$folder" --demo --machine-port "$machine_port" --admin-port 0 --console-port 0 "$@"
}

# gateway_start FOLDER: starts and waits until it is ready. Sets gateway_pid, machine_url, console_url and admin_url. The program runs
# below a small shell that notes its exit code, so that "is it gone?" and "how did it end?" have one answer.
gateway_start() {
  gateway_folder=$1
  rm -f "$1/state/machine.port" "$1/state/admin.port" "$1/state/console.port" "$1/serve.pid" "$1/serve.exit"
  (
    code=0
    sh -c 'echo $$ >"$1/serve.pid"; exec "$2" serve --config "$1/gatepost.toml"' - "$1" "$GATEPOST_BIN" \
      >>"$1/serve.log" 2>&1 || code=$?
    echo "$code" >"$1/serve.exit"
  ) 2>/dev/null &
  wait_for 10 "a gateway that is ready" gateway_is_ready_or_gone || true
  if ! gateway_is_ready >/dev/null 2>&1; then
    tail -n 30 "$1/serve.log" >&2
    return 1
  fi
  machine_port=$(<"$1/state/machine.port")
  machine_url=https://127.0.0.1:$machine_port
  console_url=https://127.0.0.1:$(cat "$1/state/console.port" 2>/dev/null || true)
}

gateway_is_ready() {
  [[ -s $gateway_folder/serve.pid ]] || return 1
  gateway_pid=$(<"$gateway_folder/serve.pid")
  [[ -s $gateway_folder/state/machine.port && -s $gateway_folder/state/admin.port ]] || return 1
  admin_port=$(<"$gateway_folder/state/admin.port")
  admin_url=http://127.0.0.1:$admin_port
  curl -fsS -m 2 "$admin_url/ready"
}

gateway_is_ready_or_gone() { gateway_is_gone || gateway_is_ready; }
gateway_is_gone() { [[ -s $gateway_folder/serve.exit ]]; }
gateway_exit_code() { cat "$gateway_folder/serve.exit"; }

# gateway_stop [SIGNAL]: TERM drains; KILL is a power cut for the process. Waits until it is gone.
gateway_stop() {
  [[ -n $gateway_pid ]] || return 0
  kill -"${1:-TERM}" "$gateway_pid" 2>/dev/null || true
  wait_for 10 "the end of the gateway's process" gateway_is_gone
  gateway_pid=
}

# For traps: nothing of ours may go on running, however the script ends.
gateway_cleanup() {
  if [[ -n $gateway_pid ]] && ! gateway_is_gone; then
    kill -KILL "$gateway_pid" 2>/dev/null || true
    wait_for 10 "the end of the gateway's process" gateway_is_gone || true
  fi
  gateway_pid=
}

client() { echo "$1/clients/$2/client.toml"; }
new_uuid() { cat /proc/sys/kernel/random/uuid; }

# new_lief FILE [AREA]: the shipped sample as a fresh referral of its own, to the SPOC of an area (a GSS code).
new_lief() {
  local file=$1 area=${2:-E09000022}
  gp form template lief >"$file"
  set_element "$file" MessageId "$(new_uuid)"
  set_element "$file" ConversationId "$(new_uuid)"
  set_element "$file" ToArea "$area"
  sed -i '/<ToTeam>[^<]*<\/ToTeam>/d' "$file"
}

# set_element FILE NAME VALUE: the first element of that name.
set_element() { sed -i "0,/<$2>[^<]*<\/$2>/s//<$2>$3<\/$2>/" "$1"; }
get_element() { sed -n "s/.*<$2>\([^<]*\)<\/$2>.*/\1/p" "$1" | head -n 1; }

# keep_only_tick FILE BOX: of an Alert Form's changes, the one with this circumstance.
keep_only_tick() {
  awk -v box="<Circumstance>$2<" '
    /<Change>/ { inside = 1; held = ""; wanted = 0 }
    inside { held = held $0 "\n"; if (index($0, box)) wanted = 1; if (/<\/Change>/) { inside = 0; if (wanted) printf "%s", held }; next }
    { print }' "$1" >"$1.new" && mv "$1.new" "$1"
}

# sign_as FOLDER TEAM FILE OUT
sign_as() { gp sign "$3" --key "$1/clients/$2/key.pem" --cert "$1/clients/$2/cert.pem" --out "$4"; }

# send_as FOLDER TEAM FILE: prints the message id.
send_as() { gp send "$3" --config "$(client "$1" "$2")" --json | jq -er .message_id; }

# status_of FOLDER TEAM MESSAGE: as JSON. "Overdue" is exit 1 and an answer too.
status_of() { gp status "$3" --config "$(client "$1" "$2")" --json || (($? == 1)); }

# The rung that a message has reached, as its sender is told.
rung_of() { status_of "$@" | jq -er .rung; }
rung_is() { [[ $(rung_of "$1" "$2" "$3") == "$4" ]]; }

# open_tasks FOLDER TEAM MESSAGE: the ids of the team's open tasks about a message.
open_tasks() {
  gp tasks --config "$(client "$1" "$2")" --json |
    jq -er --arg about "$3" '.tasks[] | select(.message_id == $about and .closed_at == null) | .task_id'
}
has_no_open_task() { [[ -z $(open_tasks "$1" "$2" "$3" || true) ]]; }

# collect_as FOLDER TEAM OUT [auto|none]
collect_as() { gp collect --config "$(client "$1" "$2")" --out "$3" --acknowledge "${4:-auto}" --once; }

# collected_forms FOLDER TEAM OUT KIND [auto|none]: collects, and prints the message id of every form of that kind that came, one
# a line: whatever arrived twice stands there twice.
collected_forms() {
  gp collect --config "$(client "$1" "$2")" --out "$3" --acknowledge "${5:-auto}" --once --json |
    jq -r --arg kind "$4" '.collected[] | select(.form == $kind) | .message_id'
}
