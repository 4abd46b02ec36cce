#include "gateway/web/face.hpp"

#include "gateway/web/core/console.hpp"
#include "gateway/web/pages/start.hpp"

namespace gatepost::web {

namespace {

Brand brand_of(const app::Configuration& configuration) {
  Brand brand;
  brand.name = configuration.settings.console->name;
  brand.url = configuration.settings.console->url;
  return brand;
}

class WebFace final : public transports::HttpHandler {
 public:
  explicit WebFace(app::Gateway& gateway)
      : gateway_(gateway),
        brand_(brand_of(*gateway.configuration())),
        sessions_(gateway.parts().random),
        console_(
            {gateway.parts().clock, gateway.parts().random, gateway.parts().log, sessions_,
             [this](int status) { gateway_.parts().metrics.request("console", status); },
             [this](const Error& error) {
               gateway_.parts().metrics.refused("web." + std::string(error.name()));
             }},
            {.brand = brand_, .assets = Assets(logo_from(gateway.configuration()->console_logo))},
            routes()) {}

  std::size_t body_limit(const formats::http1::RequestHead& head) const override {
    return console_.body_limit(head);
  }
  boost::asio::awaitable<formats::http1::Response> handle(
      const transports::ConnectionIdentity& peer, formats::http1::Request request) override {
    return console_.handle(peer, std::move(request));
  }

 private:
  Router routes() {
    Router router;
    router.get("/", Access::anybody(), [this](const Call&) { return start(); });
    return router;
  }
  boost::asio::awaitable<Reply> start() { co_return pages::start(brand_); }

  app::Gateway& gateway_;
  Brand brand_;
  VisitorSessions sessions_;
  Console console_;
};

}  // namespace

std::unique_ptr<transports::HttpHandler> make_console(app::Gateway& gateway) {
  return std::make_unique<WebFace>(gateway);
}

}  // namespace gatepost::web
