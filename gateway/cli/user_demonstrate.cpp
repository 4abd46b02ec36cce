// gatepost user demonstrate: people who can sign in at once, for whoever looks at a demonstration:
// a password that stays, and recovery codes instead of an authenticator at hand. Only where nothing
// is real: under the demonstration's policy, and on this machine alone.
#include <fmt/format.h>

#include <array>

#include "config/addresses.hpp"
#include "config/policy.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/cli/output.hpp"
#include "gateway/cli/user_store.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/password_hash.hpp"
#include "gateway/identity/password_rules.hpp"
#include "gateway/identity/totp.hpp"
#include "gateway/identity/users.hpp"

namespace gatepost::cli {

namespace json = boost::json;
using identity::Change;
using identity::Grant;

namespace {

struct DemoPerson {
  std::string_view sign_in_name, display_name, job_title, grant, sees;
};
constexpr std::array people{
    DemoPerson{"pat", "Pat Example", "Recovery worker", "sender:BXI-PSI",
               "writes and sends referrals for HMP Brixton"},
    DemoPerson{"alex", "Alex Example", "Lead nurse", "clinician:BXI-CLIN",
               "adds the clinical part"},
    DemoPerson{"sam", "Sam Example", "Duty worker", "spoc:LAMBETH-SPOC",
               "opens, confirms and answers for Lambeth"},
    DemoPerson{"ada", "Ada Example", "Administrator", "administrator",
               "directory, users, tasks of all teams, the delivery log"},
    DemoPerson{"mo", "Mo Example", "Probation practitioner", "meeting:LAMBETH-PROBATION",
               "the joint meeting list"},
    DemoPerson{"kit", "Kit Example", "Operator", "operator", "health, certificates, dead letters"},
    DemoPerson{"olu", "Olu Example", "Auditor", "auditor", "reads the logs, changes nothing"}};

struct DemoUser {
  const DemoPerson* person;
  std::string password;
  std::vector<std::string> codes;
};

bool is_demonstration(const config::GatewaySettings& settings) {
  const auto text = posix::read_file(settings.policy, limits::directory_bytes);
  const auto policy = text ? config::Policy::from_toml(as_text(*text), "policy.toml")
                           : config::Checked<config::Policy>(std::unexpected(Problems{}));
  const bool here = !settings.console || config::is_loopback(settings.console->listener.address);
  if (policy && policy->id == "demo" && here) return true;
  print_problems(
      "user demonstrate: refused:",
      {{"[gateway] policy", settings.file.string(),
        "these people's passwords and codes are printed on a screen",
        "a gateway made by `gatepost init --demo`, whose policy is \"demo\" and whose [console] "
        "address is 127.0.0.1"}});
  return false;
}

// As somebody who has chosen a password and set up an authenticator, which nobody has.
Result<std::vector<std::string>> set_up(Change& change, const DemoPerson& person,
                                        std::string_view hash) {
  const std::vector<Grant> grants{Grant::parse(person.grant).value()};
  const identity::Profile profile{std::string(person.sign_in_name),
                                  std::string(person.display_name),
                                  std::string(person.job_title),
                                  {}};
  GP_TRY(const auto user, identity::add_user(change, {profile, grants, std::string(hash)}));
  GP_CHECK(identity::put_password(change, user.id, hash, identity::CredentialState::good));
  identity::Person made;
  made.id = user.id;
  made.stage = identity::SessionStage::full;
  made.second_factor_at = change.now;
  GP_TRY(const Bytes secret, identity::begin_totp(change, made));
  GP_TRY(const auto confirmed,
         identity::confirm_totp(change, made,
                                identity::totp_code(secret, identity::totp_step(change.now))));
  if (confirmed == identity::Confirmed::no)
    return fail(identity::Errc::wrong_code, "the authenticator could not be set up");
  return identity::make_recovery_codes(change, made);
}

}  // namespace

Exit user_demonstrate(const UserOptions& options) {
  const auto store = UserStore::open(options.config);
  if (!store) return Exit::usage;
  if (!is_demonstration(store->settings())) return Exit::no;
  std::vector<DemoUser> users;
  for (const DemoPerson& person : people) {
    DemoUser user{&person, identity::make_password(store->random()), {}};
    const auto hash = identity::hash_password(user.password, identity::HashCost{}, store->random());
    if (!hash) return give_up("user demonstrate", hash.error());
    auto added = store->change([&](Change& change) -> Result<void> {
      GP_TRY(user.codes, set_up(change, person, *hash));
      return {};
    });
    if (!added) return give_up("user demonstrate", added.error());
    users.push_back(std::move(user));
  }
  json::array rows;
  for (const DemoUser& user : users) {
    if (options.style == Style::json) {
      json::array codes(user.codes.begin(), user.codes.end());
      rows.push_back(json::object{{"sign_in_name", user.person->sign_in_name},
                                  {"password", user.password},
                                  {"recovery_codes", std::move(codes)}});
      continue;
    }
    say(fmt::format("{}: {} ({})", user.person->sign_in_name, user.person->sees,
                    user.person->grant));
    say("  password  " + user.password);
    say(fmt::format("  codes     {}  {}  {}  (each once; more under Your account)", user.codes[0],
                    user.codes[1], user.codes[2]));
  }
  if (options.style == Style::json) print_json(json::object{{"users", std::move(rows)}});
  return Exit::yes;
}

}  // namespace gatepost::cli
