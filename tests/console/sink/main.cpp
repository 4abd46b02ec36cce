// Serves the kitchen sink over TLS, through the same gates and template as the console.
//
//   console_sink CERTIFICATE KEY [LOGO]    prints "port N" when it listens; ends on SIGTERM
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <fstream>
#include <iostream>
#include <sstream>

#include "gateway/base/posix/posix.hpp"
#include "gateway/web/core/console.hpp"
#include "tests/console/sink/page.hpp"

namespace gatepost::tests::sink {

static Bytes read(const char* file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return to_bytes(text.str());
}

using boost::asio::awaitable;
using web::Call;
using web::Reply;

static awaitable<Reply> components(const Call& call) { co_return components_page(call); }
static awaitable<Reply> empty_form(const Call& call) { co_return form_page(call, false); }
static awaitable<Reply> sent_form(const Call& call) { co_return form_page(call, true); }
static awaitable<Reply> broken(const Call&) {
  throw std::runtime_error("on purpose");
  co_return web::Page{};
}

static awaitable<void> nobody_keeps(const Error&, const web::Session&) { co_return; }

static web::Router routes() {
  web::Router router;
  router.get("/components", web::Access::anybody(), components);
  router.get("/form", web::Access::anybody(), empty_form);
  router.post("/form", web::Access::anybody(), sent_form);
  router.get("/broken", web::Access::anybody(), broken);
  router.get("/private", web::Access::signed_in(), components);
  return router;
}

static std::vector<web::NavigationItem> navigation(const web::Session&) {
  return {{"Components", "/components"}, {"A form", "/form"}, {"Nowhere", "/nowhere"}};
}

static int serve(const char* certificate, const char* key, const char* logo) {
  posix::SystemClock clock;
  posix::SystemRandom random;
  Log log(Log::Options{});
  web::VisitorSessions sessions(random);
  std::optional<app::ConsoleLogo> picture;
  if (logo != nullptr) picture = app::ConsoleLogo{app::ConsoleLogo::Kind::svg, read(logo)};
  web::Console console(
      {clock, random, log, sessions, [](int) {}, nobody_keeps},
      {.brand = {.name = "Gatepost",
                 .phase_tag = "Demonstration",
                 .phase_text = "Nobody in here is real."},
       .assets = web::Assets(web::logo_from(picture)),
       .navigation = navigation,
       .account =
           [](const Call& call) {
             return call.form_to(
                 "/form", web::html::el("span", {web::html::css("govuk-body")}, {"Ann Sample"}));
           }},
      routes());
  boost::asio::io_context io;
  transports::HttpServer::Options options;
  options.address = "127.0.0.1";
  auto tls = transports::TlsServerContext::build_for_browsers({read(certificate), read(key)});
  if (!tls) return std::cerr << tls.error().to_string() << '\n', 1;
  options.tls = *tls;
  options.clock = &clock;
  transports::HttpServer server(io, log, console, options);
  if (auto started = server.start(); !started)
    return std::cerr << started.error().to_string() << '\n', 1;
  std::cout << "port " << server.port() << std::endl;
  boost::asio::signal_set signals(io, SIGTERM, SIGINT);
  signals.async_wait([&](auto, int) { io.stop(); });
  io.run();
  std::_Exit(0);  // connections may be open: this is a test's server
}

}  // namespace gatepost::tests::sink

int main(int argc, char** argv) {
  if (argc < 3) {
    std::cerr << "usage: console_sink CERTIFICATE KEY [LOGO]\n";
    return 2;
  }
  return gatepost::tests::sink::serve(argv[1], argv[2], argc > 3 ? argv[3] : nullptr);
}
