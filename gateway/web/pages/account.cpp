#include "gateway/web/pages/account.hpp"

#include "gateway/identity/grants.hpp"
#include "gateway/web/components/choices.hpp"
#include "gateway/web/components/content.hpp"
#include "gateway/web/components/qr_code.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/forms.hpp"

namespace gatepost::web::pages {

using html::attr;
using html::css;
using html::el;
using html::Html;
using identity::CredentialKind;

namespace {

Html heading(const std::string& text) { return el("h1", {css("govuk-heading-l")}, {text}); }
Html subheading(const char* text) { return el("h2", {css("govuk-heading-m")}, {text}); }
Html paragraph(Html content) { return el("p", {css("govuk-body")}, content); }

Html small_button(const Call& call, const html::Url& target, Html content) {
  return call.form_to(target, components::button({.content = std::move(content),
                                                  .prevent_double_click = true,
                                                  .classes = "govuk-button--secondary"}));
}

std::string grants_in_words(const identity::Person& person) {
  std::string words;
  for (const identity::Grant& grant : person.grants) {
    words += (words.empty() ? "" : "; ") + std::string(identity::in_words(grant.role));
    if (!grant.team.empty()) words += " for " + grant.team.str();
  }
  return words;
}

Html who(const identity::Person& person) {
  components::SummaryList list;
  list.rows = {{.key = "Name", .value = person.display_name},
               {.key = "Job title", .value = person.job_title},
               {.key = "Sign-in name", .value = person.sign_in_name},
               {.key = "Roles", .value = grants_in_words(person)}};
  return components::summary_list(list);
}

Html factor_rows(const Call& call, const AccountView& view, const LocalTime& time) {
  components::SummaryList list;
  for (const app::FactorView& factor : view.factors.list) {
    const std::string name =
        factor.kind == CredentialKind::totp ? "Authenticator" : "Security key " + factor.label;
    std::string used = "Set up " + time.at(factor.set_up_at);
    if (factor.used_at) used += ", last used " + time.near(*factor.used_at);
    Html value = used;
    if (view.factors.list.size() > 1)
      value += small_button(
          call, html::Url::path({"account", "factors", factor.id.str(), "remove"}),
          Html::of({"Remove", el("span", {css("govuk-visually-hidden")}, {" " + name})}));
    list.rows.push_back({.key = name, .value = value});
  }
  list.rows.push_back({.key = "Recovery codes",
                       .value = std::to_string(view.factors.recovery_codes_left) + " left" +
                                small_button(call, "/account/recovery-codes", "Make new ones")});
  return components::summary_list(list);
}

Html session_rows(const Call& call, const AccountView& view, const LocalTime& time) {
  components::SummaryList list;
  for (const app::SessionView& session : view.sessions) {
    const bool here = session.which == app::SessionView::Which::this_one;
    Html value =
        "Began " + time.near(session.began_at) + ", last used " + time.near(session.seen_at);
    if (!here)
      value += small_button(
          call, html::Url::path({"account", "sessions", session.id.str(), "end"}),
          Html::of({"End", el("span", {css("govuk-visually-hidden")}, {" " + session.device})}));
    list.rows.push_back({.key = session.device + (here ? " (this one)" : ""), .value = value});
  }
  Html content = components::summary_list(list);
  if (view.sessions.size() > 1)
    content += small_button(call, "/account/sessions/end-others", "End all others");
  return content;
}

Html link(const html::Url& to, const char* text) {
  return el("a", {css("govuk-link"), html::href(to)}, {text});
}

}  // namespace

Page account(const Call& call, const AccountView& view, const LocalTime& time) {
  Page page;
  page.title = "Your account";
  page.content = two_thirds(Html::of(
      {heading(page.title), who(*call.session.person),
       paragraph(link("/account/password", "Change your password")),
       subheading("How you show that it is you"), factor_rows(call, view, time),
       paragraph(link("/account/second-factor", "Set up another authenticator or security key")),
       subheading("Where you are signed in"), session_rows(call, view, time)}));
  return page;
}

Page new_password(const Call& call, const Problems& problems, bool wanted) {
  Page page;
  page.title = wanted ? "Choose a password of your own" : "Change your password";
  const FormErrors errors(problems);
  page.outcome = errors.outcome();
  if (!wanted) page.back = components::BackLink{.link = "/account"};
  const Html fields = Html::of(
      {components::password_input(
           {.label = {.content = wanted ? "The password that you were given" : "Password now"},
            .name = "secret-current",
            .error = errors.beside("secret-current")}),
       components::password_input(
           {.label = {.content = "New password"},
            .name = "secret-fresh",
            .hint = components::Hint{.content = "At least 12 characters. Three words that do not "
                                                "belong together are easy to keep in mind"},
            .error = errors.beside("secret-fresh"),
            .autocomplete = "new-password"}),
       components::button({.content = "Save", .prevent_double_click = true})});
  page.content = two_thirds(
      Html::of({errors.summary(), heading(page.title), call.form_to("/account/password", fields)}));
  return page;
}

Page choose_factor(const Call& call, bool takes_security_keys, bool wanted) {
  Page page;
  page.title = wanted ? "Set up how you show that it is you" : "Set up another second factor";
  if (!wanted) page.back = components::BackLink{.link = "/account"};
  Html content = heading(page.title);
  if (wanted)
    content += paragraph(
        "A password alone can be guessed or given away. From now on you sign in with it and with "
        "something that you have.");
  if (takes_security_keys)
    content += Html::of(
        {subheading("A security key"),
         paragraph("A small device that you put into the computer and touch. It works where "
                   "telephones are not allowed."),
         paragraph(link("/account/security-key", "Set up a security key"))});
  content += Html::of(
      {subheading("An authenticator"),
       paragraph(
           "A program or a small device that shows a new code of 6 digits every half minute."),
       call.form_to(
           "/account/authenticator/begin",
           components::button({.content = "Set up an authenticator",
                               .classes = takes_security_keys ? "govuk-button--secondary" : ""}))});
  page.content = two_thirds(content);
  return page;
}

Page set_up_authenticator(const Call& call, const std::optional<app::TotpSetup>& setup,
                          const Problems& problems) {
  Page page;
  page.title = "Set up an authenticator";
  page.back = components::BackLink{.link = "/account/second-factor"};
  const FormErrors errors(problems);
  page.outcome = errors.outcome();
  Html content = errors.summary();
  content += heading(page.title);
  if (setup)
    content += Html::of(
        {paragraph("Let your authenticator read this picture, or type the secret into it."),
         components::qr_code(setup->uri, "The secret as a QR code; it stands below in letters"),
         el("p", {css("govuk-body")},
            {"Secret: ", el("code", {css("app-secret app-break")}, {setup->secret})})});
  else
    content += paragraph(
        "The secret that you were shown still counts. To see another one, go "
        "back and begin again.");
  content += call.form_to(
      "/account/authenticator",
      Html::of({components::input({.label = {.content = "The code that it shows now"},
                                   .name = "secret-code",
                                   .hint = components::Hint{.content = "6 digits"},
                                   .error = errors.beside("secret-code"),
                                   .autocomplete = "one-time-code",
                                   .inputmode = "numeric",
                                   .spellcheck = false,
                                   .classes = "govuk-input--width-10"}),
                components::button({.content = "Continue", .prevent_double_click = true})}));
  page.content = two_thirds(content);
  return page;
}

Page set_up_key(const Call& call, const Digest& challenge, const Problems& problems) {
  Page page;
  page.title = "Set up a security key";
  page.back = components::BackLink{.link = "/account/second-factor"};
  const FormErrors errors(problems);
  page.outcome = errors.outcome();
  Html content = errors.summary();
  content += heading(page.title);
  const identity::Person& person = *call.session.person;
  const Html fields = Html::of(
      {components::input({.label = {.content = "What to call it"},
                          .name = "label",
                          .value = call.form.text("label"),
                          .hint = components::Hint{.content = "Such as “blue, on my key ring”"},
                          .error = errors.beside("label")}),
       hidden_field("client_data", ""), hidden_field("authenticator_data", ""),
       components::button({.content = "Go on, then touch the key", .type = "button"})});
  content += el(
      "div",
      {html::data("security-key", "create"), html::data("challenge", to_base64(challenge.bytes)),
       html::data("user-id", to_base64(as_bytes(person.id.str()))),
       html::data("user-name", person.sign_in_name)},
      {paragraph("Put the key into the computer."),
       el("p",
          {css("govuk-error-message"), attr("role", "alert"), html::data("security-key-error", "")},
          {}),
       call.form_to("/account/security-key", fields)});
  content += el("p", {css("govuk-body app-without-script")},
                {"A security key needs a browser that runs this page's script. Without it, set up "
                 "an authenticator instead."});
  page.content = two_thirds(content);
  return page;
}

Page recovery_codes(const std::vector<std::string>& codes) {
  Page page;
  page.title = "Your recovery codes";
  Html list;
  for (const std::string& code : codes) list += el("li", {}, el("code", {}, {code}));
  page.content = two_thirds(Html::of(
      {heading(page.title),
       components::warning_text({.content = "These codes are shown once. Print them or write them "
                                            "down, and keep them where you keep your keys."}),
       paragraph("Each can be used once in place of your authenticator or security key, with your "
                 "password, when it is lost."),
       el("ul", {css("govuk-list govuk-list--spaced app-codes")}, list),
       components::button({.content = "I have kept them", .link = html::Url("/")})}));
  return page;
}

}  // namespace gatepost::web::pages
