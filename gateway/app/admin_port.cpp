#include "gateway/app/admin_port.hpp"

#include <fmt/format.h>

namespace gatepost::app {

namespace asio = boost::asio;
using formats::http1::Request;
using formats::http1::Response;

namespace {

Response text(int status, const std::string& body) {
  return Response{status, {{"content-type", "text/plain; charset=utf-8"}}, to_bytes(body)};
}

using Gauges = std::vector<Metrics::Gauge>;

void add_counts(Gauges& gauges, const exchange::View::Counts& counts) {
  auto add = [&](const char* name, const char* help, std::uint64_t value) {
    gauges.push_back({name, help, "", static_cast<double>(value)});
  };
  add("gatepost_forms", "Forms in the store", counts.forms);
  add("gatepost_conversations_waiting", "Conversations with an open deadline",
      counts.open_conversations);
  add("gatepost_inbox_uncollected", "Inbox items nobody has collected", counts.uncollected);
  add("gatepost_tasks_open", "Tasks that are not closed", counts.open_tasks);
  add("gatepost_effects_pending", "Reports and notifications decided but not handed over",
      counts.pending_effects);
}

void add_statistics(Gauges& gauges, const transports::ServerStatistics& statistics) {
  auto add = [&](const char* name, const char* help, std::uint64_t value) {
    gauges.push_back({name, help, "", static_cast<double>(value)});
  };
  add("gatepost_connections_open", "Open machine connections", statistics.open);
  add("gatepost_connections_accepted", "Machine connections accepted since the start",
      statistics.accepted);
  add("gatepost_connections_refused", "Connections over a cap since the start",
      statistics.refused_by_limit);
  add("gatepost_handshake_failures", "TLS handshakes that failed since the start",
      statistics.handshake_failures);
  add("gatepost_framing_errors", "Requests refused for their HTTP framing since the start",
      statistics.framing_errors);
  add("gatepost_timeouts", "Connections cut for slowness since the start", statistics.timeouts);
}

}  // namespace

asio::awaitable<Response> AdminPort::handle(const transports::ConnectionIdentity&,
                                            Request request) {
  const std::string& path = request.head.path;
  if (request.head.method != "GET" && request.head.method != "HEAD")
    co_return text(405, "Only GET is answered here.\n");
  if (path == "/health") co_return text(200, "alive\n");
  if (path == "/ready") co_return co_await ready();
  if (path == "/metrics") co_return co_await metrics();
  co_return text(404, "Here are /health, /ready and /metrics.\n");
}

// Ready means: a form sent now would be accepted. So the store must answer, and the CRL must be
// fresh (a stale one fails closed).
asio::awaitable<Response> AdminPort::ready() {
  if (phase_ == Phase::starting) co_return text(503, "starting\n");
  if (phase_ == Phase::draining) co_return text(503, "draining\n");
  Gateway& gateway = sources_.gateway;
  const ConfigurationPtr configuration = gateway.configuration();
  const Instant now = gateway.parts().clock.now();
  for (const auto& expiry : configuration->expiries)
    if (expiry.at < now && expiry.what != "bank-holidays")
      co_return text(503, expiry.what + " has run out: renew it, then send SIGHUP\n");
  if (!sources_.loops_alive())
    co_return text(503, "escalation stands still: see the log, restart\n");
  exchange::Work probe;
  probe.run = [](exchange::Transaction&) -> Result<std::string> { return std::string{}; };
  const auto answer = co_await gateway.submit(std::move(probe));
  if (!answer)
    co_return text(503, "the store does not answer: " + answer.error().to_string() + "\n");
  co_return text(200, "ready\n");
}

asio::awaitable<Response> AdminPort::metrics() {
  Gateway& gateway = sources_.gateway;
  const ConfigurationPtr configuration = gateway.configuration();
  Gauges gauges;
  gauges.push_back({"gatepost_build_info", "The running version",
                    fmt::format("version=\"{}\"", sources_.version), 1});
  auto counts =
      co_await gateway.parts().workers.run([&gateway]() -> Result<exchange::View::Counts> {
        GP_TRY(auto view, gateway.parts().store.view());
        return view->counts();
      });
  if (counts) add_counts(gauges, *counts);
  gauges.push_back(
      {"gatepost_store_answers", "1 when the store can be read", "", counts ? 1.0 : 0.0});
  add_statistics(gauges, sources_.machine_statistics());
  for (const auto& expiry : configuration->expiries)
    gauges.push_back({"gatepost_expires_timestamp_seconds",
                      "When a certificate, CRL or the bank holidays run out",
                      fmt::format("what=\"{}\"", expiry.what),
                      static_cast<double>(to_unix_ms(expiry.at)) / 1000});
  if (const auto copied = sources_.checkpoint_copied_at())
    gauges.push_back({"gatepost_checkpoint_copied_timestamp_seconds",
                      "When the log's checkpoint last stood in its other place", "",
                      static_cast<double>(to_unix_ms(*copied)) / 1000});
  co_return Response{200,
                     {{"content-type", "text/plain; version=0.0.4"}},
                     to_bytes(gateway.parts().metrics.expose(gauges))};
}

}  // namespace gatepost::app
