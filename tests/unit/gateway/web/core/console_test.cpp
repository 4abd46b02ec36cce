// The gates that every request passes, and what every answer carries.
#include "gateway/web/core/console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include <set>

#include "gateway/app/errors.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::web {
namespace {

using formats::http1::find_field;
using formats::http1::Request;
using formats::http1::Response;
using identity::Action;
using identity::Role;
using testing::HasSubstr;
using testing::Not;

class FixedClock final : public Clock {
 public:
  Instant now() const override { return Instant{} + std::chrono::hours(24 * 365 * 56); }
};

// A session by a cookie's name: what an identity would give.
class TwoPeople final : public SessionSource {
 public:
  boost::asio::awaitable<Session> session_of(const Visit& visit) override {
    Session session;
    session.form_token = "token-of-nobody";
    const auto who = cookie_value(visit.fields, "__Host-who");
    if (who == "ann") session = {person(Role::administrator, {}), "ann", "token-of-ann", {}};
    if (who == "bob")
      session = {person(Role::spoc, *TeamCode::parse("E09000022")), "bob", "token-of-bob", {}};
    if (who == "carl") {
      session = {person(Role::administrator, {}), "carl", "token-of-carl", {}};
      session.person->stage = identity::SessionStage::second_factor;
    }
    co_return session;
  }

 private:
  static identity::Person person(Role role, TeamCode team) {
    identity::Person made;
    made.stage = identity::SessionStage::full;
    made.grants = {{role, std::move(team)}};
    return made;
  }
};

class ConsoleTest : public testing::Test {
 protected:
  ConsoleTest()
      : console_({clock_, random_, log_, people_, [this](int s) { counted_.push_back(s); },
                  [this](const Error& e, const Session&) { return keep(e); }},
                 {.brand = {.name = "Sample & Sons", .url = "https://console.example"},
                  .detours = {.sign_in = html::Url("/sign-in"),
                              .second_factor = html::Url("/sign-in/code"),
                              .step_up = html::Url("/sign-in/again")}},
                 routes()) {}

  boost::asio::awaitable<void> keep(Error error) {
    refused_.emplace_back(error.name());
    co_return;
  }
  static boost::asio::awaitable<Reply> echo(const Call& call) {
    co_return Page{
        .title = "Echo",
        .content = html::el("p", {}, {call.form.text("words") + call.query.text("words")}),
        .set_cookies = {{"__Host-seen", "1"}}};
  }
  static boost::asio::awaitable<Reply> throwing(const Call&) {
    throw std::runtime_error("secret detail");
    co_return Page{};
  }
  static boost::asio::awaitable<Reply> item(const Call& call) {
    co_return Page{.title = call.path("id")};
  }
  static boost::asio::awaitable<Reply> go(const Call&) { co_return Redirect{"/echo"}; }
  static boost::asio::awaitable<Reply> refused(const Call&) {
    co_return Error(app::Errc::out_of_service, "team BXI-PSI is not in service today");
  }
  static boost::asio::awaitable<Reply> file(const Call&) {
    co_return Download{"form.xml", "application/xml", to_bytes("<x/>")};
  }

  static Router routes() {
    Router router;
    router.get("/echo", Access::anybody(), echo);
    router.post("/echo", Access::anybody(), echo);
    router.get("/items/:id", Access::signed_in(), item);
    router.post("/items/:id", Access::signed_in(), go);
    router.get("/admin", Access::to(Action::read_audit_log), echo);
    router.post("/users", Access::to(Action::manage_users), go);
    router.get("/begun", Access::begun(), echo);
    router.get("/refused", Access::anybody(), refused);
    router.get("/broken", Access::anybody(), throwing);
    router.get("/file", Access::anybody(), file);
    router.post("/whole-file", Access::anybody(), echo, 2 * limits::console_form_bytes);
    return router;
  }

  Request request(std::string method, std::string target) {
    Request made;
    made.head.method = std::move(method);
    const auto question = target.find('?');
    made.head.path = target.substr(0, question);
    if (question != std::string::npos) made.head.query = target.substr(question + 1);
    made.head.fields = {{"host", "console.example"}};
    return made;
  }
  // As a browser sends a form of our own page.
  Request form(std::string target, std::string body) {
    Request made = request("POST", std::move(target));
    made.head.fields.emplace_back("origin", "https://console.example");
    made.head.fields.emplace_back("sec-fetch-site", "same-origin");
    made.head.fields.emplace_back("content-type", "application/x-www-form-urlencoded");
    made.body = to_bytes(body);
    return made;
  }
  static Request with(Request request, std::string name, std::string value) {
    std::erase_if(request.head.fields, [&](const auto& field) { return field.first == name; });
    if (!value.empty()) request.head.fields.emplace_back(std::move(name), std::move(value));
    return request;
  }
  static Request as(Request request, const std::string& who) {
    return with(std::move(request), "cookie", "__Host-who=" + who);
  }

  Response ask(Request request) {
    boost::asio::io_context io;
    auto answer = boost::asio::co_spawn(io, console_.handle({"192.0.2.1", {}}, std::move(request)),
                                        boost::asio::use_future);
    io.run();
    return answer.get();
  }
  static std::string body(const Response& response) { return std::string(as_text(response.body)); }
  static std::string field(const Response& response, std::string_view name) {
    return std::string(find_field(response.fields, name).value_or(""));
  }

  FixedClock clock_;
  tests::SeededRandom random_{7};
  Log log_;
  TwoPeople people_;
  std::vector<int> counted_;
  std::vector<std::string> refused_;
  Console console_;
};

TEST_F(ConsoleTest, EveryPageCarriesAPolicyWithItsOwnNonce) {
  std::set<std::string> nonces;
  for (const char* path : {"/echo", "/echo", "/nowhere", "/broken"}) {
    const Response response = ask(request("GET", path));
    const std::string policy = field(response, "content-security-policy");
    EXPECT_THAT(policy, HasSubstr("default-src 'none'; script-src 'nonce-"));
    EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
    const auto at = policy.find("nonce-") + 6;
    const std::string nonce = policy.substr(at, policy.find('\'', at) - at);
    EXPECT_EQ(nonce.size(), 24U);
    EXPECT_TRUE(nonces.insert(nonce).second) << "a nonce came twice";
    EXPECT_THAT(body(response), HasSubstr("nonce=\"" + nonce + "\""));
    EXPECT_EQ(field(response, "cache-control"), "no-store");
    EXPECT_EQ(field(response, "referrer-policy"), "same-origin");
    EXPECT_EQ(field(response, "cross-origin-opener-policy"), "same-origin");
    EXPECT_EQ(field(response, "x-frame-options"), "DENY");
    EXPECT_NE(field(response, "permissions-policy"), "");
  }
}

TEST_F(ConsoleTest, TheNameIsEscapedInTitleAndHeader) {
  const std::string page = body(ask(request("GET", "/echo")));
  EXPECT_THAT(page, HasSubstr("<title>Echo \u2013 Sample &amp; Sons</title>"));
  EXPECT_THAT(page, Not(HasSubstr("Sample & Sons")));
}

TEST_F(ConsoleTest, AFormOfOurOwnPageIsTaken) {
  const Response response = ask(form("/echo", "_token=token-of-nobody&words=a%3Cb%26+c"));
  EXPECT_EQ(response.status, 200);
  EXPECT_THAT(body(response), HasSubstr("<p>a&lt;b&amp; c</p>"));
  EXPECT_EQ(field(response, "set-cookie"),
            "__Host-seen=1; Path=/; Secure; HttpOnly; SameSite=Strict");
}

TEST_F(ConsoleTest, AFormFromElsewhereIsRefusedWhateverElseIsRight) {
  const Request ours = form("/echo", "_token=token-of-nobody&words=x");
  const std::pair<const char*, std::string> changes[] = {
      {"sec-fetch-site", "cross-site"},
      {"sec-fetch-site", "same-site"},
      {"sec-fetch-site", "none"},
      {"origin", "https://evil.example"},
      {"origin", "null"},
      {"origin", "http://console.example"},
      {"origin", "https://console.example:8444"}};
  for (const auto& [name, value] : changes) {
    const Response response = ask(with(ours, name, value));
    EXPECT_EQ(response.status, 403) << name << value;
    EXPECT_THAT(body(response), HasSubstr("did not come from one of our pages"));
    EXPECT_THAT(body(response), Not(HasSubstr("_token")));
  }
  EXPECT_EQ(ask(with(with(ours, "origin", ""), "sec-fetch-site", "")).status, 403);
  EXPECT_EQ(ask(with(ours, "origin", "")).status, 200);  // older browsers
  EXPECT_EQ(ask(with(ours, "sec-fetch-site", "")).status, 200);
  EXPECT_THAT(refused_, testing::Each("cross_site"));
}

TEST_F(ConsoleTest, AnothersPageMayLinkHereButNotUseAPageAsAPart) {
  const Request link = with(request("GET", "/echo"), "sec-fetch-site", "cross-site");
  EXPECT_EQ(ask(with(link, "sec-fetch-mode", "navigate")).status, 200);
  EXPECT_EQ(ask(with(link, "sec-fetch-mode", "no-cors")).status, 403);
  EXPECT_EQ(ask(link).status, 403);
}

TEST_F(ConsoleTest, WhatWasTypedSurvivesAStaleToken) {
  for (const char* token : {"_token=token-of-ann&", "_token=&", ""}) {
    const Response response =
        ask(form("/echo", std::string(token) + "words=%22%3E%3Cb%3E&secret-password=hunter2"));
    EXPECT_EQ(response.status, 403);
    const std::string page = body(response);
    EXPECT_THAT(page, HasSubstr("This page has expired"));
    EXPECT_THAT(page, HasSubstr("name=\"words\" value=\"&quot;&gt;&lt;b&gt;\""));
    EXPECT_THAT(page, HasSubstr("name=\"_token\" value=\"token-of-nobody\""));
    EXPECT_THAT(page, Not(HasSubstr("hunter2")));
  }
}

TEST_F(ConsoleTest, OneSessionsTokenIsNoOthers) {
  EXPECT_EQ(ask(as(form("/items/1", "_token=token-of-bob"), "bob")).status, 303);
  EXPECT_EQ(ask(as(form("/items/1", "_token=token-of-ann"), "bob")).status, 403);
}

TEST_F(ConsoleTest, PagesAskWhoItIs) {
  const Response stranger = ask(request("GET", "/items/1"));
  EXPECT_EQ(stranger.status, 303);
  EXPECT_EQ(field(stranger, "location"), "/sign-in?then=%2Fitems%2F1");
  const Response late = ask(form("/items/1", "_token=token-of-nobody&note=long+words"));
  EXPECT_EQ(late.status, 403);
  EXPECT_THAT(body(late), HasSubstr("value=\"long words\""));
  EXPECT_EQ(ask(as(request("GET", "/items/1"), "bob")).status, 200);
  EXPECT_EQ(ask(as(request("GET", "/admin"), "bob")).status, 403);
  EXPECT_EQ(ask(as(request("GET", "/admin"), "ann")).status, 200);
}

TEST_F(ConsoleTest, WhoeverIsNotThroughYetIsLedOn) {
  const Response half = ask(as(request("GET", "/items/1"), "carl"));
  EXPECT_EQ(field(half, "location"), "/sign-in/code?then=%2Fitems%2F1");
  EXPECT_EQ(ask(as(request("GET", "/begun"), "carl")).status, 200);
  EXPECT_EQ(field(ask(request("GET", "/begun")), "location"), "/sign-in?then=%2Fbegun");
  // Managing users wants a recent second factor; what was typed waits for it.
  const Response again = ask(as(form("/users", "_token=token-of-ann&name=New+Person"), "ann"));
  EXPECT_EQ(again.status, 403);
  EXPECT_THAT(body(again), HasSubstr("href=\"/sign-in/again\""));
  EXPECT_THAT(body(again), HasSubstr("name=\"name\" value=\"New Person\""));
  EXPECT_TRUE(refused_.empty());
}

TEST_F(ConsoleTest, ALinkFromAMailIsAskedAgainFromHere) {
  Request mail = with(request("GET", "/items/1?tab=replies"), "sec-fetch-site", "cross-site");
  mail = with(mail, "sec-fetch-mode", "navigate");
  const Response moment = ask(mail);
  EXPECT_EQ(moment.status, 200);
  EXPECT_THAT(body(moment), HasSubstr("content=\"0; url=/items/1?tab=replies\""));
  EXPECT_EQ(ask(as(mail, "bob")).status, 200);
  EXPECT_THAT(body(ask(as(mail, "bob"))), Not(HasSubstr("http-equiv")));
  EXPECT_EQ(ask(with(mail, "sec-fetch-site", "same-origin")).status, 303);
}

TEST_F(ConsoleTest, WhatAServiceRefusesIsSaidInItsWords) {
  const Response refused = ask(request("GET", "/refused"));
  EXPECT_EQ(refused.status, 409);
  EXPECT_THAT(body(refused), HasSubstr("team BXI-PSI is not in service today"));
  EXPECT_TRUE(refused_.empty()) << "the service has recorded it";
}

TEST_F(ConsoleTest, WhatIsNotThereIsSaidSo) {
  EXPECT_EQ(ask(request("GET", "/nowhere")).status, 404);
  EXPECT_EQ(ask(as(request("GET", "/items/"), "bob")).status, 404);
  EXPECT_EQ(ask(as(request("GET", "/items/%FF"), "bob")).status, 404);
  EXPECT_EQ(ask(as(request("GET", "/items/%00"), "bob")).status, 404);
  EXPECT_EQ(ask(as(request("GET", "/items/a/b"), "bob")).status, 404);
  const Response wrong = ask(request("PUT", "/echo"));
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(field(wrong, "allow"), "GET, HEAD, POST");
  EXPECT_EQ(ask(request("HEAD", "/echo")).status, 200);
}

TEST_F(ConsoleTest, APageThatThrowsSaysNothingOfWhy) {
  const Response response = ask(request("GET", "/broken"));
  EXPECT_EQ(response.status, 500);
  EXPECT_THAT(body(response), Not(HasSubstr("secret detail")));
  EXPECT_THAT(body(response), HasSubstr("there is a problem with this page"));
}

TEST_F(ConsoleTest, UnreadableFormsAreRefused) {
  EXPECT_EQ(ask(with(form("/echo", "{}"), "content-type", "application/json")).status, 400);
  EXPECT_EQ(ask(with(form("/echo", "a=b"), "content-type", "text/plain")).status, 400);
  EXPECT_EQ(ask(form("/echo", "words=%FF&_token=token-of-nobody")).status, 400);
  EXPECT_EQ(ask(form("/echo", "words=%G0&_token=token-of-nobody")).status, 400);
  std::string many = "_token=token-of-nobody";
  for (int i = 0; i < 600; ++i) many += "&a=b";
  EXPECT_EQ(ask(form("/echo", many)).status, 400);
  EXPECT_EQ(ask(request("GET", "/echo?words=%ZZ")).status, 400);
}

TEST_F(ConsoleTest, AFormIsAsLargeAsItsRouteSays) {
  const auto limit = [&](const char* method, const char* target) {
    return console_.body_limit(request(method, target).head);
  };
  EXPECT_EQ(limit("POST", "/echo"), limits::console_form_bytes);
  EXPECT_EQ(limit("POST", "/whole-file"), 2 * limits::console_form_bytes);
  EXPECT_EQ(limit("POST", "/nowhere"), limits::console_form_bytes);
  EXPECT_EQ(limit("GET", "/whole-file"), 0U);
}

TEST_F(ConsoleTest, AnotherNameIsNotAnswered) {
  const Response response = ask(with(request("GET", "/echo"), "host", "rebound.example"));
  EXPECT_EQ(response.status, 421);
  EXPECT_THAT(body(response), Not(HasSubstr("<html")));
}

TEST_F(ConsoleTest, ADownloadCannotBecomeAPage) {
  const Response response = ask(request("GET", "/file"));
  EXPECT_EQ(field(response, "content-disposition"), "attachment; filename=\"form.xml\"");
  EXPECT_EQ(field(response, "content-security-policy"), "default-src 'none'; sandbox");
}

TEST_F(ConsoleTest, StaticFilesAreKeptForEverAndPackedOnRequest) {
  const std::string page = body(ask(request("GET", "/echo")));
  const auto at = page.find("/assets/console-");
  ASSERT_NE(at, std::string::npos);
  const std::string path = page.substr(at, page.find('"', at) - at);
  const Response plain = ask(request("GET", path));
  EXPECT_EQ(plain.status, 200);
  EXPECT_EQ(field(plain, "content-type"), "text/css; charset=utf-8");
  EXPECT_EQ(field(plain, "cache-control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(field(plain, "vary"), "accept-encoding");
  EXPECT_EQ(field(plain, "content-encoding"), "");
  for (const char* accepted : {"gzip", "br, gzip;q=0.5", "GZIP , x"}) {
    const Response packed = ask(with(request("GET", path), "accept-encoding", accepted));
    EXPECT_EQ(field(packed, "content-encoding"), "gzip") << accepted;
    EXPECT_LT(packed.body.size(), plain.body.size() / 4);
  }
  for (const char* refused : {"br", "gzip;q=0", "gzip; q=0.000", "xgzip", "identity"})
    EXPECT_EQ(
        field(ask(with(request("GET", path), "accept-encoding", refused)), "content-encoding"), "")
        << refused;
  const Response again = ask(with(request("GET", path), "if-none-match", field(plain, "etag")));
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  EXPECT_EQ(ask(request("GET", "/assets/../gatepost.toml")).status, 404);
  EXPECT_EQ(ask(request("GET", "/assets/")).status, 404);
}

TEST(StaticFiles, HoldNothingThatOnlyGovUkMayUse) {
  for (const Asset& asset : built_in_assets())
    for (const char* word :
         {"GDS Transport", "@font-face", "crest.svg", "crown.png", "sourceMappingURL"})
      EXPECT_EQ(asset.plain.find(word), std::string_view::npos) << asset.logical << ": " << word;
}

}  // namespace
}  // namespace gatepost::web
