// A gateway's own files, for the commands of its administrators: settings, keys and store, beside a
// running or stopped gateway. Whatever cannot be opened is said, and nothing is answered then.
#pragma once

#include <memory>
#include <optional>

#include "certs/seal.hpp"
#include "config/settings.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::cli {

std::optional<config::GatewaySettings> load_settings(const Path& config);
std::optional<certs::KeyRing> open_keys(const config::GatewaySettings& settings);
// Reads only. Whoever compares the log with a checkpoint reads the checkpoint first: a snapshot
// taken before would be shorter than what was signed meanwhile.
std::unique_ptr<exchange::View> open_view(const config::GatewaySettings& settings);

}  // namespace gatepost::cli
