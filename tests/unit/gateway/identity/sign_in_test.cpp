// Signing in, step by step, over a store in memory.
#include <gmock/gmock.h>

#include "gateway/base/limits.hpp"
#include "tests/unit/gateway/identity/world.hpp"

namespace gatepost::identity::test {
namespace {

using namespace testing;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class SignIn : public World {};

TEST_F(SignIn, WithPasswordAndCodeOpensASession) {
  const UserRecord user = add_ready("jo.example");
  const auto first = sign_in("Jo.Example", password).value();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->stage, SessionStage::second_factor);
  const auto full = factor(first->id_hash, TotpProof{code()}).value();
  ASSERT_TRUE(full);
  EXPECT_EQ(full->stage, SessionStage::full);
  EXPECT_EQ(full->methods, "password+totp");
  const Person who = person(full->id_hash).value();
  EXPECT_EQ(who.id, user.id);
  EXPECT_EQ(who.display_name, "Jo Example");
  EXPECT_EQ(who.second_factor_at, now);
}

TEST_F(SignIn, GivesANewTokenWithEveryStepAndTheOldOneOpensNothing) {
  add_ready("jo.example");
  const auto first = sign_in("jo.example", password).value();
  const auto full = factor(first->id_hash, TotpProof{code()}).value();
  EXPECT_NE(first->id_hash, full->id_hash);
  EXPECT_FALSE(person(first->id_hash));
  EXPECT_TRUE(person(full->id_hash));
  now += minutes{1};
  const auto again = factor(full->id_hash, TotpProof{code()}).value();
  ASSERT_TRUE(again) << "a step-up of a full session";
  EXPECT_FALSE(person(full->id_hash));
  EXPECT_EQ(again->expires_at, full->expires_at) << "a step-up never lengthens a session";
}

TEST_F(SignIn, SaysTheSameWhateverWasWrong) {
  add_ready("jo.example");
  const UserRecord disabled = add_ready("not.here");
  must([&](Change& c) { return set_status(c, disabled, UserStatus::disabled); });
  EXPECT_FALSE(sign_in("jo.example", "coffee train fisH").value());
  EXPECT_FALSE(sign_in("nobody.here", password).value());
  EXPECT_FALSE(sign_in("not.here", password).value());
  EXPECT_FALSE(sign_in("not a name\n", password).value());
  EXPECT_THAT(events(),
              IsSupersetOf({"sign-in-failed: wrong-password", "sign-in-failed: disabled"}));
}

TEST_F(SignIn, OfAUserWithoutAPasswordIsLoggedAsThat) {
  NewUser elsewhere;
  elsewhere.profile = check_profile({"jo.example", "Jo Example", "", ""}).value();
  const UserRecord jo =
      change<UserRecord>([&](Change& c) { return add_user(c, elsewhere); }).value();
  EXPECT_FALSE(sign_in("jo.example", password).value());
  EXPECT_THAT(events(), Contains("sign-in-failed: no-password"));
  EXPECT_EQ(log.back().actor, "user:" + jo.id.str());
}

TEST_F(SignIn, IsThrottledAlikeForNamesThatExistAndNamesThatDoNot) {
  add_ready("jo.example");
  for (const std::string name : {"jo.example", "nobody.here"}) {
    for (int i = 0; i < 5; ++i) EXPECT_FALSE(sign_in(name, "wrong").value()) << name << i;
    const auto blocked = sign_in(name, password);
    ASSERT_FALSE(blocked) << name;
    EXPECT_TRUE(blocked.error().is(Errc::throttled));
    EXPECT_THAT(blocked.error().context(), HasSubstr(to_rfc3339(now + seconds{15})));
    EXPECT_THAT(blocked.error().context(), Not(HasSubstr(name)));
  }
  now += seconds{15};
  EXPECT_TRUE(sign_in("jo.example", password).value()) << "never for good";
  EXPECT_FALSE(sign_in("jo.example", "wrong").value()) << "and a right one wipes the slate";
}

// A commit that changes nothing does not wait for the disk: the time would tell which names exist.
TEST_F(SignIn, ThatFailsChangesTheStoreWhetherOrNotAnybodyHasTheName) {
  add_ready("jo.example");
  for (const std::string name : {"jo.example", "nobody.here"}) {
    const auto admitted =
        change<Admitted>([&](Change& c) { return admit(c, {name, "192.0.2.1"}); }).value();
    const auto before = store.view().value()->people().throttle(admitted.account).value();
    ASSERT_TRUE(change<std::optional<SessionRecord>>(
        [&](Change& c) { return settle(c, admitted, {}, {make_token(random).hash, ""}); }));
    EXPECT_NE(store.view().value()->people().throttle(admitted.account).value(), before) << name;
  }
}

TEST_F(SignIn, CountsAnAttemptBeforeItIsChecked) {
  add_ready("jo.example");
  int admitted = 0;
  for (int i = 0; i < 100; ++i)
    admitted += change<Admitted>([&](Change& c) {
                  return admit(c, {"jo.example", "192.0.2." + std::to_string(i)});
                }).has_value()
                    ? 1
                    : 0;
  EXPECT_EQ(admitted, 5) << "a hundred at once are not a hundred guesses";
}

TEST_F(SignIn, CountsAnAddressAcrossNamesButNotItsRightAttempts) {
  for (int i = 0; i < 40; ++i) {
    const std::string name = "user" + std::to_string(i);
    add_ready(name);
    EXPECT_TRUE(sign_in(name, password).value()) << "a whole prison behind one address: " << i;
  }
  int taken = 0;
  for (int i = 0; i < 40; ++i)
    taken += sign_in("guess" + std::to_string(i), "wrong").has_value() ? 1 : 0;
  EXPECT_EQ(taken, 30);
  EXPECT_TRUE(sign_in("user1", password, "192.0.2.2").value()) << "from elsewhere it goes on";
}

TEST_F(SignIn, RefusesAPasswordThatChangedWhileItWasChecked) {
  const UserRecord user = add_ready("jo.example");
  const auto admitted =
      change<Admitted>([&](Change& c) { return admit(c, {"jo.example", "192.0.2.1"}); }).value();
  must([&](Change& c) {
    return reset_password(c, user, hash_password("another one", cheap, random).value());
  });
  const auto session = change<std::optional<SessionRecord>>([&](Change& c) {
    return settle(c, admitted, {Verdict::Password::right, {}}, {make_token(random).hash, ""});
  });
  EXPECT_FALSE(session.value());
}

TEST_F(SignIn, TakesEachCodeOnce) {
  add_ready("jo.example");
  const auto first = sign_in("jo.example", password).value();
  const std::string used = code();
  const auto full = factor(first->id_hash, TotpProof{used}).value();
  ASSERT_TRUE(full);
  EXPECT_FALSE(factor(full->id_hash, TotpProof{used}).value()) << "replayed";
}

TEST_F(SignIn, ThrottlesCodesAcrossSessions) {
  add_ready("jo.example");
  for (int i = 0; i < 5; ++i) {
    const auto session = sign_in("jo.example", password).value();
    EXPECT_FALSE(factor(session->id_hash, TotpProof{wrong_code()}).value());
  }
  const auto session = sign_in("jo.example", password).value();
  const auto blocked = factor(session->id_hash, TotpProof{code()});
  ASSERT_FALSE(blocked);
  EXPECT_TRUE(blocked.error().is(Errc::throttled));
  EXPECT_THAT(events(), Contains("second-factor-failed: totp").Times(5));
}

TEST_F(SignIn, TakesEachRecoveryCodeOnceAndOnlyItsOwners) {
  const UserRecord user = add_ready("jo.example");
  add_ready("sam.sample");
  Person jo;
  jo.id = user.id;
  jo.stage = SessionStage::enrolment;
  const auto codes = change<std::vector<std::string>>([&](Change& c) {
                       return first_recovery_codes(c, jo);
                     }).value();
  ASSERT_THAT(codes, SizeIs(10));
  EXPECT_THAT(codes, Each(MatchesRegex("[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}")));

  const auto sam = sign_in("sam.sample", password).value();
  EXPECT_FALSE(factor(sam->id_hash, RecoveryProof{codes[0]}).value());
  const auto first = sign_in("jo.example", password).value();
  const auto full = factor(first->id_hash, RecoveryProof{codes[0]}).value();
  ASSERT_TRUE(full);
  EXPECT_EQ(full->methods, "password+recovery-code");
  const auto second = sign_in("jo.example", password).value();
  EXPECT_FALSE(factor(second->id_hash, RecoveryProof{codes[0]}).value());
  std::string as_typed = codes[1];
  std::ranges::replace(as_typed, '-', ' ');
  std::ranges::transform(as_typed, as_typed.begin(),
                         [](unsigned char c) { return std::tolower(c); });
  EXPECT_TRUE(factor(second->id_hash, RecoveryProof{as_typed}).value());
}

TEST_F(SignIn, LeadsANewUserThroughPasswordAndFactorAndOpensNothingBefore) {
  const UserRecord user = add("jo.example");
  const auto first = sign_in("jo.example", first_password).value();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->stage, SessionStage::new_password);
  const Person early = person(first->id_hash).value();
  EXPECT_FALSE(change<Bytes>([&](Change& c) { return begin_totp(c, early); }));

  must([&](Change& c) {
    return put_password(c, user.id, hash_password(password, cheap, random).value(),
                        CredentialState::good);
  });
  const auto second = change<SessionRecord>([&](Change& c) {
                        return move_on(c, first->id_hash, make_token(random).hash, "");
                      }).value();
  EXPECT_EQ(second.stage, SessionStage::enrolment);
  const Person enrolling = person(second.id_hash).value();
  const Bytes secret = change<Bytes>([&](Change& c) { return begin_totp(c, enrolling); }).value();
  EXPECT_EQ(
      change<Confirmed>([&](Change& c) { return confirm_totp(c, enrolling, "000000"); }).value(),
      Confirmed::no);
  EXPECT_EQ(change<Confirmed>([&](Change& c) {
              return confirm_totp(c, enrolling, totp_code(secret, totp_step(now)));
            }).value(),
            Confirmed::yes);
  const auto full = change<SessionRecord>([&](Change& c) {
                      return move_on(c, second.id_hash, make_token(random).hash, "totp");
                    }).value();
  EXPECT_EQ(full.stage, SessionStage::full);
  EXPECT_EQ(full.second_factor_at, now);
  EXPECT_EQ(full.handle, first->handle) << "one sign-in stays one line in the person's list";
}

TEST_F(SignIn, WithAResetPasswordStillWantsTheOldFactorFirst) {
  const UserRecord user = add_ready("jo.example");
  must([&](Change& c) {
    return reset_password(c, user, hash_password(first_password, cheap, random).value());
  });
  const auto first = sign_in("jo.example", first_password).value();
  EXPECT_EQ(first->stage, SessionStage::second_factor);
  const auto second = factor(first->id_hash, TotpProof{code()}).value();
  EXPECT_EQ(second->stage, SessionStage::new_password);
}

TEST_F(SignIn, EndsWhenIdleAndAfterHalfADayAndSoonerWhenUnfinished) {
  add_ready("jo.example");
  const auto half = sign_in("jo.example", password).value();
  now += limits::sign_in_life;
  EXPECT_FALSE(person(half->id_hash));
  EXPECT_FALSE(factor(half->id_hash, TotpProof{code()}));

  const auto first = sign_in("jo.example", password).value();
  const auto full = factor(first->id_hash, TotpProof{code()}).value();
  now += limits::session_idle - seconds{1};
  EXPECT_TRUE(person(full->id_hash));
  now += seconds{1};
  EXPECT_FALSE(person(full->id_hash));

  SessionRecord busy = *full;
  busy.seen_at = now = full->expires_at - seconds{1};
  must([&](Change& c) { return c.rows.put_session(busy); });
  EXPECT_TRUE(person(busy.id_hash));
  now += seconds{1};
  EXPECT_FALSE(person(busy.id_hash)) << "half a day is the end, however busy";
}

TEST_F(SignIn, KeepsSoManySessionsAndEndsTheOneLongestUnseen) {
  const UserRecord user = add_ready("jo.example");
  std::vector<Digest> begun;
  for (std::size_t i = 0; i < limits::sessions_per_user + 2; ++i) {
    begun.push_back(sign_in("jo.example", password).value()->id_hash);
    now += seconds{1};
  }
  EXPECT_FALSE(person(begun[0]));
  EXPECT_FALSE(person(begun[1]));
  EXPECT_TRUE(person(begun[2]));
  EXPECT_THAT(store.view().value()->people().sessions_of(user.id).value(),
              SizeIs(limits::sessions_per_user));
}

TEST_F(SignIn, LetsAPersonEndOneOfTheirOwnSessionsAndNobodyElses) {
  const UserRecord jo = add_ready("jo.example");
  const UserRecord sam = add_ready("sam.sample");
  const auto one = sign_in("jo.example", password).value();
  const auto two = sign_in("jo.example", password).value();
  EXPECT_FALSE(change<void>([&](Change& c) { return end_session(c, sam.id, one->handle); }));
  must([&](Change& c) { return end_session(c, jo.id, one->handle); });
  EXPECT_FALSE(person(one->id_hash));
  EXPECT_TRUE(person(two->id_hash));
  EXPECT_EQ(device_of(keys, *two), "Firefox on Linux, 192.0.2.1");
}

TEST_F(SignIn, HashesAnewWhenItsCostsHaveChanged) {
  const UserRecord user = add_ready("jo.example");
  const auto admitted =
      change<Admitted>([&](Change& c) { return admit(c, {"jo.example", "192.0.2.1"}); }).value();
  const std::string fresh = hash_password(password, {16, 1, 1}, random).value();
  ASSERT_TRUE(change<std::optional<SessionRecord>>([&](Change& c) {
                return settle(c, admitted, {Verdict::Password::right, fresh},
                              {make_token(random).hash, ""});
              }).value());
  const auto stored = find_password(store.view().value()->people().credentials_of(user.id).value());
  EXPECT_EQ(unseal_secret(keys, *stored).value(), fresh);
  EXPECT_EQ(stored->state, CredentialState::good);
}

TEST_F(SignIn, LeavesNothingPersonalInTheLog) {
  add_ready("jo.example");
  (void)sign_in("jo.example", "wrong");
  const auto first = sign_in("jo.example", password).value();
  (void)factor(first->id_hash, TotpProof{code()});
  for (const audit::Entry& entry : log) {
    const std::string line = audit::canonical(entry, 0);
    for (const std::string_view personal : {"jo.example", "Jo Example", "192.0.2", "Firefox"})
      EXPECT_THAT(line, Not(HasSubstr(personal)));
  }
  EXPECT_THAT(events(), IsSupersetOf({"signed-in: password, then second-factor",
                                      "second-factor-given: password+totp"}));
}

TEST_F(SignIn, TokensAre256BitsThatOnlyTheCookieHolds) {
  const Token one = make_token(random);
  EXPECT_EQ(one.text.size(), 43U);
  EXPECT_EQ(hash_of_token(one.text), one.hash);
  EXPECT_NE(one.text, make_token(random).text);
  for (const std::string_view bad : {"", "abc", "====", one.text.c_str() + 1})
    EXPECT_FALSE(hash_of_token(bad)) << bad;
  EXPECT_NE(csrf_token(one.text), one.text);
  EXPECT_NE(csrf_token(one.text), csrf_token(make_token(random).text));
}

}  // namespace
}  // namespace gatepost::identity::test
