#include "gateway/app/configuration.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/directory_review.hpp"
#include "gateway/app/log_keeping.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace {

constexpr std::size_t config_file_limit = std::size_t{4} << 20;

// Reads one file after the other and keeps every complaint.
class Loader {
 public:
  Problems problems;

  Bytes file(const char* setting, const std::filesystem::path& path) {
    auto content = posix::read_file(path, config_file_limit);
    if (content) return std::move(*content);
    complain(setting, path, content.error());
    return {};
  }
  Bytes secret(const char* setting, const std::filesystem::path& path) {
    auto content = posix::read_secret_file(path, config_file_limit);
    if (content) return std::move(*content);
    complain(setting, path, content.error());
    return {};
  }
  template <class T>
  std::optional<T> take(const char* setting, const std::filesystem::path& path, Result<T> result) {
    if (result) return std::move(*result);
    complain(setting, path, result.error());
    return std::nullopt;
  }
  template <class T>
  std::optional<T> take(config::Checked<T> checked) {
    if (checked) return std::move(*checked);
    problems.insert(problems.end(), checked.error().begin(), checked.error().end());
    return std::nullopt;
  }
  void complain(const char* setting, const std::filesystem::path& path, const Error& error) {
    problems.push_back({setting, path.string(), error.context(), advice(error)});
  }

 private:
  static std::string advice(const Error& error) {
    if (error.name() == "bad_mode")
      return "give the file mode 0600 and its owner to the gateway's user";
    if (error.name() == "cannot_open")
      return "name a file that exists and that the gateway may read";
    return "a file of the kind that `gatepost init` writes";
  }
};

std::optional<certs::TrustStore> forms_trust(Loader& loader,
                                             const config::GatewaySettings& settings) {
  const Bytes trust = loader.file("[forms] trust", settings.forms_trust);
  const Bytes crl = loader.file("[forms] crl", settings.forms_crl);
  if (trust.empty() || crl.empty()) return std::nullopt;
  auto anchors = loader.take("[forms] trust", settings.forms_trust,
                             certs::Certificate::all_from_pem(as_text(trust)));
  auto crls = loader.take("[forms] crl", settings.forms_crl, certs::crls_from_file_bytes(crl));
  if (!anchors || !crls) return std::nullopt;
  return loader.take("[forms] trust", settings.forms_trust,
                     certs::TrustStore::build({std::move(*anchors),
                                               {},
                                               std::move(*crls),
                                               certs::TrustStore::Input::Revocation::required}));
}

std::shared_ptr<transports::TlsServerContext> machine_tls(Loader& loader,
                                                          const config::GatewaySettings& settings) {
  transports::TlsServerContext::Material material;
  material.certificate_pem = loader.file("[machine] certificate", settings.machine_cert);
  material.key_pem = loader.secret("[machine] key", settings.machine_key);
  material.client_trust_pem = loader.file("[machine] trust", settings.machine_trust);
  material.client_crl = loader.file("[machine] crl", settings.machine_crl);
  if (material.certificate_pem.empty() || material.key_pem.empty() ||
      material.client_trust_pem.empty() || material.client_crl.empty())
    return nullptr;
  auto context = loader.take("[machine] certificate", settings.machine_cert,
                             transports::TlsServerContext::build(material));
  return context ? *context : nullptr;
}

std::shared_ptr<transports::TlsServerContext> console_tls(Loader& loader,
                                                          const config::GatewaySettings& settings) {
  if (!settings.console) return nullptr;
  const auto& files = *settings.console;
  const transports::TlsServerContext::BrowserMaterial material{
      loader.file("[console] certificate", files.certificate),
      loader.secret("[console] key", files.key)};
  if (material.certificate_pem.empty() || material.key_pem.empty()) return nullptr;
  auto context = loader.take("[console] certificate", files.certificate,
                             transports::TlsServerContext::build_for_browsers(material));
  return context ? *context : nullptr;
}

std::optional<ConsoleLogo> console_logo(Loader& loader, const config::GatewaySettings& settings) {
  if (!settings.console || !settings.console->logo) return std::nullopt;
  Bytes content = loader.file("[console] logo", *settings.console->logo);
  if (content.empty()) return std::nullopt;
  const std::string_view start = as_text(content).substr(0, 4096);
  const bool png = start.starts_with("\x89PNG\r\n\x1A\n");
  const bool svg = start.contains("<svg");
  if (content.size() > limits::console_logo_bytes || (!png && !svg))
    loader.problems.push_back(
        {"[console] logo", settings.console->logo->string(),
         "it is no picture for the head of a page",
         fmt::format("an SVG or PNG of at most {} KiB", limits::console_logo_bytes >> 10U)});
  return ConsoleLogo{png ? ConsoleLogo::Kind::png : ConsoleLogo::Kind::svg, std::move(content)};
}

std::unique_ptr<certs::Signer> receipt_signer(Loader& loader,
                                              const config::GatewaySettings& settings) {
  const Bytes cert = loader.file("[receipts] certificate", settings.receipt_cert);
  const Bytes key = loader.secret("[receipts] key", settings.receipt_key);
  if (cert.empty() || key.empty()) return nullptr;
  auto signer = loader.take("[receipts] key", settings.receipt_key,
                            certs::signer_from_pem(as_text(key), as_text(cert)));
  if (!signer) return nullptr;
  if ((*signer)->certificate().role() != certs::Role::gateway) {
    loader.problems.push_back({"[receipts] certificate", settings.receipt_cert.string(),
                               "this certificate has no gateway role",
                               "a certificate with the SAN URI urn:gatepost:gateway:NAME"});
    return nullptr;
  }
  return std::move(*signer);
}

// What [mail] names must be usable at start, not at the first silence. Answers the password.
std::string check_mail(Loader& loader, const config::GatewaySettings& settings) {
  if (!settings.mail) return {};
  if (const auto& trust = settings.mail->trust)
    loader.take("[mail] trust", *trust,
                certs::Certificate::all_from_pem(as_text(loader.file("[mail] trust", *trust))));
  if (!settings.mail->password_file) return {};
  const auto& file = *settings.mail->password_file;
  const std::size_t before = loader.problems.size();
  std::string password(as_text(loader.secret("[mail] password_file", file)));
  if (loader.problems.size() > before) return {};
  while (password.ends_with('\n') || password.ends_with('\r')) password.pop_back();
  if (password.empty() || password.size() > 1024 ||
      std::ranges::any_of(password, [](unsigned char c) { return c < 0x20; }))
    loader.problems.push_back({"[mail] password_file", file.string(),
                               "it does not hold one password", "the password, on one line"});
  return password;
}

std::vector<Configuration::Expiry> expiries_of(const config::GatewaySettings& settings,
                                               const certs::Signer& receipts,
                                               const certs::TrustStore& trust,
                                               const config::Calendar& calendar, Loader& loader) {
  std::vector<Configuration::Expiry> expiries;
  expiries.push_back({"receipt-certificate", receipts.certificate().not_after()});
  const Bytes machine = loader.file("[machine] certificate", settings.machine_cert);
  if (auto cert = certs::Certificate::from_pem(as_text(machine)))
    expiries.push_back({"machine-certificate", cert->not_after()});
  if (settings.console) {
    const Bytes console = loader.file("[console] certificate", settings.console->certificate);
    if (const auto cert = certs::Certificate::from_pem(as_text(console)))
      expiries.push_back({"console-certificate", cert->not_after()});
  }
  for (const certs::Certificate& anchor : trust.anchors())
    expiries.push_back({"forms-authority", anchor.not_after()});
  if (auto next = trust.crl_next_update()) expiries.push_back({"forms-crl", *next});
  const auto machine_crls =
      certs::crls_from_file_bytes(loader.file("[machine] crl", settings.machine_crl));
  if (machine_crls) {
    auto machine_trust = certs::TrustStore::build({{}, {}, *machine_crls, {}});
    if (machine_trust)
      if (auto next = machine_trust->crl_next_update()) expiries.push_back({"machine-crl", *next});
  }
  expiries.push_back({"bank-holidays", calendar.release_instant(calendar.horizon())});
  return expiries;
}

// Every list in force somewhere on this gateway: signatures are judged by them for years.
std::vector<Bytes> crls_of(const config::GatewaySettings& settings, Loader& loader) {
  std::vector<Bytes> all;
  for (const auto& [setting, file] :
       {std::pair{"[forms] crl", settings.forms_crl}, {"[machine] crl", settings.machine_crl}}) {
    auto crls = certs::crls_from_file_bytes(loader.file(setting, file));
    for (std::size_t i = 0; crls && i < crls->size(); ++i)
      if (std::ranges::find(all, (*crls)[i]) == all.end()) all.push_back(std::move((*crls)[i]));
  }
  return all;
}

}  // namespace

static Problems warnings_of(const config::GatewaySettings& settings,
                            const config::Directory& directory, const config::Calendar& calendar,
                            Instant now) {
  Problems warnings;
  for (const config::Remark& remark :
       config::review(directory, settings.directory.filename().string(), calendar.local_date(now)))
    if (remark.weight == config::Remark::Weight::warning) warnings.push_back(remark.about);
  if (!settings.audit)
    warnings.push_back(
        {"[audit]", settings.file.filename().string(),
         "it is missing: the log is kept, and nobody outside can hold it to anything",
         "origin, key and checkpoint_copy, as `gatepost init` writes them"});
  else if (!settings.audit->checkpoint_copy)
    warnings.push_back({"[audit] checkpoint_copy", settings.file.filename().string(),
                        "it is missing: a log that is cut off cannot be told from a short one",
                        "a folder elsewhere, best on a machine that others keep"});
  if (const auto horizon = calendar.horizon_is_near(now))
    warnings.push_back(
        {"[exchange] bank_holidays", settings.bank_holidays.filename().string(),
         fmt::format("it knows the bank holidays up to {} only", format_date(*horizon)),
         "a newer bank-holidays.json of gov.uk: deadlines beyond that day cannot be computed"});
  return warnings;
}

config::Checked<std::shared_ptr<const Configuration>> load_configuration(
    const config::GatewaySettings& settings, Instant now) {
  Loader loader;
  const Bytes directory_text = loader.file("[exchange] directory", settings.directory);
  const Bytes policy_text = loader.file("[exchange] policy", settings.policy);
  const Bytes holidays_text = loader.file("[exchange] bank_holidays", settings.bank_holidays);
  auto directory = loader.take(
      config::Directory::from_csv(as_text(directory_text), settings.directory.filename().string()));
  auto policy = loader.take(
      config::Policy::from_toml(as_text(policy_text), settings.policy.filename().string()));
  auto calendar = loader.take(config::Calendar::from_bank_holidays_json(as_text(holidays_text)));
  auto trust = forms_trust(loader, settings);
  auto signer = receipt_signer(loader, settings);
  auto tls = machine_tls(loader, settings);
  auto browser_tls = console_tls(loader, settings);
  auto logo = console_logo(loader, settings);
  auto keys = loader.take("[gateway] keys", settings.keys, certs::KeyRing::open(settings.keys));
  std::string mail_password = check_mail(loader, settings);
  std::optional<audit::NoteSigner> log_signer;
  if (settings.audit)
    log_signer = loader.take("[audit] key", settings.audit->key, load_log_signer(*settings.audit));
  auto crls = crls_of(settings, loader);
  std::optional<MailboxKeys> mailboxes;
  if (keys)
    mailboxes = loader.take("[mesh] mailbox_keys", settings.mailbox_keys,
                            MailboxKeys::load(settings.mailbox_keys, *keys));
  std::optional<Custody> custody(std::in_place);
  if (keys && settings.custody) custody = loader.take(Custody::load(*settings.custody, *keys));
  if (!loader.problems.empty()) return std::unexpected(std::move(loader.problems));
  const auto today = calendar->local_date(now);
  const auto directory_changes = directory->next_change(today);
  auto expiries = expiries_of(settings, *signer, *trust, *calendar, loader);
  if (const auto ends = custody->first_end()) expiries.push_back({"custodial-keys", *ends});
  auto warnings = warnings_of(settings, *directory, *calendar, now);
  return std::make_shared<const Configuration>(Configuration{
      settings, directory->on(today), std::move(*policy), std::move(*calendar), std::move(*trust),
      std::move(signer), std::move(*keys), std::move(*mailboxes), std::move(*custody),
      std::move(tls), std::move(browser_tls), std::move(logo), *TeamCode::parse("GATEPOST"),
      std::move(mail_password), std::move(expiries), std::move(warnings), directory_changes,
      std::move(log_signer), std::move(crls)});
}

}  // namespace gatepost::app
