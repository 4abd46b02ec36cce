// Who is at the other end of a request: a visitor, or a person who has signed in. Whoever keeps
// sessions gives one for every request through SessionSource; the core of the console knows no
// passwords. Used on the io_context's thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <optional>
#include <string>
#include <vector>

#include "formats/http1/message.hpp"
#include "gateway/base/random.hpp"
#include "gateway/base/time.hpp"
#include "gateway/identity/person.hpp"
#include "gateway/web/core/cookies.hpp"

namespace gatepost::web {

struct Session {
  // Whoever has signed in, perhaps not to the end: see Person::stage.
  std::optional<identity::Person> person{};
  std::string token{};  // of the person's session; empty for visitors
  // The synchroniser token of every form in this session; a form without it is refused.
  std::string form_token{};
  std::vector<Cookie> set_cookies{};  // to go with the answer

  // Signed in to the end: what pages may show is theirs.
  bool is_full() const { return person && person->stage == identity::SessionStage::full; }
};

struct Visit {
  const formats::http1::Fields& fields;
  std::string remote_address;
  Instant now;
};

class SessionSource {
 public:
  virtual ~SessionSource() = default;
  // Never fails: whoever cannot be recognised is a visitor.
  virtual boost::asio::awaitable<Session> session_of(const Visit& visit) = 0;
};

// Visitors only: a random cookie, and a token derived from it under a key of this process, so that
// forms before signing in (the sign-in form itself) are as safe as others, and nothing is stored.
class VisitorSessions final : public SessionSource {
 public:
  explicit VisitorSessions(Random& random);
  boost::asio::awaitable<Session> session_of(const Visit& visit) override;
  Session visitor(const formats::http1::Fields& fields);

  static constexpr std::string_view cookie_name = "__Host-gatepost-visit";

 private:
  Random& random_;
  Bytes key_;
};

}  // namespace gatepost::web
