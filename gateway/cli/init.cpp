// gatepost init: a ready configuration with a development authority and sample teams.
#include <fmt/format.h>

#include "certs/authority.hpp"
#include "certs/seal.hpp"
#include "config/directory.hpp"
#include "config/samples.hpp"
#include "config/settings_templates.hpp"
#include "gateway/app/custody.hpp"
#include "gateway/app/mailbox_keys.hpp"
#include "gateway/audit/note.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

namespace layout = config::layout;

namespace {

Result<void> write(const Path& file, std::string_view text, posix::Mode mode) {
  return posix::write_file_durably(file, as_bytes(text), mode);
}

// 160 random bits: nobody types these.
std::string make_password(Random& random) {
  Bytes raw(20);
  random.fill(raw);
  return to_hex(raw);
}

class Initialiser {
 public:
  explicit Initialiser(const InitOptions& options) : options_(options) {}

  Result<void> run() {
    GP_CHECK(posix::make_folder(options_.folder, posix::Mode::secret));
    GP_CHECK(posix::make_folder(folder("state"), posix::Mode::secret));
    GP_CHECK(posix::make_folder(folder("pki"), posix::Mode::secret));
    GP_TRY(auto authority, certs::DevelopmentAuthority::create(
                               folder("pki"), "Gatepost development authority", now_, random_));
    GP_TRY(const auto ring, certs::KeyRing::create(folder(layout::keys), random_));
    GP_CHECK(write_gateway_keys(authority));
    GP_CHECK(write_log_key());
    GP_CHECK(write_samples());
    GP_CHECK(write_teams(authority, ring));
    GP_CHECK(mailboxes_.save(folder(layout::mailbox_keys), ring, random_));
    // Last, so that a folder with a gatepost.toml is a whole one.
    return write(folder(layout::gateway_toml),
                 config::gateway_settings_toml({options_.name, options_.machine_port,
                                                options_.admin_port, options_.console_port}),
                 posix::Mode::shared);
  }

  std::vector<TeamCode> teams;
  std::string log_key;  // what checkpoints are verified with

 private:
  Path folder(std::string_view name) const { return options_.folder / name; }

  Result<void> write_gateway_keys(certs::DevelopmentAuthority& authority) {
    certs::DevelopmentAuthority::Request machine;
    machine.role = certs::Role::server;
    machine.name = "localhost";
    machine.dns = {"localhost", "127.0.0.1"};
    GP_CHECK(issue(authority, machine, folder(layout::machine_certificate),
                   folder(layout::machine_key)));
    GP_CHECK(issue(authority, machine, folder(layout::console_certificate),
                   folder(layout::console_key)));
    certs::DevelopmentAuthority::Request receipts;
    receipts.role = certs::Role::gateway;
    receipts.name = options_.name;
    return issue(authority, receipts, folder(layout::receipt_certificate),
                 folder(layout::receipt_key));
  }

  // The log has a key of its own: who can sign receipts cannot sign the log.
  Result<void> write_log_key() {
    const certs::Ed25519Key key = certs::Ed25519Key::generate(random_);
    log_key = audit::NoteSigner(config::log_origin(options_.name), key).verifier().str();
    GP_CHECK(write(folder(layout::log_key), key.pem(), posix::Mode::secret));
    GP_CHECK(write(folder(layout::log_verifier), log_key + "\n", posix::Mode::shared));
    return posix::make_folder(folder(layout::checkpoints), posix::Mode::secret);
  }

  Result<void> issue(certs::DevelopmentAuthority& authority,
                     const certs::DevelopmentAuthority::Request& request, const Path& cert,
                     const Path& key) {
    GP_TRY(const certs::IssuedKey issued, authority.issue(request, now_, random_));
    GP_CHECK(write(key, issued.key_pem, posix::Mode::secret));
    return write(cert, issued.cert_pem, posix::Mode::shared);
  }

  Result<void> write_samples() {
    const bool demo = options_.policy == InitOptions::Policy::demo;
    GP_CHECK(write(folder(layout::policy),
                   demo ? config::demo_policy_toml() : config::default_policy_toml(),
                   posix::Mode::shared));
    return write(folder(layout::bank_holidays), config::bank_holidays_json(), posix::Mode::shared);
  }

  // Each team with a mailbox gets a client folder, and each whose people may work in the console a
  // key that the gateway holds for them; the directory gets the pin of the authority that issued
  // both.
  Result<void> write_teams(certs::DevelopmentAuthority& authority, const certs::KeyRing& ring) {
    auto directory = config::Directory::from_csv(config::sample_directory_csv(), "directory.csv");
    if (!directory) return fail(posix::Errc::cannot_read, "the sample directory is broken");
    mailboxes_.shared_key = make_password(random_);
    std::string csv(config::sample_directory_csv());
    for (const config::Team& team : directory->teams()) {
      if (!team.mailbox && team.route != config::RouteKind::console) continue;
      GP_TRY(const Digest pin, write_custodian(authority, ring, team.code));
      csv = with_pin(csv, team.code, pin);
      if (!team.mailbox) continue;
      GP_CHECK(write_client(authority, team));
      teams.push_back(team.code);
    }
    return write(folder(layout::directory), csv, posix::Mode::shared);
  }

  Result<Digest> write_custodian(certs::DevelopmentAuthority& authority, const certs::KeyRing& ring,
                                 const TeamCode& team) {
    certs::DevelopmentAuthority::Request request;
    request.role = certs::Role::custodian;
    request.name = team.str();
    GP_TRY(const certs::IssuedKey issued, authority.issue(request, now_, random_));
    GP_CHECK(app::Custody::keep(folder(layout::custody), ring, random_, team, issued));
    GP_TRY(const auto certificate, certs::Certificate::from_pem(issued.cert_pem));
    return certificate.issuer_pin();
  }

  Result<void> write_client(certs::DevelopmentAuthority& authority, const config::Team& team) {
    const Path client = options_.folder / "clients" / team.code.str();
    GP_CHECK(posix::make_folder(client, posix::Mode::secret));
    GP_CHECK(posix::make_folder(client / layout::outbox, posix::Mode::secret));
    certs::DevelopmentAuthority::Request request;
    request.role = certs::Role::team;
    request.name = team.code.str();
    GP_CHECK(
        issue(authority, request, client / layout::team_certificate, client / layout::team_key));
    const std::string password = make_password(random_);
    mailboxes_.passwords.emplace(*team.mailbox, password);
    return write(
        client / layout::client_toml,
        config::client_settings_toml({fmt::format("https://127.0.0.1:{}", options_.machine_port),
                                      team.code, *team.mailbox, password, mailboxes_.shared_key}),
        posix::Mode::secret);
  }

  // Fills the empty issuer_pin cell of a team's row: in the sample it is the fourth from the end.
  static std::string with_pin(const std::string& csv, const TeamCode& team, const Digest& pin) {
    const auto row = csv.find("\n" + team.str() + ",");
    if (row == std::string::npos) return csv;
    auto end = csv.find('\n', row + 1);
    if (end == std::string::npos) end = csv.size();
    auto comma = end;
    for (int cells = 0; cells < 3; ++cells) comma = csv.rfind(',', comma - 1);
    return csv.substr(0, comma) + pin.hex() + csv.substr(comma);
  }

  const InitOptions& options_;
  posix::SystemRandom random_;
  const Instant now_ = posix::SystemClock{}.now();
  app::MailboxKeys mailboxes_;
};

}  // namespace

Exit init(const InitOptions& options) {
  if (std::filesystem::exists(options.folder / layout::gateway_toml)) {
    complain(fmt::format("{} holds a configuration already; give another folder",
                         options.folder.string()));
    return Exit::usage;
  }
  Initialiser initialiser(options);
  if (auto done = initialiser.run(); !done) {
    complain(fmt::format("init: {}", done.error().to_string()));
    return Exit::usage;
  }
  const std::string folder = options.folder.string();
  if (options.style == Style::json) {
    boost::json::array teams;
    for (const TeamCode& team : initialiser.teams) teams.emplace_back(team.str());
    print_json(boost::json::object{{"config", folder + "/gatepost.toml"},
                                   {"trust", folder + "/pki/ca.pem"},
                                   {"log_key", initialiser.log_key},
                                   {"teams", teams}});
    return Exit::yes;
  }
  say(fmt::format("A gateway named \"{}\" is ready in {}", options.name, folder));
  say(fmt::format("  {}/gatepost.toml     its settings, with comments", folder));
  say(fmt::format("  {}/policy.toml       deadlines and escalation steps", folder));
  say(fmt::format("  {}/directory.csv     teams, routes and telephone numbers (samples)", folder));
  say(fmt::format("  {}/pki/              a development authority: its key is for trials only",
                  folder));
  say(fmt::format("  {}/keys/             the key ring that seals what is stored: back it up apart",
                  folder));
  say(fmt::format("  {}/checkpoints/      what the log was signed for: best on another machine",
                  folder));
  say(fmt::format("  {}/custody/          keys to sign with for people in the console, sealed",
                  folder));
  for (const TeamCode& team : initialiser.teams)
    say(fmt::format("  {}/clients/{}/", folder, team.str()));
  say(fmt::format("The log's verifier key, for whoever is to judge it: {}", initialiser.log_key));
  say(fmt::format("Next: gatepost serve --config {}/gatepost.toml", folder));
  return Exit::yes;
}

}  // namespace gatepost::cli
