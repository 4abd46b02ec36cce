// A folder of settings for tests to change and load.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "config/settings.hpp"
#include "config/settings_templates.hpp"
#include "gateway/base/posix/posix.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::config::test {

namespace fs = std::filesystem;
using posix::Mode;

inline void write(const fs::path& file, std::string_view text, Mode mode = Mode::shared) {
  // Not durably: these tests write hundreds of files, and an fsync each would take seconds.
  fs::create_directories(file.parent_path());
  std::ofstream(file) << text;
  fs::permissions(file, static_cast<fs::perms>(mode));
}

// A folder as `gatepost init` leaves it: everything that the templates name is there.
class Installation {
 public:
  Installation() {
    for (const auto name :
         {layout::ca_certificate, layout::crl, layout::machine_certificate, layout::machine_key,
          layout::console_certificate, layout::console_key, layout::receipt_certificate,
          layout::receipt_key, layout::log_key, layout::directory, layout::policy,
          layout::bank_holidays, layout::mailbox_keys})
      write(folder_ / name, "x");
    for (const auto name : {layout::keys, layout::custody})
      EXPECT_TRUE(posix::make_folder(folder_ / name, Mode::secret));
    write(client_folder() / layout::team_certificate, "x");
    write(client_folder() / layout::team_key, "x");
    gateway_text = gateway_settings_toml(
        {.name = "demo", .machine_port = 8443, .admin_port = 9443, .console_port = 8444});
    client_text = client_settings_toml({.url = "https://127.0.0.1:8443",
                                        .team = *TeamCode::parse("BXI-PSI"),
                                        .mailbox = *MailboxId::parse("GPBXI01"),
                                        .password = "pass \"word\" \\ \n {}",
                                        .shared_key = "shared"});
  }

  fs::path root() const { return folder_.path(); }
  fs::path client_folder() const { return folder_.path() / "teams/BXI-PSI"; }

  Checked<GatewaySettings> load_gateway() const {
    write(folder_ / layout::gateway_toml, gateway_text);
    return GatewaySettings::load(folder_ / layout::gateway_toml);
  }
  Checked<ClientSettings> load_client(Mode mode = Mode::secret) const {
    write(client_folder() / layout::client_toml, client_text, mode);
    return ClientSettings::load(client_folder() / layout::client_toml);
  }
  Problems gateway_problems() const {
    const auto settings = load_gateway();
    return settings ? Problems{} : settings.error();
  }
  Problems client_problems() const {
    const auto settings = load_client();
    return settings ? Problems{} : settings.error();
  }

  static void replace(std::string& text, std::string_view what, std::string_view with) {
    const auto at = text.find(what);
    ASSERT_NE(at, std::string::npos) << what;
    text.replace(at, what.size(), with);
  }

  std::string gateway_text;
  std::string client_text;

 private:
  gatepost::test::TemporaryFolder folder_;
};

}  // namespace gatepost::config::test
