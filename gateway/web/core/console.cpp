#include "gateway/web/core/console.hpp"

#include <algorithm>
#include <stdexcept>
#include <typeinfo>

#include "formats/http1/characters.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/web/core/guard.hpp"
#include "gateway/web/pages/refusals.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace http1 = formats::http1;
using http1::Request;
using http1::RequestHead;
using http1::Response;

namespace {

constexpr std::size_t nonce_bytes = 16;

std::string make_nonce(Random& random) {
  Bytes bytes(nonce_bytes);
  random.fill(bytes);
  return to_base64(bytes);
}

void add_cookies(Response& response, const std::vector<Cookie>& cookies) {
  for (const Cookie& cookie : cookies)
    response.fields.emplace_back("set-cookie", set_cookie_field(cookie));
}

bool is_file_name(std::string_view name) {
  return !name.empty() && name[0] != '.' && std::ranges::all_of(name, [](char c) {
    return http1::is_alphanumeric(c) || c == '.' || c == '-' || c == '_';
  });
}

Response download_response(Download download) {
  if (!is_file_name(download.file_name)) throw std::logic_error("a download's name is plain");
  return Response{200,
                  {{"content-type", std::move(download.type)},
                   {"content-disposition", "attachment; filename=\"" + download.file_name + "\""},
                   // Were it shown after all, it could do nothing.
                   {"content-security-policy", "default-src 'none'; sandbox"},
                   {"cache-control", "no-store"},
                   {"cross-origin-resource-policy", "same-origin"}},
                  std::move(download.content)};
}

}  // namespace

std::size_t Console::body_limit(const RequestHead& head) const {
  if (head.method != "POST") return 0;
  const auto match = router_.match(head);
  return match ? match->route->body_limit : limits::console_form_bytes;
}

asio::awaitable<Response> Console::handle(const transports::ConnectionIdentity& peer,
                                          Request request) {
  Response response = co_await answer(peer, request);
  parts_.count(response.status);
  co_return response;
}

// The order is a rule: a name that is not ours gets nothing; static files need nobody; where a form
// came from is settled before a field of it is read, and who sent it before a page sees it.
asio::awaitable<Response> Console::answer(const transports::ConnectionIdentity& peer,
                                          const Request& request) {
  const RequestHead& head = request.head;
  if (auto host = check_host(head, options_.brand.url); !host)
    co_return Response{421,
                       {{"content-type", "text/plain; charset=utf-8"}},
                       to_bytes("The console is not known by this name.\n")};
  const bool reads = head.method == "GET" || head.method == "HEAD";
  if (reads && head.path.starts_with(Assets::prefix)) co_return options_.assets.answer(head);

  Call call{head, {}, {}, {}, {}, peer.remote_address, parts_.clock.now()};
  try {
    call.session =
        co_await parts_.sessions.session_of({head.fields, call.remote_address, call.now});
    auto match = router_.match(head);
    if (!match) co_return co_await refuse(match.error(), call);
    call.path_values = std::move(match->path_values);
    if (auto admitted = admit(*match->route, request, call); !admitted)
      co_return co_await refuse(admitted.error(), call);
    Reply reply = co_await match->route->handler(call);
    if (const auto* error = std::get_if<Error>(&reply)) co_return say_no(*error, call);
    co_return respond(std::move(reply), call);
  } catch (const std::exception& exception) {
    // What it says may quote the request; its type cannot.
    parts_.log.error("console_page_threw", {{"type", LogValue::name(typeid(exception).name())}});
  }
  co_return page_response(pages::broken(), call);
}

Result<void> Console::admit(const Router::Route& route, const Request& request, Call& call) const {
  GP_CHECK(check_origin(call.head, options_.brand.url));
  GP_TRY(call.query, FieldSet::from_query(call.head.query));
  const bool posted = route.method == "POST";
  // Read before it is asked who it is: it must survive a session that has ended.
  if (posted) {
    GP_TRY(call.form, FieldSet::from_form(request));
  }
  GP_CHECK(route.access.check(call.session, call.now));
  if (!posted) return {};
  return check_token(call.form.raw("_token"), call.session.form_token);
}

std::optional<html::Url> Detours::of(const Error& error, const RequestHead& head) const {
  using identity::Errc;
  const std::optional<html::Url>* way = nullptr;
  if (error.is(web::Errc::sign_in_first) || error.is(Errc::no_session)) way = &sign_in;
  if (error.is(Errc::second_factor_wanted)) way = &second_factor;
  if (error.is(Errc::new_password_wanted)) way = &new_password;
  if (error.is(Errc::enrolment_wanted)) way = &enrolment;
  if (error.is(Errc::step_up_wanted)) way = &step_up;
  if (way == nullptr || !*way) return std::nullopt;
  // What was sent as a form comes back from the page that keeps it, and has no page of its own.
  if (head.method != "GET" && head.method != "HEAD") return *way;
  const std::string here = head.path + (head.query.empty() ? "" : "?" + head.query);
  if (here == "/") return *way;
  return html::Url::relative(std::string((*way)->text()) + "?then=" + html::percent_encode(here));
}

// Decided here, so counted and kept here; what a service refuses it has recorded itself.
asio::awaitable<Response> Console::refuse(Error error, const Call& call) {
  const bool is_wanted_first = options_.detours.of(error, call.head).has_value();
  if (!is_wanted_first && !error.is(Errc::not_found) && !error.is(Errc::sign_in_first))
    co_await parts_.refused(error, call.session);
  co_return say_no(error, call);
}

Response Console::say_no(const Error& error, const Call& call) {
  const bool reads = call.head.method == "GET" || call.head.method == "HEAD";
  const auto detour = options_.detours.of(error, call.head);
  if (detour && reads) {
    // The cookie stays at home when somebody else's page, or a mail, leads here: asked again from a
    // page of ours, the browser sends it.
    const bool from_elsewhere =
        http1::find_field(call.head.fields, "sec-fetch-site").value_or("none") == "cross-site";
    if (from_elsewhere && !call.session.person) return page_response(pages::one_moment(call), call);
    return respond(Redirect{*detour}, call);
  }
  if (detour || error.is(Errc::stale_token))
    return page_response(pages::too_late(error, call, detour), call);
  Response response = page_response(pages::refusal(error), call);
  if (error.is(Errc::wrong_method)) response.fields.emplace_back("allow", error.context());
  return response;
}

Response Console::respond(Reply reply, const Call& call) {
  if (const auto* page = std::get_if<Page>(&reply)) return page_response(*page, call);
  if (auto* download = std::get_if<Download>(&reply))
    return download_response(std::move(*download));
  const auto& redirect = std::get<Redirect>(reply);
  Response response{303,
                    {{"location", std::string(redirect.to.text())},
                     {"cache-control", "no-store"},
                     {"referrer-policy", "same-origin"}},
                    {}};
  add_cookies(response, call.session.set_cookies);
  add_cookies(response, redirect.set_cookies);
  return response;
}

// Not packed: a page holds a secret (the token) beside what people typed, and the length of packed
// bytes would tell one by the other (BREACH).
Response Console::page_response(const Page& page, const Call& call) {
  const std::string nonce = make_nonce(parts_.random);
  const std::vector<NavigationItem> navigation =
      options_.navigation ? options_.navigation(call.session) : std::vector<NavigationItem>{};
  const html::Html whole =
      render(page, {options_.brand, options_.assets, call.session, navigation,
                    options_.account ? options_.account(call) : html::Html(), nonce});
  Response response{page.status, page_fields(nonce), to_bytes(whole.markup())};
  add_cookies(response, call.session.set_cookies);
  add_cookies(response, page.set_cookies);
  return response;
}

}  // namespace gatepost::web
