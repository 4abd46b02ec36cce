#include "gateway/web/pages/sign_in.hpp"

#include "gateway/web/components/content.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/forms.hpp"

namespace gatepost::web::pages {

using html::attr;
using html::css;
using html::el;
using html::Html;

namespace {

Page titled(std::string title, const FormErrors& errors) {
  Page page;
  page.title = std::move(title);
  page.outcome = errors.outcome();
  return page;
}

}  // namespace

html::Url with_then(std::string_view path, std::string_view then) {
  const auto made = html::Url::relative(
      std::string(path) + (then.empty() ? "" : "?then=" + html::percent_encode(then)));
  return made.value_or(html::Url("/sign-in"));
}

Page sign_in(const Call& call, const std::string& then, const Problems& problems) {
  const FormErrors errors(problems);
  Page page = titled("Sign in", errors);
  const Html fields =
      Html::of({hidden_field(then_field, then),
                components::input({.label = {.content = "Sign-in name"},
                                   .name = "name",
                                   .value = call.form.text("name"),
                                   .error = errors.beside("name"),
                                   .autocomplete = "username",
                                   .autocapitalize = "none",
                                   .spellcheck = false}),
                components::password_input({.label = {.content = "Password"},
                                            .name = "secret-password",
                                            .error = errors.beside("secret-password")}),
                components::button({.content = "Sign in", .prevent_double_click = true})});
  page.content = two_thirds(Html::of(
      {errors.summary(), el("h1", {css("govuk-heading-l")}, {"Sign in"}),
       call.form_to("/sign-in", fields),
       components::details(
           {.summary = "I cannot sign in",
            .content = "Whoever looks after this service where you work can give you a new "
                       "password, or take away a lost authenticator or security key, so that you "
                       "can set up another."})}));
  return page;
}

namespace {

Html key_form(const Call& call, const SecondFactor& options, const html::Url& target) {
  if (options.key_ids.empty() || !options.challenge) return {};
  std::string ids;
  for (const Bytes& id : options.key_ids) ids += (ids.empty() ? "" : " ") + to_base64(id);
  const Html fields =
      Html::of({hidden_field("then", options.then), hidden_field("way", "key"),
                hidden_field("key_id", ""), hidden_field("client_data", ""),
                hidden_field("authenticator_data", ""), hidden_field("signature", ""),
                components::button({.content = "Use a security key", .type = "button"})});
  // Only a script can ask a key; without one the button would do nothing.
  return el(
      "div",
      {css("app-security-key"), html::id("security-key"), html::flag("hidden"),
       html::data("security-key", "get"),
       html::data("challenge", to_base64(options.challenge->bytes)), html::data("key-ids", ids)},
      {el("h2", {css("govuk-heading-m")}, {"With your security key"}),
       el("p", {css("govuk-body")}, {"Put it in, press the button, then touch the key."}),
       el("p",
          {css("govuk-error-message"), attr("role", "alert"), html::data("security-key-error", "")},
          {}),
       call.form_to(target, fields)});
}

}  // namespace

Page second_factor(const Call& call, const SecondFactor& options) {
  const bool first = options.when == SecondFactor::When::first;
  const std::string title = first ? "Show that it is you" : "Show again that it is you";
  const FormErrors errors(options.problems);
  Page page = titled(title, errors);
  const html::Url target = first ? html::Url("/sign-in/code") : html::Url("/sign-in/again");
  std::string hint =
      options.has_authenticator ? "The 6 digits that your authenticator shows now" : "";
  if (options.recovery_codes_left > 0)
    hint += std::string(hint.empty() ? "One" : ", or one") + " of your recovery codes";
  Html code;
  if (!hint.empty())
    code = call.form_to(
        target,
        Html::of({hidden_field("then", options.then), hidden_field("way", "code"),
                  components::input({.label = {.content = "Code"},
                                     .name = "secret-code",
                                     .hint = components::Hint{.content = hint},
                                     .error = errors.beside("secret-code"),
                                     .autocomplete = "one-time-code",
                                     .spellcheck = false,
                                     .classes = "govuk-input--width-10"}),
                  components::button({.content = "Continue", .prevent_double_click = true})}));
  Html why;
  if (!first)
    why = el("p", {css("govuk-body")},
             {"What you asked for wants a code, or your security key, that is no older than 15 "
              "minutes."});
  Html out;
  if (first)
    out = call.form_to("/sign-out", components::button({.content = "Sign in as somebody else",
                                                        .classes = "govuk-button--secondary"}));
  page.content = two_thirds(Html::of({errors.summary(), el("h1", {css("govuk-heading-l")}, {title}),
                                      why, code, key_form(call, options, target), out}));
  return page;
}

}  // namespace gatepost::web::pages
