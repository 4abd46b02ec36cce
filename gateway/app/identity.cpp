// Identity: signing in and out.
#include "gateway/app/identity.hpp"

#include "certs/sealed_text.hpp"
#include "gateway/identity/normal_text.hpp"
#include "gateway/identity/password_rules.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using identity::Change;
using identity::Person;
using identity::SessionRecord;
using identity::Verdict;

namespace {

constexpr std::string_view stranger = "peer:browser";

// The bytes that are hashed. What cannot be a password is nobody's: it is checked all the same, so
// that it takes as long.
std::string comparable(const std::string& password) {
  if (password.size() > limits::password_bytes) return {};
  return identity::to_nfc(password).value_or("");
}

Error wrong_credentials() {
  return {identity::Errc::wrong_credentials, "the name or the password is not right"};
}

}  // namespace

Identity::Identity(Gateway& gateway, Options options)
    : gateway_(gateway),
      options_(std::move(options)),
      nobodys_hash_(identity::hash_password(identity::make_password(gateway.parts().random),
                                            options_.cost, gateway.parts().random)
                        .value()),
      checks_(options_.checks_waiting) {}

asio::awaitable<Answer<void>> Identity::submit(std::string actor,
                                               std::function<Result<void>(identity::Change&)> act) {
  exchange::Work work;
  work.run = [configuration = gateway_.configuration(), &parts = gateway_.parts(),
              now = gateway_.parts().clock.now(), actor = std::move(actor),
              act = std::move(act)](exchange::Transaction& transaction) -> Result<std::string> {
    Change made{transaction.people(),
                configuration->keys,
                parts.random,
                now,
                configuration->settings.name,
                actor,
                {}};
    GP_CHECK(act(made));
    for (audit::Entry& entry : made.entries) transaction.append_audit(std::move(entry));
    return std::string{};
  };
  auto done = co_await gateway_.submit(std::move(work));
  if (done) co_return Answer<void>{};
  if (done.error().library() != "store") co_return refuse(std::move(done).error());
  gateway_.parts().log.error("identity-not-stored", {{"error", done.error()}});
  co_return refuse(
      Error(Errc::unavailable, "the gateway could not record this; try again in a moment"));
}

asio::awaitable<Answer<SignedIn>> Identity::sign_in(SignInRequest request) {
  auto admitted = co_await change<identity::Admitted>(std::string(stranger), [&request](Change& c) {
    return identity::admit(c, {request.name, request.address});
  });
  if (!admitted) {
    if (admitted.error().error.is(identity::Errc::throttled)) ++refused_sign_ins_;
    co_return std::unexpected(std::move(admitted).error());
  }
  if (!admitted->user) ++refused_sign_ins_;
  std::string hash = nobodys_hash_;
  if (admitted->password) {
    GP_TRY_CO_ANSWER(hash,
                     identity::unseal_secret(gateway_.configuration()->keys, *admitted->password));
  }
  const std::string password = comparable(request.password);
  auto verdict = co_await checks_.run([&]() -> Result<Verdict> {
    Verdict found;
    if (!identity::verify_password(hash, password) || !admitted->password) return found;
    found.password = Verdict::Password::right;
    if (identity::is_outdated(hash, options_.cost)) {
      GP_TRY(found.fresh_hash,
             identity::hash_password(password, options_.cost, gateway_.parts().random));
    }
    return found;
  });
  if (!verdict) {
    co_await take_attempt_back(std::string(stranger), std::move(*admitted));
    co_return refuse(std::move(verdict).error());
  }
  const identity::Token token = identity::make_token(gateway_.parts().random);
  auto session =
      co_await change<std::optional<SessionRecord>>(std::string(stranger), [&](Change& c) {
        return identity::settle(c, *admitted, *verdict,
                                {token.hash, request.device + ", " + request.address});
      });
  if (!session) co_return std::unexpected(std::move(session).error());
  if (!*session) co_return refuse(wrong_credentials());
  co_return SignedIn{token.text, (*session)->stage};
}

asio::awaitable<void> Identity::take_attempt_back(std::string actor, identity::Admitted admitted) {
  // When this fails, it stays counted: somebody waits a little, and the log of submit says why.
  (void)co_await submit(std::move(actor), [&admitted](Change& c) {
    return identity::take_attempt_back(c, admitted);
  });
}

asio::awaitable<Answer<SignedIn>> Identity::second_factor(std::string token,
                                                          identity::FactorProof proof) {
  const auto hash = identity::hash_of_token(token);
  if (!hash) co_return refuse(Error(identity::Errc::no_session, "sign in"));
  const identity::Token fresh = identity::make_token(gateway_.parts().random);
  auto session = co_await change<std::optional<SessionRecord>>(
      std::string(stranger),
      [&](Change& c) { return identity::give_factor(c, *hash, proof, fresh.hash); });
  if (!session) {
    if (session.error().error.is(identity::Errc::throttled)) {
      ++refused_sign_ins_;
      (void)co_await submit(std::string(stranger), [&hash](Change& c) {
        return identity::note_throttled_factor(c, *hash);
      });
    }
    co_return std::unexpected(std::move(session).error());
  }
  if (!*session)
    co_return refuse(
        Error(identity::Errc::wrong_code, "the code is not right, was used before, or is too old"));
  co_return SignedIn{fresh.text, (*session)->stage};
}

asio::awaitable<Answer<SignedIn>> Identity::second_factor(std::string token,
                                                          identity::KeyAssertion assertion) {
  co_return co_await second_factor(std::move(token),
                                   identity::KeyProof{options_.party, std::move(assertion)});
}

asio::awaitable<Answer<Person>> Identity::session(std::string token) {
  const auto hash = identity::hash_of_token(token);
  if (!hash) co_return refuse(Error(identity::Errc::no_session, "sign in"));
  const Instant now = gateway_.parts().clock.now();
  struct Found {
    Person person;
    Instant seen_at;
  };
  auto found = co_await gateway_.parts().workers.run([this, &hash, now]() -> Answer<Found> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto session, identity::live_session(view->people(), *hash, now));
    GP_TRY_ANSWER(Person person,
                  identity::person_of(view->people(), gateway_.configuration()->keys, session));
    return Found{std::move(person), session.seen_at};
  });
  if (!found) co_return std::unexpected(std::move(found).error());
  if (now - found->seen_at >= limits::session_touch) {
    auto touched = co_await submit(found->person.actor(), [&hash, now](Change& c) -> Result<void> {
      // It may have ended since, and must not come back.
      GP_TRY(auto session, identity::live_session(c.rows, *hash, now));
      session.seen_at = now;
      return c.rows.put_session(session);
    });
    if (!touched) co_return std::unexpected(std::move(touched).error());
  }
  co_return std::move(found->person);
}

asio::awaitable<Answer<void>> Identity::sign_out(std::string token) {
  const auto hash = identity::hash_of_token(token);
  if (!hash) co_return Answer<void>{};
  co_return co_await submit(std::string(stranger), [&hash](Change& c) -> Result<void> {
    GP_TRY(const auto session, c.rows.session(*hash));
    if (!session) return {};
    GP_CHECK(c.rows.remove_session(*hash));
    c.actor = audit::actor_of(session->user);
    c.note("signed-out", session->methods);
    return {};
  });
}

std::optional<Error> Identity::withheld_account(const Person& person) {
  if (person.stage != identity::SessionStage::second_factor) return std::nullopt;
  return identity::unfinished(person.stage);
}

asio::awaitable<Answer<SignedIn>> Identity::moved_on(const Person& person, std::string method) {
  const identity::Token fresh = identity::make_token(gateway_.parts().random);
  auto session = co_await change<SessionRecord>(person.actor(), [&](Change& c) {
    return identity::move_on(c, person.session_hash, fresh.hash, method);
  });
  if (!session) co_return std::unexpected(std::move(session).error());
  co_return SignedIn{fresh.text, session->stage};
}

asio::awaitable<Answer<SignedIn>> Identity::change_password(Person person, NewPassword passwords) {
  if (auto withheld = withheld_account(person)) co_return refuse(std::move(*withheld));
  auto fresh = identity::accept_password(
      passwords.fresh, {person.sign_in_name, person.display_name, person.job_title});
  if (!fresh)
    co_return std::unexpected(Refusal{
        Error(identity::Errc::weak_password, "choose another password"), std::move(fresh).error()});
  // The present one is guessed at no faster with a stolen session than without.
  auto admitted = co_await change<identity::Admitted>(person.actor(), [&person](Change& c) {
    return identity::admit(c, {person.sign_in_name, "session/" + person.session.str()});
  });
  if (!admitted) {
    if (admitted.error().error.is(identity::Errc::throttled))
      co_await record_refusal(person, admitted.error().error);
    co_return std::unexpected(std::move(admitted).error());
  }
  if (!admitted->password) co_return refuse(wrong_credentials());
  GP_TRY_CO_ANSWER(const std::string hash,
                   identity::unseal_secret(gateway_.configuration()->keys, *admitted->password));
  auto made = co_await checks_.run([&]() -> Result<std::string> {
    if (!identity::verify_password(hash, comparable(passwords.current)))
      return std::unexpected(wrong_credentials());
    if (identity::verify_password(hash, *fresh))
      return fail(identity::Errc::weak_password, "choose one that you have not now");
    return identity::hash_password(*fresh, options_.cost, gateway_.parts().random);
  });
  if (!made) {
    if (made.error().is(identity::Errc::wrong_credentials))
      co_await record_refusal(person, made.error());
    else
      co_await take_attempt_back(person.actor(), std::move(*admitted));
    co_return refuse(std::move(made).error());
  }
  auto changed = co_await submit(person.actor(), [&](Change& c) -> Result<void> {
    GP_TRY(const auto credentials, c.rows.credentials_of(person.id));
    const auto present = identity::find_password(credentials);
    if (!present || present->secret != admitted->password->secret)
      return fail(identity::Errc::changed_meanwhile, "the password was changed meanwhile");
    GP_CHECK(c.rows.remove_throttle(admitted->account));
    GP_CHECK(identity::put_password(c, person.id, *made, identity::CredentialState::good));
    GP_CHECK(identity::end_sessions(c, person.id, person.session_hash));
    c.note("password-changed", "");
    return {};
  });
  if (!changed) co_return std::unexpected(std::move(changed).error());
  co_return co_await moved_on(person, "");
}

asio::awaitable<Answer<Identity::GivenPassword>> Identity::make_password() {
  GivenPassword given;
  given.text = identity::make_password(gateway_.parts().random);
  auto hash = co_await checks_.run(
      [&] { return identity::hash_password(given.text, options_.cost, gateway_.parts().random); });
  if (!hash) co_return refuse(std::move(hash).error());
  given.hash = std::move(*hash);
  co_return given;
}

}  // namespace gatepost::app
