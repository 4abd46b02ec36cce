// UserStore: the rows of people, opened for one command of an administrator, beside a running
// gateway or without one. Blocking; one thread.
#pragma once

#include <functional>
#include <memory>

#include "certs/seal.hpp"
#include "config/directory.hpp"
#include "config/settings.hpp"
#include "gateway/base/log.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/exchange/port.hpp"
#include "gateway/identity/change.hpp"

namespace gatepost::cli {

class UserStore {
 public:
  // Says what is wrong, and answers nothing, when settings, keys or database cannot be used.
  static std::unique_ptr<UserStore> open(const Path& config);

  // One transaction, with its entries in the audit log.
  Result<void> change(std::function<Result<void>(identity::Change&)> act);
  Result<std::unique_ptr<exchange::View>> view() { return store_->view(); }
  const certs::KeyRing& keys() const { return *keys_; }
  const config::GatewaySettings& settings() const { return settings_; }
  Random& random() { return random_; }
  // As it stands today; nothing, after saying why, when it cannot be read.
  std::optional<config::Directory> directory() const;

 private:
  explicit UserStore(config::GatewaySettings settings) : settings_(std::move(settings)) {}

  config::GatewaySettings settings_;
  std::optional<certs::KeyRing> keys_;
  posix::SystemRandom random_;
  Log log_;
  std::unique_ptr<exchange::Store> store_;
};

}  // namespace gatepost::cli
