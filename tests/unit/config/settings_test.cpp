#include "config/settings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "config/settings_templates.hpp"
#include "tests/unit/config/installation.hpp"
#include "tests/unit/config/problems.hpp"

namespace gatepost::config {
namespace {

namespace fs = std::filesystem;
using posix::Mode;
using test::has;
using test::Installation;
using test::listed;
using test::write;

TEST(GatewaySettingsFile, WrittenByInitIsReadBack) {
  const Installation installation;
  const auto settings = installation.load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  EXPECT_EQ(settings->name, "demo");
  EXPECT_EQ(settings->machine.address, "127.0.0.1");
  EXPECT_EQ(settings->machine.port, 8443);
  EXPECT_EQ(settings->admin.port, 9443);
  ASSERT_TRUE(settings->console);
  EXPECT_EQ(settings->console->listener.port, 8444);
  EXPECT_EQ(settings->console->name, "Gatepost");
  EXPECT_EQ(settings->state, installation.root() / "state");
  EXPECT_EQ(settings->receipt_key, installation.root() / layout::receipt_key);
  EXPECT_EQ(settings->mailbox_keys, installation.root() / layout::mailbox_keys);
  EXPECT_EQ(settings->drain_seconds, 20);
  EXPECT_EQ(settings->log_level, "info");
  EXPECT_FALSE(settings->log_file);
}

TEST(GatewaySettingsFile, NamesTheLogAndItsKey) {
  Installation installation;
  installation.replace(installation.gateway_text, "readers = []", "readers = [\"LONDON-AUDIT\"]");
  const auto settings = installation.load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  ASSERT_TRUE(settings->audit);
  EXPECT_EQ(settings->audit->origin, "gatepost.internal/demo");
  EXPECT_EQ(settings->audit->key, installation.root() / layout::log_key);
  EXPECT_EQ(settings->audit->checkpoint_copy, installation.root() / "checkpoints");
  EXPECT_EQ(settings->audit->checkpoint_every_seconds, 60);
  EXPECT_EQ(settings->audit->readers, std::vector{*TeamCode::parse("LONDON-AUDIT")});
}

TEST(GatewaySettingsFile, OfBeforeTheLogHadAKeyIsStillRead) {
  Installation installation;
  auto& text = installation.gateway_text;
  const auto from = text.find("[audit]");
  text.erase(from, text.find("[log]") - from);
  const auto settings = installation.load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  EXPECT_FALSE(settings->audit);
}

TEST(GatewaySettingsFile, SaysEverythingThatIsWrongWithTheLog) {
  Installation installation;
  auto& text = installation.gateway_text;
  installation.replace(text, "\"gatepost.internal/demo\"", "\"two words\"");
  installation.replace(text, "\"pki/log-key.pem\"", "\"pki/none.pem\"");
  installation.replace(text, "\"checkpoints\"", "\"state/checkpoints\"");
  installation.replace(text, "checkpoint_every_seconds = 60", "checkpoint_every_seconds = 0");
  installation.replace(text, "readers = []", "readers = [\"no team\"]");
  const Problems problems = installation.gateway_problems();
  for (const char* label : {"[audit] origin", "[audit] key", "[audit] checkpoint_copy",
                            "[audit] checkpoint_every_seconds", "[audit] readers"})
    EXPECT_TRUE(
        std::ranges::any_of(problems, [&](const Problem& each) { return each.label == label; }))
        << label << ": " << listed(problems);
  installation.replace(text, "readers = [\"no team\"]", "readers = \"LONDON-AUDIT\"");
  EXPECT_TRUE(std::ranges::any_of(installation.gateway_problems(), [](const Problem& each) {
    return each.label == "[audit] readers" && each.wrong.contains("list");
  }));
}

TEST(GatewaySettingsFile, WithoutMailNothingIsSent) {
  const auto settings = Installation().load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  EXPECT_FALSE(settings->mail);
}

// The template's example, without its comment signs.
std::string with_mail_example(std::string text) {
  const auto from = text.find("# [mail]");
  EXPECT_NE(from, std::string::npos);
  for (auto at = from; at != std::string::npos && at < text.size();) {
    if (text.compare(at, 2, "# ") == 0) text.erase(at, 2);
    at = text.find('\n', at);
    if (at != std::string::npos) ++at;
  }
  return text;
}

TEST(GatewaySettingsFile, TheExampleOfMailIsReadBack) {
  Installation installation;
  installation.gateway_text = with_mail_example(installation.gateway_text);
  write(installation.root() / "mail-ca.pem", "x");
  write(installation.root() / "mail-password", "x", Mode::secret);
  const auto settings = installation.load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  ASSERT_TRUE(settings->mail);
  EXPECT_EQ(settings->mail->server, "smtp://127.0.0.1:587");
  EXPECT_EQ(settings->mail->trust, installation.root() / "mail-ca.pem");
  EXPECT_EQ(settings->mail->from, "gatepost@gateway.example");
  EXPECT_EQ(settings->mail->reply_to, "duty@gateway.example");
  EXPECT_EQ(settings->mail->operator_address, "operator@gateway.example");
  EXPECT_EQ(settings->mail->domain, "gateway.example");
  EXPECT_EQ(settings->mail->user, "gatepost");
  EXPECT_EQ(settings->mail->password_file, installation.root() / "mail-password");
}

TEST(GatewaySettingsFile, MailNeedsLittle) {
  Installation installation;
  installation.gateway_text +=
      "[mail]\nserver = \"smtps://mail.example\"\nfrom = \"gatepost@gateway.example\"\n";
  const auto settings = installation.load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  EXPECT_EQ(settings->mail->domain, "gateway.example");
  EXPECT_FALSE(settings->mail->trust);
  EXPECT_TRUE(settings->mail->user.empty());
}

TEST(GatewaySettingsFile, ReportsEveryProblemOfMailAtOnce) {
  Installation installation;
  installation.gateway_text +=
      "[mail]\nserver = \"http://mail.example\"\ntrust = \"nowhere.pem\"\nfrom = \"gatepost\"\n"
      "reply_to = \"a@b.example\\r\\nBcc: x@y.example\"\noperator = \"<a@b.example>\"\n"
      "user = \"gatepost\"\ndomian = \"gateway.example\"\n";
  const auto problems = installation.gateway_problems();
  EXPECT_EQ(problems.size(), 7U) << listed(problems);
  for (const std::string setting :
       {"server", "trust", "from", "reply_to", "operator", "password_file", "domian"})
    EXPECT_TRUE(std::ranges::any_of(
        problems, [&](const Problem& p) { return p.label == "[mail] " + setting; }))
        << setting << listed(problems);
}

TEST(GatewaySettingsFile, AMailServerIsAHostWithoutAPath) {
  for (const std::string_view server :
       {"smtp://mail.example", "smtps://mail.example:465", "smtp://127.0.0.1:2525",
        "smtp://[::1]:2525", "smtp://localhost:587"}) {
    Installation installation;
    installation.gateway_text +=
        "[mail]\nserver = \"" + std::string(server) + "\"\nfrom = \"a@b.example\"\n";
    EXPECT_TRUE(installation.load_gateway()) << server;
  }
  for (const std::string_view server :
       {"mail.example", "smtp://", "smtp://mail.example/x", "smtp://mail.example:0",
        "smtp://mail.example:99999", "smtp://user@mail.example", "smtp://mail example",
        "ftp://mail.example", "smtp://mail.example\\r\\nx"}) {
    Installation installation;
    installation.gateway_text +=
        "[mail]\nserver = \"" + std::string(server) + "\"\nfrom = \"a@b.example\"\n";
    EXPECT_FALSE(installation.load_gateway()) << server;
  }
}

TEST(GatewaySettingsFile, ReportsEveryProblemAtOnceWithItsLine) {
  Installation installation;
  auto& text = installation.gateway_text;
  Installation::replace(text, "name = \"demo\"", "nmae = \"demo\"");
  Installation::replace(text, "address = \"127.0.0.1\"", "address = \"localhost\"");
  Installation::replace(text, "port = 8443", "port = 84430");
  Installation::replace(text, "port = 9443", "port = \"9443\"");
  Installation::replace(text, "\"policy.toml\"", "\"nowhere.toml\"");
  Installation::replace(text, "level = \"info\"", "level = \"loud\"");
  Installation::replace(text, "[mesh]", "[mash]");
  const auto problems = installation.gateway_problems();
  const auto has_setting = [&](std::string_view label, std::string_view wrong,
                               std::string_view right) {
    return std::ranges::any_of(problems, [&](const Problem& problem) {
      return problem.path.starts_with("gatepost.toml:") && problem.label == label &&
             problem.wrong.find(wrong) != std::string::npos &&
             problem.right.find(right) != std::string::npos;
    });
  };
  EXPECT_TRUE(has_setting("[gateway] nmae", "not a known setting", "\"name\""));
  EXPECT_TRUE(has_setting("[gateway] name", "missing", "text"));
  EXPECT_TRUE(has_setting("[machine] address", "not an IP address", "127.0.0.1"));
  EXPECT_TRUE(has_setting("[machine] port", "84430 is out of range", "0 to 65535"));
  EXPECT_TRUE(has_setting("[admin] port", "not a whole number", "0 to 65535"));
  EXPECT_TRUE(has_setting("[exchange] policy", "nowhere.toml does not exist", "existing file"));
  EXPECT_TRUE(has_setting("[log] level", "not a level", "warning"));
  EXPECT_TRUE(has_setting("[mash]", "not a known setting", "\"mesh\""));
  EXPECT_TRUE(has_setting("[mesh]", "missing", "[mesh]"));
  EXPECT_EQ(problems.size(), 9U) << listed(problems);
}

TEST(GatewaySettingsFile, RefusesKeysInsideState) {
  for (const std::string_view keys :
       {"state/keys", "state", "state/", "pki/../state/a/b", "link/keys"}) {
    Installation installation;
    ASSERT_TRUE(posix::make_folder(installation.root() / "state/keys", Mode::secret));
    ASSERT_TRUE(posix::make_folder(installation.root() / "state/a/b", Mode::secret));
    fs::create_directory_symlink(installation.root() / "state", installation.root() / "link");
    Installation::replace(installation.gateway_text, "keys = \"keys\"",
                          "keys = \"" + std::string(keys) + "\"");
    const auto problems = installation.gateway_problems();
    EXPECT_TRUE(has(problems, "gatepost.toml:6", "[gateway] keys", "inside state")) << keys;
  }
  Installation beside;
  ASSERT_TRUE(posix::make_folder(beside.root() / "state-keys", Mode::secret));
  Installation::replace(beside.gateway_text, "keys = \"keys\"", "keys = \"state-keys\"");
  EXPECT_EQ(listed(beside.gateway_problems()), "");
}

TEST(GatewaySettingsFile, TellsWhatIsWrongWithTheConsole) {
  Installation installation;
  Installation::replace(installation.gateway_text, "port = 8444", "port = 9443");
  Installation::replace(
      installation.gateway_text, "name = \"Gatepost\"",
      "name = \"" + std::string(65, 'x') + "\"\nurl = \"http://gatepost.example/console\"");
  const auto problems = installation.gateway_problems();
  EXPECT_THAT(
      listed(problems),
      testing::AllOf(
          testing::HasSubstr("[console] port: it is the port of [machine] or [admin]; another"),
          testing::HasSubstr("[console] url: it is not what people would type to come here; https"),
          testing::HasSubstr("[console] name: it is not a name; 1 to 64 characters")));
  EXPECT_EQ(problems.size(), 3U) << listed(problems);
}

TEST(GatewaySettingsFile, TakesTheConsolesAddressOnlyAsBrowsersSendIt) {
  const std::pair<std::string_view, bool> table[] = {{"https://gatepost.example", true},
                                                     {"https://gatepost.example/", true},
                                                     {"https://gatepost.example:8444", true},
                                                     {"https://gatepost.example:4430", true},
                                                     {"https://[::1]", true},
                                                     {"https://[::443]", true},
                                                     {"https://[::1]:8444", true},
                                                     {"https://Gatepost.example", false},
                                                     {"https://[2001:DB8::1]", false},
                                                     {"https://gatepost.example:443", false},
                                                     {"https://gatepost.example:443/", false},
                                                     {"https://gatepost.example:08444", false},
                                                     {"https://[::1]:443", false}};
  for (const auto& [url, good] : table) {
    Installation installation;
    Installation::replace(installation.gateway_text, "name = \"Gatepost\"",
                          "name = \"Gatepost\"\nurl = \"" + std::string(url) + "\"");
    const auto problems = installation.gateway_problems();
    if (good)
      EXPECT_EQ(listed(problems), "") << url;
    else
      EXPECT_THAT(listed(problems), testing::HasSubstr("[console] url: browsers spell it another"))
          << url;
  }
}

TEST(GatewaySettingsFile, ServesNoBrowserWithoutAConsole) {
  Installation installation;
  const auto begin = installation.gateway_text.find("[console]");
  installation.gateway_text.erase(begin, installation.gateway_text.find("[receipts]") - begin);
  const auto settings = installation.load_gateway();
  ASSERT_TRUE(settings) << listed(settings.error());
  EXPECT_FALSE(settings->console);
}

TEST(GatewaySettingsFile, KeepsTheAdminPortOnThisMachine) {
  for (const std::string_view address : {"0.0.0.0", "192.0.2.7", "::", "2001:db8::1"}) {
    Installation installation;
    auto& text = installation.gateway_text;
    const auto at = text.find("address = \"127.0.0.1\"", text.find("[admin]"));
    text.replace(at, 21, "address = \"" + std::string(address) + "\"");
    EXPECT_TRUE(has(installation.gateway_problems(), "gatepost.toml:19", "[admin] address",
                    "other machines", "127.0.0.1"))
        << address << "\n"
        << listed(installation.gateway_problems());
  }
}

TEST(GatewaySettingsFile, RefusesOnePortForBothListeners) {
  Installation installation;
  Installation::replace(installation.gateway_text, "port = 9443", "port = 8443");
  EXPECT_EQ(installation.gateway_problems().size(), 1U);
  Installation both_free;
  Installation::replace(both_free.gateway_text, "port = 8443", "port = 0");
  Installation::replace(both_free.gateway_text, "port = 9443", "port = 0");
  EXPECT_EQ(listed(both_free.gateway_problems()), "");
}

TEST(GatewaySettingsFile, RefusesAFolderWhereAFileShouldBe) {
  Installation installation;
  Installation::replace(installation.gateway_text, "\"directory.csv\"", "\"pki\"");
  EXPECT_EQ(installation.gateway_problems().size(), 1U);
}

TEST(GatewaySettingsFile, ThatIsMissingOrBrokenIsNamed) {
  const Installation installation;
  const auto missing = GatewaySettings::load(installation.root() / "none.toml");
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().at(0).path.find("none.toml"), std::string::npos);
  write(installation.root() / "broken.toml", "[gateway\n");
  EXPECT_FALSE(GatewaySettings::load(installation.root() / "broken.toml"));
}

TEST(ClientSettingsFile, WrittenByInitIsReadBack) {
  const Installation installation;
  const auto settings = installation.load_client();
  ASSERT_TRUE(settings) << listed(settings.error());
  EXPECT_EQ(settings->gateway_url, "https://127.0.0.1:8443");
  EXPECT_EQ(settings->team.str(), "BXI-PSI");
  EXPECT_EQ(settings->mailbox.str(), "GPBXI01");
  EXPECT_EQ(settings->mailbox_password, "pass \"word\" \\ \n {}");
  EXPECT_EQ(settings->shared_key, "shared");
  EXPECT_EQ(fs::weakly_canonical(settings->trust),
            fs::canonical(installation.root() / "pki/ca.pem"));
  EXPECT_EQ(settings->outbox, installation.client_folder() / "outbox");
  EXPECT_EQ(settings->timeout_seconds, 30);
}

TEST(ClientSettingsFile, IsRefusedWhenOthersCanReadIt) {
  const Installation installation;
  const auto settings = installation.load_client(Mode::shared);
  ASSERT_FALSE(settings);
  EXPECT_NE(settings.error().at(0).right.find("0600"), std::string::npos);
}

TEST(ClientSettingsFile, ReportsProblemsWithoutTheSecrets) {
  Installation installation;
  auto& text = installation.client_text;
  Installation::replace(text, "code = \"BXI-PSI\"", "code = \"bxi\"");
  Installation::replace(text, "mailbox = \"GPBXI01\"", "mailbox = 7");
  Installation::replace(text, "shared_key = \"shared\"",
                        "shared_key = \"" + std::string(300, 's') + "\"");
  Installation::replace(text, "timeout_seconds = 30", "timeout_seconds = 0");
  const auto problems = installation.client_problems();
  EXPECT_EQ(problems.size(), 4U) << listed(problems);
  EXPECT_EQ(listed(problems).find("sss"), std::string::npos);
  Installation::replace(text, "password = \"", "password = \"secret-word\" \"");
  const auto broken = installation.client_problems();
  ASSERT_EQ(broken.size(), 1U);
  EXPECT_EQ(listed(broken).find("secret-word"), std::string::npos);
}

TEST(ClientSettingsFile, TakesOnlyTheAddressOfAGateway) {
  const std::pair<std::string_view, bool> table[] = {{"https://gateway.example", true},
                                                     {"https://gateway.example:8443/", true},
                                                     {"https://[::1]:8443", true},
                                                     {"https://[::1]", true},
                                                     {"http://gateway.example", false},
                                                     {"https://", false},
                                                     {"https://gateway.example/mesh", false},
                                                     {"https://user@gateway.example", false},
                                                     {"https://gateway.example:0", false},
                                                     {"https://gateway.example:70000", false},
                                                     {"https://gateway.example:", false},
                                                     {"https://[::1", false},
                                                     {"https://gateway.example:84x", false},
                                                     {"gateway.example", false}};
  for (const auto& [url, good] : table) {
    Installation installation;
    Installation::replace(installation.client_text, "https://127.0.0.1:8443", url);
    EXPECT_EQ(installation.client_problems().empty(), good) << url;
  }
}

}  // namespace
}  // namespace gatepost::config
