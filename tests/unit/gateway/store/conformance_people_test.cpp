// Conformance: users, credentials, sessions, throttles and drafts, written and read back.
#include "tests/unit/gateway/store/conformance.hpp"

namespace gatepost::store::test {

namespace {

using identity::CredentialKind;
using identity::CredentialRecord;
using identity::CredentialState;
using identity::DraftRecord;
using identity::Role;
using identity::SessionRecord;
using identity::SessionStage;
using identity::ThrottleRecord;
using identity::UserRecord;
using identity::UserStatus;

UserRecord user(int n) {
  UserRecord user;
  user.id = uuid<UserId>(n);
  user.name_token = digest(n);
  user.email_token = digest(100 + n);
  user.profile = {1, 2, 3};
  user.grants = {{Role::sender, prison}, {Role::administrator, {}}};
  user.created_at = user.changed_at = at(n);
  return user;
}

CredentialRecord credential(int n, int owner, CredentialKind kind) {
  CredentialRecord credential;
  credential.id = uuid<CredentialId>(n);
  credential.user = uuid<UserId>(owner);
  credential.kind = kind;
  credential.secret = {4, 5};
  credential.lookup = digest(n);
  credential.created_at = at(n);
  return credential;
}

SessionRecord session(int n, int owner) {
  SessionRecord session;
  session.id_hash = digest(n);
  session.handle = uuid<SessionId>(n);
  session.user = uuid<UserId>(owner);
  session.stage = SessionStage::second_factor;
  session.methods = "password";
  session.created_at = session.seen_at = at(n);
  session.expires_at = at(n + 900);
  session.device = {6};
  return session;
}

DraftRecord draft(int n) {
  DraftRecord draft;
  draft.id = uuid<DraftId>(n);
  draft.team = prison;
  draft.user = uuid<UserId>(1);
  draft.form = "LIEF";
  draft.created_at = draft.changed_at = at(n);
  draft.content = Bytes(100'000, 7);
  return draft;
}

class StorePeople : public StoreRecords {
 protected:
  void change(std::function<Result<void>(identity::Rows&)> act) {
    backend().write([&](Transaction& t) { return act(t.people()); });
  }
  void expect_changed_meanwhile(std::function<Result<void>(identity::Rows&)> act) {
    const auto outcome =
        backend().commit(work("", [&](Transaction& t) { return act(t.people()); }));
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().is(identity::Errc::changed_meanwhile))
        << outcome.error().to_string();
  }
};

TEST_P(StorePeople, FindsAUserByIdNameAndAddress) {
  UserRecord plain = user(2);
  plain.email_token.reset();
  plain.grants.clear();
  plain.status = UserStatus::disabled;
  change([&](identity::Rows& rows) -> Result<void> {
    GP_CHECK(rows.put_user(user(1)));
    GP_CHECK(rows.put_user(plain));
    GP_TRY(const auto inside, rows.user_by_name(digest(1)));
    EXPECT_EQ(inside, user(1));
    return {};
  });
  backend().reopen();
  auto view = backend().view();
  identity::Reads& people = view->people();
  EXPECT_EQ(people.user(uuid<UserId>(1)).value(), user(1));
  EXPECT_EQ(people.user_by_name(digest(2)).value(), plain);
  EXPECT_EQ(people.user_by_email(digest(101)).value(), user(1));
  EXPECT_FALSE(people.user(uuid<UserId>(3)).value());
  EXPECT_FALSE(people.user_by_name(digest(3)).value());
  EXPECT_FALSE(people.user_by_email(digest(102)).value());
}

TEST_P(StorePeople, ListsUsersInPages) {
  change([&](identity::Rows& rows) -> Result<void> {
    for (const int n : {3, 1, 2}) GP_CHECK(rows.put_user(user(n)));
    return {};
  });
  auto view = backend().view();
  EXPECT_EQ(view->people().users(2, UserId{}).value(), (std::vector{user(1), user(2)}));
  EXPECT_EQ(view->people().users(2, uuid<UserId>(2)).value(), std::vector{user(3)});
}

TEST_P(StorePeople, ChangesAUserOnlyFromTheVersionThatWasRead) {
  UserRecord next = user(1);
  next.version = 2;
  next.status = UserStatus::disabled;
  change([&](identity::Rows& rows) -> Result<void> {
    GP_CHECK(rows.put_user(user(1)));
    return rows.put_user(next);
  });
  expect_changed_meanwhile([&](identity::Rows& rows) { return rows.put_user(next); });
  UserRecord unknown = user(2);
  unknown.version = 2;
  expect_changed_meanwhile([&](identity::Rows& rows) { return rows.put_user(unknown); });
  expect_conflict([](Transaction& t) { return t.people().put_user(user(1)); });
  EXPECT_EQ(backend().view()->people().user(next.id).value(), next);
}

TEST_P(StorePeople, KeepsNamesAndAddressesUnique) {
  change([](identity::Rows& rows) { return rows.put_user(user(1)); });
  UserRecord same_name = user(2);
  same_name.name_token = user(1).name_token;
  expect_conflict([&](Transaction& t) { return t.people().put_user(same_name); });
  UserRecord same_address = user(2);
  same_address.email_token = user(1).email_token;
  expect_conflict([&](Transaction& t) { return t.people().put_user(same_address); });
}

TEST_P(StorePeople, KeepsCredentialsOldestFirstUntilRemoved) {
  CredentialRecord used = credential(12, 1, CredentialKind::totp);
  const CredentialRecord password = credential(11, 1, CredentialKind::password);
  change([&](identity::Rows& rows) -> Result<void> {
    GP_CHECK(rows.put_user(user(1)));
    GP_CHECK(rows.put_user(user(2)));
    GP_CHECK(rows.put_credential(used));
    GP_CHECK(rows.put_credential(password));
    GP_CHECK(rows.put_credential(credential(13, 2, CredentialKind::password)));
    used.counter = 77;
    used.used_at = at(500);
    used.state = CredentialState::provisional;
    return rows.put_credential(used);
  });
  {
    auto view = backend().view();
    EXPECT_EQ(view->people().credentials_of(uuid<UserId>(1)).value(),
              (std::vector{password, used}));
    EXPECT_EQ(view->people().credential_by(CredentialKind::totp, digest(12)).value(), used);
    EXPECT_FALSE(view->people().credential_by(CredentialKind::password, digest(12)).value());
  }
  change([&](identity::Rows& rows) { return rows.remove_credential(used.id); });
  EXPECT_EQ(backend().view()->people().credentials_of(uuid<UserId>(1)).value(),
            std::vector{password});
}

TEST_P(StorePeople, KeepsLookUpsUniqueWithinTheirKind) {
  CredentialRecord other_kind = credential(2, 1, CredentialKind::security_key);
  other_kind.lookup = digest(1);
  CredentialRecord none = credential(3, 1, CredentialKind::external);
  none.lookup.reset();
  CredentialRecord none_either = credential(4, 1, CredentialKind::external);
  none_either.lookup.reset();
  change([&](identity::Rows& rows) -> Result<void> {
    GP_CHECK(rows.put_user(user(1)));
    GP_CHECK(rows.put_credential(credential(1, 1, CredentialKind::external)));
    GP_CHECK(rows.put_credential(none));
    GP_CHECK(rows.put_credential(none_either));
    return rows.put_credential(other_kind);
  });
  CredentialRecord same = credential(5, 1, CredentialKind::external);
  same.lookup = digest(1);
  expect_conflict([&](Transaction& t) { return t.people().put_credential(same); });
}

TEST_P(StorePeople, KeepsSessionsUntilTheyAreRemovedOrForgotten) {
  SessionRecord full = session(1, 1);
  change([&](identity::Rows& rows) -> Result<void> {
    GP_CHECK(rows.put_user(user(1)));
    for (const int n : {1, 2, 3}) GP_CHECK(rows.put_session(session(n, 1)));
    full.stage = SessionStage::full;
    full.methods = "password+totp";
    full.seen_at = at(60);
    full.expires_at = at(43'200);
    full.second_factor_at = at(30);
    full.challenge = digest(9);
    full.challenge_until = at(120);
    return rows.put_session(full);
  });
  EXPECT_EQ(backend().view()->people().session(digest(1)).value(), full);
  EXPECT_EQ(backend().view()->people().sessions_of(uuid<UserId>(1)).value(),
            (std::vector{full, session(2, 1), session(3, 1)}));
  change([](identity::Rows& rows) { return rows.remove_session(digest(2)); });
  EXPECT_FALSE(backend().view()->people().session(digest(2)).value());
  change([](identity::Rows& rows) { return rows.forget_expired(at(903), 10); });
  EXPECT_EQ(backend().view()->people().sessions_of(uuid<UserId>(1)).value(), std::vector{full});
}

TEST_P(StorePeople, ForgetsThrottlesAFewAtATime) {
  const auto throttle = [](int n) { return ThrottleRecord{digest(n), n, at(n), at(n + 10)}; };
  change([&](identity::Rows& rows) -> Result<void> {
    for (const int n : {1, 2, 3, 4}) GP_CHECK(rows.put_throttle(throttle(n)));
    ThrottleRecord more = throttle(4);
    more.attempts = 40;
    GP_CHECK(rows.put_throttle(more));
    return rows.forget_expired(at(13), 2);
  });
  auto view = backend().view();
  EXPECT_FALSE(view->people().throttle(digest(1)).value());
  EXPECT_FALSE(view->people().throttle(digest(2)).value());
  EXPECT_EQ(view->people().throttle(digest(3)).value(), throttle(3)) << "the limit was two";
  EXPECT_EQ(view->people().throttle(digest(4)).value()->attempts, 40);
  change([](identity::Rows& rows) { return rows.remove_throttle(digest(4)); });
  EXPECT_FALSE(backend().view()->people().throttle(digest(4)).value());
}

TEST_P(StorePeople, KeepsDraftsOfATeamLastChangedFirst) {
  DraftRecord changed = draft(1);
  change([&](identity::Rows& rows) -> Result<void> {
    for (const int n : {1, 2, 3}) GP_CHECK(rows.put_draft(draft(n)));
    DraftRecord foreign = draft(4);
    foreign.team = spoc;
    GP_CHECK(rows.put_draft(foreign));
    changed.version = 2;
    changed.user = uuid<UserId>(2);
    changed.conversation = uuid<ConversationId>(5);
    changed.changed_at = at(100);
    changed.content = {8};
    return rows.put_draft(changed);
  });
  expect_changed_meanwhile([&](identity::Rows& rows) { return rows.put_draft(changed); });
  backend().reopen();
  EXPECT_EQ(backend().view()->people().drafts_of(prison, 2).value(),
            (std::vector{changed, draft(3)}));
  const auto page = backend().view()->people().drafts(2, uuid<DraftId>(1)).value();
  ASSERT_EQ(page.size(), 2U);
  EXPECT_LT(page[0].id, page[1].id);
  EXPECT_LT(uuid<DraftId>(1), page[0].id);
  EXPECT_EQ(backend().view()->people().drafts(9, DraftId{}).value().size(), 4U);
  EXPECT_EQ(backend().view()->people().draft_count(prison).value(), 3U);
  EXPECT_EQ(backend().view()->people().draft_count(spoc).value(), 1U);
  EXPECT_EQ(backend().view()->people().draft_count(TeamCode{}).value(), 0U);
  change([](identity::Rows& rows) { return rows.remove_draft(uuid<DraftId>(1)); });
  EXPECT_FALSE(backend().view()->people().draft(uuid<DraftId>(1)).value());
  EXPECT_EQ(backend().view()->people().draft(uuid<DraftId>(2)).value(), draft(2));
}

TEST_P(StorePeople, UndoesWhatAFailedWorkDid) {
  change([](identity::Rows& rows) -> Result<void> {
    GP_CHECK(rows.put_user(user(1)));
    GP_CHECK(rows.put_draft(draft(1)));
    return rows.put_session(session(1, 1));
  });
  const auto failed = backend().commit(work("", [](Transaction& t) -> Result<void> {
    GP_CHECK(t.people().put_user(user(2)));
    GP_CHECK(t.people().put_credential(credential(1, 2, CredentialKind::password)));
    GP_CHECK(t.people().remove_session(digest(1)));
    GP_CHECK(t.people().put_throttle({digest(5), 1, at(1), at(1)}));
    GP_CHECK(t.people().remove_draft(uuid<DraftId>(1)));
    return fail(StoreErrc::failed, "on purpose");
  }));
  EXPECT_FALSE(failed);
  auto view = backend().view();
  EXPECT_FALSE(view->people().user(uuid<UserId>(2)).value());
  EXPECT_TRUE(view->people().credentials_of(uuid<UserId>(2)).value().empty());
  EXPECT_TRUE(view->people().session(digest(1)).value());
  EXPECT_FALSE(view->people().throttle(digest(5)).value());
  EXPECT_TRUE(view->people().draft(uuid<DraftId>(1)).value());
}

INSTANTIATE_TEST_SUITE_P(Memory, StorePeople, testing::Values(make_memory_backend));
INSTANTIATE_TEST_SUITE_P(Sqlite, StorePeople, testing::Values(make_sqlite_backend));

}  // namespace
}  // namespace gatepost::store::test
