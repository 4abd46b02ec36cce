// UserPages: users, their roles and their passwords, as pages. Owned by the face; used on the
// io_context's thread.
#pragma once

#include "gateway/app/administration.hpp"
#include "gateway/web/pages/users.hpp"
#include "gateway/web/services.hpp"

namespace gatepost::web {

class UserPages {
 public:
  UserPages(Services services, app::Administration& administration)
      : services_(services), administration_(administration) {}
  void add_to(Router& router);

 private:
  using Task = boost::asio::awaitable<Reply>;
  Task list(const Call& call);
  Task search(const Call& call);
  Task show(const Call& call);
  Task ask_new(const Call& call);
  Task add(const Call& call);
  Task ask_profile(const Call& call);
  Task take_profile(const Call& call);
  Task ask_roles(const Call& call);
  Task take_roles(const Call& call);
  Task ask(const Call& call, pages::UserQuestion question);
  Task set_status(const Call& call, identity::UserStatus status);
  Task reset_password(const Call& call);
  Task reset_second_factor(const Call& call);

  Services services_;
  app::Administration& administration_;
};

}  // namespace gatepost::web
