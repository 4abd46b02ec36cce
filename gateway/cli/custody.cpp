// gatepost custody: the keys that the gateway signs with for people in the console.
#include <fmt/format.h>

#include "certs/authority.hpp"
#include "gateway/app/custody.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/installation.hpp"
#include "gateway/cli/output.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

struct Opened {
  Path folder;
  certs::KeyRing ring;
};

std::optional<Opened> open(const Path& config) {
  const auto settings = load_settings(config);
  if (!settings) return std::nullopt;
  if (!settings->custody) {
    complain(
        fmt::format("{} names no folder for these keys: add a section [custody] with keys = "
                    "\"custody\", and make the folder with mode 0700",
                    config.string()));
    return std::nullopt;
  }
  auto ring = open_keys(*settings);
  if (!ring) return std::nullopt;
  return Opened{*settings->custody, std::move(*ring)};
}

}  // namespace

Exit custody_issue(const CustodyOptions& options) {
  const auto team = TeamCode::parse(options.team);
  if (!team) {
    complain(fmt::format("{} is not a team's code, such as BXI-PSI", options.team));
    return Exit::usage;
  }
  const auto opened = open(options.config);
  if (!opened) return Exit::usage;
  auto authority = certs::DevelopmentAuthority::open(options.authority);
  if (!authority) return give_up("--ca", authority.error());
  posix::SystemRandom random;
  certs::DevelopmentAuthority::Request request;
  request.role = certs::Role::custodian;
  request.name = team->str();
  request.valid_for = std::chrono::days{options.days};
  auto issued = authority->issue(request, posix::SystemClock{}.now(), random);
  if (!issued) return give_up("custody issue", issued.error());
  if (auto kept = app::Custody::keep(opened->folder, opened->ring, random, *team, *issued); !kept)
    return give_up("custody issue", kept.error());
  auto certificate = certs::Certificate::from_pem(issued->cert_pem);
  if (!certificate) return give_up("custody issue", certificate.error());
  if (options.style == Style::json) {
    print_json(json::object{{"team", team->str()},
                            {"serial", certificate->serial_hex()},
                            {"not_after", to_rfc3339(certificate->not_after())},
                            {"issuer_pin", certificate->issuer_pin().hex()}});
    return Exit::yes;
  }
  say(fmt::format("the gateway can sign for people of {} until {}", team->str(),
                  to_rfc3339(certificate->not_after())));
  say(fmt::format("the directory's issuer_pin for this team must hold {}",
                  certificate->issuer_pin().hex()));
  say("send a running gateway SIGHUP");
  return Exit::yes;
}

Exit custody_list(const CustodyOptions& options) {
  const auto opened = open(options.config);
  if (!opened) return Exit::usage;
  auto custody = app::Custody::load(opened->folder, opened->ring);
  if (!custody) {
    print_problems("these keys cannot be used:", custody.error());
    return Exit::no;
  }
  json::array rows;
  for (const auto& [team, signer] : custody->signers()) {
    const std::string until = to_rfc3339(signer->certificate().not_after());
    if (options.style == Style::json)
      rows.push_back(json::object{{"team", team.str()}, {"not_after", until}});
    else
      say(fmt::format("{:<32} until {}", team.str(), until));
  }
  if (options.style == Style::json) print_json(json::object{{"custody", rows}});
  return Exit::yes;
}

}  // namespace gatepost::cli
