// gatepost cert: the development authority. A deployment brings certificates from its own PKI.
#include <fmt/format.h>

#include <cctype>

#include "certs/authority.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

namespace json = boost::json;
using certs::DevelopmentAuthority;

namespace {

Instant now() { return posix::SystemClock{}.now(); }

Exit refuse(const Path& folder, const Error& error) {
  complain(fmt::format("{}: {}", folder.string(), error.to_string()));
  return Exit::usage;
}

std::optional<DevelopmentAuthority::Request> request_for(const IssueOptions& options) {
  const int kinds = int{options.team.has_value()} + int{options.gateway.has_value()} +
                    int{options.server.has_value()};
  if (kinds != 1) {
    complain("cert issue: give exactly one of --team CODE, --gateway NAME, --server HOST");
    return std::nullopt;
  }
  DevelopmentAuthority::Request request;
  request.valid_for = std::chrono::days{options.days};
  if (options.team) {
    request.role = certs::Role::team;
    request.name = *options.team;
  } else if (options.gateway) {
    request.role = certs::Role::gateway;
    request.name = *options.gateway;
  } else {
    request.role = certs::Role::server;
    request.name = *options.server;
    request.dns = {*options.server};
  }
  return request;
}

// As people copy it: openssl prints capitals, other tools colons.
std::string plain_serial(const std::string& typed) {
  std::string serial;
  for (char c : typed)
    if (c != ':') serial += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return serial;
}

}  // namespace

Exit cert_create(const Path& folder, const std::string& name, Style style) {
  posix::SystemRandom random;
  if (auto made = posix::make_folder(folder, posix::Mode::secret); !made)
    return refuse(folder, made.error());
  auto authority = DevelopmentAuthority::create(folder, name, now(), random);
  if (!authority) return refuse(folder, authority.error());
  if (style == Style::json) {
    print_json(json::object{{"authority", folder.string()}});
    return Exit::yes;
  }
  say(fmt::format("a development authority is in {}: ca.pem to give away, ca.key.pem to keep",
                  folder.string()));
  return Exit::yes;
}

Exit cert_issue(const IssueOptions& options) {
  const auto request = request_for(options);
  if (!request) return Exit::usage;
  auto authority = DevelopmentAuthority::open(options.authority);
  if (!authority) return refuse(options.authority, authority.error());
  posix::SystemRandom random;
  auto issued = authority->issue(*request, now(), random);
  if (!issued) return refuse(options.authority, issued.error());
  auto write = [&]() -> Result<void> {
    GP_CHECK(posix::make_folder(options.out, posix::Mode::secret));
    GP_CHECK(posix::write_file_durably(options.out / "key.pem", as_bytes(issued->key_pem),
                                       posix::Mode::secret));
    return posix::write_file_durably(options.out / "cert.pem", as_bytes(issued->cert_pem),
                                     posix::Mode::shared);
  };
  if (auto written = write(); !written) return refuse(options.out, written.error());
  auto certificate = certs::Certificate::from_pem(issued->cert_pem);
  if (options.style == Style::json && certificate) {
    print_json(json::object{{"certificate", (options.out / "cert.pem").string()},
                            {"key", (options.out / "key.pem").string()},
                            {"serial", certificate->serial_hex()},
                            {"not_after", to_rfc3339(certificate->not_after())},
                            {"issuer_pin", certificate->issuer_pin().hex()}});
    return Exit::yes;
  }
  say(fmt::format("{}/cert.pem and key.pem: {}, serial {}, until {}", options.out.string(),
                  request->name, certificate ? certificate->serial_hex() : "?",
                  certificate ? to_rfc3339(certificate->not_after()) : "?"));
  if (certificate && request->role == certs::Role::team)
    say(fmt::format("the directory's issuer_pin for this team: {}",
                    certificate->issuer_pin().hex()));
  return Exit::yes;
}

Exit cert_list(const Path& folder, Style style) {
  auto authority = DevelopmentAuthority::open(folder);
  if (!authority) return refuse(folder, authority.error());
  json::array rows;
  for (const certs::IssuedRecord& record : authority->list()) {
    const bool ended = record.not_after < now();
    const std::string state = record.revoked_at ? "revoked " + to_rfc3339(*record.revoked_at)
                              : ended           ? "expired"
                                                : "good";
    if (style == Style::json)
      rows.push_back(json::object{{"serial", record.serial_hex},
                                  {"name", record.name},
                                  {"not_after", to_rfc3339(record.not_after)},
                                  {"state", state}});
    else
      say(fmt::format("{}  {:<28} until {}  {}", record.serial_hex, record.name,
                      to_rfc3339(record.not_after), state));
  }
  if (style == Style::json) print_json(json::object{{"certificates", rows}});
  return Exit::yes;
}

Exit cert_revoke(const std::string& typed, const Path& folder, Style style) {
  const std::string serial = plain_serial(typed);
  auto authority = DevelopmentAuthority::open(folder);
  if (!authority) return refuse(folder, authority.error());
  if (auto revoked = authority->revoke(serial, now()); !revoked)
    return refuse(folder, revoked.error());
  if (style == Style::json) {
    print_json(json::object{{"revoked", serial}, {"crl", (folder / "crl.pem").string()}});
    return Exit::yes;
  }
  say(fmt::format("revoked {}; {}/crl.pem is new: send the gateway SIGHUP", serial,
                  folder.string()));
  return Exit::yes;
}

Exit cert_renew_crl(const Path& folder, Style style) {
  auto authority = DevelopmentAuthority::open(folder);
  if (!authority) return refuse(folder, authority.error());
  if (auto renewed = authority->renew_crl(now()); !renewed) return refuse(folder, renewed.error());
  if (style == Style::json) {
    print_json(json::object{{"crl", (folder / "crl.pem").string()}});
    return Exit::yes;
  }
  say(fmt::format("{}/crl.pem is good for another {} days: send the gateway SIGHUP",
                  folder.string(), DevelopmentAuthority::crl_valid_for.count()));
  return Exit::yes;
}

}  // namespace gatepost::cli
