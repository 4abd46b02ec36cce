#include "gateway/web/core/session.hpp"

#include "certs/digest.hpp"

namespace gatepost::web {

namespace {
constexpr std::size_t visit_bytes = 16, key_bytes = 32;
}

VisitorSessions::VisitorSessions(Random& random) : random_(random), key_(key_bytes) {
  random_.fill(key_);
}

Session VisitorSessions::visitor(const formats::http1::Fields& fields) {
  Session session;
  auto cookie = cookie_value(fields, cookie_name);
  const auto known = cookie ? from_hex(*cookie) : std::nullopt;
  if (!known || known->size() != visit_bytes) {
    Bytes fresh(visit_bytes);
    random_.fill(fresh);
    cookie = to_hex(fresh);
    session.set_cookies.push_back({std::string(cookie_name), *cookie});
  }
  session.form_token = certs::hmac_sha256(key_, as_bytes(*cookie)).hex();
  return session;
}

boost::asio::awaitable<Session> VisitorSessions::session_of(const Visit& visit) {
  co_return visitor(visit.fields);
}

}  // namespace gatepost::web
