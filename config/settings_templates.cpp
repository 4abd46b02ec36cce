#include "config/settings_templates.hpp"

#include <fmt/format.h>

namespace gatepost::config {

namespace {

// A TOML basic string (toml.io v1.0.0, "String").
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if ((c >= 0 && c < 0x20) || c == 0x7F) {
      out += fmt::format("\\u{:04X}", static_cast<unsigned>(c));
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

constexpr std::string_view gateway_template =
    R"(# Settings of a gateway. Relative paths start at this file's folder.

[gateway]
name = {name}                 # stands in receipts
state = {state}               # the database, ports and lock
keys = {keys}                 # seal the database: never inside state; keep a copy elsewhere
workers = 0                   # threads for XML and cryptography; 0: one per core
drain_seconds = 20            # how long a stopping gateway waits for its connections

[machine]                     # where systems connect: TLS 1.3 with client certificates
address = "127.0.0.1"         # an IP address; 0.0.0.0 for every network of this machine
port = {machine_port}         # 0: any free one, written to state/machine.port
certificate = {machine_certificate}
key = {machine_key}
trust = {ca}                  # who may issue the clients' certificates
crl = {crl}                   # revoked certificates; when it has run out, nobody may connect

[admin]                       # /health, /ready and /metrics, for this machine only
address = "127.0.0.1"
port = {admin_port}           # 0: any free one, written to state/admin.port

[console]                     # where people's browsers connect
address = "127.0.0.1"         # an IP address; 0.0.0.0 for every network of this machine
port = {console_port}         # 0: any free one, written to state/console.port
certificate = {console_certificate}
key = {console_key}
name = "Gatepost"             # stands in the header of every page
# logo = "logo.svg"           # beside the name: SVG or PNG
# url = "https://gatepost.example"  # what people type; requests under another name are refused

[receipts]                    # what signs receipts: a certificate that can sign nothing else
certificate = {receipt_certificate}
key = {receipt_key}

[forms]                       # who may sign forms
trust = {ca}
crl = {crl}

[exchange]
directory = {directory}       # the teams, their areas, routes and contacts
policy = {policy}             # deadlines and escalation steps
bank_holidays = {bank_holidays}  # as published at https://www.gov.uk/bank-holidays.json

[mesh]
mailbox_keys = {mailbox_keys}  # passwords and the shared key, sealed with the keys above

[audit]                       # the log of who did what, which nobody edits unnoticed
origin = {origin}  # its name, part of its key: never changed again
key = {log_key}               # signs its checkpoints and nothing else
checkpoint_copy = {checkpoints}  # a folder for them: best on a machine that others keep
checkpoint_every_seconds = 60
readers = []                  # teams that may read everybody's entries, such as an auditor's

[custody]                     # what people in the console sign with: a key per team, sealed with the keys above
keys = {custody}

[log]
level = "info"                # debug, info, warning or error
# file = "gatepost.log"       # standard error when absent

# [mail]                        # tells the contacts of the directory; without it only the log says so
# server = "smtp://127.0.0.1:587"  # STARTTLS or nothing is sent; smtps:// for TLS from the start
# trust = "mail-ca.pem"         # who issued its certificate; the system's authorities when absent
# from = "gatepost@gateway.example"
# reply_to = "duty@gateway.example"
# operator = "operator@gateway.example"  # who hears of what the operator must mend
# domain = "gateway.example"    # how the gateway greets; from's domain when absent
# user = "gatepost"             # when the server asks who is sending
# password_file = "mail-password"  # its password on one line, mode 0600
)";

constexpr std::string_view client_template =
    R"(# Settings of one team's client. It holds secrets: keep its mode at 0600.
# Relative paths start at this file's folder.

[gateway]
url = {url}
trust = {ca}                  # who issued the gateway's own certificates
crl = {crl}

[team]
code = {team}
certificate = {certificate}
key = {key}

[mesh]
mailbox = {mailbox}
password = {password}
shared_key = {shared_key}

[client]
outbox = {outbox}             # signed forms wait here until the gateway has accepted them
timeout_seconds = 30
)";

}  // namespace

std::string log_origin(std::string_view gateway_name) {
  std::string origin = "gatepost.internal/";
  for (const char c : gateway_name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    origin.push_back(plain ? c : '-');
  }
  return origin;
}

std::string gateway_settings_toml(const GatewayTemplate& values) {
  using fmt::arg;
  return fmt::format(
      gateway_template, arg("name", quoted(values.name)), arg("state", quoted(layout::state)),
      arg("keys", quoted(layout::keys)), arg("machine_port", values.machine_port),
      arg("machine_certificate", quoted(layout::machine_certificate)),
      arg("machine_key", quoted(layout::machine_key)), arg("ca", quoted(layout::ca_certificate)),
      arg("crl", quoted(layout::crl)), arg("admin_port", values.admin_port),
      arg("console_port", values.console_port),
      arg("console_certificate", quoted(layout::console_certificate)),
      arg("console_key", quoted(layout::console_key)),
      arg("receipt_certificate", quoted(layout::receipt_certificate)),
      arg("receipt_key", quoted(layout::receipt_key)), arg("directory", quoted(layout::directory)),
      arg("policy", quoted(layout::policy)), arg("bank_holidays", quoted(layout::bank_holidays)),
      arg("mailbox_keys", quoted(layout::mailbox_keys)),
      arg("origin", quoted(log_origin(values.name))), arg("log_key", quoted(layout::log_key)),
      arg("checkpoints", quoted(layout::checkpoints)), arg("custody", quoted(layout::custody)));
}

std::string client_settings_toml(const ClientTemplate& values) {
  using fmt::arg;
  const std::string up = "../../";
  return fmt::format(
      client_template, arg("url", quoted(values.url)),
      arg("ca", quoted(up + std::string(layout::ca_certificate))),
      arg("crl", quoted(up + std::string(layout::crl))), arg("team", quoted(values.team.str())),
      arg("certificate", quoted(layout::team_certificate)), arg("key", quoted(layout::team_key)),
      arg("mailbox", quoted(values.mailbox.str())), arg("password", quoted(values.password)),
      arg("shared_key", quoted(values.shared_key)), arg("outbox", quoted(layout::outbox)));
}

}  // namespace gatepost::config
