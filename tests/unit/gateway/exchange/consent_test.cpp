// What may leave, by what the person agreed to; and what its withdrawal takes back.
#include <gmock/gmock.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using testing::UnorderedElementsAre;
using Basis = Sharing::Basis;
using Content = AcceptCommand::Content;
using Agency = formats::forms::ConsentAgency;

Sharing basis(Basis basis, std::vector<Agency> agencies = {}) {
  Sharing sharing;
  sharing.basis = basis;
  sharing.agencies = std::move(agencies);
  return sharing;
}

// What one form is answered, by its content and by who gets it.
struct Row {
  std::string_view what;
  Sharing sharing;
  Content content;
  std::string_view to;
  std::optional<Errc> refused;
};

const std::vector<Row>& table() {
  constexpr std::string_view spoc = "LAMBETH-SPOC", dr = "LAMBETH-DR", probation = "LAMBETH-PROB",
                             prison = "PVI-PSI", clinic = "BXI-CLIN", court_team = "BXI-CRT",
                             court = "THAMES-CRT", gone = "GONE-SPOC";
  constexpr auto ok = std::nullopt;
  static const std::vector<Row> rows{
      {"unstated", basis(Basis::unstated), Content::none, spoc, ok},
      {"unstated", basis(Basis::unstated), Content::minimal, spoc, Errc::consent_not_stated},
      {"unstated", basis(Basis::unstated), Content::personal, spoc, Errc::consent_not_stated},
      {"unstated", basis(Basis::unstated), Content::personal, dr, Errc::consent_not_stated},
      {"unstated", basis(Basis::unstated), Content::personal, court, Errc::consent_not_stated},
      {"unstated", basis(Basis::unstated), Content::personal, gone, Errc::consent_not_stated},
      {"unstated, in custody", basis(Basis::unstated), Content::personal, prison, ok},
      {"unstated, in custody", basis(Basis::unstated), Content::personal, clinic, ok},
      {"unstated, in custody", basis(Basis::unstated), Content::personal, court_team, ok},

      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::none, spoc, ok},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::minimal, spoc, ok},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::personal, spoc, ok},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::personal, gone, ok},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::personal, court, ok},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::none, dr, ok},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::personal, dr,
       Errc::agency_not_covered},
      {"given to SPOC", basis(Basis::given, {Agency::spoc}), Content::minimal, probation,
       Errc::agency_not_covered},
      {"given to D&R", basis(Basis::given, {Agency::dependency_and_recovery}), Content::personal,
       dr, ok},
      {"given to D&R", basis(Basis::given, {Agency::dependency_and_recovery}), Content::personal,
       spoc, Errc::agency_not_covered},
      {"given to probation", basis(Basis::given, {Agency::probation}), Content::personal, probation,
       ok},
      {"given to nobody here", basis(Basis::given, {Agency::gp}), Content::minimal, spoc,
       Errc::agency_not_covered},

      {"refused", basis(Basis::refused), Content::none, spoc, ok},
      {"refused", basis(Basis::refused), Content::minimal, spoc, ok},
      {"refused", basis(Basis::refused), Content::minimal, dr, ok},
      {"refused", basis(Basis::refused), Content::personal, spoc, Errc::consent_refused},
      {"refused", basis(Basis::refused), Content::personal, gone, Errc::consent_refused},
      {"refused, in custody", basis(Basis::refused), Content::personal, prison, ok},

      {"withdrawn", basis(Basis::withdrawn), Content::none, spoc, ok},
      {"withdrawn", basis(Basis::withdrawn), Content::minimal, spoc, Errc::consent_withdrawn},
      {"withdrawn", basis(Basis::withdrawn), Content::personal, spoc, Errc::consent_withdrawn},
      {"withdrawn, in custody", basis(Basis::withdrawn), Content::personal, prison, ok},
  };
  return rows;
}

void expect_answer(const Row& row, const Result<Decision>& decision) {
  ASSERT_EQ(decision.has_value(), !row.refused)
      << (decision ? "accepted" : decision.error().to_string());
  if (!row.refused) return;
  EXPECT_TRUE(decision.error().is(*row.refused)) << decision.error().to_string();
  EXPECT_FALSE(decision.error().context().empty());
}

// The same answer whether the form says it itself or an earlier one did.
TEST(Consent, DecidesByItsBasisTheContentAndTheRecipient) {
  for (const Row& row : table()) {
    SCOPED_TRACE(testing::Message()
                 << row.what << " content " << static_cast<int>(row.content) << " to " << row.to);
    Scene scene;
    AcceptCommand form = scene.form(FormType::lief, "BXI-PSI");
    form.to_team = team(row.to);
    form.content = row.content;
    if (row.sharing.basis != Basis::unstated) form.sharing = row.sharing;
    expect_answer(row, scene.run(form));

    Scene later;
    AcceptCommand first = later.form(FormType::lief, "BXI-PSI");
    first.to_team = team("BXI-CLIN");
    first.content = Content::none;
    later.must(first);
    later.conversation->sharing = row.sharing;
    form = later.form(FormType::alert_form, "BXI-PSI");
    form.to_team = team(row.to);
    form.content = row.content;
    expect_answer(row, later.run(form));
  }
}

TEST(Consent, OnceGivenWorksBothWays) {
  Scene scene;
  const Writer writer{scene};
  const AcceptCommand lief = writer.send(writer.lief());
  writer.send(
      writer.alert("LAMBETH-SPOC", "BXI-PSI", {writer.tick(forms::Circumstance::release_plan)}));
  const AcceptCommand asked = writer.send(writer.request("LAMBETH-SPOC", "BXI-PSI"));
  writer.send(writer.reply(asked, "BXI-PSI"));
  EXPECT_EQ(scene.conversation->sharing.basis, Basis::given);
}

TEST(Consent, OfRealFormsIsRead) {
  Scene scene;
  const Writer writer{scene};
  auto silent = writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::court)});
  EXPECT_TRUE(writer.try_to_send(silent).error().is(Errc::consent_not_stated));
  // Refused: boxes 1 to 5 and 10 may leave, without a sentence.
  auto refused = writer.with_consent(silent);
  refused.consent = forms::Consent{};
  refused.consent->status = forms::ConsentStatus::refused;
  refused.consent->limits_explained = forms::YesNo::yes;
  refused.consent->warned_of_delay = forms::YesNo::yes;
  refused.changes = {writer.tick(forms::Circumstance::court),
                     writer.tick(forms::Circumstance::worker)};
  writer.send(refused);
  EXPECT_EQ(scene.conversation->sharing.basis, Basis::refused);
  auto plan =
      writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::release_plan)});
  EXPECT_TRUE(writer.try_to_send(plan).error().is(Errc::consent_refused));
  // A LIEF that was signed before the refusal, and is only sent now, does not undo it.
  EXPECT_TRUE(writer.try_to_send(writer.lief()).error().is(Errc::consent_refused));
  scene.now += minutes{10};
  auto fresh = writer.lief();
  fresh.consent->given_on = writer.today();
  writer.send(fresh);
  writer.send(plan);
}

// ---- Withdrawal of consent

struct Withdrawn {
  Scene scene;
  Writer writer{scene};
  AcceptCommand lief;

  Withdrawn() {
    scene.now = at("2026-06-09T14:30:00+01:00");
    lief = writer.send(writer.lief());
  }
  Decision withdraw(std::string_view from = "BXI-PSI", std::string_view to = "E09000022") {
    return scene.must(writer.command(
        writer.withdrawal(lief, from, to, forms::WithdrawnReason::consent_withdrawn)));
  }
};

TEST(WithdrawnConsent, TakesBackWhatNobodyHasCollected) {
  Withdrawn w;
  const AcceptCommand update = w.writer.send(
      w.writer.alert("BXI-PSI", "E09000022", {w.writer.tick(forms::Circumstance::court)}));
  w.scene.must(CollectedCommand{update.key, team("LAMBETH-SPOC")});
  const Decision decision = w.withdraw();
  // Of what was collected the store keeps the row: RemovesWhatIsUncollectedFromTheInbox.
  ASSERT_EQ(decision.retractions.size(), 2U);
  EXPECT_EQ(decision.retractions[0].key, w.lief.key);
  EXPECT_EQ(decision.retractions[0].team, team("LAMBETH-SPOC"));
  EXPECT_EQ(decision.retractions[0].handle, w.lief.handle);
  EXPECT_EQ(w.scene.message(w.lief).standing, Standing::withdrawn);
  EXPECT_EQ(w.scene.message(update).standing, Standing::withdrawn);
  EXPECT_EQ(w.scene.conversation->sharing.basis, Basis::withdrawn);
}

TEST(WithdrawnConsent, StopsTheRemindersAndAsksTheOtherSideToConfirm) {
  Withdrawn w;
  w.scene.live_until(w.scene.now + hours{30});
  EXPECT_FALSE(w.scene.conversation->tasks.empty());
  const AcceptCommand withdrawal = w.writer.send(w.writer.withdrawal(
      w.lief, "BXI-PSI", "E09000022", forms::WithdrawnReason::consent_withdrawn));
  EXPECT_EQ(w.scene.only_open_task().step, steps::confirm_withdrawal);
  EXPECT_EQ(w.scene.only_open_task().owner, team("LAMBETH-SPOC"));
  for (const Effect& effect : w.scene.live_until(w.scene.now + hours{200}).effects)
    EXPECT_NE(effect.about, w.lief.key) << effect.reference;
  w.writer.send(
      w.writer.acknowledgement(withdrawal, "LAMBETH-SPOC", forms::Acknowledgement::Mode::person));
  EXPECT_FALSE(w.scene.conversation->wake_at());
  EXPECT_TRUE(std::ranges::all_of(w.scene.conversation->tasks,
                                  [](const Task& task) { return task.closed_at.has_value(); }));
}

TEST(WithdrawnConsent, RefusesEverythingUntilItIsGivenAnew) {
  Withdrawn w;
  w.scene.must(CollectedCommand{w.lief.key, team("LAMBETH-SPOC")});
  w.withdraw();
  const auto refused = [&](const forms::Form& form) {
    const auto decision = w.writer.try_to_send(form);
    return decision ? std::string_view("accepted") : decision.error().name();
  };
  w.scene.now += hours{24};
  const auto news =
      w.writer.alert("BXI-PSI", "E09000022", {w.writer.tick(forms::Circumstance::court)});
  EXPECT_EQ(refused(news), "consent_withdrawn");
  EXPECT_EQ(refused(w.writer.request("LAMBETH-SPOC", "BXI-PSI")), "consent_withdrawn");
  EXPECT_EQ(refused(w.writer.clinical_part(w.lief, "BXI-CLIN", "E09000022")), "message_ended");
  EXPECT_EQ(refused(w.writer.accepted(w.lief, {})), "message_ended");
  EXPECT_EQ(refused(w.writer.lief()), "consent_withdrawn") << "given a fortnight ago";
  // That somebody has died is told whatever was agreed; and it is always possible to acknowledge.
  EXPECT_EQ(refused(w.writer.acknowledgement(w.lief, "LAMBETH-SPOC",
                                             forms::Acknowledgement::Mode::person)),
            "accepted");
  auto fresh = w.writer.lief();
  fresh.consent->given_on = w.writer.today();
  EXPECT_EQ(refused(fresh), "accepted");
  EXPECT_EQ(refused(news), "accepted");
}

TEST(WithdrawnConsent, CountsFromTheDayTheFormSays) {
  Withdrawn w;
  w.scene.now += days{3};
  auto form = w.writer.withdrawal(w.lief, "BXI-PSI", "E09000022",
                                  forms::WithdrawnReason::consent_withdrawn);
  form.consent_withdrawn_on = w.writer.day(-2);
  w.writer.send(form);
  w.scene.now += minutes{10};
  auto fresh = w.writer.lief();
  fresh.consent->given_on = w.writer.day(-3);
  EXPECT_FALSE(w.writer.try_to_send(fresh));
  fresh.consent->given_on = w.writer.day(-1);
  EXPECT_TRUE(w.writer.try_to_send(fresh));
}

TEST(WithdrawnConsent, CanBeToldByEitherSide) {
  Withdrawn w;
  const Decision decision = w.withdraw("LAMBETH-SPOC", "BXI-PSI");
  EXPECT_EQ(decision.deliveries.at(0).team, team("BXI-PSI"));
  EXPECT_EQ(w.scene.only_open_task().owner, team("BXI-PSI"));
  EXPECT_EQ(w.scene.message(w.lief).standing, Standing::withdrawn);
}

// Only the first SPOC used to be told; the other one's reminders simply stopped.
TEST(WithdrawnConsent, IsToldToEveryTeamThatHasSomething) {
  Withdrawn w;
  const AcceptCommand second = w.writer.send(w.writer.lief("BXI-PSI", "E09000028"));
  const AcceptCommand third = w.writer.send(w.writer.lief("BXI-PSI", "E09000008"));
  w.scene.must(CollectedCommand{second.key, team("SOUTHWARK-SPOC")});
  const Decision decision = w.withdraw();
  std::vector<std::string> told;
  for (const PutInInbox& delivery : decision.deliveries) told.push_back(delivery.team.str());
  // Croydon has collected nothing: there is nothing to tell it.
  EXPECT_THAT(told, UnorderedElementsAre("LAMBETH-SPOC", "SOUTHWARK-SPOC"));
  EXPECT_EQ(decision.retractions.size(), 3U);
  EXPECT_EQ(w.scene.message(third).standing, Standing::withdrawn);
  EXPECT_EQ(std::ranges::count(w.scene.conversation->tasks, steps::confirm_withdrawal, &Task::step),
            2);
}

// A form that was closed, or handed out and never marked as collected, could have been read: its
// recipient used to hear nothing.
TEST(WithdrawnConsent, IsToldToWhoeverCouldHaveReadSomething) {
  Withdrawn w;
  const AcceptCommand closed = w.writer.send(w.writer.lief("BXI-PSI", "E09000028"));
  w.scene.must(CollectedCommand{closed.key, team("SOUTHWARK-SPOC")});
  w.scene.must(CloseCommand{closed.key, team("BXI-PSI"), "reached-otherwise", to_bytes("sealed")});
  const AcceptCommand handed = w.writer.send(w.writer.lief("BXI-PSI", "E09000008"));
  w.scene.must(DownloadedCommand{handed.key, team("CROYDON-SPOC")});
  w.writer.send(w.writer.lief("BXI-PSI", "E09000001"));  // nobody there has looked
  const Decision decision = w.withdraw();
  std::vector<std::string> told;
  for (const PutInInbox& delivery : decision.deliveries) told.push_back(delivery.team.str());
  EXPECT_THAT(told, UnorderedElementsAre("LAMBETH-SPOC", "SOUTHWARK-SPOC", "CROYDON-SPOC"));
  EXPECT_EQ(std::ranges::count(w.scene.conversation->tasks, steps::confirm_withdrawal, &Task::step),
            3);
  EXPECT_EQ(w.scene.message(handed).standing, Standing::withdrawn);
}

// What somebody else sent, and nobody had read, used to vanish without a word to its sender.
TEST(WithdrawnConsent, IsToldToTheSenderOfWhatIsTakenBack) {
  Withdrawn w;
  auto question = w.writer.request("LAMBETH-SPOC", "BXI-PSI");
  w.writer.send(question);
  auto other = w.writer.lief("BXI-PSI", "E09000028");
  const AcceptCommand second = w.writer.send(other);
  const AcceptCommand asked = w.writer.send(w.writer.request("SOUTHWARK-SPOC", "BXI-PSI"));
  const Decision decision = w.withdraw();
  std::vector<std::string> told;
  for (const PutInInbox& delivery : decision.deliveries) told.push_back(delivery.team.str());
  EXPECT_THAT(told, UnorderedElementsAre("LAMBETH-SPOC", "SOUTHWARK-SPOC"));
  EXPECT_EQ(w.scene.message(asked).standing, Standing::withdrawn);
  EXPECT_EQ(w.scene.message(second).standing, Standing::withdrawn);
}

TEST(WithdrawnConsent, LeavesWhatNeededNone) {
  Withdrawn w;
  const AcceptCommand death = w.writer.send(
      w.writer.alert("BXI-PSI", "E09000028", {w.writer.tick(forms::Circumstance::death)}));
  const AcceptCommand inside = w.writer.send(
      w.writer.alert("BXI-PSI", "PVI-PSI", {w.writer.tick(forms::Circumstance::treatment)}));
  w.withdraw();
  EXPECT_EQ(w.scene.message(inside).standing, Standing::open) << "care goes with the person";
  EXPECT_EQ(w.scene.message(death).standing, Standing::open);
}

TEST(AWithdrawnForm, LeavesTheOthersAlone) {
  Withdrawn w;
  const AcceptCommand other = w.writer.send(
      w.writer.alert("BXI-PSI", "E09000022", {w.writer.tick(forms::Circumstance::court)}));
  w.writer.send(
      w.writer.withdrawal(w.lief, "BXI-PSI", "E09000022", forms::WithdrawnReason::sent_in_error));
  EXPECT_EQ(w.scene.message(w.lief).standing, Standing::withdrawn);
  EXPECT_EQ(w.scene.message(other).standing, Standing::open);
  EXPECT_EQ(w.scene.conversation->sharing.basis, Basis::given);
  const auto accepted = w.writer.try_to_send(w.writer.accepted(w.lief, {}));
  ASSERT_FALSE(accepted);
  EXPECT_TRUE(accepted.error().is(Errc::message_ended));
  EXPECT_FALSE(w.writer.try_to_send(
      w.writer.withdrawal(other, "LAMBETH-SPOC", "BXI-PSI", forms::WithdrawnReason::sent_in_error)))
      << "only its sender takes a form back";
}

// ---- Death

TEST(ADeath, StopsTheRemindersAndAsksTheOtherSideToConfirm) {
  Withdrawn w;
  w.scene.live_until(w.scene.now + hours{44});
  const AcceptCommand alert = w.writer.send(
      w.writer.alert("BXI-PSI", "E09000022", {w.writer.tick(forms::Circumstance::death)}));
  EXPECT_TRUE(w.scene.message(alert).urgent);
  EXPECT_EQ(w.scene.message(w.lief).standing, Standing::closed);
  EXPECT_EQ(w.scene.only_open_task().step, steps::confirm_death);
  for (const Effect& effect : w.scene.live_until(w.scene.now + hours{100}).effects)
    EXPECT_NE(effect.about, w.lief.key) << effect.reference;
}

TEST(ADeath, NeedsNoConsentAndComesOnlyFromParties) {
  Withdrawn w;
  w.withdraw();
  const auto death = [&](std::string_view from) {
    return w.writer.alert(from, from == "LAMBETH-SPOC" ? "BXI-PSI" : "E09000022",
                          {w.writer.tick(forms::Circumstance::death)});
  };
  EXPECT_TRUE(w.writer.try_to_send(death("PVI-PSI")).error().is(Errc::not_a_party));
  w.writer.send(death("LAMBETH-SPOC"));
}

// A referral to another SPOC used to end in silence, without that SPOC ever hearing why.
TEST(ADeath, IsToldToEveryTeamWhoseRemindersEnd) {
  Withdrawn w;
  const AcceptCommand second = w.writer.send(w.writer.lief("BXI-PSI", "E09000028"));
  w.writer.send(w.writer.declined(w.lief, forms::DeclineReason::wrong_borough));
  EXPECT_EQ(w.scene.only_open_task().step, steps::choose_another_spoc);
  const Decision decision = w.scene.must(w.writer.command(
      w.writer.alert("BXI-PSI", "E09000022", {w.writer.tick(forms::Circumstance::death)})));
  std::vector<std::string> told;
  for (const PutInInbox& delivery : decision.deliveries) told.push_back(delivery.team.str());
  EXPECT_THAT(told, UnorderedElementsAre("LAMBETH-SPOC", "SOUTHWARK-SPOC"));
  EXPECT_EQ(w.scene.message(second).standing, Standing::closed);
  // Nobody need look for another SPOC any more.
  for (const Task& task : w.scene.conversation->tasks)
    EXPECT_TRUE(task.closed_at || task.step == steps::confirm_death) << task.step;
}

// Whoever cannot be told goes on being reminded, rather than never hear of it.
TEST(ADeath, EndsNothingForATeamThatMayNotBeTold) {
  Scene scene;
  const Writer writer{scene};
  const AcceptCommand first = writer.send(writer.lief());
  const AcceptCommand second = writer.send(writer.lief("BXI-PSI", "E09000028"));
  std::string csv(tests::sample_directory);
  csv.erase(csv.find("SOUTHWARK-SPOC"),
            csv.find('\n', csv.find("SOUTHWARK-SPOC")) + 1 - csv.find("SOUTHWARK-SPOC"));
  scene.directory = tests::sound(config::Directory::from_csv(csv, "changed"));
  writer.send(writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::death)}));
  EXPECT_EQ(scene.message(first).standing, Standing::closed);
  EXPECT_EQ(scene.message(second).standing, Standing::open);
}

}  // namespace
}  // namespace gatepost::exchange
