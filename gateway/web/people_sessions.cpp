#include "gateway/web/people_sessions.hpp"

#include "gateway/identity/sessions.hpp"

namespace gatepost::web {

boost::asio::awaitable<Session> PeopleSessions::session_of(const Visit& visit) {
  auto token = cookie_value(visit.fields, cookie_name);
  if (!token || token->empty()) co_return visitors_.visitor(visit.fields);
  auto person = co_await identity_.session(*token);
  if (person) {
    Session session;
    session.person = std::move(*person);
    session.form_token = identity::csrf_token(*token);
    session.token = std::move(*token);
    co_return session;
  }
  Session visitor = visitors_.visitor(visit.fields);
  // While the store cannot be asked, nobody is known; the cookie is as good as before.
  if (person.error().error.is(identity::Errc::no_session))
    visitor.set_cookies.push_back(forgotten());
  co_return visitor;
}

Cookie PeopleSessions::cookie_of(const app::SignedIn& signed_in) {
  return {std::string(cookie_name), signed_in.token};
}

Cookie PeopleSessions::forgotten() {
  return {std::string(cookie_name), "", Cookie::SameSite::strict, std::chrono::seconds(0)};
}

}  // namespace gatepost::web
