// Settings: gatepost.toml (the gateway) and client.toml (a sender or receiver), typed. All problems
// at once, each naming its setting; unknown keys are refused with the nearest known one. Relative
// paths are relative to the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/errors.hpp"
#include "gateway/base/ids.hpp"

namespace gatepost::config {

struct ListenerSettings {
  std::string address = "127.0.0.1";  // an IP address, never a name
  int port = 0;  // 0: any free one, printed and written to state/<listener>.port
};

// [mail]: how people are told outside of any mailbox.
struct MailSettings {
  std::string server;  // server = "smtp://host:port" (STARTTLS or nothing), "smtps://host:port"
  std::optional<std::filesystem::path> trust;  // trust: who issued its certificate; the system's
  std::string from;                            // from: envelope sender and From
  std::string reply_to;                        // reply_to; may be empty
  std::string operator_address;                // operator: who hears of the operator's steps
  std::string domain;  // domain: how we greet, and the right side of Message-IDs; from's if absent
  std::string user;    // user, password_file: both or neither
  std::optional<std::filesystem::path> password_file;
};

// [audit]: the log's own key, and where its checkpoints go.
struct AuditSettings {
  std::string origin;         // origin: the log's name, for ever: printable, without spaces or '+'
  std::filesystem::path key;  // key: an Ed25519 private key, PEM, mode 0600
  // checkpoint_copy: a folder elsewhere that checkpoints are written to; refused inside `state`.
  std::optional<std::filesystem::path> checkpoint_copy;
  int checkpoint_every_seconds = 60;  // checkpoint_every_seconds
  std::vector<TeamCode> readers;      // readers: teams that may read everybody's entries
};
// [console]: where people's browsers connect.
struct ConsoleSettings {
  ListenerSettings listener;               // address, port
  std::filesystem::path certificate, key;  // certificate, key: TLS 1.2 and 1.3
  std::string url;  // url: what people type, "https://gatepost.example"; empty: whatever they typed
  std::string name = "Gatepost";              // name: stands in the header and in every title
  std::optional<std::filesystem::path> logo;  // logo: SVG or PNG, shown 30 pixels high
};

struct GatewaySettings {
  std::filesystem::path file;
  std::string name;             // [gateway] name = "demo": stands in receipts
  std::filesystem::path state;  // [gateway] state: database, ports, lock
  std::filesystem::path keys;   // [gateway] keys: the key ring; refused when inside `state`
  ListenerSettings machine;     // [machine] address, port: TLS 1.3, client certificates
  std::filesystem::path machine_cert, machine_key, machine_trust,
      machine_crl;         // [machine] certificate, key, trust, crl
  ListenerSettings admin;  // [admin] address, port: /health /ready /metrics; loopback only
  std::filesystem::path receipt_cert, receipt_key;  // [receipts] certificate, key (gateway role)
  std::filesystem::path forms_trust, forms_crl;     // [forms] trust, crl: who may sign forms
  std::filesystem::path directory;                  // [exchange] directory (CSV)
  std::filesystem::path policy;                     // [exchange] policy (TOML)
  std::filesystem::path bank_holidays;              // [exchange] bank_holidays (JSON)
  std::filesystem::path
      mailbox_keys;  // [mesh] mailbox_keys: sealed per-mailbox passwords and the shared key
  // [custody] keys: what the gateway holds for teams, to sign for their people; nobody when absent
  std::optional<std::filesystem::path> custody;
  int workers = 0;                                // [gateway] workers; 0: one per core
  int drain_seconds = 20;                         // [gateway] drain_seconds
  std::optional<std::filesystem::path> log_file;  // [log] file; standard error when absent
  std::string log_level = "info";                 // [log] level: debug, info, warning, error
  std::optional<MailSettings> mail;        // [mail]; notifications are only logged when absent
  std::optional<AuditSettings> audit;      // [audit]; nothing of the log is signed when absent
  std::optional<ConsoleSettings> console;  // [console]; nothing is served to browsers when absent

  static Checked<GatewaySettings> load(const std::filesystem::path& file);
};

struct ClientSettings {
  std::filesystem::path file;
  std::string gateway_url;      // [gateway] url = "https://127.0.0.1:8443"
  std::filesystem::path trust;  // [gateway] trust: CA of the gateway's TLS certificate and receipts
  std::optional<std::filesystem::path> crl;  // [gateway] crl
  TeamCode team;                             // [team] code
  std::filesystem::path certificate, key;    // [team] certificate, key
  MailboxId mailbox;                         // [mesh] mailbox
  std::string mailbox_password, shared_key;  // [mesh] password, shared_key (the file must be 0600)
  std::filesystem::path outbox;  // [client] outbox: signed bytes wait here until accepted
  int timeout_seconds = 30;      // [client] timeout_seconds

  static Checked<ClientSettings> load(const std::filesystem::path& file);
};

}  // namespace gatepost::config
