// What may leave, by what the person agreed to (DESIGN section 4, 2009 guidance Annex A).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using formats::forms::ConsentAgency;
using Basis = Sharing::Basis;
using Content = AcceptCommand::Content;

Sharing sharing(Basis basis, std::vector<ConsentAgency> agencies = {},
                std::optional<std::chrono::year_month_day> on = {}) {
  return {.basis = basis, .agencies = std::move(agencies), .stated_on = on};
}

AcceptCommand later_form(Scene& scene, Content content, std::string_view from = "BXI-PSI",
                         std::string_view to = "LAMBETH-SPOC") {
  AcceptCommand command = scene.form(FormType::alert_form, from);
  command.to_team = team(to);
  command.act = act::Alert{};
  command.content = content;
  return command;
}

TEST(Consent, DecidesWhatMayLeave) {
  struct Row {
    Basis basis;
    std::vector<ConsentAgency> agencies;
    Content content;
    std::string_view to;
    std::optional<Errc> refused;
  };
  using enum Basis;
  const auto spoc = ConsentAgency::spoc;
  const std::vector<Row> rows{
      {unstated, {}, Content::personal, "LAMBETH-SPOC", Errc::consent_not_stated},
      {unstated, {}, Content::minimal, "LAMBETH-SPOC", Errc::consent_not_stated},
      {unstated, {}, Content::none, "LAMBETH-SPOC", {}},
      {unstated, {}, Content::personal, "PVI-PSI", {}},  // care goes with the person
      {given, {spoc}, Content::personal, "LAMBETH-SPOC", {}},
      {given, {spoc}, Content::personal, "LAMBETH-DUTY", Errc::agency_not_covered},
      {given, {ConsentAgency::dependency_and_recovery}, Content::personal, "LAMBETH-DUTY", {}},
      {given, {ConsentAgency::gp}, Content::minimal, "LAMBETH-SPOC", Errc::agency_not_covered},
      {refused, {}, Content::personal, "LAMBETH-SPOC", Errc::consent_refused},
      {refused, {}, Content::minimal, "LAMBETH-SPOC", {}},
      {refused, {}, Content::none, "LAMBETH-SPOC", {}},
      {Basis::exception, {}, Content::personal, "LAMBETH-SPOC", {}},
      {withdrawn, {}, Content::personal, "LAMBETH-SPOC", Errc::consent_withdrawn},
      {withdrawn, {}, Content::minimal, "LAMBETH-SPOC", Errc::consent_withdrawn},
      {withdrawn, {}, Content::none, "LAMBETH-SPOC", {}},
  };
  for (const Row& row : rows) {
    Scene scene;
    AcceptCommand command = later_form(scene, row.content, "BXI-PSI", row.to);
    if (row.basis != unstated) {
      scene.conversation =
          Conversation{scene.id, {team("BXI-PSI")}, {}, {}, sharing(row.basis, row.agencies)};
    }
    const auto decision = scene.run(command);
    const std::string what = std::string(to_string(row.basis)) + " to " + std::string(row.to);
    if (row.refused) {
      ASSERT_FALSE(decision) << what;
      EXPECT_TRUE(decision.error().is(*row.refused)) << what << decision.error().to_string();
      EXPECT_FALSE(decision.error().context().empty());
    } else {
      EXPECT_TRUE(decision) << what << (decision ? "" : decision.error().to_string());
    }
  }
}

TEST(Consent, WorksBothWaysBetweenTheAgenciesNamed) {
  Scene scene;
  scene.must(scene.lief());
  scene.must(later_form(scene, Content::personal, "LAMBETH-SPOC", "BXI-PSI"));
}

TEST(Consent, OfTheFormItselfCountsAndIsKept) {
  Scene scene;
  AcceptCommand first = later_form(scene, Content::personal);
  first.sharing = Scene::agreed();
  scene.must(first);
  EXPECT_EQ(scene.conversation->sharing.basis, Basis::given);
  EXPECT_EQ(scene.conversation->sharing.agencies, Scene::agreed().agencies);
  scene.must(later_form(scene, Content::personal));
}

AcceptCommand withdrawal(Scene& scene, const AcceptCommand& of, act::Withdraw::Scope scope,
                         std::string_view from = "BXI-PSI") {
  AcceptCommand command = scene.form(FormType::withdrawal, from);
  command.to_team = team(from == "BXI-PSI" ? "LAMBETH-SPOC" : "BXI-PSI");
  command.about = AcceptCommand::About{of.key, of.digest};
  command.act = act::Withdraw{.scope = scope, .on = {}};
  command.content = Content::none;
  return command;
}

TEST(ConsentWithdrawn, TakesBackWhatNobodyCollectedStopsRemindersAndAsksForAConfirmation) {
  Scene scene;
  const AcceptCommand seen = scene.lief();
  scene.must(seen);
  scene.must(CollectedCommand{seen.key, team("LAMBETH-SPOC")});
  const AcceptCommand unseen = later_form(scene, Content::personal);
  scene.must(unseen);
  const AcceptCommand back = withdrawal(scene, seen, act::Withdraw::Scope::consent);
  const Decision decision = scene.must(back);
  ASSERT_EQ(decision.retractions.size(), 1U);
  EXPECT_EQ(decision.retractions[0].key, unseen.key);
  EXPECT_EQ(decision.retractions[0].handle, unseen.handle);
  for (const AcceptCommand& form : {seen, unseen})
    EXPECT_EQ(scene.message(form).standing, Standing::withdrawn);
  const Task& task = scene.only_open_task();
  EXPECT_EQ(task.step, steps::confirm_withdrawal);
  EXPECT_EQ(task.owner, team("LAMBETH-SPOC"));
  // Nothing is asked about them any more; the withdrawal itself is chased until it is confirmed.
  const Decision week = scene.live_until(scene.now + std::chrono::days{7});
  for (const StepTaken& step : all_of<StepTaken>(week)) EXPECT_EQ(step.key, back.key);
  scene.must(scene.reply(back, ReachedHow::person));
  for (const Task& left : scene.conversation->tasks) EXPECT_TRUE(left.closed_at) << left.step;
  EXPECT_FALSE(scene.conversation->wake_at());
}

TEST(ConsentWithdrawn, NothingLeavesUntilItIsStatedSinceThen) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  scene.must(withdrawal(scene, lief, act::Withdraw::Scope::consent, "LAMBETH-SPOC"));
  EXPECT_TRUE(scene.run(later_form(scene, Content::minimal)).error().is(Errc::consent_withdrawn));
  const auto today = scene.calendar.local_date(scene.now);
  AcceptCommand stale = scene.lief();
  stale.sharing->stated_on = std::chrono::sys_days{today} - std::chrono::days{1};
  EXPECT_TRUE(scene.run(stale).error().is(Errc::consent_withdrawn));
  AcceptCommand undated = scene.lief();
  EXPECT_TRUE(scene.run(undated).error().is(Errc::consent_withdrawn));
  AcceptCommand fresh = scene.lief();
  fresh.sharing->stated_on = today;
  scene.must(fresh);
  scene.must(later_form(scene, Content::personal));
}

TEST(Withdrawal, OfOneFormLeavesTheOthersAlone) {
  Scene scene;
  const AcceptCommand first = scene.lief(), second = scene.lief();
  scene.must(first);
  scene.must(second);
  scene.must(withdrawal(scene, first, act::Withdraw::Scope::form));
  EXPECT_EQ(scene.message(first).standing, Standing::withdrawn);
  EXPECT_EQ(scene.message(second).standing, Standing::open);
  EXPECT_EQ(scene.conversation->sharing.basis, Basis::given);
}

TEST(Withdrawal, OfAFormComesFromItsSenderOnly) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  const auto refused =
      scene.run(withdrawal(scene, lief, act::Withdraw::Scope::form, "LAMBETH-SPOC"));
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(Errc::not_sender));
  EXPECT_EQ(scene.message(lief).standing, Standing::open);
}

TEST(Death, IsToldWhateverWasAgreedStopsRemindersAndIsConfirmed) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  AcceptCommand death = later_form(scene, Content::none);
  death.act = act::Alert{act::Alert::Call::if_necessary, act::Alert::Ends::everything, ""};
  death.urgency = AcceptCommand::Urgency::urgent;
  scene.must(death);
  EXPECT_EQ(scene.message(lief).standing, Standing::closed);
  const Task& task = scene.only_open_task();
  EXPECT_EQ(task.step, steps::confirm_death);
  EXPECT_EQ(task.owner, team("LAMBETH-SPOC"));
  scene.must(scene.reply(death, ReachedHow::person));
  EXPECT_FALSE(scene.conversation->wake_at());
}

}  // namespace
}  // namespace gatepost::exchange
