// Console: the handler of the browser port. Every request goes through the same gates in the same
// order, then to a page; every answer gets the same fields. Knows no page of its own but those that
// say no. Lives on the io_context's thread.
#pragma once

#include <functional>

#include "gateway/base/log.hpp"
#include "gateway/web/core/router.hpp"
#include "transports/http_server.hpp"

namespace gatepost::web {

// Where somebody goes first who must do something before they get what they asked for; for a page
// with the way back in `?then=`, which the steps of a sign-in keep. A page that says so where there
// is none.
struct Detours {
  std::optional<html::Url> sign_in{}, second_factor{}, new_password{}, enrolment{}, step_up{};
  // With the way back; nothing for errors that no detour mends.
  std::optional<html::Url> of(const Error& error, const formats::http1::RequestHead& head) const;
};

class Console final : public transports::HttpHandler {
 public:
  struct Parts {
    const Clock& clock;
    Random& random;
    Log& log;
    SessionSource& sessions;
    std::function<void(int status)> count;  // for metrics
    // What the gates refuse, for metrics and the audit log; the answer waits for it.
    std::function<boost::asio::awaitable<void>(const Error&, const Session&)> refused;
  };
  // What a session sees around every page.
  using Navigation = std::function<std::vector<NavigationItem>(const Session&)>;
  using Account = std::function<html::Html(const Call&)>;
  struct Options {
    Brand brand;
    Assets assets{};
    Navigation navigation{};
    Account account{};
    Detours detours{};
  };
  Console(Parts parts, Options options, Router router)
      : parts_(std::move(parts)), options_(std::move(options)), router_(std::move(router)) {}

  std::size_t body_limit(const formats::http1::RequestHead& head) const override;
  boost::asio::awaitable<formats::http1::Response> handle(
      const transports::ConnectionIdentity& peer, formats::http1::Request request) override;

 private:
  boost::asio::awaitable<formats::http1::Response> answer(
      const transports::ConnectionIdentity& peer, const formats::http1::Request& request);
  Result<void> admit(const Router::Route& route, const formats::http1::Request& request,
                     Call& call) const;
  boost::asio::awaitable<formats::http1::Response> refuse(Error error, const Call& call);
  formats::http1::Response say_no(const Error& error, const Call& call);
  // Any reply but an Error.
  formats::http1::Response respond(Reply reply, const Call& call);
  formats::http1::Response page_response(const Page& page, const Call& call);

  Parts parts_;
  Options options_;
  Router router_;
};

}  // namespace gatepost::web
