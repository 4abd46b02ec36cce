# A real Postfix for a scenario: its own configuration, queue, data and mailboxes in a folder of the scenario, on a free
# loopback port, never the system's. Sourced after lib.sh; root starts its master, which lets go of what it can.
#
#   postfix_init FOLDER encrypt|none CERTIFICATE KEY ADDRESS...   mailboxes for these addresses, and refusals for others;
#                                                                  sets postfix_port and postfix_tls_port
#   postfix_start FOLDER; postfix_stop FOLDER; postfix_freeze FOLDER; postfix_thaw FOLDER
#   mails_to FOLDER ADDRESS                                        the files of a mailbox, oldest first

export PATH=$PATH:/usr/sbin:/sbin

postfix_needs() {
  command -v postfix >/dev/null || fail "no postfix here: run ops/setup"
  if [[ $(id -u) != 0 ]]; then
    echo "skipped: only root can start Postfix's master" >&2
    exit 77
  fi
}

postfix_init() {
  local folder=$1 tls=$2 certificate=$3 key=$4 address
  shift 4
  postfix_port=$(free_port)
  postfix_tls_port=$(free_port)  # where TLS comes before the first word
  mkdir -p "$folder"/{conf,queue,data,mail}
  chmod 755 "$work" "$folder"  # its user has to reach the folders below
  chown postfix "$folder/data" "$folder/mail"
  echo "$postfix_port" >"$folder/port"
  cp "$certificate" "$folder/conf/cert.pem"
  install -m 600 "$key" "$folder/conf/key.pem"
  cat >"$folder/conf/main.cf" <<MAIN
compatibility_level = 3.6
queue_directory = $folder/queue
data_directory = $folder/data
maillog_file = $folder/maillog
maillog_file_prefixes = $folder
myhostname = mail.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
smtpd_tls_security_level = $tls
smtpd_tls_cert_file = $folder/conf/cert.pem
smtpd_tls_key_file = $folder/conf/key.pem
smtpd_tls_loglevel = 1
smtpd_recipient_restrictions = reject_unauth_destination
virtual_mailbox_domains = texthash:$folder/conf/domains
virtual_mailbox_maps = texthash:$folder/conf/mailboxes
virtual_mailbox_base = $folder/mail
virtual_uid_maps = static:$(id -u postfix)
virtual_gid_maps = static:$(id -g postfix)
virtual_minimum_uid = 1
MAIN
  cat >"$folder/conf/master.cf" <<MASTER
127.0.0.1:$postfix_port inet n - n - - smtpd
127.0.0.1:$postfix_tls_port inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
postlog unix-dgram n - n - 1 postlogd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 discard
defer unix - - n - 0 discard
trace unix - - n - 0 discard
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
virtual unix - n n - - virtual
retry unix - - n - - error
error unix - - n - - error
MASTER
  for address in "$@"; do
    echo "${address#*@} yes"
  done | sort -u >"$folder/conf/domains"
  for address in "$@"; do
    echo "$address $address/"
  done >"$folder/conf/mailboxes"
}

postfix_answers() { (exec 3<>"/dev/tcp/127.0.0.1/$(<"$1/port")") 2>/dev/null; }
postfix_is_gone() { ! postfix_answers "$1"; }

postfix_folders=()
postfix_start() {
  postfix_folders+=("$1")
  postfix -c "$1/conf" start >"$1/start.log" 2>&1 || {
    cat "$1/start.log" "$1/maillog" >&2 2>/dev/null || true
    fail "Postfix did not start"
  }
  wait_for 10 "a Postfix that answers" postfix_answers "$1" || fail "Postfix does not answer"
}

postfix_stop() {
  postfix -c "$1/conf" stop >>"$1/start.log" 2>&1 || true
  wait_for 10 "the end of Postfix" postfix_is_gone "$1"
}

# For the scenario's end, however it comes.
postfix_cleanup() {
  local folder
  for folder in "${postfix_folders[@]:-}"; do
    [[ -n $folder ]] || continue
    postfix_thaw "$folder" 2>/dev/null || true
    postfix -c "$folder/conf" stop >/dev/null 2>&1 || true
  done
}
at_end+=(postfix_cleanup)

# Maildir names begin with the second of delivery; the file's own time is finer.
mails_to() {
  find "$1/mail/$2/new" -type f -printf '%T@ %p\n' 2>/dev/null | sort -n | cut -d' ' -f2-
}

# A mail server that hangs: connections are taken by the kernel, and nobody speaks.
postfix_signal() {
  local master
  master=$(tr -d ' \n' <"$2/queue/pid/master.pid")
  kill -"$1" "$master" $(pgrep -P "$master")
}
postfix_freeze() { postfix_signal STOP "$1"; }
postfix_thaw() { postfix_signal CONT "$1"; }
