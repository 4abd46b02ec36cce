// How many forms a second a gateway accepts durably, beside what this machine could do at most
// (`ops/bench accept`).
//
// The real program runs as its own process (GATEPOST_BIN); load comes from client threads over TLS
// keep-alive connections on loopback, each posting its own signed forms. Beside it, in the same
// run:
//   cryptography  verify + validate + sign, as one accept needs them, on all cores
//   disk          appending what one accept stores, fsynced in groups as the store does
// The load generator shares the cores with the gateway, so the figure is a lower bound.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "formats/xmldsig/enveloped.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/client.hpp"
#include "gateway/cli/form_file.hpp"
#include "tests/bench/common.hpp"

namespace {

using namespace gatepost;
using namespace gatepost::bench;

struct Options {
  int clients = 16;
  int seconds = 10;
  std::size_t form_bytes = 10 * 1024;
};

double cpu_seconds(pid_t pid) {
  std::ifstream stat(fmt::format("/proc/{}/stat", pid));
  std::string line;
  std::getline(stat, line);
  std::vector<std::string> fields;
  for (std::size_t at = line.rfind(')') + 2; at < line.size();) {
    const auto end = line.find(' ', at);
    fields.push_back(line.substr(at, end - at));
    if (end == std::string::npos) break;
    at = end + 1;
  }
  if (fields.size() < 13) return 0;
  return (std::stod(fields[11]) + std::stod(fields[12])) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

struct LoadResult {
  double accepts_per_second = 0;
  std::vector<double> latencies_ms;
  std::uint64_t refused = 0;
  double gateway_cpu_cores = 0;
};

LoadResult run_load(const Options& options, const fs::path& config, pid_t gateway) {
  std::atomic<bool> stop = false;
  std::atomic<std::uint64_t> accepted = 0, refused = 0;
  std::atomic<int> prepared = 0;
  std::atomic<bool> go = false;
  std::vector<std::vector<double>> latencies(static_cast<std::size_t>(options.clients));
  std::vector<std::thread> threads;
  for (int client = 0; client < options.clients; ++client) {
    threads.emplace_back([&, client] {
      auto connection = cli::Client::open(config);
      if (!connection) die("no client");
      posix::SystemRandom random;
      // Signed before the clock starts: a sender's signing is its own machine's work.
      std::vector<Bytes> ready;
      for (int i = 0; i < 150 * options.seconds / std::max(1, options.clients / 8); ++i) {
        auto bytes = formats::xmldsig::sign_enveloped(
            as_bytes(make_lief(random, options.form_bytes)), connection->signer());
        if (!bytes) die(bytes.error().to_string());
        ready.push_back(std::move(*bytes));
      }
      ++prepared;
      while (!go) std::this_thread::sleep_for(std::chrono::milliseconds{1});
      for (const Bytes& form : ready) {
        if (stop) break;
        const auto start = Steady::now();
        auto answer = connection->mailbox("POST", "/outbox",
                                          {{"content-type", "application/xml"},
                                           {"mex-to", "GATEPOST"},
                                           {"mex-workflowid", "GATEPOST_LIEF"}},
                                          form);
        const bool ok = answer && answer->status == 202;
        if (stop) break;
        ++(ok ? accepted : refused);
        latencies[static_cast<std::size_t>(client)].push_back(seconds_since(start) * 1000);
      }
    });
  }
  while (prepared < options.clients) std::this_thread::sleep_for(std::chrono::milliseconds{10});
  const double cpu_before = cpu_seconds(gateway);
  const auto start = Steady::now();
  go = true;
  std::this_thread::sleep_for(std::chrono::seconds{options.seconds});
  stop = true;
  const double took = seconds_since(start);
  LoadResult result;
  result.accepts_per_second = static_cast<double>(accepted) / took;
  result.refused = refused;
  result.gateway_cpu_cores = (cpu_seconds(gateway) - cpu_before) / took;
  for (auto& thread : threads) thread.join();
  for (auto& some : latencies)
    result.latencies_ms.insert(result.latencies_ms.end(), some.begin(), some.end());
  std::ranges::sort(result.latencies_ms);
  return result;
}

double percentile(const std::vector<double>& sorted, double at) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<std::size_t>(at * static_cast<double>(sorted.size() - 1))];
}

// verify + validate + sign of one accept, on every core; per second.
double cryptography_limit(const Options& options, const fs::path& folder) {
  auto client = cli::Client::open(folder / "clients/BXI-PSI/client.toml");
  auto trust = cli::load_trust({folder / "pki/ca.pem", folder / "pki/crl.pem"});
  if (!client || !trust) die("no trust");
  posix::SystemRandom random;
  auto form = formats::xmldsig::sign_enveloped(as_bytes(make_lief(random, options.form_bytes)),
                                               client->signer());
  std::atomic<std::uint64_t> done = 0;
  std::atomic<bool> stop = false;
  std::vector<std::thread> threads;
  const unsigned cores = std::max(1U, std::thread::hardware_concurrency());
  const auto start = Steady::now();
  for (unsigned core = 0; core < cores; ++core)
    threads.emplace_back([&] {
      const Instant now = posix::SystemClock{}.now();
      while (!stop) {
        auto verified = cli::verify_form(*form, *trust, now);
        if (!verified || !verified->form) die("the form does not verify");
        auto made = client->signer().sign(*form);
        if (!made) die("cannot sign");
        ++done;
      }
    });
  std::this_thread::sleep_for(std::chrono::seconds{3});
  stop = true;
  for (auto& thread : threads) thread.join();
  return static_cast<double>(done) / seconds_since(start);
}

// The store's own commits during the load, from the gateway's metrics.
struct Commits {
  double count = 0, seconds = 0;
};

Commits commits_of(const fs::path& folder) {
  std::ifstream port_file(folder / "state/admin.port");
  std::string port;
  port_file >> port;
  const std::string command = "curl -s http://127.0.0.1:" + port + "/metrics";
  Commits commits;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return commits;
  std::array<char, 4096> line{};
  while (std::fgets(line.data(), static_cast<int>(line.size()), pipe) != nullptr) {
    std::sscanf(line.data(), "gatepost_commit_seconds_sum %lf", &commits.seconds);
    std::sscanf(line.data(), "gatepost_commit_seconds_count %lf", &commits.count);
  }
  pclose(pipe);
  return commits;
}

struct DiskLimit {
  double fsyncs_per_second = 0;
  double accepts_per_second = 0;  // with `group` accepts per fsync
};

// Appends what a batch of `group` accepts writes and fsyncs it, again and again.
DiskLimit disk_limit(const Options& options, const fs::path& folder, int group) {
  const fs::path file = folder / "fsync-limit";
  const int descriptor = open(file.c_str(), O_CREAT | O_WRONLY | O_APPEND, 0600);
  const std::string block((options.form_bytes + 12 * 1024) * static_cast<std::size_t>(group), 'x');
  std::uint64_t rounds = 0;
  const auto start = Steady::now();
  while (seconds_since(start) < 3) {
    if (write(descriptor, block.data(), block.size()) < 0 || fdatasync(descriptor) != 0)
      die("disk");
    ++rounds;
  }
  const double per_second = static_cast<double>(rounds) / seconds_since(start);
  close(descriptor);
  fs::remove(file);
  return {per_second, per_second * group};
}

void wait_until_ready(const fs::path& folder) {
  const auto start = Steady::now();
  while (!fs::exists(folder / "state/machine.port")) {
    if (seconds_since(start) > 20) die("the gateway did not start");
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
}

void report(const Options& options, const LoadResult& load, double crypto, const DiskLimit& disk,
            const Stages& stages, const Commits& commits) {
  const double limit = std::min(crypto, disk.accepts_per_second);
  fmt::print("form: {} bytes; {} keep-alive TLS clients; {} s\n", options.form_bytes,
             options.clients, options.seconds);
  fmt::print(
      "accepted durably      {:8.0f} a second   p50 {:.1f} ms   p99 {:.1f} ms   refused {}\n",
      load.accepts_per_second, percentile(load.latencies_ms, 0.5),
      percentile(load.latencies_ms, 0.99), load.refused);
  fmt::print(
      "the gateway used      {:8.2f} cores; the rest of the machine went to the load generator\n",
      load.gateway_cpu_cores);
  fmt::print("limit, cryptography   {:8.0f} a second   verify + validate + sign on all cores\n",
             crypto);
  fmt::print("limit, disk           {:8.0f} a second   {:.0f} fsyncs a second, {} accepts each\n",
             disk.accepts_per_second, disk.fsyncs_per_second, options.clients);
  fmt::print("ratio to the lower    {:8.2f}\n", load.accepts_per_second / limit);
  fmt::print("where the time goes, milliseconds of one core for one form:\n");
  fmt::print("  signature, certificate path, canonical form   {:6.2f}\n", stages.signature);
  fmt::print("  every field and rule                          {:6.2f}\n", stages.fields);
  fmt::print("  a receipt, signed                             {:6.2f}\n", stages.receipt);
  fmt::print("  sealing                                       {:6.2f}\n", stages.seal);
  fmt::print("  a commit of the store, fsync included         {:6.2f}   {:.1f} forms each\n",
             commits.count > 0 ? commits.seconds * 1000 / commits.count : 0,
             commits.count > 0 ? load.accepts_per_second * options.seconds / commits.count : 0);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--clients") options.clients = std::atoi(argv[i + 1]);
    if (name == "--seconds") options.seconds = std::atoi(argv[i + 1]);
  }
  const char* program = std::getenv("GATEPOST_BIN");
  if (program == nullptr) die("GATEPOST_BIN must name the program");
  const fs::path folder =
      fs::temp_directory_path() / ("gatepost-bench-" + std::to_string(getpid()));
  const int port = 21000 + getpid() % 9000;
  Child init(program,
             {"init", folder.string(), "--machine-port", std::to_string(port), "--admin-port", "0",
              "--console-port", "0"},
             fs::temp_directory_path() / "gatepost-bench.log");
  if (init.wait() != 0) die("init failed");
  {
    Child gateway(program, {"serve", "--config", (folder / "gatepost.toml").string()},
                  folder / "serve.log");
    wait_until_ready(folder);
    const LoadResult load =
        run_load(options, folder / "clients/BXI-PSI/client.toml", gateway.pid());
    const Commits commits = commits_of(folder);
    const double crypto = cryptography_limit(options, folder);
    const DiskLimit disk = disk_limit(options, folder, options.clients);
    report(options, load, crypto, disk, time_stages(options.form_bytes, folder), commits);
  }
  fs::remove_all(folder);
  return 0;
}
