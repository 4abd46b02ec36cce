// Identity: one's own account: sessions and second factors.
#include "gateway/app/identity.hpp"
#include "gateway/identity/totp.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using identity::Change;
using identity::Confirmed;
using identity::CredentialKind;
using identity::CredentialRecord;
using identity::CredentialState;
using identity::Person;

asio::awaitable<Answer<std::vector<SessionView>>> Identity::sessions(Person person) {
  if (auto withheld = withheld_account(person)) co_return refuse(std::move(*withheld));
  const Instant now = gateway_.parts().clock.now();
  co_return co_await gateway_.parts().workers.run([this, &person,
                                                   now]() -> Answer<std::vector<SessionView>> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto records, view->people().sessions_of(person.id));
    std::vector<SessionView> list;
    for (const identity::SessionRecord& record : records) {
      if (!identity::is_live(record, now)) continue;
      list.push_back({record.handle, identity::device_of(gateway_.configuration()->keys, record),
                      record.created_at, record.seen_at,
                      record.handle == person.session ? SessionView::Which::this_one
                                                      : SessionView::Which::another});
    }
    return list;
  });
}

asio::awaitable<Answer<void>> Identity::end_session(Person person, SessionId session) {
  if (auto withheld = withheld_account(person)) co_return refuse(std::move(*withheld));
  co_return co_await submit(person.actor(), [&](Change& c) -> Result<void> {
    GP_CHECK(identity::end_session(c, person.id, session));
    c.note("session-ended", "by its owner");
    return {};
  });
}

asio::awaitable<Answer<std::size_t>> Identity::end_other_sessions(Person person) {
  if (auto withheld = withheld_account(person)) co_return refuse(std::move(*withheld));
  co_return co_await change<std::size_t>(
      person.actor(), [&person](Change& c) -> Result<std::size_t> {
        GP_TRY(const std::size_t ended, identity::end_sessions(c, person.id, person.session_hash));
        c.note("session-ended", "all others, by their owner");
        return ended;
      });
}

asio::awaitable<Answer<Factors>> Identity::factors(Person person) {
  co_return co_await gateway_.parts().workers.run([this, &person]() -> Answer<Factors> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto credentials, view->people().credentials_of(person.id));
    Factors found;
    for (const CredentialRecord& each : credentials) {
      if (each.kind == CredentialKind::recovery_code) ++found.recovery_codes_left;
      if (!identity::is_second_factor(each)) continue;
      FactorView made{each.id, each.kind, each.created_at, each.used_at, {}, {}};
      if (each.kind == CredentialKind::security_key) {
        GP_TRY_ANSWER(identity::KeptKey kept,
                      identity::unseal_key(gateway_.configuration()->keys, each));
        made.label = std::move(kept.label);
        made.key_id = std::move(kept.key.id);
      }
      found.list.push_back(std::move(made));
    }
    return found;
  });
}

asio::awaitable<Answer<TotpSetup>> Identity::begin_totp(Person person) {
  auto secret = co_await change<Bytes>(
      person.actor(), [&person](Change& c) { return identity::begin_totp(c, person); });
  if (!secret) co_return std::unexpected(std::move(secret).error());
  const std::string issuer = "Gatepost " + gateway_.configuration()->settings.name;
  co_return TotpSetup{to_base32(*secret), identity::totp_uri(*secret, issuer, person.sign_in_name)};
}

asio::awaitable<Answer<Enrolled>> Identity::confirm_totp(Person person, std::string code) {
  using Codes = std::optional<std::vector<std::string>>;
  auto codes = co_await change<Codes>(person.actor(), [&](Change& c) -> Result<Codes> {
    GP_TRY(const Confirmed confirmed, identity::confirm_totp(c, person, code));
    if (confirmed == Confirmed::no) return std::nullopt;
    GP_TRY(auto made, identity::first_recovery_codes(c, person));
    return made;
  });
  if (!codes) co_return std::unexpected(std::move(codes).error());
  if (!*codes)
    co_return refuse(
        Error(identity::Errc::wrong_code, "this is not the code that the authenticator shows now"));
  auto session = co_await moved_on(person, "totp");
  if (!session) co_return std::unexpected(std::move(session).error());
  co_return Enrolled{std::move(*session), std::move(**codes)};
}

asio::awaitable<Answer<Digest>> Identity::key_challenge(Person person) {
  co_return co_await change<Digest>(
      person.actor(), [&person](Change& c) { return identity::begin_key(c, person.session_hash); });
}

asio::awaitable<Answer<Enrolled>> Identity::add_key(Person person, identity::NewKey key) {
  using Codes = std::vector<std::string>;
  auto codes = co_await change<Codes>(person.actor(), [&](Change& c) -> Result<Codes> {
    GP_CHECK(identity::confirm_key(c, person, options_.party, key));
    return identity::first_recovery_codes(c, person);
  });
  if (!codes) co_return std::unexpected(std::move(codes).error());
  auto session = co_await moved_on(person, "security-key");
  if (!session) co_return std::unexpected(std::move(session).error());
  co_return Enrolled{std::move(*session), std::move(*codes)};
}

asio::awaitable<Answer<std::vector<std::string>>> Identity::new_recovery_codes(Person person) {
  co_return co_await change<std::vector<std::string>>(
      person.actor(), [&person](Change& c) { return identity::make_recovery_codes(c, person); });
}

asio::awaitable<Answer<void>> Identity::remove_factor(Person person, CredentialId factor) {
  co_return co_await submit(person.actor(),
                            [&](Change& c) { return identity::remove_factor(c, person, factor); });
}

}  // namespace gatepost::app
