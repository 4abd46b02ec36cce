// Configuration: everything a running gateway reads from files, as one immutable snapshot. SIGHUP
// builds another; whoever is in the middle of something keeps the one it began with.
#pragma once

#include <memory>

#include "certs/seal.hpp"
#include "certs/signer.hpp"
#include "certs/trust.hpp"
#include "config/calendar.hpp"
#include "config/directory.hpp"
#include "config/policy.hpp"
#include "config/settings.hpp"
#include "gateway/app/custody.hpp"
#include "gateway/app/mailbox_keys.hpp"
#include "gateway/audit/note.hpp"
#include "transports/http_server.hpp"

namespace gatepost::app {

// The picture beside the console's name.
struct ConsoleLogo {
  enum class Kind { svg, png } kind{};
  Bytes content;
};

struct Configuration {
  config::GatewaySettings settings;
  config::Directory directory;
  config::Policy policy;
  config::Calendar calendar;
  certs::TrustStore forms_trust;
  std::unique_ptr<certs::Signer> receipt_signer;
  certs::KeyRing keys;
  MailboxKeys mailboxes;
  Custody custody{};
  std::shared_ptr<transports::TlsServerContext> machine_tls;
  std::shared_ptr<transports::TlsServerContext> console_tls;  // null without [console]
  std::optional<ConsoleLogo> console_logo;
  TeamCode gateway_code;  // "GATEPOST": the sender of receipts and reports, and the mailbox that
                          // means "route by the form"

  std::string mail_password;  // of [mail] user; empty when there is none

  // What is soon to run out: certificates, CRLs, bank holidays. For /metrics and the log.
  struct Expiry {
    std::string what;
    Instant at;
  };
  std::vector<Expiry> expiries;
  // What does not keep it from running and yet wants mending: a directory nobody has checked for a
  // month, bank holidays that run out within a year. For `serve --check`; the log says how many.
  Problems warnings;
  // The first day on which the directory will say something else, by the dates of its rows: then
  // the configuration is loaded anew.
  std::optional<std::chrono::year_month_day> directory_changes;
  std::optional<audit::NoteSigner> log_signer;  // of [audit]; nothing is signed without it
  std::vector<Bytes> crls;                      // DER, of [forms] and [machine]: kept for evidence
};

// Reads every file the settings name. All problems at once, each naming its setting.
config::Checked<std::shared_ptr<const Configuration>> load_configuration(
    const config::GatewaySettings& settings, Instant now);

}  // namespace gatepost::app
