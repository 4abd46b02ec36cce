// gatepost user: who signs in to the console. Changes the store directly, beside a running gateway
// or without one; a running one knows at once.
#include <fmt/format.h>

#include <algorithm>
#include <iostream>

#include "gateway/base/limits.hpp"
#include "gateway/cli/user_store.hpp"
#include "gateway/identity/credentials.hpp"
#include "gateway/identity/grants.hpp"
#include "gateway/identity/password_hash.hpp"
#include "gateway/identity/password_rules.hpp"
#include "gateway/identity/profile.hpp"
#include "gateway/identity/sessions.hpp"
#include "gateway/identity/users.hpp"

namespace gatepost::cli {

namespace json = boost::json;
using identity::Change;
using identity::Grant;
using identity::Profile;
using identity::UserRecord;
using identity::UserStatus;

namespace {

Exit refuse(const std::string& doing, const Error& error) {
  if (error.library() != "identity") return give_up(doing, error);
  complain(fmt::format("{}: {} ({}.{})", doing, error.context(), error.library(), error.name()));
  return Exit::no;
}

// The roles asked for, or nothing after saying everything that is wrong with them.
std::optional<std::vector<Grant>> grants_of(const UserOptions& options, const UserStore& store) {
  std::vector<Grant> grants;
  Problems problems;
  for (const std::string& text : options.roles) {
    if (const auto grant = Grant::parse(text))
      grants.push_back(*grant);
    else
      problems.push_back({"--role", text, "it is not a role",
                          "sender:TEAM, clinician:TEAM, spoc:TEAM, meeting:TEAM, administrator, "
                          "operator or auditor"});
  }
  const auto directory = store.directory();
  if (!directory) return std::nullopt;
  const Problems misfits = identity::check_grants(grants, *directory);
  if (problems.empty() || !grants.empty())
    problems.insert(problems.end(), misfits.begin(), misfits.end());
  if (problems.empty()) return grants;
  print_problems("these roles cannot be given:", problems);
  return std::nullopt;
}

struct KnownUser {
  UserRecord user;
  Profile profile;
};
Result<KnownUser> known_user(UserStore& store, const std::string& name) {
  GP_TRY(auto view, store.view());
  GP_TRY(UserRecord user, identity::user_by_name(view->people(), store.keys(), name));
  GP_TRY(Profile profile, identity::unseal_profile(store.keys(), user));
  return KnownUser{std::move(user), std::move(profile)};
}

struct FirstPassword {
  std::string shown;  // empty when its owner's administrator typed it
  std::string hash;
};

std::optional<FirstPassword> first_password(const UserOptions& options, UserStore& store,
                                            const Profile& profile) {
  FirstPassword made;
  std::string text;
  if (options.password == UserOptions::Password::made) {
    text = made.shown = identity::make_password(store.random());
  } else {
    std::getline(std::cin, text);
    auto accepted = identity::accept_password(text, identity::words_about(profile));
    if (!accepted) {
      print_problems("this password cannot be given:", accepted.error());
      return std::nullopt;
    }
    text = std::move(*accepted);
  }
  auto hash = identity::hash_password(text, identity::HashCost{}, store.random());
  if (!hash) {
    complain(hash.error().to_string());
    return std::nullopt;
  }
  made.hash = std::move(*hash);
  return made;
}

void say_password(const std::string& password) {
  if (password.empty()) return;
  say(fmt::format("  first password: {}", password));
  say("  It is shown once. Hand it over in person or by telephone; it must be changed at the first "
      "sign-in,");
  say("  which also sets up a second factor.");
}

json::array grants_json(const UserRecord& user) {
  json::array out;
  for (const Grant& grant : user.grants) out.emplace_back(grant.str());
  return out;
}

std::string roles_line(const UserRecord& user) {
  std::string text;
  for (const Grant& grant : user.grants) text += (text.empty() ? "" : ", ") + grant.str();
  return text.empty() ? "no role" : text;
}

json::object user_json(const UserRecord& user, const Profile& profile) {
  return {{"id", user.id.str()},          {"sign_in_name", profile.sign_in_name},
          {"name", profile.display_name}, {"job_title", profile.job_title},
          {"email", profile.email},       {"status", to_string(user.status)},
          {"roles", grants_json(user)}};
}

// Finds the user and changes them in one transaction; says `done` or what was wrong.
using Act = std::function<Result<void>(Change&, const UserRecord&)>;
Exit with_user(const UserOptions& options, const std::string& doing, const std::string& done,
               UserStore& store, const Act& act) {
  std::string id;
  auto changed = store.change([&](Change& change) -> Result<void> {
    GP_TRY(const UserRecord user, identity::user_by_name(change.rows, change.keys, options.name));
    id = user.id.str();
    return act(change, user);
  });
  if (!changed) return refuse(doing, changed.error());
  if (options.style == Style::json)
    print_json(json::object{{"id", id}, {"done", doing}});
  else
    say(done);
  return Exit::yes;
}

Exit with_user(const UserOptions& options, const std::string& doing, const std::string& done,
               const Act& act) {
  const auto store = UserStore::open(options.config);
  return store ? with_user(options, doing, done, *store, act) : Exit::usage;
}

}  // namespace

Exit user_add(const UserOptions& options) {
  const auto store = UserStore::open(options.config);
  if (!store) return Exit::usage;
  auto profile = identity::check_profile(
      {options.name, options.display_name, options.job_title, options.email});
  if (!profile) print_problems("this user cannot be added:", profile.error());
  const auto grants = grants_of(options, *store);
  if (!profile || !grants) return Exit::no;
  const auto password = first_password(options, *store, *profile);
  if (!password) return Exit::no;
  std::string id;
  auto added = store->change([&](Change& change) -> Result<void> {
    GP_TRY(const UserRecord user, identity::add_user(change, {*profile, *grants, password->hash}));
    id = user.id.str();
    return {};
  });
  if (!added) return refuse("user add", added.error());
  if (options.style == Style::json) {
    json::object made{{"id", id}, {"sign_in_name", profile->sign_in_name}};
    if (!password->shown.empty()) made["password"] = password->shown;
    print_json(made);
    return Exit::yes;
  }
  say(fmt::format("{} signs in as {}", profile->display_name, profile->sign_in_name));
  for (const Grant& grant : *grants)
    say(fmt::format("  {}: {}", grant.str(), identity::in_words(grant.role)));
  say_password(password->shown);
  return Exit::yes;
}

Exit user_list(const UserOptions& options) {
  const auto store = UserStore::open(options.config);
  if (!store) return Exit::usage;
  auto view = store->view();
  if (!view) return give_up("user list", view.error());
  auto users = (*view)->people().users(limits::users_listed, UserId{});
  if (!users) return give_up("user list", users.error());
  std::vector<std::pair<Profile, UserRecord>> named;
  for (const UserRecord& user : *users) {
    auto profile = identity::unseal_profile(store->keys(), user);
    if (!profile) return give_up("user list", profile.error());
    named.emplace_back(std::move(*profile), user);
  }
  std::ranges::sort(named, {}, [](const auto& each) { return each.first.sign_in_name; });
  json::array rows;
  for (const auto& [profile, user] : named) {
    if (options.style == Style::json)
      rows.push_back(user_json(user, profile));
    else
      say(fmt::format("{:<24} {:<28} {:<9} {}", profile.sign_in_name, profile.display_name,
                      to_string(user.status), roles_line(user)));
  }
  if (options.style == Style::json) print_json(json::object{{"users", rows}});
  if (options.style == Style::text && named.empty())
    say("nobody yet: gatepost user add adds the first");
  return Exit::yes;
}

Exit user_show(const UserOptions& options) {
  const auto store = UserStore::open(options.config);
  if (!store) return Exit::usage;
  auto read = [&]() -> Result<json::object> {
    GP_TRY(auto view, store->view());
    identity::Reads& people = view->people();
    GP_TRY(const UserRecord user, identity::user_by_name(people, store->keys(), options.name));
    GP_TRY(const Profile profile, identity::unseal_profile(store->keys(), user));
    GP_TRY(const auto credentials, people.credentials_of(user.id));
    GP_TRY(const auto sessions, people.sessions_of(user.id));
    json::object shown = user_json(user, profile);
    json::array factors;
    std::size_t codes = 0;
    for (const auto& each : credentials) {
      if (each.kind == identity::CredentialKind::recovery_code) ++codes;
      if (identity::is_second_factor(each)) factors.emplace_back(to_string(each.kind));
    }
    const auto password = identity::find_password(credentials);
    const std::string_view state = !password ? "none"
                                   : password->state == identity::CredentialState::good
                                       ? "their own"
                                       : "to be changed at the next sign-in";
    const Instant now = posix::SystemClock{}.now();
    const auto open = std::ranges::count_if(
        sessions, [&](const auto& session) { return identity::is_live(session, now); });
    shown["password"] = state;
    shown["second_factors"] = factors;
    shown["recovery_codes_left"] = codes;
    shown["open_sessions"] = open;
    return shown;
  }();
  if (!read) return refuse("user show", read.error());
  if (options.style == Style::json) {
    print_json(*read);
    return Exit::yes;
  }
  for (const auto& [key, value] : *read) {
    std::string label(key);
    std::ranges::replace(label, '_', ' ');
    std::string text;
    if (value.is_string()) text = value.as_string();
    if (value.is_array())
      for (const json::value& item : value.as_array())
        text += (text.empty() ? "" : ", ") + std::string(item.as_string());
    if (value.is_number()) text = std::to_string(value.to_number<std::int64_t>());
    say(fmt::format("{:<20} {}", label, text.empty() ? "none" : text));
  }
  return Exit::yes;
}

Exit user_disable(const UserOptions& options) {
  return with_user(options, "user disable",
                   options.name + " can sign in no more; every session of theirs has ended",
                   [](Change& change, const UserRecord& user) {
                     return identity::set_status(change, user, UserStatus::disabled);
                   });
}

Exit user_enable(const UserOptions& options) {
  return with_user(options, "user enable", options.name + " can sign in again",
                   [](Change& change, const UserRecord& user) {
                     return identity::set_status(change, user, UserStatus::enabled);
                   });
}

Exit user_reset_password(const UserOptions& options) {
  const auto store = UserStore::open(options.config);
  if (!store) return Exit::usage;
  const auto known = known_user(*store, options.name);
  if (!known) return refuse("user reset-password", known.error());
  const auto password = first_password(options, *store, known->profile);
  if (!password) return Exit::no;
  const std::string id = known->user.id.str();
  auto changed = store->change([&](Change& change) -> Result<void> {
    // As they are now: typing the password took its time.
    GP_TRY(UserRecord user, identity::user_by_id(change.rows, known->user.id));
    return identity::reset_password(change, std::move(user), password->hash);
  });
  if (!changed) return refuse("user reset-password", changed.error());
  if (options.style == Style::json) {
    json::object made{{"id", id}};
    if (!password->shown.empty()) made["password"] = password->shown;
    print_json(made);
    return Exit::yes;
  }
  say(options.name + " has another password; every session of theirs has ended");
  say_password(password->shown);
  return Exit::yes;
}

Exit user_reset_second_factor(const UserOptions& options) {
  return with_user(options, "user reset-second-factor",
                   options.name +
                       " has no second factor any more; the next sign-in sets one up. Be sure that "
                       "it is them who asked.",
                   identity::reset_second_factor);
}

Exit user_roles(const UserOptions& options) {
  const auto store = UserStore::open(options.config);
  if (!store) return Exit::usage;
  const auto grants = grants_of(options, *store);
  if (!grants) return Exit::no;
  return with_user(options, "user roles", options.name + " has these roles from now on", *store,
                   [&](Change& change, const UserRecord& user) {
                     return identity::set_grants(change, user, *grants);
                   });
}

}  // namespace gatepost::cli
