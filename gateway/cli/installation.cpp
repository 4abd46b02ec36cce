#include "gateway/cli/installation.hpp"

#include <fmt/format.h>

#include "gateway/cli/output.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cli {

std::optional<config::GatewaySettings> load_settings(const Path& config) {
  auto settings = config::GatewaySettings::load(config);
  if (settings) return std::move(*settings);
  print_problems(fmt::format("{}:", config.string()), settings.error());
  return std::nullopt;
}

std::optional<certs::KeyRing> open_keys(const config::GatewaySettings& settings) {
  auto keys = certs::KeyRing::open(settings.keys);
  if (keys) return std::move(*keys);
  complain(fmt::format("[gateway] keys: {}", keys.error().to_string()));
  return std::nullopt;
}

std::unique_ptr<exchange::View> open_view(const config::GatewaySettings& settings) {
  auto view = store::sqlite::open_sqlite_readonly(settings.state / "gatepost.db");
  if (view) return std::move(*view);
  complain(fmt::format("[gateway] state: {}", view.error().to_string()));
  return nullptr;
}

}  // namespace gatepost::cli
