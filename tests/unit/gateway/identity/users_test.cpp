// What administrators do with users, and what people do with their own factors.
#include <gmock/gmock.h>

#include "gateway/base/limits.hpp"
#include "tests/unit/gateway/identity/world.hpp"

namespace gatepost::identity::test {
namespace {

using namespace testing;

class Users : public World {
 protected:
  const Grant sender{Role::sender, *TeamCode::parse("BXI-PSI")};
  const Grant spoc{Role::spoc, *TeamCode::parse("LAMBETH-SPOC")};

  Person full(const std::string& name) {
    const auto first = sign_in(name, password).value();
    return person(factor(first->id_hash, TotpProof{code()}).value()->id_hash).value();
  }
  UserRecord stored(const UserId& id) { return *store.view().value()->people().user(id).value(); }
};

TEST_F(Users, AreFoundByNameInAnyCaseAndStandInTheStoreOnlySealed) {
  const UserRecord made = add("Jo.Example", {spoc, sender, spoc});
  auto view = store.view().value();
  EXPECT_EQ(user_by_name(view->people(), keys, "JO.example").value(), made);
  EXPECT_FALSE(user_by_name(view->people(), keys, "sam.sample"));
  EXPECT_EQ(made.grants, (std::vector{sender, spoc}));
  EXPECT_EQ(as_text(made.profile).find("Example"), std::string_view::npos);
}

TEST_F(Users, HaveNamesAndAddressesOfTheirOwn) {
  add("jo.example");
  NewUser second;
  second.profile = {"jo.example", "Another Example", "", ""};
  const auto same_name = change<UserRecord>([&](Change& c) { return add_user(c, second); });
  ASSERT_FALSE(same_name);
  EXPECT_TRUE(same_name.error().is(Errc::name_taken));
  second.profile = {"sam.sample", "Sam Sample", "", "team@spoc.example"};
  ASSERT_TRUE(change<UserRecord>([&](Change& c) { return add_user(c, second); }));
  second.profile = {"kim.sample", "Kim Sample", "", "TEAM@spoc.example"};
  const auto same_mail = change<UserRecord>([&](Change& c) { return add_user(c, second); });
  ASSERT_FALSE(same_mail);
  EXPECT_TRUE(same_mail.error().is(Errc::name_taken));
}

TEST_F(Users, AreCheckedAllAtOnce) {
  const auto checked = check_profile({"x", "two\nlines", std::string(101, 'x'), "not an address"});
  ASSERT_FALSE(checked);
  EXPECT_THAT(checked.error(), SizeIs(4));
  EXPECT_TRUE(check_profile({"Jo.Example", "Jo Example", "", ""}));
  EXPECT_EQ(check_profile({"Jo.Example", "Jo Example", "", ""})->sign_in_name, "jo.example");
}

TEST_F(Users, LoseEverySessionWhenDisabledAndRolesCountAtOnce) {
  const UserRecord made = add_ready("jo.example", {sender});
  const Person jo = full("jo.example");
  must([&](Change& c) { return set_grants(c, made, {spoc}); });
  EXPECT_EQ(person(jo.session_hash).value().grants, std::vector{spoc});
  must([&](Change& c) { return set_status(c, stored(made.id), UserStatus::disabled); });
  EXPECT_FALSE(person(jo.session_hash));
  must([&](Change& c) { return set_status(c, stored(made.id), UserStatus::enabled); });
  EXPECT_FALSE(person(jo.session_hash)) << "enabling brings no session back";
  EXPECT_THAT(events(),
              IsSupersetOf({"user-roles-changed: user:" + made.id.str() + " spoc:LAMBETH-SPOC",
                            "user-disabled: user:" + made.id.str()}));
}

TEST_F(Users, ChangedByTwoPeopleAtOnceAreChangedByTheFirst) {
  const UserRecord read_by_both = add("jo.example", {sender});
  must([&](Change& c) { return set_grants(c, read_by_both, {spoc}); });
  const auto second =
      change<void>([&](Change& c) { return set_grants(c, read_by_both, {sender}); });
  ASSERT_FALSE(second);
  EXPECT_TRUE(second.error().is(Errc::changed_meanwhile));
  EXPECT_EQ(stored(read_by_both.id).grants, std::vector{spoc});
}

TEST_F(Users, WhoseFactorIsResetSetUpAnother) {
  const UserRecord made = add_ready("jo.example");
  const Person jo = full("jo.example");
  now += std::chrono::minutes{1};
  must([&](Change& c) { return reset_second_factor(c, made); });
  EXPECT_FALSE(person(jo.session_hash));
  EXPECT_EQ(sign_in("jo.example", password).value()->stage, SessionStage::enrolment);
}

TEST_F(Users, MayNotHaveAnyNumberOfRoles) {
  const UserRecord made = add("jo.example");
  std::vector<Grant> many;
  for (std::size_t i = 0; i <= limits::grants_per_user; ++i)
    many.push_back({Role::spoc, *TeamCode::parse("TEAM-" + std::to_string(i))});
  const auto refused = change<void>([&](Change& c) { return set_grants(c, made, many); });
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(Errc::too_many));
}

TEST_F(Users, ChangeTheirFactorsOnlyShortlyAfterGivingOne) {
  add_ready("jo.example");
  Person jo = full("jo.example");
  EXPECT_TRUE(change<Bytes>([&](Change& c) { return begin_totp(c, jo); }));
  now += std::chrono::minutes{16};
  const auto late = change<Bytes>([&](Change& c) { return begin_totp(c, jo); });
  ASSERT_FALSE(late);
  EXPECT_TRUE(late.error().is(Errc::step_up_wanted));
  EXPECT_FALSE(
      change<std::vector<std::string>>([&](Change& c) { return make_recovery_codes(c, jo); }));
}

// Whoever has the first password can begin to enrol, too: only the first to finish may.
TEST_F(Users, SetUpTheirFirstFactorOnceAndItEndsEverySessionBegunWithoutOne) {
  const UserRecord made = add("jo.example");
  must([&](Change& c) {
    return put_password(c, made.id, hash_password(password, cheap, random).value(),
                        CredentialState::good);
  });
  const Person thief = person(sign_in("jo.example", password).value()->id_hash).value();
  const Person jo = person(sign_in("jo.example", password).value()->id_hash).value();
  ASSERT_EQ(thief.stage, SessionStage::enrolment);
  const Bytes secret = change<Bytes>([&](Change& c) { return begin_totp(c, jo); }).value();
  ASSERT_EQ(change<Confirmed>([&](Change& c) {
              return confirm_totp(c, jo, totp_code(secret, totp_step(now)));
            }).value(),
            Confirmed::yes);
  EXPECT_TRUE(person(jo.session_hash));
  EXPECT_FALSE(person(thief.session_hash));
  // What the thief's request had read before changes nothing any more.
  const auto refused = [](const auto& answer) {
    return !answer && answer.error().is(Errc::no_session);
  };
  EXPECT_TRUE(refused(change<Bytes>([&](Change& c) { return begin_totp(c, thief); })));
  EXPECT_TRUE(
      refused(change<Confirmed>([&](Change& c) { return confirm_totp(c, thief, "000000"); })));
  EXPECT_TRUE(refused(change<void>(
      [&](Change& c) { return confirm_key(c, thief, {"gatepost.example", ""}, {{}, "mine"}); })));
  EXPECT_TRUE(refused(
      change<std::vector<std::string>>([&](Change& c) { return make_recovery_codes(c, thief); })));
  EXPECT_THAT(events(), Contains("session-ended: all others, with the first second factor"));
}

TEST_F(Users, KeepTheirAuthenticatorUntilTheNewOneHasShownACode) {
  add_ready("jo.example");
  const Person jo = full("jo.example");
  now += std::chrono::minutes{1};
  const Bytes fresh = change<Bytes>([&](Change& c) { return begin_totp(c, jo); }).value();
  EXPECT_TRUE(factor(jo.session_hash, TotpProof{code()}).value()) << "the old one still counts";
  const auto up = person(token.hash).value();
  now += std::chrono::minutes{1};
  ASSERT_EQ(change<Confirmed>([&](Change& c) {
              return confirm_totp(c, up, totp_code(fresh, totp_step(now)));
            }).value(),
            Confirmed::yes);
  now += std::chrono::minutes{1};
  EXPECT_FALSE(factor(up.session_hash, TotpProof{code()}).value()) << "and now no longer";
}

TEST_F(Users, CannotTakeTheirLastFactorAway) {
  const UserRecord made = add_ready("jo.example");
  const Person jo = full("jo.example");
  const auto totp = find(store.view().value()->people().credentials_of(made.id).value(),
                         CredentialKind::totp, CredentialState::good);
  const auto last = change<void>([&](Change& c) { return remove_factor(c, jo, totp->id); });
  ASSERT_FALSE(last);
  EXPECT_TRUE(last.error().is(Errc::last_factor));
  EXPECT_FALSE(
      change<void>([&](Change& c) { return remove_factor(c, jo, make_id<CredentialId>(random)); }));
}

}  // namespace
}  // namespace gatepost::identity::test
