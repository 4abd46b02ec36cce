#include "config/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "config/addresses.hpp"
#include "config/toml_reader.hpp"
#include "gateway/base/mail_address.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::config {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_bytes = std::size_t{1} << 18;
constexpr std::array<std::string_view, 4> log_levels{"debug", "info", "warning", "error"};

enum class Kind { file, folder };
// Whether something must be there already when the settings are read.
enum class Existence { must_exist, may_come };

struct PathWish {
  Kind kind = Kind::file;
  Existence existence = Existence::must_exist;
};

// True when `inner` is `outer` or lies below it, links resolved as far as they exist.
bool is_inside(const fs::path& inner, const fs::path& outer) {
  std::error_code ignored;
  const fs::path child = fs::weakly_canonical(inner, ignored);
  const fs::path parent = fs::weakly_canonical(outer, ignored);
  const auto at = std::ranges::mismatch(parent, child);
  // A path that ends in a slash has one last, empty part.
  return at.in1 == parent.end() || at.in1->empty();
}

// Reads the settings of one file: TomlSection's reading, and the types that settings add to it.
class SettingsReader {
 public:
  SettingsReader(fs::path file, const toml::table& table)
      : file_(std::move(file)), root_(table, "", file_.filename().string(), problems_) {}

  std::optional<TomlSection> section(std::string_view key) {
    return root_.section(key, Presence::required);
  }
  std::optional<TomlSection> section_if_there(std::string_view key) {
    return root_.section(key, Presence::optional);
  }

  std::string text(TomlSection& from, std::string_view key) {
    return from.text(key, Presence::required).value_or("");
  }

  fs::path path(TomlSection& from, std::string_view key, PathWish wish = {}) {
    return read_path(from, key, Presence::required, wish).value_or(fs::path{});
  }
  std::optional<fs::path> path_if_there(TomlSection& from, std::string_view key,
                                        PathWish wish = {}) {
    return read_path(from, key, Presence::optional, wish);
  }

  void listener(TomlSection& from, ListenerSettings& settings) {
    if (const auto address = from.text("address", Presence::optional)) settings.address = *address;
    if (!is_ip_address(settings.address))
      from.report("address", "it is not an IP address", "such as 127.0.0.1 or ::1, never a name");
    settings.port = from.number("port", Presence::optional, {0, 65535}).value_or(0);
  }

  template <class Id>
  Id id(TomlSection& from, std::string_view key, std::string right) {
    const auto text = from.text(key, Presence::required);
    if (!text) return {};
    if (const auto parsed = Id::parse(*text)) return *parsed;
    from.report(key, "it is not well formed", std::move(right));
    return {};
  }

  // A secret is bounded and never repeated in a message.
  std::string secret(TomlSection& from, std::string_view key) {
    auto value = text(from, key);
    if (value.size() > 256) from.report(key, "it is too long", "at most 256 characters");
    return value;
  }

  TomlSection& root() { return root_; }
  Problems finish() {
    root_.finish();
    return std::move(problems_);
  }

 private:
  std::optional<fs::path> read_path(TomlSection& from, std::string_view key, Presence presence,
                                    PathWish wish) {
    const auto text = from.text(key, presence);
    if (!text) return std::nullopt;
    fs::path path = (file_.parent_path() / *text).lexically_normal();
    std::error_code ignored;
    const auto status = fs::status(path, ignored);
    const bool wanted =
        wish.kind == Kind::file ? !fs::is_directory(status) : fs::is_directory(status);
    const std::string_view noun = wish.kind == Kind::file ? "file" : "folder";
    if (!fs::exists(status)) {
      if (wish.existence == Existence::must_exist)
        from.report(
            key, fmt::format("{} does not exist", path.string()),
            fmt::format("an existing {}; relative paths start at this file's folder", noun));
    } else if (!wanted) {
      from.report(key, fmt::format("{} is not a {}", path.string(), noun),
                  fmt::format("a {}", noun));
    }
    return path;
  }

  fs::path file_;
  Problems problems_;
  TomlSection root_;
};

void read_gateway(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section("gateway");
  if (!from) return;
  settings.name = reader.text(*from, "name");
  if (settings.name.size() > 64 || !all_of_set(settings.name, " .-_"))
    from->report("name", "it is not a plain name",
                 "at most 64 letters, digits, spaces, dots and hyphens: it stands in receipts");
  settings.state = reader.path(*from, "state", {Kind::folder, Existence::may_come});
  settings.keys = reader.path(*from, "keys", {Kind::folder, Existence::must_exist});
  if (!settings.state.empty() && !settings.keys.empty() && is_inside(settings.keys, settings.state))
    from->report("keys", "it lies inside state: whoever copies the database would copy its keys",
                 "a folder elsewhere, best on another disk");
  settings.workers = from->number("workers", Presence::optional, {0, 256}).value_or(0);
  settings.drain_seconds = from->number("drain_seconds", Presence::optional, {0, 600}).value_or(20);
  from->finish();
}

void read_machine(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section("machine");
  if (!from) return;
  reader.listener(*from, settings.machine);
  settings.machine_cert = reader.path(*from, "certificate");
  settings.machine_key = reader.path(*from, "key");
  settings.machine_trust = reader.path(*from, "trust");
  settings.machine_crl = reader.path(*from, "crl");
  from->finish();
}

void read_admin(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section_if_there("admin");
  if (!from) return;
  reader.listener(*from, settings.admin);
  if (is_ip_address(settings.admin.address) && !is_loopback(settings.admin.address))
    from->report("address", "it can be reached from other machines, and asks nobody who they are",
                 "127.0.0.1 or ::1");
  if (settings.admin.port != 0 && settings.admin.port == settings.machine.port)
    from->report("port", "it is the port of [machine]", "another port, or 0 for any free one");
  from->finish();
}

void read_console(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section_if_there("console");
  if (!from) return;
  ConsoleSettings& console = settings.console.emplace();
  reader.listener(*from, console.listener);
  const int port = console.listener.port;
  if (port != 0 && (port == settings.machine.port || port == settings.admin.port))
    from->report("port", "it is the port of [machine] or [admin]",
                 "another port, or 0 for any free one");
  console.certificate = reader.path(*from, "certificate");
  console.key = reader.path(*from, "key");
  console.url = from->text("url", Presence::optional).value_or("");
  if (!console.url.empty() && !is_gateway_url(console.url))
    from->report("url", "it is not what people would type to come here",
                 "https://host or https://host:port, without a path");
  else if (!is_as_browsers_send(console.url))
    from->report("url", "browsers spell it another way, so that every request would be refused",
                 "lower case, and no port where it is 443: https://gatepost.example");
  if (console.url.ends_with('/')) console.url.pop_back();
  if (const auto name = from->text("name", Presence::optional)) console.name = *name;
  if (console.name.empty() || console.name.size() > 64)
    from->report("name", "it is not a name", "1 to 64 characters: it stands in every title");
  console.logo = reader.path_if_there(*from, "logo");
  from->finish();
}

void read_certificates(SettingsReader& reader, GatewaySettings& settings) {
  if (auto from = reader.section("receipts")) {
    settings.receipt_cert = reader.path(*from, "certificate");
    settings.receipt_key = reader.path(*from, "key");
    from->finish();
  }
  if (auto from = reader.section("forms")) {
    settings.forms_trust = reader.path(*from, "trust");
    settings.forms_crl = reader.path(*from, "crl");
    from->finish();
  }
}

void read_exchange(SettingsReader& reader, GatewaySettings& settings) {
  if (auto from = reader.section("exchange")) {
    settings.directory = reader.path(*from, "directory");
    settings.policy = reader.path(*from, "policy");
    settings.bank_holidays = reader.path(*from, "bank_holidays");
    from->finish();
  }
  if (auto from = reader.section("mesh")) {
    settings.mailbox_keys = reader.path(*from, "mailbox_keys");
    from->finish();
  }
}

void read_custody(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section_if_there("custody");
  if (!from) return;
  settings.custody = reader.path(*from, "keys", {Kind::folder, Existence::must_exist});
  from->finish();
}

void read_log(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section_if_there("log");
  if (!from) return;
  settings.log_file = reader.path_if_there(*from, "file", {Kind::file, Existence::may_come});
  if (const auto level = from->text("level", Presence::optional)) {
    settings.log_level = *level;
    if (std::ranges::find(log_levels, *level) == log_levels.end())
      from->report("level", "it is not a level", "debug, info, warning or error");
  }
  from->finish();
}

void read_mail_addresses(SettingsReader& reader, TomlSection& from, MailSettings& mail) {
  const auto address = [&](std::string_view key, std::string& into) {
    if (const auto text = from.text(key, Presence::optional)) into = *text;
    if (!into.empty() && !is_mail_address(into))
      from.report(key, "it is not a mail address", "one address, such as duty@gateway.example");
  };
  mail.from = reader.text(from, "from");
  address("from", mail.from);
  address("reply_to", mail.reply_to);
  address("operator", mail.operator_address);
  mail.domain = from.text("domain", Presence::optional).value_or(std::string(domain_of(mail.from)));
  if (is_mail_address(mail.from) && !is_mail_domain(mail.domain))
    from.report("domain", "it is not a full host name", "a name such as gateway.example");
}

void read_mail(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section_if_there("mail");
  if (!from) return;
  MailSettings& mail = settings.mail.emplace();
  mail.server = reader.text(*from, "server");
  if (!mail.server.empty() && !is_mail_server(mail.server))
    from->report("server", "it is not the address of a mail server",
                 "smtp://host:port (STARTTLS is required) or smtps://host:port, without a path");
  mail.trust = reader.path_if_there(*from, "trust");
  read_mail_addresses(reader, *from, mail);
  mail.user = from->text("user", Presence::optional).value_or("");
  if (mail.user.size() > 256 || std::ranges::any_of(mail.user, [](char c) { return c < 0x20; }))
    from->report("user", "it is too long or holds a character that none may hold",
                 "the name that the mail server knows this gateway by");
  mail.password_file = reader.path_if_there(*from, "password_file");
  if (mail.user.empty() == mail.password_file.has_value())
    from->report(mail.user.empty() ? "user" : "password_file", "the other of the two stands alone",
                 "user and password_file, or neither");
  from->finish();
}

void read_audit(SettingsReader& reader, GatewaySettings& settings) {
  auto from = reader.section_if_there("audit");
  if (!from) return;
  AuditSettings& audit = settings.audit.emplace();
  audit.origin = reader.text(*from, "origin");
  if (audit.origin.size() > 200 ||
      std::ranges::any_of(audit.origin, [](char c) { return c <= 0x20 || c >= 0x7f || c == '+'; }))
    from->report("origin", "it is no name that a log can have",
                 "an address without https://, such as gateway.example/log: no spaces, no plus");
  audit.key = reader.path(*from, "key");
  audit.checkpoint_copy =
      reader.path_if_there(*from, "checkpoint_copy", {Kind::folder, Existence::may_come});
  if (audit.checkpoint_copy && !settings.state.empty() &&
      is_inside(*audit.checkpoint_copy, settings.state))
    from->report("checkpoint_copy",
                 "it lies inside state: whoever rewrites the log would rewrite it too",
                 "a folder elsewhere, best on a machine that others keep");
  audit.checkpoint_every_seconds =
      from->number("checkpoint_every_seconds", Presence::optional, {1, 86400}).value_or(60);
  for (const std::string& text : from->texts("readers")) {
    if (const auto team = TeamCode::parse(text)) {
      audit.readers.push_back(*team);
    } else {
      from->report("readers", "one of them is no team's code", "codes such as LONDON-AUDIT");
    }
  }
  from->finish();
}

void read_client(SettingsReader& reader, ClientSettings& settings) {
  if (auto from = reader.section("gateway")) {
    settings.gateway_url = reader.text(*from, "url");
    if (!settings.gateway_url.empty() && !is_gateway_url(settings.gateway_url))
      from->report("url", "it is not the address of a gateway",
                   "https://host or https://host:port, without a path");
    if (settings.gateway_url.ends_with('/')) settings.gateway_url.pop_back();
    settings.trust = reader.path(*from, "trust");
    settings.crl = reader.path_if_there(*from, "crl");
    from->finish();
  }
  if (auto from = reader.section("team")) {
    settings.team = reader.id<TeamCode>(*from, "code", "a team's code, such as BXI-PSI");
    settings.certificate = reader.path(*from, "certificate");
    settings.key = reader.path(*from, "key");
    from->finish();
  }
  if (auto from = reader.section("mesh")) {
    settings.mailbox = reader.id<MailboxId>(*from, "mailbox", "a mailbox, such as GPBXI01");
    settings.mailbox_password = reader.secret(*from, "password");
    settings.shared_key = reader.secret(*from, "shared_key");
    from->finish();
  }
  if (auto from = reader.section("client")) {
    settings.outbox = reader.path(*from, "outbox", {Kind::folder, Existence::may_come});
    settings.timeout_seconds =
        from->number("timeout_seconds", Presence::optional, {1, 600}).value_or(30);
    from->finish();
  }
}

Problems unreadable(const fs::path& file, const Error& error) {
  const bool open_to_others = error.is(posix::Errc::bad_mode);
  return {{"Settings file", file.string(), error.context(),
           open_to_others ? "mode 0600: it holds this mailbox's secrets"
                          : "a readable file of a few kilobytes"}};
}

}  // namespace

Checked<GatewaySettings> GatewaySettings::load(const fs::path& file) {
  const auto text = posix::read_file(file, most_bytes);
  if (!text) return std::unexpected(unreadable(file, text.error()));
  const auto table = parse_toml(as_text(*text), file.filename().string());
  if (!table) return std::unexpected(table.error());
  GatewaySettings settings;
  settings.file = file;
  SettingsReader reader(file, *table);
  read_gateway(reader, settings);
  read_machine(reader, settings);
  read_admin(reader, settings);
  read_console(reader, settings);
  read_certificates(reader, settings);
  read_exchange(reader, settings);
  read_custody(reader, settings);
  read_log(reader, settings);
  read_mail(reader, settings);
  read_audit(reader, settings);
  if (auto problems = reader.finish(); !problems.empty()) return std::unexpected(problems);
  return settings;
}

Checked<ClientSettings> ClientSettings::load(const fs::path& file) {
  const auto text = posix::read_secret_file(file, most_bytes);
  if (!text) return std::unexpected(unreadable(file, text.error()));
  const auto table = parse_toml(as_text(*text), file.filename().string());
  if (!table) return std::unexpected(table.error());
  ClientSettings settings;
  settings.file = file;
  SettingsReader reader(file, *table);
  read_client(reader, settings);
  if (auto problems = reader.finish(); !problems.empty()) return std::unexpected(problems);
  return settings;
}

}  // namespace gatepost::config
