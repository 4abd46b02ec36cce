// Identity over the real thing: a configuration as `gatepost init` writes it, the SQLite store, the
// Gateway's own doors. Only the clock stands where the test puts it.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "formats/forms/comments.hpp"
#include "formats/forms/signed_for.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/app/identity.hpp"
#include "gateway/app/person_forms.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/identity/totp.hpp"
#include "gateway/identity/users.hpp"
#include "gateway/store/sqlite/open.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::app::test {

namespace asio = boost::asio;
namespace forms = formats::forms;
using identity::Action;
using identity::Change;
using identity::Grant;
using identity::Person;
using identity::Role;
using std::chrono::minutes;

class TestClock final : public Clock {
 public:
  Instant now() const override { return now_; }
  void operator+=(milliseconds span) { now_ += span; }

 private:
  Instant now_ = posix::SystemClock{}.now();
};

inline const TeamCode brixton = *TeamCode::parse("BXI-PSI");
inline const TeamCode brixton_clinical = *TeamCode::parse("BXI-CLIN");
inline const TeamCode lambeth = *TeamCode::parse("LAMBETH-SPOC");
inline const TeamCode southwark = *TeamCode::parse("SOUTHWARK-SPOC");
inline constexpr std::string_view password = "coffee train fish";

class IdentityService : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<gatepost::test::TemporaryFolder>();
    cli::InitOptions options;
    options.folder = made_->path() / "gateway";
    options.machine_port = options.admin_port = 0;
    options.style = cli::Style::json;
    ASSERT_EQ(cli::init(options), cli::Exit::yes);
  }
  static void TearDownTestSuite() { made_.reset(); }

  IdentityService() {
    const auto settings =
        config::GatewaySettings::load(made_->path() / "gateway" / "gatepost.toml").value();
    configuration_ = load_configuration(settings, clock.now()).value();
    store = store::sqlite::open_sqlite(folder_.path() / "gatepost.db", log).value();
    gateway = std::make_unique<Gateway>(
        Gateway::Parts{*store, workers, clock, random, log, metrics}, configuration_);
    identity = std::make_unique<Identity>(
        *gateway, Identity::Options{{8, 1, 1}, {"gatepost.example", "https://gatepost.example"}});
  }

  // Runs a coroutine to its end.
  template <class T>
  T wait(asio::awaitable<T> work) {
    std::optional<T> answer;
    asio::co_spawn(io, std::move(work), [&](const std::exception_ptr& thrown, T value) {
      if (thrown) std::rethrow_exception(thrown);
      answer.emplace(std::move(value));
    });
    io.restart();
    io.run();
    return std::move(answer).value();
  }

  // A user, and the session of one who has gone through everything.
  UserId add(const std::string& name, std::vector<Grant> grants) {
    UserId id;
    const auto given = wait(identity->make_password()).value();
    first_password = given.text;
    exchange::Work work;
    work.run = [&](exchange::Transaction& transaction) -> Result<std::string> {
      Change change{
          transaction.people(), configuration_->keys, random, clock.now(), "test", "operator", {}};
      identity::NewUser fresh;
      fresh.profile = {name, "Jo " + name, "Recovery worker", ""};
      fresh.grants = std::move(grants);
      fresh.password_hash = given.hash;
      GP_TRY(const auto user, identity::add_user(change, fresh));
      id = user.id;
      return std::string{};
    };
    EXPECT_TRUE(wait(gateway->submit(std::move(work))));
    return id;
  }
  Answer<SignedIn> sign_in(const std::string& name, std::string_view typed) {
    return wait(identity->sign_in({name, std::string(typed), "192.0.2.1", "Firefox on Linux"}));
  }
  Person person(const SignedIn& session) { return wait(identity->session(session.token)).value(); }

  Person ready(const std::string& name, std::vector<Grant> grants) {
    add(name, std::move(grants));
    auto session = sign_in(name, first_password).value();
    session =
        wait(identity->change_password(person(session), {first_password, std::string(password)}))
            .value();
    const auto setup = wait(identity->begin_totp(person(session))).value();
    secret = from_base32(setup.secret).value();
    auto enrolled = wait(identity->confirm_totp(person(session), code())).value();
    codes = enrolled.recovery_codes;
    last_token = enrolled.session.token;
    return person(enrolled.session);
  }
  std::string code() const { return identity::totp_code(secret, identity::totp_step(clock.now())); }

  // The sample of a form, as this conversation's.
  forms::Form sample(forms::FormType type) {
    const std::string text = forms::strip_comments(forms::template_form(
        type, {make_id<MessageId>(random), make_id<ConversationId>(random), clock.now()}));
    const auto document = formats::xml::Document::parse(as_bytes(text)).value();
    return forms::read_form(document, configuration_->calendar.local_date(clock.now())).value();
  }
  forms::Acknowledgement acknowledgement(const Accepted& about) {
    forms::Acknowledgement made;
    made.control.message_id = make_id<MessageId>(random);
    made.control.conversation_id = about.conversation;
    made.control.created_at = clock.now();
    made.control.to_team = about.key.from;
    made.subject = {about.key.from, about.key.id, about.digest};
    made.received_at = clock.now();
    return made;
  }
  Accepted referral(const Person& sender) {
    auto accepted = wait(identity->send(sender, brixton, sample(forms::FormType::lief)));
    EXPECT_TRUE(accepted) << (accepted ? "" : accepted.error().error.to_string());
    return std::move(*accepted);
  }
  Bytes signed_by_team(const TeamCode& team, const forms::Form& form) {
    const auto client = made_->path() / "gateway" / "clients" / team.str();
    const Bytes key = posix::read_file(client / "key.pem", 1 << 16).value();
    const Bytes cert = posix::read_file(client / "cert.pem", 1 << 16).value();
    const auto signer = certs::signer_from_pem(as_text(key), as_text(cert)).value();
    return formats::xmldsig::sign_enveloped(as_bytes(forms::write_form(form)), *signer).value();
  }
  Answer<Accepted> hand_in(Bytes bytes, const TeamCode& team, std::optional<UserId> who) {
    Submission submission;
    submission.bytes = std::move(bytes);
    return wait(
        gateway->accept(Caller{team, configuration_, "password+totp", who}, std::move(submission)));
  }
  std::vector<audit::Entry> log_entries() {
    std::vector<audit::Entry> out;
    auto view = store->view().value();
    for (const audit::Row& row : view->audit_rows(0, 1000).value())
      out.push_back(audit::parse_canonical(row.bytes)->first);
    return out;
  }
  std::vector<std::string> told() {
    std::vector<std::string> out;
    for (const audit::Entry& entry : log_entries())
      out.push_back(entry.actor + " " + entry.event + " " + entry.reason);
    return out;
  }

  inline static std::unique_ptr<gatepost::test::TemporaryFolder> made_;
  gatepost::test::TemporaryFolder folder_;
  asio::io_context io{1};
  TestClock clock;
  posix::SystemRandom random;
  Log log;
  Metrics metrics;
  std::unique_ptr<exchange::Store> store;
  Workers workers{2};
  ConfigurationPtr configuration_;
  std::unique_ptr<Gateway> gateway;
  std::unique_ptr<Identity> identity;
  std::string first_password, last_token;
  Bytes secret;
  std::vector<std::string> codes;
};

}  // namespace gatepost::app::test
