#include "gateway/web/areas/sign_in.hpp"

#include <algorithm>

#include "formats/http1/message.hpp"
#include "gateway/web/device.hpp"
#include "gateway/web/pages/sign_in.hpp"
#include "gateway/web/people_sessions.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::SessionStage;

namespace {

constexpr std::string_view again_path = "/sign-in/again";

std::string then_of(const Call& call) {
  const std::string then = call.form.has(pages::then_field) ? call.form.text(pages::then_field)
                                                            : call.query.text(pages::then_field);
  // Only a page of ours, and none of those that lead back here.
  const bool fits =
      html::Url::relative(then) && then.starts_with('/') && !then.starts_with("/sign-");
  return fits ? then : "";
}

// Where a session of this stage goes on.
Redirect onward(const app::SignedIn& signed_in, const std::string& then) {
  Redirect to{html::Url::relative(then).value_or(html::Url("/")),
              {PeopleSessions::cookie_of(signed_in)}};
  if (signed_in.stage == SessionStage::second_factor)
    to.to = pages::with_then("/sign-in/code", then);
  if (signed_in.stage == SessionStage::new_password) to.to = "/account/password";
  if (signed_in.stage == SessionStage::enrolment) to.to = "/account/second-factor";
  return to;
}

// What a person can mend by typing again.
bool is_typed_wrong(const Error& error) {
  using identity::Errc;
  return error.is(Errc::wrong_credentials) || error.is(Errc::wrong_code) ||
         error.is(Errc::throttled) || error.is(Errc::busy);
}

// A sentence beside its field.
Problems one(std::string_view field, std::string words) {
  return {{"", std::string(field), std::move(words), ""}};
}

std::string sentence(const Error& error) {
  if (error.is(identity::Errc::wrong_credentials)) return "Name or password is not right";
  if (error.is(identity::Errc::wrong_code))
    return "The code is not right, was used before, or is too old";
  std::string text = error.context();
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

}  // namespace

void SignIn::add_to(Router& router) {
  router.get("/sign-in", Access::anybody(), [this](const Call& c) { return ask_password(c); });
  router.post("/sign-in", Access::anybody(), [this](const Call& c) { return take_password(c); });
  router.get("/sign-in/code", Access::begun(), [this](const Call& c) { return ask_factor(c); });
  router.post("/sign-in/code", Access::begun(), [this](const Call& c) { return take_factor(c); });
  router.get(again_path, Access::signed_in(), [this](const Call& c) { return ask_factor(c); });
  router.post(again_path, Access::signed_in(), [this](const Call& c) { return take_factor(c); });
  router.post("/sign-out", Access::begun(), [this](const Call& c) { return sign_out(c); });
}

asio::awaitable<Reply> SignIn::ask_password(const Call& call) {
  if (call.session.is_full()) co_return Redirect{html::Url("/")};
  co_return pages::sign_in(call, then_of(call), {});
}

asio::awaitable<Reply> SignIn::take_password(const Call& call) {
  const std::string then = then_of(call);
  const std::string name = call.form.text("name");
  const std::string password(call.form.raw("secret-password"));
  if (name.empty()) co_return pages::sign_in(call, then, one("name", "Enter your sign-in name"));
  if (password.empty())
    co_return pages::sign_in(call, then, one("secret-password", "Enter your password"));
  auto signed_in = co_await services_.identity.sign_in(
      {name, password, call.remote_address, device_of(call.head.fields)});
  if (signed_in) {
    // The session before, if there was one, ends where another begins.
    if (!call.session.token.empty())
      GP_CHECK_REPLY(co_await services_.identity.sign_out(call.session.token));
    co_return onward(*signed_in, then);
  }
  if (!is_typed_wrong(signed_in.error().error)) co_return signed_in.error().error;
  co_return pages::sign_in(call, then, one("name", sentence(signed_in.error().error)));
}

// The factors that the person may use now; a fresh challenge when there are security keys.
static asio::awaitable<app::Answer<pages::SecondFactor>> factors_for(Services services,
                                                                     const Call& call,
                                                                     Problems problems) {
  const identity::Person& person = person_of(call);
  auto factors = co_await services.identity.factors(person);
  if (!factors) co_return std::unexpected(std::move(factors).error());
  pages::SecondFactor options;
  options.when = call.head.path == again_path ? pages::SecondFactor::When::again
                                              : pages::SecondFactor::When::first;
  options.then = then_of(call);
  options.problems = std::move(problems);
  options.recovery_codes_left = factors->recovery_codes_left;
  for (const app::FactorView& factor : factors->list) {
    if (factor.kind == identity::CredentialKind::totp) options.has_authenticator = true;
    if (factor.kind == identity::CredentialKind::security_key)
      options.key_ids.push_back(factor.key_id);
  }
  if (!options.key_ids.empty() && services.identity.takes_security_keys()) {
    auto challenge = co_await services.identity.key_challenge(person);
    if (!challenge) co_return std::unexpected(std::move(challenge).error());
    options.challenge = *challenge;
  }
  co_return options;
}

asio::awaitable<Reply> SignIn::ask_factor(const Call& call) {
  GP_TRY_REPLY(const auto options, co_await factors_for(services_, call, {}));
  co_return pages::second_factor(call, options);
}

// Six digits are the authenticator's; a recovery code is longer.
static identity::FactorProof proof_of(const std::string& typed) {
  const auto digits = std::ranges::count_if(typed, [](char c) { return c >= '0' && c <= '9'; });
  const bool is_totp = digits == 6 && std::ranges::all_of(typed, [](char c) {
                         return (c >= '0' && c <= '9') || c == ' ';
                       });
  if (is_totp) return identity::TotpProof{typed};
  return identity::RecoveryProof{typed};
}

static Bytes bytes_of(const FieldSet& form, std::string_view name) {
  return from_base64(form.raw(name)).value_or(Bytes{});
}

// Beside what was used.
static Problems what_failed(const Error& error, bool with_key) {
  if (!with_key) return one("secret-code", sentence(error));
  if (error.is(identity::Errc::wrong_code))
    return one("security-key",
               "The key did not answer as it should. Press the button, and touch the key again");
  return one("security-key", sentence(error));
}

asio::awaitable<Reply> SignIn::take_factor(const Call& call) {
  const std::string typed = call.form.text("secret-code");
  const bool with_key = call.form.text("way") == "key";
  if (!with_key && typed.empty()) {
    GP_TRY_REPLY(const auto options,
                 co_await factors_for(services_, call, one("secret-code", "Enter a code")));
    co_return pages::second_factor(call, options);
  }
  auto moved =
      with_key
          ? co_await services_.identity.second_factor(
                call.session.token,
                identity::KeyAssertion{
                    bytes_of(call.form, "key_id"), bytes_of(call.form, "client_data"),
                    bytes_of(call.form, "authenticator_data"), bytes_of(call.form, "signature")})
          : co_await services_.identity.second_factor(call.session.token, proof_of(typed));
  if (moved) co_return onward(*moved, then_of(call));
  if (!is_typed_wrong(moved.error().error)) co_return moved.error().error;
  GP_TRY_REPLY(const auto options,
               co_await factors_for(services_, call, what_failed(moved.error().error, with_key)));
  co_return pages::second_factor(call, options);
}

asio::awaitable<Reply> SignIn::sign_out(const Call& call) {
  GP_CHECK_REPLY(co_await services_.identity.sign_out(call.session.token));
  co_return Redirect{"/sign-in", {PeopleSessions::forgotten()}};
}

}  // namespace gatepost::web
