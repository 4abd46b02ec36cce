#include "transports/http_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/transports/support.hpp"

namespace gatepost::transports {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;
namespace http1 = formats::http1;

class HttpClientTest : public ::testing::Test {
 protected:
  HttpClientTest()
      : server_files(authority.issue(certs::Role::server, "localhost", {"localhost", "127.0.0.1"})),
        team(authority.issue(certs::Role::team, "BXI-PSI")) {
    start(server_files);
  }

  void start(const Files& files) {
    server.reset();
    server = std::make_unique<RunningServer>([&](HttpServer::Options& options) {
      options.tls = TlsServerContext::build(authority.material(files)).value();
    });
  }
  HttpClient::Options options() const {
    HttpClient::Options options;
    options.base_url = server->url();
    options.trust = authority.trust();
    options.crl = authority.crl();
    options.certificate = team.certificate;
    options.key = team.key;
    return options;
  }
  static Result<http1::Response> ask(const HttpClient::Options& options, std::string_view path) {
    auto client = HttpClient::create(options);
    if (!client) return std::unexpected(client.error());
    return client->request("GET", path, {}, {});
  }
  static void expect_error(const Result<http1::Response>& result, Errc code) {
    ASSERT_FALSE(result);
    EXPECT_TRUE(result.error().is(code)) << result.error().to_string();
    EXPECT_THAT(result.error().context(), Not(HasSubstr("wait")));
  }

  TestAuthority authority;
  Files server_files, team;
  std::unique_ptr<RunningServer> server;
};

TEST_F(HttpClientTest, SendsAnyMethodAndReadsTheAnswer) {
  auto client = HttpClient::create(options()).value();
  for (const std::string method : {"POST", "PUT", "GET", "DELETE"}) {
    const auto answer = client.request(method, "/echo?a=b", {{"x-empty", ""}}, as_bytes("body"));
    ASSERT_TRUE(answer) << answer.error().to_string();
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(http1::find_field(answer->fields, "x-method"), method);
    EXPECT_EQ(as_text(answer->body), "body");
  }
  const auto empty = client.request("POST", "/echo", {}, {});
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->body.empty());
  const auto head = client.request("HEAD", "/big", {}, {});
  ASSERT_TRUE(head);
  EXPECT_EQ(http1::find_field(head->fields, "content-length"), "300000");
  EXPECT_TRUE(head->body.empty());
  EXPECT_EQ(server->statistics().accepted, 1u) << "one connection for all of it";
}

TEST_F(HttpClientTest, LosesAKeptConnectionWhenItsCertificateIsRevokedAndTheServerReloads) {
  auto client = HttpClient::create(options()).value();
  ASSERT_TRUE(client.request("GET", "/peer", {}, {}));
  authority.revoke(team);
  server->reload(TlsServerContext::build(authority.material(server_files)).value());
  // The kept connection ends once the reload has reached the server's thread; a new one is refused.
  EXPECT_TRUE(eventually([&] { return !client.request("GET", "/peer", {}, {}); }));
}

TEST_F(HttpClientTest, AnswersOnlyWithTheFinalStatus) {
  auto client = HttpClient::create(options()).value();
  const Bytes body(100'000, 'x');
  const auto answer = client.request("POST", "/large", {{"expect", "100-continue"}}, body);
  ASSERT_TRUE(answer) << answer.error().to_string();
  EXPECT_EQ(answer->status, 200);
  EXPECT_EQ(as_text(answer->body), "100000");
}

TEST_F(HttpClientTest, TakesAnyStatusForASuccess) {
  EXPECT_EQ(ask(options(), "/throw").value().status, 500);
}

TEST_F(HttpClientTest, ComesBackAfterTheServerClosedTheConnection) {
  start(server_files);
  auto client = HttpClient::create(options()).value();
  ASSERT_TRUE(client.request("GET", "/echo", {{"connection", "close"}}, {}));
  EXPECT_TRUE(client.request("GET", "/echo", {}, {}));
  EXPECT_EQ(server->statistics().accepted, 2u);
}

TEST_F(HttpClientTest, SaysUnreachableWhenNobodyListens) {
  auto mine = options();
  mine.base_url = "https://127.0.0.1:1";
  expect_error(ask(mine, "/wait"), Errc::unreachable);
  mine.base_url = "http://127.0.0.1:" + std::to_string(server->port());
  expect_error(ask(mine, "/wait"), Errc::unreachable);
}

TEST_F(HttpClientTest, RefusesAServerOfAnotherAuthority) {
  const TestAuthority other;
  auto mine = options();
  mine.trust = other.trust();
  mine.crl = other.crl();
  expect_error(ask(mine, "/wait"), Errc::peer_not_trusted);
}

TEST_F(HttpClientTest, RefusesAServerOfAnotherName) {
  start(authority.issue(certs::Role::server, "other.example", {"other.example"}));
  expect_error(ask(options(), "/wait"), Errc::peer_not_trusted);
}

TEST_F(HttpClientTest, RefusesARevokedServer) {
  authority.revoke(server_files);
  expect_error(ask(options(), "/wait"), Errc::peer_not_trusted);
}

TEST_F(HttpClientTest, TimesOut) {
  auto mine = options();
  mine.timeout = std::chrono::seconds(1);
  expect_error(ask(mine, "/wait"), Errc::timed_out);
}

TEST_F(HttpClientTest, SaysWhenTheServerRefusesItsCertificate) {
  authority.revoke(team);
  start(server_files);
  expect_error(ask(options(), "/wait"), Errc::connection_lost);
}

TEST_F(HttpClientTest, SaysWhenTheConnectionIsCut) {
  std::future<std::size_t> drained;
  std::jthread cutter([&] {
    eventually([&] { return server->handler().waiting == 1; });
    drained = server->drain(milliseconds(0));
  });
  expect_error(ask(options(), "/wait"), Errc::connection_lost);
  cutter.join();
  server->release();
  EXPECT_EQ(drained.get(), 1u);
}

TEST_F(HttpClientTest, LimitsTheAnswer) {
  auto mine = options();
  mine.response_limit = TestHandler::big_answer - 1;
  expect_error(ask(mine, "/big"), Errc::too_large);
  mine.response_limit = TestHandler::big_answer;
  EXPECT_TRUE(ask(mine, "/big"));
}

TEST_F(HttpClientTest, SaysWhichFileIsUnusable) {
  const auto expect_bad = [](const HttpClient::Options& bad, const std::string& setting) {
    const auto client = HttpClient::create(bad);
    ASSERT_FALSE(client) << setting;
    EXPECT_TRUE(client.error().is(Errc::bad_tls_material));
    EXPECT_THAT(client.error().context(), ::testing::StartsWith(setting));
  };
  auto mine = options();
  mine.trust = authority.folder() / "absent";
  expect_bad(mine, "trust");
  mine = options();
  mine.certificate = mine.key;
  expect_bad(mine, "certificate");
  mine = options();
  mine.key = server_files.key;
  expect_bad(mine, "key");
  mine = options();
  mine.crl = mine.trust;
  expect_bad(mine, "CRL");
}

TEST_F(HttpClientTest, NeverSendsAFieldThatSplitsTheRequest) {
  auto client = HttpClient::create(options()).value();
  EXPECT_THROW(static_cast<void>(client.request("GET", "/", {{"a", "b\r\nc: d"}}, {})),
               std::invalid_argument);
}

}  // namespace
}  // namespace gatepost::transports
