// AdminPort: /health, /ready and /metrics for the operator, plain HTTP on a loopback address. Says
// nothing about any message.
#pragma once

#include <atomic>
#include <functional>

#include "gateway/app/gateway.hpp"
#include "transports/http_server.hpp"

namespace gatepost::app {

class AdminPort final : public transports::HttpHandler {
 public:
  enum class Phase { starting, ready, draining };
  struct Sources {
    Gateway& gateway;
    std::function<transports::ServerStatistics()> machine_statistics;
    std::string version;
    std::function<bool()> loops_alive;  // escalation and effects go round
    std::function<std::optional<Instant>()> checkpoint_copied_at;
  };
  explicit AdminPort(Sources sources) : sources_(std::move(sources)) {}
  void enter(Phase phase) { phase_ = phase; }

  std::size_t body_limit(const formats::http1::RequestHead&) const override { return 0; }
  boost::asio::awaitable<formats::http1::Response> handle(
      const transports::ConnectionIdentity& peer, formats::http1::Request request) override;

 private:
  boost::asio::awaitable<formats::http1::Response> ready();
  boost::asio::awaitable<formats::http1::Response> metrics();

  Sources sources_;
  std::atomic<Phase> phase_ = Phase::starting;
};

}  // namespace gatepost::app
