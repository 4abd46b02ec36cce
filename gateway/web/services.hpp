// What the console's pages are joined to. Owned by the face; used on the io_context's thread.
#pragma once

#include "gateway/app/identity.hpp"
#include "gateway/web/core/router.hpp"

namespace gatepost::web {

struct Services {
  app::Gateway& gateway;
  app::Identity& identity;
};

// The person of a page that only a session opens (Access::begun and stricter).
inline const identity::Person& person_of(const Call& call) { return call.session.person.value(); }

}  // namespace gatepost::web

// For pages: goes on with what a service answered, or answers its refusal.
#define GP_TRY_REPLY_IMPL(name, declaration, expression)                    \
  auto name = (expression);                                                 \
  if (!name) co_return gatepost::web::Reply(std::move(name).error().error); \
  declaration = std::move(*name)
#define GP_TRY_REPLY(declaration, expression) \
  GP_TRY_REPLY_IMPL(GP_CONCAT(gp_reply_, __LINE__), declaration, expression)
// As GP_TRY_REPLY, for what answers nothing.
#define GP_CHECK_REPLY(expression)                                         \
  do {                                                                     \
    if (auto gp_checked = (expression); !gp_checked)                       \
      co_return gatepost::web::Reply(std::move(gp_checked).error().error); \
  } while (false)
