// A store in memory, keys and a clock that stands where the test puts it: what the tests of
// identity change people's rows in.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>

#include "gateway/identity/credentials.hpp"
#include "gateway/identity/password_hash.hpp"
#include "gateway/identity/sign_in.hpp"
#include "gateway/identity/totp.hpp"
#include "gateway/identity/users.hpp"
#include "gateway/store/memory/memory_store.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::identity::test {

constexpr HashCost cheap{8, 1, 1};

class World : public ::testing::Test {
 protected:
  // Runs a change in a transaction of its own; its answer, and the entries it left in `log`.
  template <class T>
  Result<T> change(std::function<Result<T>(Change&)> act) {
    std::optional<Result<T>> answer;
    exchange::Work work;
    work.run = [&](exchange::Transaction& transaction) -> Result<std::string> {
      Change made{transaction.people(), keys, random, now, "test", "operator", {}};
      answer = act(made);
      if (!*answer) return std::unexpected(answer->error());
      for (audit::Entry& entry : made.entries) {
        log.push_back(entry);
        transaction.append_audit(std::move(entry));
      }
      return std::string{};
    };
    store.submit(std::move(work), [](const Result<std::string>&) {});
    store.pump();
    return *answer;
  }
  void must(std::function<Result<void>(Change&)> act) {
    const auto done = change<void>(std::move(act));
    if (!done) ADD_FAILURE() << done.error().to_string();
  }

  UserRecord add(const std::string& name, std::vector<Grant> grants = {}) {
    NewUser fresh;
    fresh.profile = check_profile({name, "Jo Example", "Recovery worker", ""}).value();
    fresh.grants = std::move(grants);
    fresh.password_hash = hash_password(first_password, cheap, random).value();
    return change<UserRecord>([&](Change& c) { return add_user(c, fresh); }).value();
  }
  // A user who has been through it all: a password of their own and an authenticator.
  UserRecord add_ready(const std::string& name, std::vector<Grant> grants = {}) {
    UserRecord user = add(name, std::move(grants));
    must([&](Change& c) {
      return put_password(c, user.id, hash_password(password, cheap, random).value(),
                          CredentialState::good);
    });
    Person person;
    person.id = user.id;
    person.stage = SessionStage::enrolment;
    const Bytes secret = change<Bytes>([&](Change& c) { return begin_totp(c, person); }).value();
    EXPECT_EQ(change<Confirmed>([&](Change& c) {
                return confirm_totp(c, person, totp_code(secret, totp_step(now)));
              }).value(),
              Confirmed::yes);
    totp_secret = secret;
    now += std::chrono::minutes{1};
    return user;
  }

  // The three steps of a sign-in; nothing when it failed.
  Result<std::optional<SessionRecord>> sign_in(const std::string& name, std::string_view typed,
                                               const std::string& address = "192.0.2.1") {
    const auto admitted = change<Admitted>([&](Change& c) { return admit(c, {name, address}); });
    if (!admitted) return std::unexpected(admitted.error());
    Verdict verdict;
    if (admitted->password) {
      const std::string hash = unseal_secret(keys, *admitted->password).value();
      if (verify_password(hash, typed)) verdict.password = Verdict::Password::right;
    }
    token = make_token(random);
    return change<std::optional<SessionRecord>>([&](Change& c) {
      return settle(c, *admitted, verdict, {token.hash, "Firefox on Linux, 192.0.2.1"});
    });
  }
  Result<std::optional<SessionRecord>> factor(const Digest& session, const FactorProof& proof) {
    token = make_token(random);
    return change<std::optional<SessionRecord>>(
        [&](Change& c) { return give_factor(c, session, proof, token.hash); });
  }
  std::string code() const { return totp_code(totp_secret, totp_step(now)); }
  std::string wrong_code() const { return totp_code(totp_secret, totp_step(now) + 1000); }

  Result<Person> person(const Digest& session) {
    auto view = store.view().value();
    auto live = live_session(view->people(), session, now);
    if (!live) return std::unexpected(live.error());
    return person_of(view->people(), keys, *live);
  }
  std::vector<std::string> events() const {
    std::vector<std::string> out;
    for (const audit::Entry& entry : log) out.push_back(entry.event + ": " + entry.reason);
    return out;
  }

  static constexpr std::string_view first_password = "given-out-by-somebody";
  static constexpr std::string_view password = "coffee train fish";
  gatepost::tests::SeededRandom random{7};
  certs::KeyRing keys = certs::KeyRing::in_memory(random);
  store::memory::MemoryStore store;
  Instant now = from_unix_ms(1'775'000'000'000);
  std::vector<audit::Entry> log;
  Bytes totp_secret;
  Token token;
};

}  // namespace gatepost::identity::test
