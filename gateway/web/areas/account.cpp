#include "gateway/web/areas/account.hpp"

#include "gateway/web/pages/account.hpp"
#include "gateway/web/people_sessions.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::SessionStage;

void Account::add_to(Router& router) {
  // Whoever has yet to choose a password, or to set up a factor, must reach these.
  const Access begun = Access::begun();
  const Access full = Access::signed_in();
  router.get("/account", full, [this](const Call& c) { return overview(c); });
  router.get("/account/password", begun, [this](const Call& c) { return ask_new_password(c); });
  router.post("/account/password", begun, [this](const Call& c) { return take_new_password(c); });
  router.get("/account/second-factor", begun, [this](const Call& c) { return choose_factor(c); });
  router.post("/account/authenticator/begin", begun,
              [this](const Call& c) { return begin_authenticator(c); });
  router.post("/account/authenticator", begun,
              [this](const Call& c) { return confirm_authenticator(c); });
  router.get("/account/security-key", begun, [this](const Call& c) { return begin_key(c); });
  router.post("/account/security-key", begun, [this](const Call& c) { return add_key(c); });
  router.post("/account/recovery-codes", full, [this](const Call& c) { return renew_codes(c); });
  router.post("/account/factors/:id/remove", full,
              [this](const Call& c) { return remove_factor(c); });
  router.post("/account/sessions/:id/end", full, [this](const Call& c) { return end_session(c); });
  router.post("/account/sessions/end-others", full,
              [this](const Call& c) { return end_others(c); });
}

static LocalTime time_of(const Services& services, const Call& call) {
  return {services.gateway.configuration()->calendar, call.now};
}

asio::awaitable<Reply> Account::overview(const Call& call) {
  pages::AccountView view;
  GP_TRY_REPLY(view.factors, co_await services_.identity.factors(person_of(call)));
  GP_TRY_REPLY(view.sessions, co_await services_.identity.sessions(person_of(call)));
  view.takes_security_keys = services_.identity.takes_security_keys();
  co_return pages::account(call, view, time_of(services_, call));
}

// A second factor comes before its owner's password and factors can be changed: identity says so
// too, but a page that cannot end well is not shown.
static std::optional<Error> too_early(const Call& call) {
  const SessionStage stage = person_of(call).stage;
  return stage == SessionStage::second_factor ? identity::unfinished(stage) : std::nullopt;
}

static bool wants_password(const Call& call) {
  return person_of(call).stage == SessionStage::new_password;
}

asio::awaitable<Reply> Account::ask_new_password(const Call& call) {
  if (auto error = too_early(call)) co_return std::move(*error);
  co_return pages::new_password(call, {}, wants_password(call));
}

static Problems blank_passwords(const FieldSet& form) {
  Problems problems;
  if (form.raw("secret-current").empty())
    problems.push_back({"", "secret-current", "Enter the password that you have now", ""});
  if (form.raw("secret-fresh").empty())
    problems.push_back({"", "secret-fresh", "Enter a new password", ""});
  return problems;
}

asio::awaitable<Reply> Account::take_new_password(const Call& call) {
  if (auto error = too_early(call)) co_return std::move(*error);
  const bool wanted = wants_password(call);
  if (Problems blank = blank_passwords(call.form); !blank.empty())
    co_return pages::new_password(call, blank, wanted);
  auto changed = co_await services_.identity.change_password(
      person_of(call),
      {std::string(call.form.raw("secret-current")), std::string(call.form.raw("secret-fresh"))});
  if (changed) {
    const bool enrol = changed->stage == SessionStage::enrolment;
    co_return Redirect{enrol ? html::Url("/account/second-factor") : html::Url("/account"),
                       {PeopleSessions::cookie_of(*changed)}};
  }
  const Error& error = changed.error().error;
  using identity::Errc;
  Problems problems = changed.error().problems;
  for (Problem& problem : problems) problem.path = "secret-fresh";
  if (error.is(Errc::wrong_credentials))
    problems = {{"", "secret-current", "This is not your password now", ""}};
  else if (error.is(Errc::throttled) || error.is(Errc::busy))
    problems = {{"", "secret-current", error.context(), ""}};
  else if (error.is(Errc::weak_password) && problems.empty())
    problems = {{"New password", "secret-fresh", error.context(), ""}};
  if (problems.empty()) co_return error;
  co_return pages::new_password(call, problems, wanted);
}

asio::awaitable<Reply> Account::choose_factor(const Call& call) {
  if (auto error = too_early(call)) co_return std::move(*error);
  co_return pages::choose_factor(call, services_.identity.takes_security_keys(),
                                 person_of(call).stage == SessionStage::enrolment);
}

asio::awaitable<Reply> Account::begin_authenticator(const Call& call) {
  GP_TRY_REPLY(app::TotpSetup setup, co_await services_.identity.begin_totp(person_of(call)));
  co_return pages::set_up_authenticator(call, std::move(setup), {});
}

// To the start, or first to the codes that came with the first factor.
static Reply enrolled(app::Enrolled made) {
  Cookie cookie = PeopleSessions::cookie_of(made.session);
  if (made.recovery_codes.empty()) return Redirect{"/account", {std::move(cookie)}};
  Page page = pages::recovery_codes(made.recovery_codes);
  page.set_cookies.push_back(std::move(cookie));
  return page;
}

asio::awaitable<Reply> Account::confirm_authenticator(const Call& call) {
  const std::string code = call.form.text("secret-code");
  auto made = co_await services_.identity.confirm_totp(person_of(call), code);
  if (made) co_return enrolled(std::move(*made));
  if (!made.error().error.is(identity::Errc::wrong_code)) co_return made.error().error;
  co_return pages::set_up_authenticator(
      call, std::nullopt,
      {{"", "secret-code", "Enter the 6 digits that the authenticator shows now", ""}});
}

asio::awaitable<Reply> Account::key_page(const Call& call, std::optional<std::string> problem) {
  GP_TRY_REPLY(const Digest challenge, co_await services_.identity.key_challenge(person_of(call)));
  Problems shown;
  if (problem) shown.push_back({"", "label", std::move(*problem), ""});
  co_return pages::set_up_key(call, challenge, shown);
}

asio::awaitable<Reply> Account::begin_key(const Call& call) {
  if (auto error = too_early(call)) co_return std::move(*error);
  co_return co_await key_page(call, std::nullopt);
}

asio::awaitable<Reply> Account::add_key(const Call& call) {
  const std::string label = call.form.text("label");
  if (label.empty())
    co_return co_await key_page(call, "Enter what to call the key, then touch it again");
  identity::NewKey key;
  key.label = label;
  key.registration.client_data = from_base64(call.form.raw("client_data")).value_or(Bytes{});
  key.registration.authenticator_data =
      from_base64(call.form.raw("authenticator_data")).value_or(Bytes{});
  auto made = co_await services_.identity.add_key(person_of(call), std::move(key));
  if (made) co_return enrolled(std::move(*made));
  using identity::Errc;
  const Error& error = made.error().error;
  if (error.is(Errc::wrong_code))
    co_return co_await key_page(call, "The key did not answer as it should: touch it again");
  if (error.is(Errc::malformed) || error.is(Errc::too_many))
    co_return co_await key_page(call, error.context());
  co_return error;
}

asio::awaitable<Reply> Account::renew_codes(const Call& call) {
  GP_TRY_REPLY(const auto codes, co_await services_.identity.new_recovery_codes(person_of(call)));
  co_return pages::recovery_codes(codes);
}

asio::awaitable<Reply> Account::remove_factor(const Call& call) {
  const auto id = CredentialId::parse(call.path("id"));
  if (!id) co_return Error(Errc::not_found, "no such factor");
  GP_CHECK_REPLY(co_await services_.identity.remove_factor(person_of(call), *id));
  co_return Redirect{"/account"};
}

asio::awaitable<Reply> Account::end_session(const Call& call) {
  const auto id = SessionId::parse(call.path("id"));
  if (!id) co_return Error(Errc::not_found, "no such session");
  GP_CHECK_REPLY(co_await services_.identity.end_session(person_of(call), *id));
  co_return Redirect{"/account"};
}

asio::awaitable<Reply> Account::end_others(const Call& call) {
  GP_CHECK_REPLY(co_await services_.identity.end_other_sessions(person_of(call)));
  co_return Redirect{"/account"};
}

}  // namespace gatepost::web
