#include "gateway/web/areas/users.hpp"

#include <charconv>

namespace gatepost::web {

namespace asio = boost::asio;
using identity::Action;
using identity::Grant;
using identity::UserStatus;
using pages::UserQuestion;
using pages::UserTyped;

namespace {

constexpr std::size_t users_a_page = 25;
constexpr std::size_t users_found = 50;

pages::AdminFrame frame_of(const Call& call, const app::ConfigurationPtr& configuration) {
  return {call, *configuration, LocalTime(configuration->calendar, call.now)};
}

UserId id_of(const Call& call) { return UserId::parse(call.path("id")).value_or(UserId{}); }

app::UserRef ref_of(const Call& call) {
  const std::string text = call.form.text("version");
  std::int64_t version = 0;
  std::from_chars(text.data(), text.data() + text.size(), version);
  return {id_of(call), version};
}

UserTyped typed_in(const Call& call) {
  return {call.form.text("sign_in_name"), call.form.text("display_name"),
          call.form.text("job_title"),    call.form.text("email"),
          call.form.text("roles"),        {}};
}
UserTyped typed_before(const app::UserDetails& user) {
  const identity::Profile& profile = user.user.profile;
  UserTyped typed{
      profile.sign_in_name, profile.display_name, profile.job_title, profile.email, {}, {}};
  for (const Grant& grant : user.user.record.grants) typed.roles += grant.str() + "\n";
  return typed;
}
identity::Profile profile_in(const UserTyped& typed) {
  return {typed.sign_in_name, typed.display_name, typed.job_title, typed.email};
}

// One a line; what is none is a problem beside the field.
std::vector<Grant> grants_in(UserTyped& typed) {
  std::vector<Grant> grants;
  std::string_view rest = typed.roles;
  while (!rest.empty()) {
    const auto end = std::min(rest.find_first_of("\n,; "), rest.size());
    const std::string_view text = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (text.empty()) continue;
    if (grants.size() + typed.problems.size() > limits::grants_per_user)
      break;  // the rest adds nothing
    if (const auto grant = Grant::parse(text))
      grants.push_back(*grant);
    else
      typed.problems.push_back({"Roles", "roles", "“" + std::string(text) + "” is not a role",
                                "such as sender:BXI-PSI, spoc:LAMBETH-SPOC or administrator"});
  }
  return grants;
}

// What is wrong stands beside the field that it is about: the paths of a profile's problems are the
// fields' names.
void add_problems(UserTyped& typed, const app::Refusal& refusal) {
  typed.problems.insert(typed.problems.end(), refusal.problems.begin(), refusal.problems.end());
  if (!refusal.error.is(identity::Errc::name_taken)) return;
  const bool is_address = refusal.error.context().contains("e-mail");
  typed.problems.push_back({is_address ? "E-mail address" : "Sign-in name",
                            is_address ? "email" : "sign_in_name", refusal.error.context(),
                            "another one; if you have just added them, they are in the list, and "
                            "can be given a new password"});
}
bool is_about_fields(const app::Refusal& refusal) {
  return !refusal.problems.empty() || refusal.error.is(identity::Errc::name_taken);
}

std::string done_words(const std::string& what) {
  if (what == "profile") return "The changes are saved.";
  if (what == "roles") return "The roles are changed, and count from now on.";
  if (what == "enable") return "The account is enabled.";
  if (what == "disable") return "The account is disabled, and its sessions have ended.";
  if (what == "factors") return "The second factors are gone. The next sign-in sets up another.";
  return {};
}
html::Url page_of_user(const UserId& id, std::string_view done) {
  return html::Url::path({"administration", "users", id.str()}, {{"done", done}});
}

}  // namespace

void UserPages::add_to(Router& router) {
  const Access manage = Access::to(Action::manage_users);
  using What = UserQuestion::What;
  router.get("/administration/users", manage, [this](const Call& c) { return list(c); });
  router.post("/administration/users/search", manage, [this](const Call& c) { return search(c); });
  router.get("/administration/users/new", manage, [this](const Call& c) { return ask_new(c); });
  router.post("/administration/users/new", manage, [this](const Call& c) { return add(c); });
  router.get("/administration/users/:id", manage, [this](const Call& c) { return show(c); });
  router.get("/administration/users/:id/profile", manage,
             [this](const Call& c) { return ask_profile(c); });
  router.post("/administration/users/:id/profile", manage,
              [this](const Call& c) { return take_profile(c); });
  router.get("/administration/users/:id/roles", manage,
             [this](const Call& c) { return ask_roles(c); });
  router.post("/administration/users/:id/roles", manage,
              [this](const Call& c) { return take_roles(c); });
  router.get("/administration/users/:id/disable", manage,
             [this](const Call& c) { return ask(c, {What::disable}); });
  router.post("/administration/users/:id/disable", manage,
              [this](const Call& c) { return set_status(c, UserStatus::disabled); });
  router.post("/administration/users/:id/enable", manage,
              [this](const Call& c) { return set_status(c, UserStatus::enabled); });
  router.get("/administration/users/:id/reset-password", manage,
             [this](const Call& c) { return ask(c, {What::reset_password}); });
  router.post("/administration/users/:id/reset-password", manage,
              [this](const Call& c) { return reset_password(c); });
  router.get("/administration/users/:id/reset-second-factor", manage,
             [this](const Call& c) { return ask(c, {What::reset_second_factor}); });
  router.post("/administration/users/:id/reset-second-factor", manage,
              [this](const Call& c) { return reset_second_factor(c); });
}

UserPages::Task UserPages::list(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  const auto after = UserId::parse(call.query.text("after"));
  pages::UserListValues values;
  values.is_first = !after;
  GP_TRY_REPLY(values.page, co_await administration_.users(person_of(call), users_a_page,
                                                           after.value_or(UserId{})));
  co_return pages::user_list(frame_of(call, configuration), values);
}

UserPages::Task UserPages::search(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  pages::UserListValues values;
  values.searched = call.form.text("text").substr(0, limits::search_text_bytes);
  GP_TRY_REPLY(values.page,
               co_await administration_.find_users(person_of(call), *values.searched, users_found));
  co_return pages::user_list(frame_of(call, configuration), values);
}

UserPages::Task UserPages::show(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto user, co_await administration_.user(person_of(call), id_of(call)));
  co_return pages::user_page(frame_of(call, configuration), user,
                             done_words(call.query.text("done")));
}

UserPages::Task UserPages::ask_new(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::manage_users));
  co_return pages::add_user(frame_of(call, configuration), {});
}

UserPages::Task UserPages::add(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  const auto frame = frame_of(call, configuration);
  UserTyped typed = typed_in(call);
  auto grants = grants_in(typed);
  if (!typed.problems.empty()) {
    // Of the other fields, too, what is wrong: all at once.
    const auto profile = identity::check_profile(profile_in(typed));
    if (!profile) add_problems(typed, {Error(app::Errc::bad_request, ""), profile.error()});
    co_return pages::add_user(frame, typed);
  }
  auto added =
      co_await administration_.add_user(person_of(call), profile_in(typed), std::move(grants));
  if (!added && is_about_fields(added.error())) {
    add_problems(typed, added.error());
    co_return pages::add_user(frame, typed);
  }
  GP_TRY_REPLY(const auto given, std::move(added));
  co_return pages::given_password(frame, given, typed.display_name);
}

UserPages::Task UserPages::ask_profile(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto user, co_await administration_.user(person_of(call), id_of(call)));
  co_return pages::change_profile(frame_of(call, configuration), user, typed_before(user));
}

UserPages::Task UserPages::take_profile(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(auto user, co_await administration_.user(person_of(call), id_of(call)));
  UserTyped typed = typed_in(call);
  auto done =
      co_await administration_.set_profile(person_of(call), ref_of(call), profile_in(typed));
  if (!done && is_about_fields(done.error())) {
    add_problems(typed, done.error());
    user.user.record.version = ref_of(call).version_read;
    co_return pages::change_profile(frame_of(call, configuration), user, typed);
  }
  GP_CHECK_REPLY(std::move(done));
  co_return Redirect{page_of_user(id_of(call), "profile")};
}

UserPages::Task UserPages::ask_roles(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto user, co_await administration_.user(person_of(call), id_of(call)));
  co_return pages::change_roles(frame_of(call, configuration), user, typed_before(user));
}

UserPages::Task UserPages::take_roles(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(auto user, co_await administration_.user(person_of(call), id_of(call)));
  UserTyped typed = typed_in(call);
  auto grants = grants_in(typed);
  user.user.record.version = ref_of(call).version_read;
  if (!typed.problems.empty())
    co_return pages::change_roles(frame_of(call, configuration), user, typed);
  auto done = co_await administration_.set_grants(person_of(call), ref_of(call), std::move(grants));
  if (!done && is_about_fields(done.error())) {
    add_problems(typed, done.error());
    co_return pages::change_roles(frame_of(call, configuration), user, typed);
  }
  GP_CHECK_REPLY(std::move(done));
  co_return Redirect{page_of_user(id_of(call), "roles")};
}

UserPages::Task UserPages::ask(const Call& call, UserQuestion question) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto user, co_await administration_.user(person_of(call), id_of(call)));
  co_return pages::confirm_change(frame_of(call, configuration), user, question);
}

UserPages::Task UserPages::set_status(const Call& call, UserStatus status) {
  const std::string_view done = status == UserStatus::enabled ? "enable" : "disable";
  auto changed = co_await administration_.set_status(person_of(call), ref_of(call), status);
  if (!changed && changed.error().error.is(identity::Errc::changed_meanwhile)) {
    // Sent twice: it is as it should be.
    GP_TRY_REPLY(const auto user, co_await administration_.user(person_of(call), id_of(call)));
    if (user.user.record.status == status) co_return Redirect{page_of_user(id_of(call), done)};
  }
  GP_CHECK_REPLY(std::move(changed));
  co_return Redirect{page_of_user(id_of(call), done)};
}

UserPages::Task UserPages::reset_password(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto user, co_await administration_.user(person_of(call), id_of(call)));
  GP_TRY_REPLY(const auto given,
               co_await administration_.reset_password(person_of(call), ref_of(call)));
  co_return pages::given_password(frame_of(call, configuration), given,
                                  user.user.profile.display_name);
}

UserPages::Task UserPages::reset_second_factor(const Call& call) {
  GP_CHECK_REPLY(co_await administration_.reset_second_factor(person_of(call), ref_of(call)));
  co_return Redirect{page_of_user(id_of(call), "factors")};
}

}  // namespace gatepost::web
