// Who may do what: the whole matrix, written down a second time as people read it.
#include "gateway/identity/access.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

namespace gatepost::identity {
namespace {

const TeamCode own = *TeamCode::parse("BXI-PSI");
const TeamCode other = *TeamCode::parse("PVI-PSI");
const Instant now = from_unix_ms(1'775'000'000'000);

const std::vector<Role> all_roles{Role::sender,  Role::clinician,     Role::spoc,
                                  Role::meeting, Role::administrator, Role::operations,
                                  Role::auditor};

Person person_with(std::vector<Grant> grants) {
  Person person;
  person.stage = SessionStage::full;
  person.grants = std::move(grants);
  person.second_factor_at = now;
  return person;
}
Person person_with(Role role) {
  return person_with({{role, is_of_a_team(role) ? own : TeamCode{}}});
}

// Columns: sender clinician spoc meeting administrator operator auditor.
constexpr std::string_view matrix = R"(
see-messages          x x x . . . .
open-form             x x x . . . .
download-evidence     x x x . . . .
send-referral         x . . . . . .
send-clinical-part    . x . . . . .
send-alert            x x x . . . .
send-information      x x x . . . .
confirm               x x x . . . .
respond               x . x . . . .
confirm-by-telephone  x x x . . . .
withdraw              x x x . . . .
close-message         x . x . . . .
work-tasks            x x x . . . .
reconcile             x . . . . . .
write-drafts          x x x . . . .
see-meeting-list      x x x x . . .
see-directory         x x x x x x x
change-directory      . . . . x . .
see-policies          x x x x x x x
see-all-tasks         . . . . x . x
see-delivery-log      . . . . x x x
export-delivery-log   . . . . x . x
read-audit-log        . . . . x . x
see-reports           . . . . x . x
manage-users          . . . . x . .
see-certificates      . . . . x x .
mend-dead-letters     . . . . x x .
see-health            . . . . x x x
)";

TEST(Access, IsTheMatrixAndNothingElse) {
  std::istringstream lines{std::string(matrix)};
  std::string name;
  std::size_t rows = 0;
  while (lines >> name) {
    const auto rule = std::ranges::find(access_rules(), name, &AccessRule::name);
    ASSERT_NE(rule, access_rules().end()) << name;
    ++rows;
    for (const Role role : all_roles) {
      std::string cell;
      lines >> cell;
      const Person person = person_with(role);
      EXPECT_EQ(authorise(person, rule->action, std::vector{own}, now).has_value(), cell == "x")
          << name << " by " << to_string(role);
    }
  }
  EXPECT_EQ(rows, access_rules().size());
}

TEST(Access, HasEveryActionOnceInOrder) {
  for (std::size_t i = 0; i < access_rules().size(); ++i)
    EXPECT_EQ(static_cast<std::size_t>(access_rules()[i].action), i);
  EXPECT_EQ(access_rules().back().action, Action::see_health) << "a new action needs its row";
}

TEST(Access, OfOneTeamOpensNothingOfAnother) {
  for (const AccessRule& rule : access_rules()) {
    if (rule.scope != Scope::team) continue;
    for (const Role role : all_roles) {
      const Person person = person_with(role);
      for (const auto& teams :
           {std::vector{other}, std::vector<TeamCode>{}, std::vector{TeamCode{}}}) {
        const auto answer = authorise(person, rule.action, teams, now);
        ASSERT_FALSE(answer) << rule.name << " by " << to_string(role);
        EXPECT_TRUE(answer.error().is(Errc::not_allowed));
      }
    }
  }
}

TEST(Access, SaysForWhichTeamAPersonActs) {
  const Person both = person_with({{Role::sender, own}, {Role::clinician, other}});
  EXPECT_EQ(authorise(both, Action::send_referral, std::vector{other, own}, now).value(), own);
  EXPECT_EQ(authorise(both, Action::send_alert, std::vector{other, own}, now).value(), other);
  EXPECT_FALSE(authorise(both, Action::send_clinical_part, std::vector{own}, now));
  EXPECT_EQ(teams_for(both, Action::open_form), (std::vector{own, other}));
  EXPECT_EQ(teams_for(both, Action::reconcile), std::vector{own});
}

TEST(Access, OfAnUnfinishedSignInIsNone) {
  const std::map<SessionStage, Errc> wanted{
      {SessionStage::second_factor, Errc::second_factor_wanted},
      {SessionStage::new_password, Errc::new_password_wanted},
      {SessionStage::enrolment, Errc::enrolment_wanted}};
  for (const auto& [stage, errc] : wanted)
    for (const AccessRule& rule : access_rules()) {
      Person person = person_with({{Role::sender, own},
                                   {Role::clinician, own},
                                   {Role::spoc, own},
                                   {Role::meeting, own},
                                   {Role::administrator, {}},
                                   {Role::operations, {}},
                                   {Role::auditor, {}}});
      ASSERT_TRUE(authorise(person, rule.action, std::vector{own}, now));
      person.stage = stage;
      const auto answer = authorise(person, rule.action, std::vector{own}, now);
      ASSERT_FALSE(answer) << rule.name;
      EXPECT_TRUE(answer.error().is(errc)) << rule.name;
    }
}

TEST(Access, ToWhatEndangersOthersWantsARecentSecondFactor) {
  std::set<std::string_view> guarded;
  for (const AccessRule& rule : access_rules())
    if (rule.step_up == StepUp::recent) guarded.insert(rule.name);
  EXPECT_EQ(guarded, (std::set<std::string_view>{"change-directory", "export-delivery-log",
                                                 "manage-users", "mend-dead-letters"}));
  Person person = person_with(Role::administrator);
  person.second_factor_at = now - step_up_within;
  EXPECT_TRUE(authorise(person, Action::manage_users, {}, now));
  person.second_factor_at = now - step_up_within - std::chrono::seconds{1};
  const auto late = authorise(person, Action::manage_users, {}, now);
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().is(Errc::step_up_wanted));
  EXPECT_TRUE(authorise(person, Action::see_all_tasks, {}, now));
  person.second_factor_at.reset();
  EXPECT_FALSE(authorise(person, Action::manage_users, {}, now));
}

TEST(Access, KnowsWhatSendingEachFormIs) {
  using formats::forms::FormType;
  for (int type = 0; type <= static_cast<int>(FormType::receipt); ++type)
    EXPECT_EQ(action_of_sending(static_cast<FormType>(type)).has_value(),
              static_cast<FormType>(type) != FormType::receipt);
}

TEST(Grants, AreSpelledWithATeamExactlyWhenTheyNeedOne) {
  for (const Role role : all_roles) {
    const Grant grant{role, is_of_a_team(role) ? own : TeamCode{}};
    EXPECT_EQ(Grant::parse(grant.str()), grant);
  }
  for (const std::string_view bad : {"", "sender", "sender:", "sender:x", "administrator:BXI-PSI",
                                     "root", "sender:BXI-PSI:x", "Sender:BXI-PSI"})
    EXPECT_FALSE(Grant::parse(bad)) << bad;
}

}  // namespace
}  // namespace gatepost::identity
