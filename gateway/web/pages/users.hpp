// Pages of the users: a list, one of them, adding and changing them. What was typed comes back with
// what is wrong beside it. Pure; any thread.
#pragma once

#include "gateway/web/pages/administration.hpp"

namespace gatepost::web::pages {

struct UserListValues {
  app::UserPage page;
  bool is_first = true;
  std::optional<std::string> searched;  // what was looked for
};
Page user_list(const AdminFrame& frame, const UserListValues& values);
Page user_page(const AdminFrame& frame, const app::UserDetails& user, const std::string& done);

// The roles as they are typed: one a line, "sender:BXI-PSI".
struct UserTyped {
  std::string sign_in_name, display_name, job_title, email, roles;
  Problems problems;
};
Page add_user(const AdminFrame& frame, const UserTyped& typed);
Page change_profile(const AdminFrame& frame, const app::UserDetails& user, const UserTyped& typed);
Page change_roles(const AdminFrame& frame, const app::UserDetails& user, const UserTyped& typed);
// Shown once: whoever loads it again gets none.
Page given_password(const AdminFrame& frame, const app::GivenTo& given,
                    const std::string& display_name);
// Before something that cannot be taken back: what it means, and a button.
struct UserQuestion {
  enum class What { disable, reset_password, reset_second_factor } what{};
};
Page confirm_change(const AdminFrame& frame, const app::UserDetails& user,
                    const UserQuestion& question);

}  // namespace gatepost::web::pages
