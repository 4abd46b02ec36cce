// PeopleSessions: who is at the other end, by the cookie of a session that identity keeps. Whoever
// has none is a visitor. Used on the io_context's thread.
#pragma once

#include "gateway/app/identity.hpp"
#include "gateway/web/core/session.hpp"

namespace gatepost::web {

class PeopleSessions final : public SessionSource {
 public:
  PeopleSessions(app::Identity& identity, Random& random)
      : identity_(identity), visitors_(random) {}
  boost::asio::awaitable<Session> session_of(const Visit& visit) override;

  static constexpr std::string_view cookie_name = "__Host-gatepost-session";
  // For the answer to a step of a sign-in, whose token is another one every time; and to forget it.
  static Cookie cookie_of(const app::SignedIn& signed_in);
  static Cookie forgotten();

 private:
  app::Identity& identity_;
  VisitorSessions visitors_;
};

}  // namespace gatepost::web
