// Sharing without consent, as a senior colleague approves it: for the form that says so and what is
// said about it, and never instead of the person's own word.
#include <gmock/gmock.h>

#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using Basis = Sharing::Basis;
using Ground = Disclosure::Ground;

struct Excepted {
  Scene scene;
  Writer writer{scene};

  Excepted() { scene.now = at("2026-06-09T10:00:00+01:00"); }

  static forms::Consent approved() {
    forms::Consent consent;
    consent.status = forms::ConsentStatus::not_sought_exception;
    consent.exception_ground = forms::ExceptionGround::risk_to_self;
    consent.exception_reason = "Said on the wing what they mean to do.";
    consent.approved_by = "Pat Senior-Example";
    consent.approved_by_role = "Service manager";
    consent.limits_explained = forms::YesNo::yes;
    return consent;
  }
  forms::AlertForm alert_by_exception(std::string_view to = "E09000022") const {
    auto form = writer.alert("BXI-PSI", to, {writer.tick(forms::Circumstance::release_plan)});
    form.consent = approved();
    return form;
  }
  forms::AlertForm plain_alert() const {
    return writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::release_plan)});
  }
  forms::Lief given_on(forms::Date day) const {
    auto form = writer.lief();
    form.consent->given_on = day;
    return form;
  }
  void withdraw(const AcceptCommand& form) const {
    writer.send(
        writer.withdrawal(form, "BXI-PSI", "E09000022", forms::WithdrawnReason::consent_withdrawn));
  }
  std::string_view answer_to(const forms::Form& form) const {
    const auto decision = writer.try_to_send(form);
    return decision ? std::string_view("accepted") : decision.error().name();
  }
};

TEST(AnException, LetsTheFormThatCarriesItLeaveAndNothingElse) {
  Excepted e;
  const AcceptCommand alert = e.writer.send(e.alert_by_exception());
  EXPECT_EQ(e.scene.message(alert).disclosure.ground, Ground::exception);
  EXPECT_EQ(e.scene.conversation->sharing.basis, Basis::unstated);
  EXPECT_EQ(e.answer_to(e.plain_alert()), "consent_not_stated");
  EXPECT_EQ(e.answer_to(e.writer.request("LAMBETH-SPOC", "BXI-PSI")), "consent_not_stated");
  EXPECT_EQ(e.answer_to(e.alert_by_exception("LAMBETH-DR")), "accepted");
}

TEST(AnException, LetsWhatIsSaidAboutItsFormBeSaid) {
  Excepted e;
  auto lief = e.writer.lief();
  lief.consent = Excepted::approved();
  const AcceptCommand sent = e.writer.send(lief);
  e.writer.send(
      e.writer.acknowledgement(sent, "LAMBETH-SPOC", forms::Acknowledgement::Mode::person));
  e.writer.send(e.writer.clinical_part(sent, "BXI-CLIN", "E09000022"));
  e.writer.send(e.writer.accepted(sent, e.scene.now + hours{48}));
  auto question = e.writer.request("LAMBETH-SPOC", "BXI-PSI");
  question.about = Writer::about(sent);
  const AcceptCommand asked = e.writer.send(question);
  const AcceptCommand told = e.writer.send(e.writer.reply(asked, "BXI-PSI"));
  EXPECT_EQ(e.scene.message(told).disclosure.ground, Ground::exception);
  e.scene.now += hours{49};
  e.writer.send(
      e.writer.outcome(sent, forms::AppointmentOutcome::did_not_attend, e.scene.now - hours{1}));
  // What is sent unasked is about no form.
  EXPECT_EQ(e.answer_to(e.writer.unasked("BXI-PSI", "E09000022")), "consent_not_stated");
}

// It used to overwrite a withdrawal, after which an older "given" counted again.
TEST(AnException, LeavesAWithdrawalStanding) {
  Excepted e;
  const AcceptCommand lief = e.writer.send(e.writer.lief());
  e.withdraw(lief);
  e.scene.now += hours{1};
  e.writer.send(e.alert_by_exception());
  EXPECT_EQ(e.scene.conversation->sharing.basis, Basis::withdrawn);
  EXPECT_EQ(e.answer_to(e.writer.lief()), "consent_withdrawn") << "given a fortnight ago";
  EXPECT_EQ(e.answer_to(e.plain_alert()), "consent_withdrawn");
}

TEST(AnException, LeavesARefusalAndAConsentStanding) {
  for (const auto status : {forms::ConsentStatus::refused, forms::ConsentStatus::given}) {
    Excepted e;
    auto alert = e.writer.with_consent(
        e.writer.alert("BXI-PSI", "E09000022", {e.writer.tick(forms::Circumstance::court)}));
    if (status == forms::ConsentStatus::refused) {
      alert.consent = forms::Consent{};
      alert.consent->status = status;
      alert.consent->limits_explained = forms::YesNo::yes;
      alert.consent->warned_of_delay = forms::YesNo::yes;
    }
    e.writer.send(alert);
    const Sharing before = e.scene.conversation->sharing;
    e.scene.now += minutes{5};
    e.writer.send(e.alert_by_exception());
    EXPECT_EQ(e.scene.conversation->sharing, before);
  }
}

TEST(AnException, IsNotTakenBackByTheWithdrawalOfConsent) {
  Excepted e;
  const AcceptCommand lief = e.writer.send(e.writer.lief());
  const AcceptCommand alert = e.writer.send(e.alert_by_exception());
  e.withdraw(lief);
  EXPECT_EQ(e.scene.message(lief).standing, Standing::withdrawn);
  EXPECT_EQ(e.scene.message(alert).standing, Standing::open);
}

// ---- The day of a withdrawal

// Dates alone cannot tell: a form written in the morning used to undo the withdrawal of noon.
TEST(TheDayOfAWithdrawal, IsNotUndoneByAFormWrittenBeforeIt) {
  Excepted e;
  const AcceptCommand lief = e.writer.send(e.writer.lief());
  e.scene.now += hours{1};
  const auto written_before = e.given_on(e.writer.today());
  e.scene.now += hours{1};
  e.withdraw(lief);
  e.scene.now += hours{1};
  EXPECT_EQ(e.answer_to(written_before), "consent_withdrawn");
  EXPECT_EQ(e.answer_to(e.given_on(e.writer.today())), "accepted") << "written after it";
  EXPECT_EQ(e.scene.conversation->sharing.basis, Basis::given);
}

TEST(TheDayOfAWithdrawal, IsNotUndoneByAClockThatIsAhead) {
  Excepted e;
  const AcceptCommand lief = e.writer.send(e.writer.lief());
  auto ahead = e.given_on(e.writer.today());
  ahead.control.created_at += hours{20};
  e.withdraw(lief);
  EXPECT_EQ(e.answer_to(ahead), "consent_withdrawn") << "sent at the very instant";
}

TEST(TheDayOfAWithdrawal, IsTheLatestThatWasSaid) {
  Excepted e;
  const AcceptCommand lief = e.writer.send(e.writer.lief());
  e.scene.now += days{3};
  e.withdraw(lief);
  auto earlier =
      e.writer.withdrawal(lief, "BXI-PSI", "E09000022", forms::WithdrawnReason::consent_withdrawn);
  earlier.consent_withdrawn_on = e.writer.day(-2);
  e.writer.send(earlier);
  e.scene.now += hours{1};
  EXPECT_EQ(e.answer_to(e.given_on(e.writer.day(-1))), "consent_withdrawn");
}

TEST(TheDayOfARefusal, IsNotUndoneByAFormWrittenBeforeIt) {
  Excepted e;
  const auto written_before = e.given_on(e.writer.today());
  e.scene.now += hours{1};
  auto refused = e.writer.with_consent(
      e.writer.alert("BXI-PSI", "E09000022", {e.writer.tick(forms::Circumstance::court)}));
  refused.consent = forms::Consent{};
  refused.consent->status = forms::ConsentStatus::refused;
  refused.consent->limits_explained = forms::YesNo::yes;
  refused.consent->warned_of_delay = forms::YesNo::yes;
  e.writer.send(refused);
  e.scene.now += hours{1};
  EXPECT_EQ(e.answer_to(written_before), "consent_refused");
  EXPECT_EQ(e.answer_to(e.given_on(e.writer.today())), "accepted");
}

}  // namespace
}  // namespace gatepost::exchange
