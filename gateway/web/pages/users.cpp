#include "gateway/web/pages/users.hpp"

#include <fmt/format.h>

#include <array>

#include "gateway/identity/grants.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/forms.hpp"

namespace gatepost::web::pages {

using components::SummaryList;
using components::Table;
using html::attr;
using html::css;
using html::el;
using html::Html;
using namespace admin;  // NOLINT: the words of these pages
using identity::Grant;
using identity::Role;
using identity::UserStatus;

namespace {

html::Url user_address(const UserId& id, std::string_view below = {}) {
  return below.empty() ? html::Url::path({"administration", "users", id.str()})
                       : html::Url::path({"administration", "users", id.str(), below});
}

components::Breadcrumbs crumbs(const char* here) {
  return {.items = {{.content = "Users", .link = html::Url("/administration/users")},
                    {.content = here}}};
}

std::string_view role_words(Role role) {
  switch (role) {
    case Role::sender:
      return "Sender";
    case Role::clinician:
      return "Clinician";
    case Role::spoc:
      return "SPOC";
    case Role::meeting:
      return "Joint meeting";
    case Role::administrator:
      return "Administrator";
    case Role::operations:
      return "Operator";
    case Role::auditor:
      return "Auditor";
  }
  return "?";
}

std::string roles_in_words(const AdminFrame& frame, const std::vector<Grant>& grants) {
  std::string words;
  for (const Grant& grant : grants) {
    words += words.empty() ? "" : "; ";
    words += role_words(grant.role);
    if (!grant.team.empty())
      words += " for " + team_in_words(frame.configuration.directory, grant.team);
  }
  return words.empty() ? "None" : words;
}

Html status_tag(UserStatus status) {
  return status == UserStatus::enabled ? green("Enabled") : red("Disabled");
}

Html search_form(const AdminFrame& frame, const std::optional<std::string>& searched) {
  components::Input input;
  input.label = {.content = "Find somebody"};
  input.hint = components::Hint{.content = "Part of their name or sign-in name"};
  input.name = "text";
  input.value = searched.value_or("");
  input.autocomplete = "off";
  input.classes = "govuk-input--width-20";
  // By POST: names stand in no address.
  return el(
      "div", {css("app-filter-line")},
      frame.call.form_to(
          "/administration/users/search",
          el("div", {css("app-filter-line")},
             {components::input(input),
              components::button({.content = "Search", .classes = "govuk-button--secondary"})})));
}

// The fields of who somebody is.
Html profile_fields(const UserTyped& typed, const FormErrors& errors) {
  const auto field = [&](const char* name, const char* label, const char* hint,
                         const std::string& value, const char* type) {
    components::Input input;
    input.label = {.content = label};
    input.name = name;
    input.value = value;
    input.type = type;
    if (*hint != '\0') input.hint = components::Hint{.content = hint};
    input.error = errors.beside(name);
    input.autocomplete = "off";
    input.spellcheck = false;
    return components::input(input);
  };
  return Html::of(
      {field("display_name", "Name", "As it stands in the forms that they send", typed.display_name,
             "text"),
       field("job_title", "Job title (optional)", "Stands in forms, too", typed.job_title, "text"),
       field("sign_in_name", "Sign-in name", "Such as jo.bloggs", typed.sign_in_name, "text"),
       field("email", "E-mail address (optional)", "", typed.email, "email")});
}

Html roles_field(const UserTyped& typed, const FormErrors& errors) {
  std::vector<Html> meanings;
  for (const Role role : {Role::sender, Role::clinician, Role::spoc, Role::meeting,
                          Role::administrator, Role::operations, Role::auditor}) {
    const std::string name(identity::to_string(role));
    meanings.push_back(
        Html::of({el("code", {}, {identity::is_of_a_team(role) ? name + ":TEAM" : name}), " ",
                  identity::in_words(role)}));
  }
  components::Textarea area;
  area.label = {.content = "Roles"};
  area.hint = components::Hint{
      .content = "One on each line, such as sender:BXI-PSI. Codes of teams are in the directory"};
  area.name = "roles";
  area.value = typed.roles;
  area.rows = 4;
  area.spellcheck = false;
  area.error = errors.beside("roles");
  return components::textarea(area) +
         components::details({.summary = "What the roles are", .content = bullets(meanings)});
}

Html version_field(const app::UserDetails& user) {
  return hidden_field("version", std::to_string(user.user.record.version));
}

}  // namespace

Page user_list(const AdminFrame& frame, const UserListValues& values) {
  Page page = page_of(frame.call, parts::users, "Users");
  Html content = heading(page.title);
  content += components::button({.content = "Add somebody",
                                 .link = html::Url("/administration/users/new"),
                                 .classes = "govuk-button--secondary"});
  content += search_form(frame, values.searched);
  if (values.searched)
    content += paragraph(Html::of({fmt::format("{} found. ", values.page.users.size()),
                                   link("/administration/users", "Everybody")}));
  Table table;
  table.head = cells({"Name", "Sign-in name", "Roles", "State"});
  for (const app::UserView& user : values.page.users)
    table.rows.push_back(cells(
        {link(user_address(user.record.id), user.profile.display_name), user.profile.sign_in_name,
         roles_in_words(frame, user.record.grants), status_tag(user.record.status)}));
  if (table.rows.empty())
    content += paragraph("Nobody was found.");
  else
    content += wide_table("Users", std::move(table));
  std::optional<html::Url> first;
  if (!values.is_first) first = html::Url("/administration/users");
  std::optional<html::Url> next;
  if (values.page.next)
    next = address("/administration/users", {{"after", values.page.next->str()}});
  return with(std::move(page), content + next_page(first, next));
}

static Html ways_to_change(const AdminFrame& frame, const app::UserDetails& user) {
  const identity::UserRecord& record = user.user.record;
  if (record.id == frame.call.session.person->id)
    return components::inset_text(
        {.content = Html::of({"This is you. Another administrator changes your roles; your "
                              "password and second factors are in ",
                              link("/account", "your account"), "."})});
  Html content;
  std::vector<Html> ways{
      link(user_address(record.id, "reset-password"), "Give a new password"),
      link(user_address(record.id, "reset-second-factor"), "Take the second factors away")};
  if (record.status == UserStatus::enabled)
    ways.push_back(link(user_address(record.id, "disable"), "Disable this account"));
  content += bullets(ways);
  if (record.status == UserStatus::disabled)
    content += button_to(frame.call, user_address(record.id, "enable"), "Enable this account",
                         version_field(user));
  return content;
}

Page user_page(const AdminFrame& frame, const app::UserDetails& user, const std::string& done) {
  Page page = page_of(frame.call, parts::users, "A user");
  page.breadcrumbs = crumbs("User");
  const identity::UserRecord& record = user.user.record;
  const identity::Profile& profile = user.user.profile;
  const bool is_self = record.id == frame.call.session.person->id;
  const auto change = [&](const char* below, const char* what) {
    std::vector<components::ActionLink> actions;
    if (!is_self)
      actions.push_back(
          {.content = "Change", .link = user_address(record.id, below), .visually_hidden = what});
    return actions;
  };
  SummaryList list;
  list.rows = {
      {.key = "Name", .value = profile.display_name, .actions = change("profile", "name")},
      {.key = "Job title",
       .value = profile.job_title.empty() ? "None" : profile.job_title,
       .actions = change("profile", "job title")},
      {.key = "Sign-in name",
       .value = profile.sign_in_name,
       .actions = change("profile", "sign-in name")},
      {.key = "E-mail address",
       .value = profile.email.empty() ? "None" : profile.email,
       .actions = change("profile", "e-mail address")},
      {.key = "Roles",
       .value = roles_in_words(frame, record.grants),
       .actions = change("roles", "roles")},
      {.key = "State", .value = status_tag(record.status)},
      {.key = "Password",
       .value = user.first_password_waits ? "Given out, and not changed yet" : "Their own"},
      {.key = "Second factors", .value = std::to_string(user.second_factors)},
      {.key = "Signed in",
       .value = user.sessions == 0
                    ? std::string("Not now")
                    : fmt::format("{} session{}", user.sessions, user.sessions == 1 ? "" : "s")},
      {.key = "Code in the log",
       .value = link(address("/administration/log", {{"actor", "user:" + record.id.str()}}),
                     "user:" + record.id.str())}};
  Html content;
  if (!done.empty())
    content += components::notification_banner(
        {.content = done, .kind = components::NotificationBanner::Kind::success});
  content +=
      heading(profile.display_name) + components::summary_list(list) + ways_to_change(frame, user);
  return with(std::move(page), two_thirds(content));
}

Page add_user(const AdminFrame& frame, const UserTyped& typed) {
  Page page = page_of(frame.call, parts::users, "Add a user");
  page.breadcrumbs = crumbs("Add");
  const FormErrors errors(typed.problems);
  page.outcome = errors.outcome();
  Html content = errors.summary() + heading(page.title);
  content += paragraph(
      "They get a password that is shown to you once. At the first sign-in they choose their own "
      "and set up a second factor.");
  content += frame.call.form_to(
      "/administration/users/new",
      Html::of({profile_fields(typed, errors), roles_field(typed, errors),
                components::button({.content = "Add", .prevent_double_click = true})}));
  return with(std::move(page), two_thirds(content));
}

Page change_profile(const AdminFrame& frame, const app::UserDetails& user, const UserTyped& typed) {
  Page page = page_of(frame.call, parts::users, "Change who somebody is");
  page.breadcrumbs = crumbs("Change");
  const FormErrors errors(typed.problems);
  page.outcome = errors.outcome();
  Html content = errors.summary() + heading(page.title);
  content += frame.call.form_to(
      user_address(user.user.record.id, "profile"),
      Html::of({version_field(user), profile_fields(typed, errors),
                components::button({.content = "Save", .prevent_double_click = true})}));
  return with(std::move(page), two_thirds(content));
}

Page change_roles(const AdminFrame& frame, const app::UserDetails& user, const UserTyped& typed) {
  Page page = page_of(frame.call, parts::users, "Change roles");
  page.breadcrumbs = crumbs("Change");
  const FormErrors errors(typed.problems);
  page.outcome = errors.outcome();
  Html content = errors.summary() +
                 el("span", {css("govuk-caption-l")}, {user.user.profile.display_name}) +
                 heading(page.title);
  content += paragraph("What is taken away counts at once, also where they are signed in.");
  content += frame.call.form_to(
      user_address(user.user.record.id, "roles"),
      Html::of({version_field(user), roles_field(typed, errors),
                components::button({.content = "Save", .prevent_double_click = true})}));
  return with(std::move(page), two_thirds(content));
}

Page given_password(const AdminFrame& frame, const app::GivenTo& given,
                    const std::string& display_name) {
  Page page = page_of(frame.call, parts::users, "A password to hand over");
  page.breadcrumbs = crumbs("Password");
  Html content = heading(page.title);
  content += components::warning_text({.content = "It is shown this once."});
  content += paragraph(Html::of({"For ", display_name, ":"}));
  content += paragraph(el("code", {css("app-secret app-break")}, {given.password}));
  content += paragraph(
      "Hand it over in person or by telephone, never by e-mail. It must be changed at the first "
      "sign-in, which also sets up a second factor.");
  content +=
      components::button({.content = "I have handed it over", .link = user_address(given.user)});
  return with(std::move(page), two_thirds(content));
}

Page confirm_change(const AdminFrame& frame, const app::UserDetails& user,
                    const UserQuestion& question) {
  struct Words {
    const char *title, *meaning, *button, *below;
  };
  constexpr std::array<Words, 3> words{
      {{"Disable this account?",
        "They are signed out everywhere at once and cannot sign in. Nothing that they did is lost, "
        "and you can enable the account again.",
        "Disable", "disable"},
       {"Give a new password?",
        "The password that they have opens nothing any more, and they are signed out everywhere. "
        "Make sure that it is really them who asks: ring them back on a number that you know.",
        "Give a new password", "reset-password"},
       {"Take the second factors away?",
        "Authenticator, security keys and recovery codes go; the next sign-in sets up another. "
        "Make "
        "sure that it is really them who asks: ring them back on a number that you know.",
        "Take them away", "reset-second-factor"}}};
  const Words& said = words[static_cast<std::size_t>(question.what)];
  Page page = page_of(frame.call, parts::users, said.title);
  page.breadcrumbs = crumbs("Change");
  Html content = el("span", {css("govuk-caption-l")}, {user.user.profile.display_name}) +
                 heading(said.title) + paragraph(said.meaning) +
                 button_to(frame.call, user_address(user.user.record.id, said.below), said.button,
                           version_field(user), "govuk-button--warning") +
                 paragraph(link(user_address(user.user.record.id), "Leave it as it is"));
  return with(std::move(page), two_thirds(content));
}

}  // namespace gatepost::web::pages
