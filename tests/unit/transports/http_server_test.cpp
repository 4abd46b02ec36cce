#include "transports/http_server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/transports/support.hpp"

namespace gatepost::transports {
namespace {

using namespace testing;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::string get(std::string_view path, std::string_view lines = "") {
  return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a.example\r\n" + std::string(lines) +
         "\r\n";
}

std::string post(std::string_view path, std::string_view body, std::string_view lines = "") {
  return "POST " + std::string(path) + " HTTP/1.1\r\nHost: a.example\r\n" + std::string(lines) +
         "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

TEST(HttpServer, AnswersWithItsFieldsAndTheDate) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("/echo", "hello", "Connection: close\r\n")));
  EXPECT_EQ(client.read_to_end(),
            "HTTP/1.1 200 OK\r\nX-Method: POST\r\ndate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
            "cache-control: no-store\r\nx-content-type-options: nosniff\r\ncontent-length: 5\r\n"
            "connection: close\r\n\r\nhello");
}

TEST(HttpServer, LeavesFieldsThatTheHandlerSet) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send(get("/cached", "Connection: close\r\n")));
  const auto answer = client.read_to_end();
  EXPECT_THAT(answer, HasSubstr("cache-control: max-age=60\r\n"));
  EXPECT_THAT(answer, Not(HasSubstr("no-store")));
}

TEST(HttpServer, KeepsAConnectionForTheNextRequest) {
  RunningServer server;
  RawClient client(server.port());
  for (const std::string body : {"one", "two", "three"}) {
    ASSERT_TRUE(client.send(post("/echo", body)));
    EXPECT_THAT(client.read_until("\r\n\r\n" + body), EndsWith(body));
  }
  const auto statistics = server.statistics();
  EXPECT_EQ(statistics.accepted, 1u);
  EXPECT_EQ(statistics.requests, 3u);
  EXPECT_EQ(statistics.open, 1u);
}

TEST(HttpServer, AnswersPipelinedRequestsInTheirOrder) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("/echo", "first!") + post("/echo", "second!") +
                          post("/echo", "third!", "Connection: close\r\n")));
  const auto all = client.read_to_end();
  EXPECT_LT(all.find("first!"), all.find("second!"));
  EXPECT_LT(all.find("second!"), all.find("third!"));
  EXPECT_THAT(all, EndsWith("third!"));
}

TEST(HttpServer, SendsALongAnswerWhole) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send(get("/big", "Connection: close\r\n")));
  const auto all = client.read_to_end();
  EXPECT_EQ(all.size() - all.find("\r\n\r\n") - 4, TestHandler::big_answer);
}

TEST(HttpServer, AnswersAHeadRequestWithoutABody) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send("HEAD /big HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
  const auto all = client.read_to_end();
  EXPECT_THAT(all, HasSubstr("content-length: 300000\r\n"));
  EXPECT_THAT(all, EndsWith("\r\n\r\n"));
}

TEST(HttpServer, AnswersAFramingErrorAndCloses) {
  RunningServer server;
  struct Case {
    std::string bytes, status;
  };
  const Case cases[] = {
      {"GET / HTTP/1.1\r\n\r\n", "400"},
      {"PATCH / HTTP/1.1\r\nHost: a\r\n\r\n", "501"},
      {get("/", "A: " + std::string(9000, 'a') + "\r\n"), "431"},
      {"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello", "400"},
  };
  for (const auto& [bytes, status] : cases) {
    RawClient client(server.port());
    ASSERT_TRUE(client.send(bytes + get("/echo")));
    const auto all = client.read_to_end();
    EXPECT_THAT(all, StartsWith("HTTP/1.1 " + status));
    EXPECT_THAT(all, HasSubstr("connection: close\r\n"));
    EXPECT_THAT(all, Not(HasSubstr("HTTP/1.1 200"))) << "what follows an error is not a request";
  }
  EXPECT_EQ(server.statistics().framing_errors, std::size(cases));
  EXPECT_EQ(server.statistics().requests, 0u);
}

TEST(HttpServer, RefusesABodyOverTheHandlersLimitSoThatThePeerHearsIt) {
  RunningServer server;
  RawClient client(server.port());
  client.send(post("/echo", std::string(200'000, 'x')));
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 413 Content Too Large\r\n"));
}

TEST(HttpServer, RefusesAnyBodyWhereTheHandlerWantsNone) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("/no-body", "") + post("/no-body", "x")));
  const auto all = client.read_to_end();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(all, HasSubstr("HTTP/1.1 413"));
}

TEST(HttpServer, AnswersAnExceptionOfTheHandlerWith500AndGoesOn) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(client.send(get("/throw") + get("/split") + get("/peer", "Connection: close\r\n")));
  const auto all = client.read_to_end();
  EXPECT_THAT(all, StartsWith("HTTP/1.1 500"));
  EXPECT_THAT(all, Not(HasSubstr("on purpose")));
  EXPECT_THAT(all, Not(HasSubstr("b: c")));
  EXPECT_THAT(all, HasSubstr("HTTP/1.1 200"));
  EXPECT_THAT(all, EndsWith("127.0.0.1"));
}

TEST(HttpServer, InvitesABodyThatWaitsForIt) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(
      client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n"
                  "Content-Length: 5\r\n\r\n"));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.send("hello"));
  EXPECT_THAT(client.read_until("hello"), StartsWith("HTTP/1.1 200 OK"));
}

TEST(HttpServer, DoesNotInviteABodyThatItWillRefuseOrHasAlready) {
  RunningServer server;
  RawClient large(server.port());
  ASSERT_TRUE(
      large.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                 "Content-Length: 5000\r\n\r\n"));
  EXPECT_THAT(large.read_to_end(), StartsWith("HTTP/1.1 413"));
  RawClient eager(server.port());
  ASSERT_TRUE(eager.send(post("/echo", "hello", "Expect: 100-continue\r\nConnection: close\r\n")));
  EXPECT_THAT(eager.read_to_end(), StartsWith("HTTP/1.1 200"));
  RawClient other(server.port());
  ASSERT_TRUE(other.send(get("/echo", "Expect: 200-ok\r\n")));
  EXPECT_THAT(other.read_to_end(), StartsWith("HTTP/1.1 417"));
}

TEST(HttpServerWaits, CutsAHeadThatStandsStill) {
  RunningServer server([](auto& options) { options.head_wait = milliseconds(50); });
  RawClient client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nHo"));
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 408"));
  EXPECT_EQ(server.statistics().timeouts, 1u);
}

TEST(HttpServerWaits, CutsAHeadThatDripsInHoweverBusyItLooks) {
  RunningServer server([](auto& options) { options.head_wait = milliseconds(100); });
  RawClient client(server.port());
  ASSERT_TRUE(client.send("GET / HTTP/1.1\r\nA: "));
  int drops = 0;
  while (!client.readable(milliseconds(5)) && drops < 2000) {
    client.send("a");
    ++drops;
  }
  EXPECT_LT(drops, 2000);
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 408"));
}

TEST(HttpServerWaits, ClosesASilentConnectionWithoutAWord) {
  RunningServer server([](auto& options) { options.head_wait = milliseconds(50); });
  RawClient client(server.port());
  EXPECT_EQ(client.read_to_end(), "");
}

TEST(HttpServerWaits, ClosesAnIdleConnectionAfterItsRequests) {
  RunningServer server([](auto& options) { options.idle_wait = milliseconds(50); });
  RawClient client(server.port());
  ASSERT_TRUE(client.send(post("/echo", "only")));
  EXPECT_THAT(client.read_to_end(), EndsWith("\r\n\r\nonly"));
  client.close();
  EXPECT_TRUE(eventually([&] { return server.statistics().open == 0; }));
}

TEST(HttpServerWaits, CutsABodyBelowTheFloorHoweverBusyItLooks) {
  RunningServer server([](auto& options) {
    options.body_grace = milliseconds(50);
    options.body_floor_bytes_per_second = 10'000;
  });
  RawClient client(server.port());
  ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 900\r\n\r\n"));
  int drops = 0;
  while (!client.readable(milliseconds(5)) && drops < 899) {
    client.send("a");
    ++drops;
  }
  EXPECT_LT(drops, 899);
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 408"));
}

TEST(HttpServerWaits, LetsABodyAboveTheFloorTakeLongerThanTheGrace) {
  RunningServer server([](auto& options) {
    options.body_grace = milliseconds(50);
    options.body_floor_bytes_per_second = 1;
  });
  RawClient client(server.port());
  ASSERT_TRUE(client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 30\r\n\r\n"));
  for (int i = 0; i < 30; ++i) {
    EXPECT_FALSE(client.readable(milliseconds(4)));
    ASSERT_TRUE(client.send("a"));
  }
  EXPECT_THAT(client.read_until(std::string(30, 'a')), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServerCaps, RefusesConnectionsOverTheCapOfAnAddress) {
  RunningServer server([](auto& options) { options.connections_per_address = 2; });
  RawClient first(server.port()), second(server.port());
  ASSERT_TRUE(eventually([&] { return server.statistics().open == 2; }));
  RawClient third(server.port());
  EXPECT_TRUE(third.ended());
  EXPECT_EQ(server.statistics().refused_by_limit, 1u);
  first.close();
  ASSERT_TRUE(eventually([&] { return server.statistics().open == 1; }));
  RawClient fourth(server.port());
  ASSERT_TRUE(fourth.send(post("/echo", "welcome")));
  EXPECT_THAT(fourth.read_until("welcome"), StartsWith("HTTP/1.1 200"));
}

TEST(HttpServerCaps, RefusesConnectionsOverTheCapOfAll) {
  RunningServer server([](auto& options) { options.connections = 1; });
  RawClient first(server.port());
  ASSERT_TRUE(eventually([&] { return server.statistics().open == 1; }));
  RawClient second(server.port());
  EXPECT_TRUE(second.ended());
  EXPECT_EQ(server.statistics().accepted, 1u);
}

TEST(HttpServerDrain, ClosesIdleConnectionsAndFinishesBusyOnes) {
  RunningServer server;
  RawClient idle(server.port()), busy(server.port());
  ASSERT_TRUE(idle.send(post("/echo", "done")));
  EXPECT_THAT(idle.read_until("done"), EndsWith("done"));
  ASSERT_TRUE(busy.send(get("/wait")));
  ASSERT_TRUE(eventually([&] { return server.handler().waiting == 1; }));

  auto drained = server.drain(milliseconds(10'000));
  EXPECT_TRUE(idle.ended());
  EXPECT_NE(drained.wait_for(milliseconds(0)), std::future_status::ready);
  EXPECT_FALSE(RawClient(server.port()).send("x")) << "it still accepts";
  server.release();
  const auto answer = busy.read_to_end();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("connection: close\r\n"));
  busy.close();
  EXPECT_EQ(drained.get(), 0u);
  EXPECT_EQ(server.statistics().open, 0u);
}

TEST(HttpServerDrain, CutsWhatIsStillBusyAtTheDeadline) {
  RunningServer server;
  RawClient client(server.port());
  ASSERT_TRUE(
      client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
                  "Content-Length: 5\r\n\r\n"));
  EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 100"));
  EXPECT_EQ(server.drain(milliseconds(20)).get(), 1u);
  EXPECT_TRUE(client.ended());
}

TEST(HttpServer, SaysWhenItCannotListen) {
  RunningServer server;
  boost::asio::io_context io;
  Log log;
  TestHandler handler(io);
  HttpServer::Options options;
  options.address = "127.0.0.1";
  options.port = server.port();
  HttpServer second(io, log, handler, options);
  const auto started = second.start();
  ASSERT_FALSE(started);
  EXPECT_TRUE(started.error().is(Errc::cannot_listen));
  options.address = "not an address";
  EXPECT_FALSE(HttpServer(io, log, handler, options).start());
}

}  // namespace
}  // namespace gatepost::transports
