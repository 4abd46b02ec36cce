// What the log costs (`ops/bench audit`): appending, beside all that one accept costs a core;
// verifying a million entries with the real program, and a proof out of that million. Figures are
// ratios to their bars, so that they mean the same on every machine.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <future>
#include <random>

#include "config/settings_templates.hpp"
#include "gateway/app/log_keeping.hpp"
#include "gateway/audit/proof.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/store/sqlite/open.hpp"
#include "tests/bench/common.hpp"

namespace {

using namespace gatepost;
using namespace gatepost::bench;

struct Options {
  std::uint64_t entries = 1'000'000;
  int rounds = 300;
};

constexpr std::size_t accepts_in_a_batch = 16;   // as many clients as `ops/bench accept` has
constexpr std::size_t entries_of_an_accept = 3;  // accepted, sharing-stated, and a rung of a reply
constexpr std::size_t form_bytes = 10 * 1024;
constexpr double append_bar = 0.05, verify_bar_seconds = 10, proof_bar_ms = 1;

audit::Entry entry_of(const exchange::MessageKey& key, Instant at) {
  audit::Entry entry;
  entry.at = at;
  entry.verb = audit::Verb::collection;
  entry.actor = "team:BXI-PSI";
  entry.how = "certificate";
  entry.event = "accepted";
  entry.conversation = key.id.str();
  entry.message = key.str();
  entry.form = "LIEF";
  entry.digest = Digest{}.hex();
  entry.rung = "accepted";
  entry.recipient = "LAMBETH-SPOC";
  entry.policy = "default-2026-11";
  entry.node = "bench";
  return entry;
}

// Commits all works in as few batches as the writer makes of them; answers the processor time.
double commit(exchange::Store& store, std::vector<exchange::Work> works) {
  std::vector<std::promise<bool>> answers(works.size());
  const double start = cpu_ms();
  for (std::size_t i = 0; i < works.size(); ++i)
    store.submit(std::move(works[i]), [&answer = answers[i]](Result<std::string> done) {
      answer.set_value(done.has_value());
    });
  for (auto& answer : answers)
    if (!answer.get_future().get()) die("the store refused");
  return cpu_ms() - start;
}

// What one accept stores, and as many entries as it logs.
exchange::Work accept_like(Random& random, Instant now, std::size_t entries) {
  exchange::PayloadRecord payload;
  payload.key = {*TeamCode::parse("BXI-PSI"), make_id<MessageId>(random)};
  payload.sealed = {Bytes(64, 1),
                    {{"form", {Bytes(form_bytes, 2)}}, {"receipt", {Bytes(4096, 3)}}}};
  exchange::Work work;
  work.run = [payload, now, entries](exchange::Transaction& transaction) -> Result<std::string> {
    GP_CHECK(transaction.add_payload(payload));
    for (std::size_t i = 0; i < entries; ++i) transaction.append_audit(entry_of(payload.key, now));
    return std::string{};
  };
  return work;
}

struct Cost {
  double accept_ms = 0;  // of one accept's rows, without any entry
  double append_ms = 0;  // what its entries add
};

// Batches with and without entries, in turns, on this machine's disk; processor time of the whole
// process, the waiting for the disk left out of both. With four times the entries, for precision.
Cost append_cost(exchange::Store& store, Random& random, const Options& options) {
  constexpr std::size_t magnified = 4;
  double with = 0, without = 0;
  const Instant now = posix::SystemClock{}.now();
  for (int round = 0; round < options.rounds; ++round) {
    for (const bool logged : {round % 2 == 0, round % 2 != 0}) {
      std::vector<exchange::Work> works;
      for (std::size_t i = 0; i < accepts_in_a_batch; ++i)
        works.push_back(accept_like(random, now, logged ? magnified * entries_of_an_accept : 0));
      (logged ? with : without) += commit(store, std::move(works));
    }
  }
  const double accepts = static_cast<double>(options.rounds) * accepts_in_a_batch;
  return {without / accepts, (with - without) / accepts / magnified};
}

void fill(exchange::Store& store, Random& random, std::uint64_t entries) {
  constexpr std::uint64_t of_a_work = 500, at_once = 100;
  Instant now = posix::SystemClock{}.now();
  for (std::uint64_t done = 0; done < entries;) {
    std::vector<exchange::Work> works;
    for (std::uint64_t i = 0; i < at_once && done < entries; ++i) {
      const std::uint64_t count = std::min(of_a_work, entries - done);
      done += count;
      now += milliseconds{1};
      exchange::Work work;
      work.run = [keys =
                      exchange::MessageKey{*TeamCode::parse("BXI-PSI"), make_id<MessageId>(random)},
                  count, now](exchange::Transaction& transaction) -> Result<std::string> {
        for (std::uint64_t n = 0; n < count; ++n) transaction.append_audit(entry_of(keys, now));
        return std::string{};
      };
      works.push_back(std::move(work));
    }
    commit(store, std::move(works));
  }
}

struct Proofs {
  double mean_ms = 0, worst_ms = 0;
};

Proofs time_proofs(const fs::path& database) {
  auto view = store::sqlite::open_sqlite_readonly(database);
  if (!view) die(view.error().to_string());
  const audit::Head head = *(*view)->audit_head();
  const auto hashes = app::hashes_of(**view);
  std::mt19937_64 random(20260402);
  Proofs proofs;
  constexpr int rounds = 2000;
  for (int round = 0; round < rounds; ++round) {
    const double start = cpu_ms();
    const bool inclusion = round % 2 == 0;
    const std::uint64_t at = random() % head.size;
    const auto proof = inclusion ? audit::prove_inclusion(hashes, at, head.size)
                                 : audit::prove_consistency(hashes, {at, head.size});
    if (!proof) die(proof.error().to_string());
    const double took = cpu_ms() - start;
    proofs.mean_ms += took / rounds;
    proofs.worst_ms = std::max(proofs.worst_ms, took);
  }
  return proofs;
}

struct Took {
  double wall = 0, cpu = 0;  // seconds
};

double children_seconds() {
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Took time_verify(const std::string& program, const fs::path& folder) {
  const double cpu = children_seconds();
  const auto start = Steady::now();
  Child verify(program, {"audit", "verify", "--config", (folder / "gatepost.toml").string()},
               folder / "verify.log");
  if (verify.wait() != 0) die("the log does not verify: see " + (folder / "verify.log").string());
  return {seconds_since(start), children_seconds() - cpu};
}

void line(const char* what, double ratio, const std::string& measured) {
  fmt::print("{:<44} {:6.2f} of its bar   {}\n", what, ratio, measured);
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view name = argv[i];
    if (name == "--entries") options.entries = std::strtoull(argv[i + 1], nullptr, 10);
    if (name == "--rounds") options.rounds = std::atoi(argv[i + 1]);
  }
  const char* program = std::getenv("GATEPOST_BIN");
  if (program == nullptr) die("GATEPOST_BIN must name the program");
  const fs::path folder =
      fs::temp_directory_path() / ("gatepost-bench-audit-" + std::to_string(getpid()));
  Child init(program, {"init", folder.string()}, fs::temp_directory_path() / "gatepost-bench.log");
  if (init.wait() != 0) die("init failed");

  posix::SystemRandom random;
  Log log;
  Cost cost;
  {
    auto store = store::sqlite::open_sqlite(folder / "append.db", log);
    if (!store) die(store.error().to_string());
    cost = append_cost(**store, random, options);
  }
  const Stages stages = time_stages(form_bytes, folder);
  const double accept =
      stages.signature + stages.fields + stages.receipt + stages.seal + cost.accept_ms;
  line(
      "appending, of one accept", cost.append_ms / accept / append_bar,
      fmt::format("{:.1f}% of an accept ({:.3f} of {:.2f} ms of one core, {} entries); bar {:.0f}%",
                  100 * cost.append_ms / accept, cost.append_ms, accept, entries_of_an_accept,
                  100 * append_bar));

  const fs::path database = folder / "state/gatepost.db";
  {
    auto store = store::sqlite::open_sqlite(database, log);
    if (!store) die(store.error().to_string());
    fill(**store, random, options.entries);
  }
  const Took verify = time_verify(program, folder);
  const std::string of = fmt::format("s for {} entries; bar {:.0f} s for a million on two cores",
                                     options.entries, verify_bar_seconds);
  line("verifying, by the clock", verify.wall / verify_bar_seconds,
       fmt::format("{:.1f} {}", verify.wall, of));
  line("verifying, processor time over two cores", verify.cpu / 2 / verify_bar_seconds,
       fmt::format("{:.1f} {}", verify.cpu, of));
  const Proofs proofs = time_proofs(database);
  line("a proof, mean", proofs.mean_ms / proof_bar_ms,
       fmt::format("{:.3f} ms of one core, the slowest of 2000 {:.2f} ms; bar {:.0f} ms",
                   proofs.mean_ms, proofs.worst_ms, proof_bar_ms));
  fs::remove_all(folder);
  return 0;
}
