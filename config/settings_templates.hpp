// The commented TOML that `gatepost init` writes for a new gateway and for its sample teams, and
// the file names those texts use. Pure; any thread. What is written here is read back by
// config/settings.hpp without a problem once the named files exist.
#pragma once

#include <string>
#include <string_view>

#include "gateway/base/ids.hpp"

namespace gatepost::config {

// Where things lie beside gatepost.toml.
namespace layout {
inline constexpr std::string_view gateway_toml = "gatepost.toml";
inline constexpr std::string_view state = "state";
inline constexpr std::string_view keys = "keys";
inline constexpr std::string_view ca_certificate = "pki/ca.pem";
inline constexpr std::string_view crl = "pki/crl.pem";
inline constexpr std::string_view machine_certificate = "pki/machine-cert.pem";
inline constexpr std::string_view machine_key = "pki/machine-key.pem";
inline constexpr std::string_view console_certificate = "pki/console-cert.pem";
inline constexpr std::string_view console_key = "pki/console-key.pem";
inline constexpr std::string_view receipt_certificate = "pki/receipt-cert.pem";
inline constexpr std::string_view receipt_key = "pki/receipt-key.pem";
inline constexpr std::string_view log_key = "pki/log-key.pem";
inline constexpr std::string_view log_verifier = "pki/log.vkey";
inline constexpr std::string_view checkpoints = "checkpoints";
inline constexpr std::string_view directory = "directory.csv";
inline constexpr std::string_view policy = "policy.toml";
inline constexpr std::string_view bank_holidays = "bank-holidays.json";
inline constexpr std::string_view mailbox_keys = "mailbox-keys.sealed";
inline constexpr std::string_view custody = "custody";
// Inside a team's folder, teams/<CODE>/, two levels below gatepost.toml.
inline constexpr std::string_view client_toml = "client.toml";
inline constexpr std::string_view team_certificate = "cert.pem";
inline constexpr std::string_view team_key = "key.pem";
inline constexpr std::string_view outbox = "outbox";
}  // namespace layout

struct GatewayTemplate {
  std::string name;
  int machine_port = 0;  // 0: any free one
  int admin_port = 0;
  int console_port = 0;
};
// The log's name that the template gives a gateway: "gatepost.internal/demo".
std::string log_origin(std::string_view gateway_name);
std::string gateway_settings_toml(const GatewayTemplate& values);

struct ClientTemplate {
  std::string url;
  TeamCode team;
  MailboxId mailbox;
  std::string password;
  std::string shared_key;
};
// Holds secrets: write it with mode 0600.
std::string client_settings_toml(const ClientTemplate& values);

}  // namespace gatepost::config
