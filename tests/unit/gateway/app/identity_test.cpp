#include "tests/unit/gateway/app/identity_service.hpp"

namespace gatepost::app {
namespace {

namespace forms = formats::forms;
using namespace test;
using namespace testing;

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

// A flood that fills the pool of passwords shuts nobody out who comes after it.
TEST_F(IdentityService, CountsNoAttemptThatItWasTooBusyToCheck) {
  const Person jo = ready("jo.example", {});
  const Identity::Options none{{8, 1, 1}, {"gatepost.example", "https://gatepost.example"}, 0};
  Identity full(*gateway, none);
  for (int i = 0; i < 40; ++i) {
    const auto busy = wait(full.sign_in({"jo.example", std::string(password), "192.0.2.1", ""}));
    ASSERT_FALSE(busy);
    EXPECT_TRUE(busy.error().error.is(identity::Errc::busy)) << i;
    const auto unchanged =
        wait(full.change_password(jo, {std::string(password), "another coffee train fish"}));
    ASSERT_FALSE(unchanged);
    EXPECT_TRUE(unchanged.error().error.is(identity::Errc::busy)) << i;
  }
  EXPECT_TRUE(sign_in("jo.example", password));
}

TEST_F(IdentityService, NamesInTheLogWhoGuessesAtThePresentPassword) {
  const Person jo = ready("jo.example", {});
  const auto guess = [&](std::string_view typed) {
    return wait(identity->change_password(jo, {std::string(typed), "another coffee train fish"}));
  };
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(guess("wrong"));
  EXPECT_TRUE(guess(password).error().error.is(identity::Errc::throttled));
  EXPECT_THAT(told(), Contains(jo.actor() + " refused identity.wrong_credentials").Times(5));
  EXPECT_THAT(told(), Contains(jo.actor() + " refused identity.throttled"));
}

TEST_F(IdentityService, NamesInTheLogWhoGuessesAtCodesOncePerWait) {
  const Person jo = ready("jo.example", {});
  const auto half = sign_in("jo.example", password).value();
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(wait(identity->second_factor(half.token, identity::TotpProof{"000000"})));
  for (int i = 0; i < 20; ++i) {
    const auto late = wait(identity->second_factor(half.token, identity::TotpProof{code()}));
    ASSERT_FALSE(late);
    EXPECT_TRUE(late.error().error.is(identity::Errc::throttled));
  }
  const std::string noted = jo.actor() + " second-factor-failed throttled";
  EXPECT_THAT(told(), Contains(noted).Times(1));
  EXPECT_EQ(identity->take_refused_sign_ins(), 20U);
  clock += minutes{1};
  EXPECT_FALSE(wait(identity->second_factor(half.token, identity::TotpProof{"000000"})));
  EXPECT_FALSE(wait(identity->second_factor(half.token, identity::TotpProof{"000000"})));
  EXPECT_THAT(told(), Contains(noted).Times(2)) << "of the next wait again";
}

TEST_F(IdentityService, RecordsWhatAFaceRefusedAPerson) {
  const Person jo = ready("jo.example", {});
  asio::co_spawn(io, identity->record_refusal(jo, Error(Errc::bad_request, "from another site")),
                 [](const std::exception_ptr& thrown) { EXPECT_FALSE(thrown); });
  io.restart();
  io.run();
  EXPECT_THAT(told(), Contains(jo.actor() + " refused gateway.bad_request"));
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

TEST_F(IdentityService, OpensNothingOfTheAccountToWhoeverHasOnlyThePassword) {
  const Person jo = ready("jo.example", {});
  const auto half = sign_in("jo.example", password).value();
  ASSERT_EQ(half.stage, identity::SessionStage::second_factor);
  const Person thief = person(half);
  const auto wanted = [](const auto& answer) {
    return !answer && answer.error().error.is(identity::Errc::second_factor_wanted);
  };
  EXPECT_TRUE(wanted(wait(identity->sessions(thief))));
  EXPECT_TRUE(wanted(wait(identity->end_session(thief, jo.session))));
  EXPECT_TRUE(wanted(wait(identity->end_other_sessions(thief))));
  EXPECT_TRUE(wanted(wait(
      identity->change_password(thief, {std::string(password), "another coffee train fish"}))));
  EXPECT_TRUE(wait(identity->session(last_token))) << "the owner's session stands";
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

}  // namespace
}  // namespace gatepost::app
