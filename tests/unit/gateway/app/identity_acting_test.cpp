#include "tests/unit/gateway/app/identity_service.hpp"

namespace gatepost::app {
namespace {

namespace forms = formats::forms;
using namespace test;
using namespace testing;

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

// `gatepost verify` on a form whose signature is right and whose fields are not.
TEST_F(IdentityService, LeavesASignatureThatEverybodyKnowsForTheGateways) {
  std::string text = forms::write_form(sample(forms::FormType::lief));
  const std::string from = "<From>" + brixton.str() + "</From>";
  ASSERT_THAT(text, HasSubstr(from));
  text.insert(text.rfind("</"), "<Invented/>");
  const certs::Signer* signer = configuration_->custody.signer(brixton);
  const Bytes bytes = formats::xmldsig::sign_enveloped(as_bytes(text), *signer).value();
  const auto file = folder_.path() / "signed.xml";
  ASSERT_TRUE(posix::write_file_durably(file, bytes, posix::Mode::secret));
  cli::VerifyOptions options;
  options.file = file;
  options.trust = made_->path() / "gateway" / "pki" / "ca.pem";
  options.style = cli::Style::json;
  internal::CaptureStdout();
  const cli::Exit exit = cli::verify(options);
  const std::string said = internal::GetCapturedStdout();
  EXPECT_EQ(exit, cli::Exit::yes) << said;
  EXPECT_THAT(said, HasSubstr("\"fields_valid\":false"));
  EXPECT_THAT(said, HasSubstr("\"signed_by\":\"the gateway for a person of BXI-PSI\""));
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

TEST_F(IdentityService, KeepsSoManyDraftsOfATeamAndNoMore) {
  const Person jo = ready("jo.example", {{Role::sender, brixton}});
  exchange::Work work;
  work.run = [&](exchange::Transaction& transaction) -> Result<std::string> {
    identity::DraftRecord full{{}, brixton, jo.id, {}, "LIEF", 1, clock.now(), clock.now(), {1}};
    for (std::size_t i = 0; i < limits::drafts_per_team; ++i) {
      full.id = make_id<DraftId>(random);
      GP_CHECK(transaction.people().put_draft(full));
    }
    return std::string{};
  };
  ASSERT_TRUE(wait(gateway->submit(std::move(work))));
  Draft draft;
  draft.form = "LIEF";
  const auto refused = wait(identity->save_draft(jo, brixton, draft));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().error.is(identity::Errc::too_many));
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
