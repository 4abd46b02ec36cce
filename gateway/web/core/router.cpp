#include "gateway/web/core/router.hpp"

#include <algorithm>
#include <stdexcept>

#include "gateway/web/html/escape.hpp"

namespace gatepost::web {

namespace http1 = formats::http1;
using http1::RequestHead;

const std::string& Call::path(std::string_view name) const {
  for (const auto& [key, value] : path_values)
    if (key == name) return value;
  throw std::logic_error("the pattern has no such part");
}

html::Html Call::form_to(const html::Url& target, const html::Html& content) const {
  using html::attr;
  // The server's messages are better than the browser's, which not everybody can read.
  return html::el("form", {attr("method", "post"), html::action(target), html::flag("novalidate")},
                  html::el("input", {attr("type", "hidden"), attr("name", "_token"),
                                     attr("value", session.form_token)}) +
                      content);
}

Result<void> Access::check(const Session& session, Instant now) const {
  if (kind_ == Kind::anybody) return {};
  if (!session.person) return fail(Errc::sign_in_first, "nobody is signed in");
  if (kind_ == Kind::begun) return {};
  if (auto error = identity::unfinished(session.person->stage))
    return std::unexpected(std::move(*error));
  if (!action_) return {};
  const auto teams = identity::teams_for(*session.person, *action_);
  GP_CHECK(identity::authorise(*session.person, *action_, teams, now));
  return {};
}

void Router::get(std::string_view pattern, Access access, Handler handler) {
  add(pattern, {"GET", {}, std::move(access), std::move(handler)});
}

void Router::post(std::string_view pattern, Access access, Handler handler,
                  std::size_t body_limit) {
  add(pattern, {"POST", {}, std::move(access), std::move(handler), body_limit});
}

void Router::add(std::string_view pattern, Route route) {
  if (!pattern.starts_with('/')) throw std::logic_error("a pattern begins with /");
  route.pattern = http1::segments_of(pattern.substr(1));
  routes_.push_back(std::move(route));
}

namespace {

using PathValues = std::vector<std::pair<std::string, std::string>>;

std::optional<PathValues> fit(const std::vector<std::string>& pattern,
                              const std::vector<std::string>& segments) {
  if (pattern.size() != segments.size()) return std::nullopt;
  PathValues values;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (!pattern[i].starts_with(':')) {
      if (pattern[i] != segments[i]) return std::nullopt;
      continue;
    }
    auto value = http1::percent_decode(segments[i]);
    if (!value || value->empty() || value->contains('\0') || !html::is_utf8(*value))
      return std::nullopt;
    values.emplace_back(pattern[i].substr(1), std::move(*value));
  }
  return values;
}

}  // namespace

Result<Router::Match> Router::match(const RequestHead& head) const {
  const std::string_view method = head.method == "HEAD" ? "GET" : std::string_view(head.method);
  if (!head.path.starts_with('/')) return fail(Errc::not_found, "no such page");
  const auto segments = http1::segments_of(std::string_view(head.path).substr(1));
  std::string allowed;
  for (const Route& route : routes_) {
    auto values = fit(route.pattern, segments);
    if (!values) continue;
    if (route.method == method) return Match{&route, std::move(*values)};
    allowed += (allowed.empty() ? "" : ", ") + (route.method == "GET" ? "GET, HEAD" : route.method);
  }
  if (allowed.empty()) return fail(Errc::not_found, "no such page");
  return fail(Errc::wrong_method, allowed);
}

}  // namespace gatepost::web
