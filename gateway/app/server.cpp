#include "gateway/app/server.hpp"

#include <fmt/format.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <thread>

#include "gateway/app/admin_port.hpp"
#include "gateway/app/checkpoint_keeper.hpp"
#include "gateway/app/loops.hpp"
#include "gateway/app/mail_notifier.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/base/task_group.hpp"
#include "gateway/exchange/journal.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using config::Checked;

namespace {

constexpr std::chrono::seconds floods_summarised_every{60};
constexpr std::chrono::seconds store_watched_every{1};
constexpr std::chrono::seconds console_drain{5};
constexpr std::chrono::seconds calendar_watched_every{30};

Problems one_problem(std::string label, std::string path, const Error& error, std::string right) {
  return {{std::move(label), std::move(path), error.context(), std::move(right)}};
}

Log::Options log_options(const config::GatewaySettings& settings) {
  Log::Options options;
  if (settings.log_file) options.file = settings.log_file->string();
  if (settings.log_level == "debug") options.least = Log::Level::debug;
  if (settings.log_level == "warning") options.least = Log::Level::warning;
  if (settings.log_level == "error") options.least = Log::Level::error;
  return options;
}

std::size_t worker_count(const config::GatewaySettings& settings) {
  if (settings.workers > 0) return static_cast<std::size_t>(settings.workers);
  return std::max(1U, std::thread::hardware_concurrency());
}

// "https://gatepost.example:8443" -> its host name and itself; empty for an empty one.
identity::RelyingParty party_of(const std::string& url) {
  constexpr std::string_view scheme = "https://";
  if (!url.starts_with(scheme)) return {};
  const auto host = url.substr(scheme.size());
  return {host.substr(0, host.find(':')), url};
}

// Everything of a running gateway; members in order of construction, so that they go in reverse.
class Process {
 public:
  Process(const ServerOptions& options, const ConfigurationPtr& configuration,
          std::unique_ptr<exchange::Store> store, std::unique_ptr<Log> log,
          std::unique_ptr<Metrics> metrics)
      : options_(options),
        log_(std::move(log)),
        metrics_(std::move(metrics)),
        store_(std::move(store)),
        workers_(worker_count(configuration->settings)),
        gateway_({*store_, workers_, clock_, random_, *log_, *metrics_}, configuration),
        notifier_({clock_, *log_, *metrics_}),
        loops_(gateway_, notifier_),
        checkpoints_(gateway_),
        machine_port_(gateway_, options.make_faces(gateway_)),
        machine_(io_, *log_, machine_port_, machine_options(*configuration)),
        admin_port_({gateway_, [this] { return machine_.statistics(); }, options.version,
                     [this] { return loops_.alive(clock_.now()); },
                     [this] { return checkpoints_.copied_at(); }}),
        admin_(io_, *log_, admin_port_, options_of(configuration->settings.admin)),
        tasks_(io_.get_executor(), *log_),
        signals_(io_, SIGTERM, SIGINT, SIGHUP) {
    if (!configuration->console_tls || !options.make_console) return;
    identity_ = std::make_unique<Identity>(
        gateway_, Identity::Options{{}, party_of(configuration->settings.console->url)});
    administration_ = std::make_unique<Administration>(
        gateway_, *identity_,
        Administration::Process{[this] { return loops_.alive(clock_.now()); },
                                [this] { return checkpoints_.copied_at(); },
                                [this] { return take_up(); }, options.version});
    console_handler_ = options.make_console(gateway_, *identity_, *administration_);
    console_ = std::make_unique<transports::HttpServer>(io_, *log_, *console_handler_,
                                                        console_options(*configuration));
  }

  Result<void> listen() {
    GP_CHECK(machine_.start());
    GP_CHECK(admin_.start());
    if (console_) GP_CHECK(console_->start());
    const auto& settings = gateway_.configuration()->settings;
    GP_CHECK(write_port(settings.state / "machine.port", machine_.port()));
    if (console_) GP_CHECK(write_port(settings.state / "console.port", console_->port()));
    return write_port(settings.state / "admin.port", admin_.port());
  }

  void run() {
    tasks_.spawn("escalation", [this] { return loops_.escalate_for_ever(); });
    tasks_.spawn("reports", [this] { return loops_.report_for_ever(); });
    tasks_.spawn("notifications", [this] { return loops_.notify_for_ever(); });
    tasks_.spawn("store-watch", [this] { return watch_store(); });
    tasks_.spawn("floods", [this] { return summarise_floods(); });
    tasks_.spawn("signals", [this] { return obey_signals(); });
    tasks_.spawn("configuration", [this] { return record_configuration(); });
    tasks_.spawn("calendar", [this] { return follow_the_calendar(); });
    tasks_.spawn("checkpoints", [this] { return checkpoints_.keep_for_ever(); });
    tasks_.spawn("checkpoints-watch", [this] { return checkpoints_.watch_for_ever(); });
    tasks_.spawn("crls", [this] { return gateway_.keep_crls(gateway_.configuration()); });
    if (administration_)
      tasks_.spawn("log-verification", [this] { return administration_->verify_for_ever(); });
    admin_port_.enter(AdminPort::Phase::ready);
    log_->info("ready", {{"machine_port", machine_.port()},
                         {"admin_port", admin_.port()},
                         {"console_port", console_ ? console_->port() : 0},
                         {"policy_rungs", gateway_.configuration()->policy.rungs.size()}});
    io_.run();
    log_->info("stopped");
    log_->flush();
  }

 private:
  transports::HttpServer::Options options_of(const config::ListenerSettings& listener) const {
    transports::HttpServer::Options options;
    options.address = listener.address;
    options.port = static_cast<std::uint16_t>(listener.port);
    options.clock = &clock_;
    return options;
  }
  transports::HttpServer::Options machine_options(const Configuration& configuration) const {
    auto options = options_of(configuration.settings.machine);
    options.tls = configuration.machine_tls;
    return options;
  }
  transports::HttpServer::Options console_options(const Configuration& configuration) const {
    auto options = options_of(configuration.settings.console->listener);
    options.tls = configuration.console_tls;
    options.connections_per_address = limits::console_connections_per_address;
    return options;
  }
  static Result<void> write_port(const std::filesystem::path& file, std::uint16_t port) {
    return posix::write_file_durably(file, as_bytes(fmt::format("{}\n", port)),
                                     posix::Mode::shared);
  }

  asio::awaitable<void> obey_signals() {
    for (;;) {
      const int signal = co_await signals_.async_wait(asio::use_awaitable);
      if (signal != SIGHUP) co_return co_await shut_down();
      co_await take_up();
    }
  }

  // Reads every file again; what is wrong with them is answered, for whoever asked from a page.
  asio::awaitable<Problems> take_up() {
    const ConfigurationPtr before = gateway_.configuration();
    Problems problems = reload();
    const ConfigurationPtr after = gateway_.configuration();
    if (before != after) co_await gateway_.keep_crls(after);
    if (before->directory.digest_hex() != after->directory.digest_hex() ||
        before->policy.digest_hex != after->policy.digest_hex)
      co_await record_configuration();
    co_return problems;
  }

  // A configuration that does not hold together is refused whole: the gateway goes on with the one
  // it has.
  Problems reload() {
    try {
      return load_and_swap();
    } catch (const std::exception&) {
      log_->error("reload-threw");
    }
    return {{"Settings", options_.settings_file.string(), "they could not be read",
             "see the gateway's log"}};
  }

  Problems load_and_swap() {
    auto settings = config::GatewaySettings::load(options_.settings_file);
    Checked<ConfigurationPtr> fresh = std::unexpected(Problems{});
    if (settings)
      fresh = load_configuration(*settings, clock_.now());
    else
      fresh = std::unexpected(std::move(settings).error());
    if (!fresh) {
      for (const Problem& problem : fresh.error())
        log_->error(
            "reload-refused",
            {{"problem", Error(Errc::bad_request, problem.label + " (" + problem.path + "): " +
                                                      problem.wrong + "; " + problem.right)}});
      return fresh.error();
    }
    gateway_.replace_configuration(*fresh);
    machine_.reload((*fresh)->machine_tls);
    if (console_ && (*fresh)->console_tls) console_->reload((*fresh)->console_tls);
    log_->info("reloaded", {{"teams", (*fresh)->directory.teams().size()}});
    return {};
  }

  // Rows of the directory begin and end at midnight; then it is taken up anew, once a day at most.
  asio::awaitable<void> follow_the_calendar() {
    std::optional<std::chrono::year_month_day> followed;
    while (!stopping_) {
      calendar_timer_.expires_after(calendar_watched_every);
      boost::system::error_code ignored;
      co_await calendar_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      const ConfigurationPtr configuration = gateway_.configuration();
      const auto today = configuration->calendar.local_date(clock_.now());
      const auto changes = configuration->directory_changes;
      if (stopping_ || !changes || today < *changes || followed == today) continue;
      followed = today;
      reload();
      co_await record_configuration();
    }
  }

  // Whoever reads the log later must be able to tell which list of teams, and which policy, a
  // decision rested on.
  asio::awaitable<void> record_configuration() {
    const ConfigurationPtr configuration = gateway_.configuration();
    if (!configuration->warnings.empty())
      log_->warning("configuration-warnings", {{"count", configuration->warnings.size()},
                                               {"see", Literal("gatepost serve --check")}});
    exchange::Work work;
    work.run = [provenance = gateway_.provenance(*configuration, "gateway"), now = clock_.now(),
                configuration](exchange::Transaction& transaction) -> Result<std::string> {
      audit::Entry entry = exchange::base_entry(provenance, now);
      entry.event = "configuration-loaded";
      entry.policy = configuration->policy.id;
      entry.reason = fmt::format("directory:{} policy:{} policy-digest:{}",
                                 configuration->directory.digest_hex(), configuration->policy.id,
                                 configuration->policy.digest_hex);
      transaction.append_audit(std::move(entry));
      return std::string{};
    };
    auto recorded = co_await gateway_.submit(std::move(work));
    if (!recorded) log_->error("configuration-not-recorded", {{"error", recorded.error()}});
  }

  asio::awaitable<void> shut_down() {
    admin_port_.enter(AdminPort::Phase::draining);
    log_->info("draining");
    const std::chrono::seconds deadline{gateway_.configuration()->settings.drain_seconds};
    std::size_t cut = 0;
    // Pages are short; a slow download may begin again.
    if (console_)
      cut = co_await console_->drain(std::min<std::chrono::milliseconds>(deadline, console_drain));
    cut += co_await machine_.drain(deadline);
    loops_.stop();
    checkpoints_.stop();
    if (administration_) administration_->stop();
    notifier_.stop();
    stopping_ = true;
    floods_timer_.cancel();
    watch_timer_.cancel();
    calendar_timer_.cancel();
    co_await admin_.drain(std::chrono::seconds{1});
    if (cut > 0) log_->warning("drain-deadline", {{"connections_cut", cut}});
  }

  // After an I/O error the store is closed for good, and only a restart recovers
  // (SECURITY-AND-FAULTS, durability). Nothing that runs could still be answered truthfully, so the
  // process goes at once.
  asio::awaitable<void> watch_store() {
    while (!stopping_) {
      watch_timer_.expires_after(store_watched_every);
      boost::system::error_code ignored;
      co_await watch_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      exchange::Work probe;
      probe.run = [](exchange::Transaction&) -> Result<std::string> { return std::string{}; };
      auto answer = co_await gateway_.submit(std::move(probe));
      if (answer || !answer.error().is(exchange::StoreErrc::stopped)) continue;
      log_->error("store-stopped", {{"error", answer.error()}});
      log_->flush();
      std::_Exit(store_stopped_exit);
    }
  }

  // Refusals of peers nobody knows are counted, and one log entry a minute says how many (DESIGN
  // rule 7).
  asio::awaitable<void> summarise_floods() {
    transports::ServerStatistics last;
    while (!stopping_) {
      floods_timer_.expires_after(floods_summarised_every);
      boost::system::error_code ignored;
      co_await floods_timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
      const auto now = listener_statistics();
      const auto failures = now.handshake_failures - last.handshake_failures;
      const auto over_limit = now.refused_by_limit - last.refused_by_limit;
      const auto framing = now.framing_errors - last.framing_errors;
      const auto strangers = gateway_.take_strangers();
      const auto sign_ins = identity_ ? identity_->take_refused_sign_ins() : 0;
      last = now;
      if (failures + over_limit + framing + strangers + sign_ins == 0) continue;
      co_await record_flood(
          fmt::format("handshakes:{} over-limit:{} framing:{} no-team-of-ours:{} sign-ins:{}",
                      failures, over_limit, framing, strangers, sign_ins));
    }
  }

  // Of both listeners that strangers can reach.
  transports::ServerStatistics listener_statistics() const {
    transports::ServerStatistics sum = machine_.statistics();
    if (!console_) return sum;
    const auto more = console_->statistics();
    sum.handshake_failures += more.handshake_failures;
    sum.refused_by_limit += more.refused_by_limit;
    sum.framing_errors += more.framing_errors;
    return sum;
  }

  asio::awaitable<void> record_flood(std::string summary) {
    const ConfigurationPtr configuration = gateway_.configuration();
    exchange::Work work;
    work.run = [provenance = gateway_.provenance(*configuration, "peer:unauthenticated"),
                now = clock_.now(),
                summary](exchange::Transaction& transaction) -> Result<std::string> {
      exchange::record_refusal(transaction, provenance, now, summary, std::nullopt);
      return std::string{};
    };
    auto recorded = co_await gateway_.submit(std::move(work));
    if (!recorded) log_->error("flood-not-recorded", {{"error", recorded.error()}});
  }

  const ServerOptions& options_;
  posix::SystemClock clock_;
  posix::SystemRandom random_;
  std::unique_ptr<Log> log_;
  std::unique_ptr<Metrics> metrics_;
  asio::io_context io_{1};
  std::unique_ptr<exchange::Store> store_;
  Workers workers_;
  Gateway gateway_;
  MailNotifier notifier_;
  Loops loops_;
  CheckpointKeeper checkpoints_;
  MachinePort machine_port_;
  transports::HttpServer machine_;
  std::unique_ptr<Identity> identity_;  // without a [console] none of these four
  std::unique_ptr<Administration> administration_;
  std::unique_ptr<transports::HttpHandler> console_handler_;
  std::unique_ptr<transports::HttpServer> console_;
  AdminPort admin_port_;
  transports::HttpServer admin_;
  TaskGroup tasks_;
  asio::signal_set signals_;
  asio::steady_timer floods_timer_{io_};
  asio::steady_timer watch_timer_{io_};
  asio::steady_timer calendar_timer_{io_};
  std::atomic<bool> stopping_ = false;
};

}  // namespace

std::expected<void, Problems> run_server(const ServerOptions& options) {
  // A peer that closes early must cost an error code, not the process.
  std::signal(SIGPIPE, SIG_IGN);

  auto settings = config::GatewaySettings::load(options.settings_file);
  if (!settings) return std::unexpected(std::move(settings).error());
  auto configuration = load_configuration(*settings, posix::SystemClock{}.now());
  if (!configuration) return std::unexpected(std::move(configuration).error());

  if (auto made = posix::make_folder(settings->state, posix::Mode::secret); !made)
    return std::unexpected(one_problem("[gateway] state", settings->state.string(), made.error(),
                                       "a folder that the gateway's user may write"));
  auto log = std::make_unique<Log>(log_options(*settings));
  auto metrics = std::make_unique<Metrics>();
  store::sqlite::Options store_options;
  store_options.writer.stopwatch = [] {
    return std::chrono::steady_clock::now().time_since_epoch();
  };
  store_options.writer.on_commit = [m = metrics.get()](std::size_t, std::chrono::nanoseconds took) {
    m->commit_duration.observe(took);
  };
  const auto database = settings->state / "gatepost.db";
  auto store = store::sqlite::open_sqlite(database, *log, std::move(store_options));
  if (!store)
    return std::unexpected(one_problem("[gateway] state", database.string(), store.error(),
                                       "a database of this version that no other gateway uses"));
  Process process(options, *configuration, std::move(*store), std::move(log), std::move(metrics));
  if (auto listening = process.listen(); !listening)
    return std::unexpected(one_problem("[machine], [console] or [admin] port",
                                       settings->file.string(), listening.error(),
                                       "an address of this machine and a free port"));
  process.run();
  return {};
}

}  // namespace gatepost::app
