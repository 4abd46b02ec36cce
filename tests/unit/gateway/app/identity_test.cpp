// Identity over the real thing: a configuration as `gatepost init` writes it, the SQLite store, the
// Gateway's own doors. Only the clock stands where the test puts it.
#include "gateway/app/identity.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "formats/forms/comments.hpp"
#include "formats/forms/signed_for.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/app/person_forms.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/identity/totp.hpp"
#include "gateway/identity/users.hpp"
#include "gateway/store/sqlite/open.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::app {
namespace {

namespace asio = boost::asio;
namespace forms = formats::forms;
using namespace testing;
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

const TeamCode brixton = *TeamCode::parse("BXI-PSI");
const TeamCode brixton_clinical = *TeamCode::parse("BXI-CLIN");
const TeamCode lambeth = *TeamCode::parse("LAMBETH-SPOC");
const TeamCode southwark = *TeamCode::parse("SOUTHWARK-SPOC");
constexpr std::string_view password = "coffee train fish";

class IdentityService : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = std::make_unique<test::TemporaryFolder>();
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

  static std::unique_ptr<test::TemporaryFolder> made_;
  test::TemporaryFolder folder_;
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
std::unique_ptr<test::TemporaryFolder> IdentityService::made_;

TEST_F(IdentityService, LeadsANewUserToAFullSessionWithRecoveryCodes) {
  const Person jo = ready("jo.example", {{Role::sender, brixton}});
  EXPECT_EQ(jo.stage, identity::SessionStage::full);
  EXPECT_THAT(codes, SizeIs(10));
  EXPECT_EQ(wait(identity->factors(jo)).value().recovery_codes_left, 10U);
  clock += minutes{1};
  const auto again = sign_in("jo.example", password).value();
  EXPECT_EQ(again.stage, identity::SessionStage::second_factor);
  EXPECT_FALSE(wait(identity->second_factor(again.token, identity::TotpProof{"000000"})));
  const auto full = wait(identity->second_factor(again.token, identity::TotpProof{code()})).value();
  EXPECT_EQ(full.stage, identity::SessionStage::full);
  EXPECT_FALSE(wait(identity->session(again.token)));
  EXPECT_TRUE(wait(identity->sign_out(full.token)));
  EXPECT_FALSE(wait(identity->session(full.token)));
}

TEST_F(IdentityService, TellsNobodyWhatWasWrong) {
  ready("jo.example", {});
  const auto wrong = sign_in("jo.example", "wrong");
  const auto nobody = sign_in("nobody.here", "wrong");
  const auto huge = sign_in("jo.example", std::string(5000, 'x'));
  for (const auto* answer : {&wrong, &nobody, &huge}) {
    ASSERT_FALSE(*answer);
    EXPECT_TRUE(answer->error().error.is(identity::Errc::wrong_credentials));
    EXPECT_EQ(answer->error().error.context(), wrong.error().error.context());
  }
  EXPECT_EQ(identity->take_refused_sign_ins(), 1U);
}

TEST_F(IdentityService, RefusesAWeakPasswordAndTheOneInUse) {
  add("jo.example", {});
  const auto session = sign_in("jo.example", first_password).value();
  const auto weak =
      wait(identity->change_password(person(session), {first_password, "password1234"}));
  ASSERT_FALSE(weak);
  EXPECT_TRUE(weak.error().error.is(identity::Errc::weak_password));
  EXPECT_THAT(weak.error().problems, SizeIs(1));
  const auto same =
      wait(identity->change_password(person(session), {first_password, first_password}));
  ASSERT_FALSE(same);
  EXPECT_TRUE(same.error().error.is(identity::Errc::weak_password));
  const auto guessed =
      wait(identity->change_password(person(session), {"wrong", std::string(password)}));
  ASSERT_FALSE(guessed);
  EXPECT_TRUE(guessed.error().error.is(identity::Errc::wrong_credentials));
}

TEST_F(IdentityService, ListsOnesOwnSessionsAndEndsThem) {
  const Person jo = ready("jo.example", {});
  clock += minutes{1};
  const auto other = sign_in("jo.example", password).value();
  const auto list = wait(identity->sessions(jo)).value();
  ASSERT_THAT(list, SizeIs(2));
  EXPECT_EQ(list[0].which, SessionView::Which::this_one);
  EXPECT_EQ(list[1].device, "Firefox on Linux, 192.0.2.1");
  EXPECT_TRUE(wait(identity->end_session(jo, list[1].id)));
  EXPECT_FALSE(wait(identity->session(other.token)));
  sign_in("jo.example", password).value();
  EXPECT_EQ(wait(identity->end_other_sessions(jo)).value(), 1U);
  EXPECT_TRUE(wait(identity->session(last_token)));
}

TEST_F(IdentityService, StaysOpenWhileItIsUsed) {
  ready("jo.example", {});
  for (int i = 0; i < 5; ++i) {
    clock += minutes{20};
    EXPECT_TRUE(wait(identity->session(last_token))) << i;
  }
  clock += minutes{31};
  EXPECT_FALSE(wait(identity->session(last_token)));
}

TEST_F(IdentityService, SendsAFormSignedByTheGatewayForThePerson) {
  const Person jo = ready("jo.example", {{Role::sender, brixton}});
  const Accepted accepted = referral(jo);
  EXPECT_EQ(accepted.key.from, brixton);
  EXPECT_THAT(told(), Contains(HasSubstr(jo.actor() + " accepted")));
  // What lies in the store verifies by the trust that everybody has, and says who it was.
  auto view = store->view().value();
  const auto row = view->payload_part(accepted.key, "form").value();
  const Bytes bytes =
      certs::unseal(configuration_->keys, accepted.key.str(), row->wrap, row->part).value();
  const auto verified = formats::xmldsig::verify_enveloped(bytes, configuration_->forms_trust,
                                                           certs::Role::team, clock.now())
                            .value();
  const auto form =
      forms::read_form(verified.document, configuration_->calendar.local_date(clock.now())).value();
  const forms::Control& control = forms::control_of(form);
  EXPECT_EQ(control.signed_for->user, jo.id);
  EXPECT_EQ(forms::signer_in_words(verified.signer.certificate, control),
            "the gateway for Jo jo.example of BXI-PSI (password and authenticator code)");
  EXPECT_EQ(verified.signer.certificate.role(), certs::Role::custodian);
}

TEST_F(IdentityService, ConfirmsInAPersonsOwnName) {
  const Accepted sent = referral(ready("jo.example", {{Role::sender, brixton}}));
  const Person sam = ready("sam.sample", {{Role::spoc, lambeth}});
  const auto opened = wait(identity->open_form(sam, sent.key.str(), std::nullopt));
  ASSERT_TRUE(opened) << opened.error().error.to_string();
  EXPECT_TRUE(std::holds_alternative<forms::Lief>(opened->form));
  forms::Acknowledgement made = acknowledgement(sent);
  made.person_name = "Somebody Else";
  const auto confirmed = wait(identity->send(sam, lambeth, made));
  ASSERT_TRUE(confirmed) << confirmed.error().error.to_string();
  const auto message = wait(gateway->message(Caller{brixton, configuration_}, sent.key.str()));
  EXPECT_TRUE(message->state.reached(exchange::Rung::delivered));
  EXPECT_TRUE(message->state.confirmed_at);
  const auto receipt = wait(gateway->receipt_xml(Caller{brixton, configuration_}, sent.key.str(),
                                                 exchange::Rung::confirmed))
                           .value();
  EXPECT_THAT(receipt, HasSubstr("<PersonName>Jo sam.sample</PersonName>"));
}

TEST_F(IdentityService, LogsAConsultationBeforeAnybodyReads) {
  const Accepted sent = referral(ready("jo.example", {{Role::sender, brixton}}));
  const Person sam = ready("sam.sample", {{Role::spoc, lambeth}});
  const Person kim = ready("kim.sample", {{Role::clinician, brixton_clinical}});
  ASSERT_TRUE(wait(identity->open_form(sam, sent.key.str(), std::nullopt)));
  const auto unasked = wait(identity->open_form(kim, sent.key.str(), std::nullopt));
  ASSERT_FALSE(unasked);
  EXPECT_TRUE(unasked.error().error.is(identity::Errc::reason_wanted));
  ASSERT_TRUE(
      wait(identity->open_form(kim, sent.key.str(), OpeningReason::covering_for_colleagues)));
  std::vector<std::string> consultations;
  for (const audit::Entry& entry : log_entries())
    if (entry.verb == audit::Verb::consultation)
      consultations.push_back(entry.actor + " " + entry.reason + " " + entry.message);
  EXPECT_THAT(consultations,
              ElementsAre(sam.actor() + " direct-care " + sent.key.str(),
                          kim.actor() + " covering-for-colleagues " + sent.key.str()));
}

TEST_F(IdentityService, OpensNothingOfAnotherTeamAndSaysSoInTheLog) {
  const Accepted sent = referral(ready("jo.example", {{Role::sender, brixton}}));
  const Person foreign = ready("kim.sample", {{Role::spoc, southwark}});
  const Person admin = ready("an.admin", {{Role::administrator, {}}, {Role::auditor, {}}});
  for (const Person* who : {&foreign, &admin}) {
    const auto refused =
        wait(identity->open_form(*who, sent.key.str(), OpeningReason::direct_care));
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().error.is(Errc::not_found));
    EXPECT_THAT(told(), Contains(who->actor() + " refused gateway.not_found"));
  }
  const auto as_lambeth = wait(identity->act_for(foreign, Action::work_tasks, lambeth));
  ASSERT_FALSE(as_lambeth);
  EXPECT_THAT(told(), Contains(foreign.actor() + " refused identity.not_allowed"));
  EXPECT_FALSE(wait(identity->send(foreign, lambeth, acknowledgement(sent))));
  EXPECT_FALSE(wait(identity->send(foreign, southwark, acknowledgement(sent))))
      << "and the exchange itself asks who is a party";
}

TEST_F(IdentityService, SendsOnlyWhatTheRoleMaySend) {
  const Person kim = ready("kim.sample", {{Role::clinician, brixton_clinical}});
  const auto refused = wait(identity->send(kim, brixton_clinical, sample(forms::FormType::lief)));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().error.is(identity::Errc::not_allowed));
}

// No side door: what the custodial key signed is taken from that person's session only, and from a
// session nothing else is.
TEST_F(IdentityService, TakesNoCustodialSignatureFromAnywhereElse) {
  const Person jo = ready("jo.example", {{Role::sender, brixton}});
  const Person sam = ready("sam.sample", {{Role::sender, brixton}});
  const Bytes for_jo =
      sign_as(*configuration_, jo, brixton, sample(forms::FormType::lief), clock.now()).value();
  const auto by_machine = hand_in(for_jo, brixton, std::nullopt);
  ASSERT_FALSE(by_machine);
  EXPECT_TRUE(by_machine.error().error.is(Errc::wrong_signer));
  const auto by_sam = hand_in(for_jo, brixton, sam.id);
  ASSERT_FALSE(by_sam);
  EXPECT_TRUE(by_sam.error().error.is(Errc::wrong_signer));
  EXPECT_TRUE(hand_in(for_jo, brixton, jo.id));

  const Bytes by_team_key = signed_by_team(brixton, sample(forms::FormType::lief));
  const auto in_session = hand_in(by_team_key, brixton, jo.id);
  ASSERT_FALSE(in_session);
  EXPECT_TRUE(in_session.error().error.is(Errc::wrong_signer));
  EXPECT_TRUE(hand_in(by_team_key, brixton, std::nullopt));

  forms::Form claims = sample(forms::FormType::lief);
  std::visit(
      [&](auto& form) {
        form.control.signed_for = forms::SignedFor{
            jo.id, "Jo Example", {}, forms::Authentication::password_and_totp, clock.now()};
      },
      claims);
  for (const auto& who : {std::optional<UserId>{}, std::optional(jo.id)}) {
    const auto claimed = hand_in(signed_by_team(brixton, claims), brixton, who);
    ASSERT_FALSE(claimed);
    EXPECT_TRUE(claimed.error().error.is(certs::Errc::wrong_role));
  }
}

TEST_F(IdentityService, OpensNoConnectionWithACustodialKey) {
  const certs::Signer* signer = configuration_->custody.signer(brixton);
  ASSERT_NE(signer, nullptr);
  transports::ConnectionIdentity peer;
  peer.peer_chain = {signer->certificate()};
  const auto refused = gateway->identify(peer);
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().error.is(certs::Errc::wrong_role));
}

TEST_F(IdentityService, KeepsDraftsOfTheTeamAndLetsNobodyOverwriteAnother) {
  const Person jo = ready("jo.example", {{Role::sender, brixton}});
  const Person sam = ready("sam.sample", {{Role::sender, brixton}});
  const Person foreign = ready("kim.sample", {{Role::spoc, lambeth}});
  Draft draft;
  draft.form = "LIEF";
  draft.content = "<LIEF>Fictional Person</LIEF>";
  const auto first = wait(identity->save_draft(jo, brixton, draft)).value();
  EXPECT_THAT(as_text(first.content), Not(HasSubstr("Fictional")));

  draft.id = first.id;
  draft.version_read = first.version;
  draft.content = "sam's";
  ASSERT_TRUE(wait(identity->save_draft(sam, brixton, draft)));
  draft.content = "jo's";
  const auto late = wait(identity->save_draft(jo, brixton, draft));
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().error.is(identity::Errc::changed_meanwhile));
  const auto seen = wait(identity->draft(jo, first.id)).value();
  EXPECT_EQ(seen.content, "sam's");
  EXPECT_EQ(seen.changed_by, "Jo sam.sample");
  EXPECT_EQ(seen.record.version, 2);

  EXPECT_FALSE(wait(identity->draft(foreign, first.id)));
  EXPECT_FALSE(wait(identity->discard_draft(foreign, first.id)));
  EXPECT_FALSE(wait(identity->save_draft(foreign, lambeth, draft)));
  EXPECT_THAT(wait(identity->drafts(sam, brixton)).value(), SizeIs(1));
  EXPECT_TRUE(wait(identity->discard_draft(sam, first.id)));
  EXPECT_THAT(wait(identity->drafts(sam, brixton)).value(), IsEmpty());
}

TEST_F(IdentityService, LetsOnlyAdministratorsWithARecentFactorManageUsers) {
  const Person jo = ready("jo.example", {{Role::sender, brixton}});
  const Person admin = ready("an.admin", {{Role::administrator, {}}});
  const auto grant = [&](const Person& who) {
    return wait(identity->administer<void>(who, [&](Change& c) -> Result<void> {
      GP_TRY(const auto user, identity::user_by_id(c.rows, jo.id));
      return identity::set_grants(c, user, {{Role::administrator, {}}});
    }));
  };
  EXPECT_FALSE(grant(jo));
  clock += minutes{20};
  const auto late = grant(admin);
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().error.is(identity::Errc::step_up_wanted));
  const auto stepped =
      wait(identity->second_factor(last_token, identity::TotpProof{code()})).value();
  EXPECT_TRUE(grant(person(stepped)));
  EXPECT_THAT(told(), Contains(admin.actor() + " user-roles-changed user:" + jo.id.str() +
                               " administrator"));
}

TEST_F(IdentityService, SignsForNobodyWithoutAKeyOrAFinishedSignIn) {
  Person jo = ready("jo.example", {{Role::sender, brixton}});
  const auto no_key = sign_as(*configuration_, jo, *TeamCode::parse("NO-SUCH-TEAM"),
                              sample(forms::FormType::lief), clock.now());
  ASSERT_FALSE(no_key);
  EXPECT_TRUE(no_key.error().error.is(Errc::no_custody));
  jo.methods = "password";
  EXPECT_FALSE(sign_as(*configuration_, jo, brixton, sample(forms::FormType::lief), clock.now()));
}

}  // namespace
}  // namespace gatepost::app
