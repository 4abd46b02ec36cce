#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/transports/support.hpp"

namespace gatepost::transports {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class Tls : public ::testing::Test {
 protected:
  Tls()
      : server_files(authority.issue(certs::Role::server, "localhost", {"localhost", "127.0.0.1"})),
        team(authority.issue(certs::Role::team, "BXI-PSI")) {}

  std::shared_ptr<TlsServerContext> context() {
    auto built = TlsServerContext::build(authority.material(server_files));
    if (!built) throw std::runtime_error(built.error().to_string());
    return *built;
  }
  void start(std::function<void(HttpServer::Options&)> adjust = {}) {
    server.emplace([&](HttpServer::Options& options) {
      options.tls = context();
      if (adjust) adjust(options);
    });
  }
  // The curl program is the independent client.
  CommandResult curl(const std::string& arguments, const std::optional<Files>& client) {
    auto command = "curl -sS --max-time 10 --cacert " + authority.trust().string();
    if (client)
      command += " --cert " + client->certificate.string() + " --key " + client->key.string();
    return run_command(command + " " + arguments);
  }
  CommandResult s_client(const std::string& arguments, const std::string& input = "") {
    return run_command("printf '" + input +
                       "' | openssl s_client -connect 127.0.0.1:" + std::to_string(server->port()) +
                       " -CAfile " + authority.trust().string() + " -cert " +
                       team.certificate.string() + " -key " + team.key.string() + " " + arguments);
  }

  TestAuthority authority;
  Files server_files, team;
  std::optional<RunningServer> server;
};

TEST_F(Tls, KnowsItsPeerByTheCertificate) {
  start();
  const auto result = curl(server->url() + "/peer", team);
  EXPECT_EQ(result.exit_code, 0) << result.output;
  EXPECT_EQ(result.output, "127.0.0.1 BXI-PSI other") << "leaf first, then the authority";
}

TEST_F(Tls, TellsBrowsersToStayWithTls) {
  start();
  EXPECT_THAT(curl("-i " + server->url() + "/echo", team).output,
              HasSubstr("strict-transport-security: max-age=31536000\r\n"));
}

TEST_F(Tls, RefusesAClientWithoutACertificate) {
  start();
  const auto result = curl(server->url() + "/peer", std::nullopt);
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("certificate required"));
  EXPECT_TRUE(eventually([&] { return server->statistics().handshake_failures == 1; }));
  EXPECT_EQ(server->statistics().requests, 0u);
}

TEST_F(Tls, RefusesARevokedClient) {
  authority.revoke(team);
  start();
  const auto result = curl(server->url() + "/peer", team);
  EXPECT_NE(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("certificate revoked"));
  EXPECT_EQ(server->statistics().requests, 0u);
}

TEST_F(Tls, RefusesEverybodyWhileItsCrlIsStale) {
  authority.make_crl_stale();
  start();
  EXPECT_NE(curl(server->url() + "/peer", team).exit_code, 0);
  EXPECT_EQ(server->statistics().requests, 0u);
}

TEST_F(Tls, RefusesAClientOfAnotherAuthority) {
  TestAuthority other;
  const auto foreign = other.issue(certs::Role::team, "BXI-PSI");
  start();
  EXPECT_NE(curl(server->url() + "/peer", foreign).exit_code, 0);
  EXPECT_EQ(server->statistics().requests, 0u);
}

TEST_F(Tls, RefusesAServersCertificateAsAClients) {
  start();
  EXPECT_NE(curl(server->url() + "/peer", server_files).exit_code, 0);
  EXPECT_EQ(server->statistics().requests, 0u);
}

TEST_F(Tls, SpeaksTls13Only) {
  start();
  EXPECT_THAT(s_client("-tls1_3").output, HasSubstr("New, TLSv1.3"));
  const auto older = s_client("-tls1_2");
  EXPECT_NE(older.exit_code, 0);
  EXPECT_THAT(older.output, HasSubstr("protocol version"));
}

TEST_F(Tls, GivesNoSessionTickets) {
  start();
  const auto result = s_client("-tls1_3 -msg");
  EXPECT_THAT(result.output, HasSubstr("Finished"));
  EXPECT_THAT(result.output, Not(HasSubstr("NewSessionTicket")));
}

TEST_F(Tls, RefusesAnotherProtocolThanHttp) {
  start();
  EXPECT_THAT(s_client("-alpn h2,http/1.1").output, HasSubstr("ALPN protocol: http/1.1"));
  EXPECT_THAT(s_client("-alpn smtp").output, HasSubstr("no application protocol"));
}

TEST_F(Tls, CutsASilentHandshake) {
  start([](auto& options) { options.handshake_wait = milliseconds(50); });
  RawClient client(server->port());
  EXPECT_EQ(client.read_to_end(), "");
  EXPECT_EQ(server->statistics().handshake_failures, 1u);
  RawClient babbler(server->port());
  babbler.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  EXPECT_THAT(babbler.read_to_end(), Not(HasSubstr("HTTP/")));
}

TEST_F(Tls, TellsAPeerWhoseHeadStandsStill) {
  start([](auto& options) { options.head_wait = milliseconds(50); });
  const auto result = s_client("-quiet -ign_eof", "GET / HTTP/1.1\\r\\nHo");
  EXPECT_THAT(result.output, HasSubstr("HTTP/1.1 408"));
  EXPECT_EQ(result.exit_code, 0) << "closed with close_notify";
}

TEST_F(Tls, AbortsAHandshakeWhenItDrains) {
  start();
  RawClient client(server->port());
  ASSERT_TRUE(eventually([&] { return server->statistics().open == 1; }));
  EXPECT_EQ(server->drain(milliseconds(10'000)).get(), 0u);
}

TEST_F(Tls, UsesReloadedMaterialForNewConnections) {
  start();
  EXPECT_EQ(curl(server->url() + "/peer", team).exit_code, 0);
  const auto next = authority.issue(certs::Role::team, "BXI-CLIN");
  authority.revoke(team);
  server_files = authority.issue(certs::Role::server, "localhost", {"localhost", "127.0.0.1"});
  server->reload(context());
  EXPECT_NE(curl(server->url() + "/peer", team).exit_code, 0);
  EXPECT_EQ(curl(server->url() + "/peer", next).output, "127.0.0.1 BXI-CLIN other");
  EXPECT_THAT(s_client("-showcerts").output, HasSubstr(read_text(server_files.certificate)));
}

TEST_F(Tls, InvitesTheBodyOfTheCurlProgram) {
  start();
  const auto file = authority.folder() / "body";
  std::ofstream(file) << std::string(2'000'000, 'x');
  const auto result = curl("-v -H 'Expect: 100-continue' --expect100-timeout 20 --data-binary @" +
                               file.string() + " " + server->url() + "/large",
                           team);
  EXPECT_THAT(result.output, HasSubstr("< HTTP/1.1 100 Continue"));
  EXPECT_THAT(result.output, HasSubstr("2000000"));
}

// The browser port: no client certificate, TLS 1.2 beside 1.3, and of 1.2 only what is still sound.
class BrowserTls : public Tls {
 protected:
  void start_for_browsers() {
    start([this](HttpServer::Options& options) {
      const auto material = authority.material(server_files);
      auto built =
          TlsServerContext::build_for_browsers({material.certificate_pem, material.key_pem});
      if (!built) throw std::runtime_error(built.error().to_string());
      options.tls = *built;
    });
  }
};

TEST_F(BrowserTls, AsksNobodyForACertificate) {
  start_for_browsers();
  for (const char* version : {"--tls-max 1.2", "--tlsv1.3"}) {
    const auto result = curl(std::string(version) + " " + server->url() + "/echo", std::nullopt);
    EXPECT_EQ(result.exit_code, 0) << version << result.output;
  }
}

TEST_F(BrowserTls, SpeaksNoOldVersionAndNoWeakCipher) {
  start_for_browsers();
  for (const char* offer : {"-tls1_1 -cipher ALL:@SECLEVEL=0", "-tls1 -cipher ALL:@SECLEVEL=0",
                            "-tls1_2 -cipher AES128-GCM-SHA256:AES256-SHA",
                            "-tls1_2 -cipher ECDHE-ECDSA-AES128-SHA256:ECDHE-ECDSA-AES256-SHA",
                            "-tls1_2 -cipher DHE-RSA-AES256-GCM-SHA384:NULL:aNULL"})
    EXPECT_THAT(s_client(std::string(offer) + " 2>&1").output, Not(HasSubstr("New, TLSv1")))
        << offer;
  EXPECT_THAT(s_client("-tls1_2 2>&1").output, HasSubstr("ECDHE-ECDSA-"));
}

TEST_F(Tls, SaysWhichMaterialIsUnusable) {
  const auto good = authority.material(server_files);
  const auto expect_bad = [](TlsServerContext::Material material, const std::string& setting) {
    const auto built = TlsServerContext::build(material);
    ASSERT_FALSE(built) << setting;
    EXPECT_TRUE(built.error().is(Errc::bad_tls_material));
    EXPECT_THAT(built.error().context(), StartsWith(setting));
  };
  ASSERT_TRUE(TlsServerContext::build(good));
  auto material = good;
  material.certificate_pem = to_bytes("not PEM");
  expect_bad(material, "certificate");
  material = good;
  material.key_pem = to_bytes(read_text(team.key));
  expect_bad(material, "key");
  material = good;
  material.key_pem.clear();
  expect_bad(material, "key");
  material = good;
  material.client_trust_pem.clear();
  expect_bad(material, "client trust");
  material = good;
  material.client_crl.clear();
  expect_bad(material, "client CRL");
}

}  // namespace
}  // namespace gatepost::transports
