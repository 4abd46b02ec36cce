// Administration: users.
#include <algorithm>

#include "gateway/app/administration.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/grants.hpp"
#include "gateway/identity/sessions.hpp"
#include "gateway/identity/users.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using identity::Action;
using identity::Change;
using identity::CredentialKind;
using identity::Grant;
using identity::Person;
using identity::Profile;
using identity::UserRecord;

namespace {

Answer<UserView> view_of(const Configuration& configuration, UserRecord record) {
  GP_TRY_ANSWER(Profile profile, identity::unseal_profile(configuration.keys, record));
  return UserView{std::move(record), std::move(profile)};
}

std::string lower(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

bool mentions(const Profile& profile, const std::string& lower_text) {
  return lower(profile.sign_in_name).contains(lower_text) ||
         lower(profile.display_name).contains(lower_text);
}

Answer<UserDetails> details_of(exchange::View& view, const Configuration& configuration,
                               const UserId& id, Instant now) {
  UserDetails made;
  GP_TRY_ANSWER(UserRecord record, identity::user_by_id(view.people(), id));
  auto shown = view_of(configuration, std::move(record));
  if (!shown) return std::unexpected(std::move(shown).error());
  made.user = std::move(*shown);
  GP_TRY_ANSWER(const auto credentials, view.people().credentials_of(id));
  for (const identity::CredentialRecord& each : credentials) {
    const bool good = each.state == identity::CredentialState::good;
    if (each.kind == CredentialKind::password) made.first_password_waits = !good;
    if (identity::is_second_factor(each)) ++made.second_factors;
  }
  GP_TRY_ANSWER(const auto sessions, view.people().sessions_of(id));
  for (const identity::SessionRecord& each : sessions) {
    if (identity::is_live(each, now)) ++made.sessions;
    made.seen_at = std::max(made.seen_at.value_or(each.seen_at), each.seen_at);
  }
  return made;
}

// What is wrong with roles: that they do not fit, too.
Problems problems_of(const std::vector<Grant>& grants, const Configuration& configuration) {
  Problems problems = identity::check_grants(grants, configuration.directory);
  if (grants.size() > limits::grants_per_user)
    problems.push_back({"Roles", "roles", "there are more than one person may have",
                        "at most " + std::to_string(limits::grants_per_user)});
  return problems;
}

std::unexpected<Refusal> invalid(Problems problems) {
  return std::unexpected(
      Refusal{Error(Errc::bad_request, "this cannot be so"), std::move(problems)});
}

}  // namespace

asio::awaitable<Answer<UserPage>> Administration::users(Person person, std::size_t limit,
                                                        UserId after) {
  auto allowed = co_await identity_.may(std::move(person), Action::manage_users);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<UserPage> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(auto records, view->people().users(limit + 1, after));
    UserPage page;
    if (records.size() > limit) {
      records.resize(limit);
      page.next = records.back().id;
    }
    for (UserRecord& record : records) {
      auto one = view_of(*gateway_.configuration(), std::move(record));
      if (!one) return std::unexpected(std::move(one).error());
      page.users.push_back(std::move(*one));
    }
    return page;
  });
}

// Names are sealed, so that no store can look for a part of one: all are read, page by page.
asio::awaitable<Answer<UserPage>> Administration::find_users(Person person, std::string text,
                                                             std::size_t limit) {
  const std::string wanted = lower(std::move(text));
  constexpr std::size_t at_once = 500;
  UserPage found;
  UserId after;
  std::size_t seen = 0;
  for (;;) {
    auto page = co_await users(person, at_once, after);
    if (!page) co_return std::unexpected(std::move(page).error());
    for (UserView& user : page->users)
      if (found.users.size() < limit && mentions(user.profile, wanted))
        found.users.push_back(std::move(user));
    seen += at_once;
    if (!page->next || found.users.size() == limit || seen >= limits::users_listed) break;
    after = *page->next;
  }
  std::ranges::sort(found.users, {},
                    [](const UserView& user) { return user.profile.display_name; });
  co_return found;
}

asio::awaitable<Answer<UserDetails>> Administration::user(Person person, UserId id) {
  auto allowed = co_await identity_.may(std::move(person), Action::manage_users);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<UserDetails> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    return details_of(*view, *gateway_.configuration(), id, gateway_.parts().clock.now());
  });
}

asio::awaitable<Answer<GivenTo>> Administration::add_user(Person person, Profile profile,
                                                          std::vector<Grant> grants) {
  auto allowed = co_await identity_.may(person, Action::manage_users);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  auto checked = identity::check_profile(std::move(profile));
  Problems problems = checked ? Problems{} : checked.error();
  std::ranges::move(problems_of(grants, *gateway_.configuration()), std::back_inserter(problems));
  if (!problems.empty()) co_return invalid(std::move(problems));
  auto password = co_await identity_.make_password();
  if (!password) co_return std::unexpected(std::move(password).error());
  const identity::NewUser fresh{std::move(*checked), std::move(grants), password->hash};
  auto added = co_await identity_.administer<UserId>(person, [&](Change& change) -> Result<UserId> {
    GP_TRY(const UserRecord user, identity::add_user(change, fresh));
    return user.id;
  });
  if (!added) co_return std::unexpected(std::move(added).error());
  co_return GivenTo{*added, std::move(password->text)};
}

// One user, as they were read. Nobody changes themselves: whoever could give themselves a team's
// role could read its forms, and whoever disables themselves by mistake is locked out.
asio::awaitable<Answer<void>> Administration::change_user(Person person, UserRef which, Work act) {
  if (which.id == person.id)
    co_return refuse(Error(identity::Errc::not_allowed, "another administrator must do this"));
  co_return co_await identity_.administer<void>(person, [&](Change& change) -> Result<void> {
    GP_TRY(const UserRecord user, identity::user_by_id(change.rows, which.id));
    if (user.version != which.version_read)
      return fail(identity::Errc::changed_meanwhile, "this user was changed meanwhile: look again");
    return act(change, user);
  });
}

asio::awaitable<Answer<void>> Administration::set_profile(Person person, UserRef user,
                                                          Profile profile) {
  auto allowed = co_await identity_.may(person, Action::manage_users);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  auto checked = identity::check_profile(std::move(profile));
  if (!checked) co_return invalid(std::move(checked).error());
  co_return co_await change_user(person, user, [&](Change& change, const UserRecord& record) {
    return identity::set_profile(change, record, *checked);
  });
}

asio::awaitable<Answer<void>> Administration::set_grants(Person person, UserRef user,
                                                         std::vector<Grant> grants) {
  auto allowed = co_await identity_.may(person, Action::manage_users);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  if (Problems problems = problems_of(grants, *gateway_.configuration()); !problems.empty())
    co_return invalid(std::move(problems));
  co_return co_await change_user(person, user, [&](Change& change, const UserRecord& record) {
    return identity::set_grants(change, record, grants);
  });
}

asio::awaitable<Answer<void>> Administration::set_status(Person person, UserRef user,
                                                         identity::UserStatus status) {
  co_return co_await change_user(person, user, [&](Change& change, const UserRecord& record) {
    return identity::set_status(change, record, status);
  });
}

asio::awaitable<Answer<GivenTo>> Administration::reset_password(Person person, UserRef user) {
  auto allowed = co_await identity_.may(person, Action::manage_users);
  if (!allowed) co_return std::unexpected(std::move(allowed).error());
  auto password = co_await identity_.make_password();
  if (!password) co_return std::unexpected(std::move(password).error());
  auto done = co_await change_user(person, user, [&](Change& change, const UserRecord& record) {
    return identity::reset_password(change, record, password->hash);
  });
  if (!done) co_return std::unexpected(std::move(done).error());
  co_return GivenTo{user.id, std::move(password->text)};
}

asio::awaitable<Answer<void>> Administration::reset_second_factor(Person person, UserRef user) {
  co_return co_await change_user(person, user, [](Change& change, const UserRecord& record) {
    return identity::reset_second_factor(change, record);
  });
}

}  // namespace gatepost::app
