#include "transports/smtp_client.hpp"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "tests/unit/transports/support.hpp"

namespace gatepost::transports {
namespace {

using namespace std::chrono_literals;
using Kind = SmtpVerdict::Kind;

// A mail server in the clear that says fixed lines: the greeting, then one answer a command. It
// keeps what it heard. What needs TLS is tested against a real Postfix
// (tests/integration/notifications.sh).
class ScriptedServer {
 public:
  explicit ScriptedServer(std::vector<std::string> answers) : answers_(std::move(answers)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    EXPECT_EQ(::bind(listener_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(::listen(listener_, 4), 0);
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~ScriptedServer() {
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  std::string url() const { return fmt::format("smtp://127.0.0.1:{}", port_); }
  std::string heard() const {
    const std::lock_guard lock(mutex_);
    return heard_;
  }

 private:
  void serve() {
    const int peer = ::accept(listener_, nullptr, nullptr);
    if (peer < 0) return;
    for (std::size_t at = 0;; ++at) {
      if (at < answers_.size()) {
        const std::string line = answers_[at] + "\r\n";
        if (::send(peer, line.data(), line.size(), MSG_NOSIGNAL) < 0) break;
      }
      std::array<char, 1024> buffer{};
      const auto got = ::recv(peer, buffer.data(), buffer.size(), 0);
      if (got <= 0) break;
      const std::lock_guard lock(mutex_);
      heard_.append(buffer.data(), static_cast<std::size_t>(got));
    }
    ::close(peer);
  }

  std::vector<std::string> answers_;
  int listener_ = -1;
  int port_ = 0;
  std::string heard_;
  mutable std::mutex mutex_;
  std::thread thread_;
};

SmtpVerdict send_to(const std::string& server, const std::stop_token& stop = {},
                    std::string to = "spoc@lambeth.example",
                    std::string_view data = "Subject: x\r\n\r\ntext\r\n") {
  SmtpClient::Options options;
  options.server = server;
  options.domain = "gateway.example";
  options.user = "gatepost";
  options.password = "secret-word";
  options.connect_timeout = 2s;
  options.timeout = 2s;
  return SmtpClient(options).send({"gatepost@gateway.example", std::move(to), data}, stop);
}

TEST(SmtpClient, SaysNothingButEhloToAServerWithoutTls) {
  for (const std::string ehlo : {"250 mail.example", "250-mail.example\r\n250 AUTH PLAIN LOGIN"}) {
    const ScriptedServer server({"220 mail.example ESMTP", ehlo, "235 welcome", "250 ok"});
    const SmtpVerdict verdict = send_to(server.url());
    EXPECT_EQ(verdict.kind, Kind::later);
    EXPECT_EQ(verdict.why, "no-tls");
    EXPECT_TRUE(server.heard() == "EHLO gateway.example\r\n" ||
                server.heard() == "EHLO gateway.example\r\nQUIT\r\n")
        << server.heard();
  }
}

TEST(SmtpClient, SaysNothingMoreWhenStarttlsIsRefused) {
  const ScriptedServer server({"220 mail.example ESMTP", "250-mail.example\r\n250 STARTTLS",
                               "454 4.7.0 not now", "250 ok"});
  const SmtpVerdict verdict = send_to(server.url());
  EXPECT_EQ(verdict.kind, Kind::later);
  EXPECT_EQ(verdict.why, "no-tls");
  EXPECT_EQ(server.heard().find("MAIL"), std::string::npos) << server.heard();
  EXPECT_EQ(server.heard().find("AUTH"), std::string::npos) << server.heard();
}

// "STARTTLS" answered, and no TLS behind it.
TEST(SmtpClient, SaysNothingMoreWhenTheHandshakeFails) {
  const ScriptedServer server({"220 mail.example ESMTP", "250-mail.example\r\n250 STARTTLS",
                               "220 go ahead", "250 this is not TLS"});
  const SmtpVerdict verdict = send_to(server.url());
  EXPECT_EQ(verdict.kind, Kind::later);
  EXPECT_TRUE(verdict.why == "handshake-failed" || verdict.why == "connection-lost") << verdict.why;
  EXPECT_EQ(server.heard().find("MAIL"), std::string::npos);
}

// What is said before a recipient was named is about us, and may be mended.
TEST(SmtpClient, ARefusalBeforeTheRecipientIsNeverForGood) {
  for (const std::string greeting : {"554 5.7.1 not you", "421 4.3.2 shutting down"}) {
    const ScriptedServer server({greeting});
    const SmtpVerdict verdict = send_to(server.url());
    EXPECT_EQ(verdict.kind, Kind::later) << greeting;
    EXPECT_EQ(verdict.why, greeting.starts_with("554") ? "policy" : "system");
    EXPECT_EQ(verdict.code, std::stoi(greeting.substr(0, 3)));
  }
}

TEST(SmtpClient, GivesUpOnAServerThatHangs) {
  const ScriptedServer server({});
  const auto began = std::chrono::steady_clock::now();
  const SmtpVerdict verdict = send_to(server.url());
  EXPECT_EQ(verdict, (SmtpVerdict{Kind::later, 0, "timed-out"}));
  EXPECT_LT(std::chrono::steady_clock::now() - began, 10s);
}

TEST(SmtpClient, StopsWhenAskedTo) {
  const ScriptedServer server({});
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(send_to(server.url(), source.get_token()), (SmtpVerdict{Kind::later, 0, "stopping"}));
}

TEST(SmtpClient, KnowsAServerThatIsNotThere) {
  EXPECT_EQ(send_to("smtp://127.0.0.1:1"), (SmtpVerdict{Kind::later, 0, "unreachable"}));
  EXPECT_EQ(send_to("smtps://127.0.0.1:1"), (SmtpVerdict{Kind::later, 0, "unreachable"}));
}

TEST(SmtpClient, ConnectsToNobodyForWhatCouldBeReadAsACommand) {
  // Port 1 answers nobody: whatever is not "unreachable" was refused before.
  for (const std::string to : {"a@b.example>\r\nRCPT TO:<x@y.example", "a@b.example\n",
                               "a b@c.example", "", "<a@b.example>"})
    EXPECT_EQ(send_to("smtp://127.0.0.1:1", {}, to),
              (SmtpVerdict{Kind::refused, 0, "bad-address"}));
  for (const std::string_view data :
       {"text\n.\nMAIL FROM:<x@y.example>\r\n", "text\r.\r\n", "\n", "text\r"})
    EXPECT_EQ(send_to("smtp://127.0.0.1:1", {}, "a@b.example", data),
              (SmtpVerdict{Kind::refused, 0, "bad-data"}));
}

}  // namespace
}  // namespace gatepost::transports
