#include "gateway/web/face.hpp"

#include "gateway/web/areas/account.hpp"
#include "gateway/web/areas/administration.hpp"
#include "gateway/web/areas/alert.hpp"
#include "gateway/web/areas/clinical.hpp"
#include "gateway/web/areas/delivery_log.hpp"
#include "gateway/web/areas/desk.hpp"
#include "gateway/web/areas/directory.hpp"
#include "gateway/web/areas/drafts.hpp"
#include "gateway/web/areas/home.hpp"
#include "gateway/web/areas/meeting_list.hpp"
#include "gateway/web/areas/messages.hpp"
#include "gateway/web/areas/referral.hpp"
#include "gateway/web/areas/replies.hpp"
#include "gateway/web/areas/sign_in.hpp"
#include "gateway/web/areas/users.hpp"
#include "gateway/web/core/console.hpp"
#include "gateway/web/navigation.hpp"
#include "gateway/web/people_sessions.hpp"

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
  WebFace(app::Gateway& gateway, app::Identity& identity, app::Administration& administration)
      : gateway_(gateway),
        identity_(identity),
        sessions_(identity, gateway.parts().random),
        home_({gateway, identity}),
        sign_in_({gateway, identity}),
        account_({gateway, identity}),
        desk_({gateway, identity}),
        messages_({gateway, identity}),
        drafts_({gateway, identity}),
        referral_({gateway, identity}),
        alert_({gateway, identity}),
        clinical_({gateway, identity}),
        administration_({gateway, identity}, administration),
        delivery_log_({gateway, identity}, administration),
        directory_({gateway, identity}, administration),
        users_({gateway, identity}, administration),
        meeting_({gateway, identity}),
        replies_({gateway, identity}),
        console_({gateway.parts().clock, gateway.parts().random, gateway.parts().log, sessions_,
                  [this](int status) { gateway_.parts().metrics.request("console", status); },
                  [this](const Error& error, const Session& session) {
                    return record_refusal(error, session);
                  }},
                 {.brand = brand_of(*gateway.configuration()),
                  .assets = Assets(logo_from(gateway.configuration()->console_logo)),
                  .navigation = navigation_of,
                  .account = account_corner,
                  .detours = {.sign_in = html::Url("/sign-in"),
                              .second_factor = html::Url("/sign-in/code"),
                              .new_password = html::Url("/account/password"),
                              .enrolment = html::Url("/account/second-factor"),
                              .step_up = html::Url("/sign-in/again")}},
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
    home_.add_to(router);
    sign_in_.add_to(router);
    account_.add_to(router);
    desk_.add_to(router);
    messages_.add_to(router);
    drafts_.add_to(router);
    referral_.add_to(router);
    alert_.add_to(router);
    clinical_.add_to(router);
    administration_.add_to(router);
    delivery_log_.add_to(router);
    directory_.add_to(router);
    users_.add_to(router);
    meeting_.add_to(router);
    replies_.add_to(router);
    return router;
  }

  // What a person may not is in the audit log under their id; strangers are only counted.
  boost::asio::awaitable<void> record_refusal(Error error, const Session& session) {
    gateway_.parts().metrics.refused("web." + std::string(error.name()));
    if (session.person) co_await identity_.record_refusal(*session.person, std::move(error));
  }

  app::Gateway& gateway_;
  app::Identity& identity_;
  PeopleSessions sessions_;
  // The areas, whose handlers the router calls.
  Home home_;
  SignIn sign_in_;
  Account account_;
  DeskPages desk_;
  Messages messages_;
  Drafts drafts_;
  Referral referral_;
  Alert alert_;
  Clinical clinical_;
  Administration administration_;
  DeliveryLog delivery_log_;
  DirectoryPages directory_;
  UserPages users_;
  MeetingPages meeting_;
  Replies replies_;
  Console console_;
};

}  // namespace

std::unique_ptr<transports::HttpHandler> make_console(app::Gateway& gateway,
                                                      app::Identity& identity,
                                                      app::Administration& administration) {
  return std::make_unique<WebFace>(gateway, identity, administration);
}

}  // namespace gatepost::web
