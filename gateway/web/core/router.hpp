// Router: which handler answers which method and path. Built once, then constant; handlers run on
// the io_context's thread.
//
//   router.get("/messages/:team/:id", Access::signed_in(), [this](const Call& call) { ... });
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <variant>

#include "gateway/base/limits.hpp"
#include "gateway/identity/access.hpp"
#include "gateway/web/core/field_set.hpp"
#include "gateway/web/core/page.hpp"

namespace gatepost::web {

// One request, as its page sees it: everything about who asked and how is checked before.
struct Call {
  const formats::http1::RequestHead& head;
  std::vector<std::pair<std::string, std::string>> path_values;  // ":id" of the pattern, decoded
  FieldSet query;
  FieldSet form;  // empty for GET
  Session session;
  std::string remote_address;
  Instant now;

  // The value of ":name"; throws std::logic_error for a name that the pattern has not.
  const std::string& path(std::string_view name) const;
  // A form that comes back here, with the session's token in it.
  html::Html form_to(const html::Url& target, const html::Html& content) const;
};

struct Redirect {
  html::Url to;  // always 303: the answer is another page
  std::vector<Cookie> set_cookies{};
};

// A file to keep: its name and type are ours, its content may be anybody's.
struct Download {
  std::string file_name;  // letters, digits, dots and hyphens; throws std::logic_error otherwise
  std::string type;
  Bytes content;
};

// An Error is a refusal: the console shows the page that fits it (pages/refusals.hpp), or leads to
// what must come first, as signing in does.
using Reply = std::variant<Page, Redirect, Download, Error>;
using Handler = std::function<boost::asio::awaitable<Reply>(const Call&)>;

// Who may ask. There is no default: every page says so. The objects of a team are no business of a
// gate: the gateway's services decide on each.
class Access {
 public:
  static Access anybody() { return Access(Kind::anybody, std::nullopt); }
  // Whoever has given a password, whatever is still wanted of them: the pages that finish a
  // sign-in, and the way out.
  static Access begun() { return Access(Kind::begun, std::nullopt); }
  static Access signed_in() { return Access(Kind::full, std::nullopt); }
  // Whoever may do this: on the gateway as a whole, or for some team of theirs.
  static Access to(identity::Action action) { return Access(Kind::full, action); }
  // Errors: sign_in_first; as identity::authorise.
  Result<void> check(const Session& session, Instant now) const;

 private:
  enum class Kind { anybody, begun, full };
  Access(Kind kind, std::optional<identity::Action> action) : kind_(kind), action_(action) {}
  Kind kind_;
  std::optional<identity::Action> action_;
};

class Router {
 public:
  struct Route {
    std::string method;
    std::vector<std::string> pattern;  // segments; ":name" takes any one that is not empty
    Access access;
    Handler handler;
    std::size_t body_limit = 0;
  };
  struct Match {
    const Route* route;
    std::vector<std::pair<std::string, std::string>> path_values;
  };

  void get(std::string_view pattern, Access access, Handler handler);
  // `body_limit` in bytes: for the few pages whose form holds a whole file.
  void post(std::string_view pattern, Access access, Handler handler,
            std::size_t body_limit = limits::console_form_bytes);
  // HEAD is answered as GET. Errors: not_found; wrong_method, whose context lists the methods there
  // are, as the field Allow does.
  Result<Match> match(const formats::http1::RequestHead& head) const;

 private:
  void add(std::string_view pattern, Route route);
  std::vector<Route> routes_;
};

}  // namespace gatepost::web
