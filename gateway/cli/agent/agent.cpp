// gatepost agent: for systems that can only write files. It watches a folder, sends what is dropped
// there, and puts what comes in beside it (folder.hpp shows the layout).
#include <fmt/format.h>

#include "gateway/cli/agent/outgoing.hpp"
#include "gateway/cli/collector.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/stop.hpp"

namespace gatepost::cli {

namespace {

using agent::Folder;
using agent::Journal;
using agent::Outgoing;
using agent::Watch;

constexpr milliseconds between_looks{1000};

// The times of everything that a Client is made of: certificates are renewed and revocation lists
// replaced while the agent runs.
std::vector<std::filesystem::file_time_type> times_of(const config::ClientSettings& settings) {
  std::vector<std::filesystem::file_time_type> times;
  std::vector files{settings.file, settings.trust, settings.certificate, settings.key};
  if (settings.crl) files.push_back(*settings.crl);
  for (const auto& file : files) {
    std::error_code bad;
    times.push_back(std::filesystem::last_write_time(file, bad));
  }
  return times;
}

class Agent {
 public:
  Agent(const AgentOptions& options, std::unique_ptr<Client> client, Folder folder, Style style)
      : options_(options),
        style_(style),
        client_(std::move(client)),
        client_times_(times_of(client_->settings())),
        folder_(std::move(folder)),
        journal_(client_->clock()),
        outgoing_(folder_, journal_, std::chrono::seconds{options.every_seconds}) {}

  // One round: exit codes as in --help.
  Exit once() {
    look();
    if (const auto dropped = folder_.dropped(); dropped && !dropped->empty()) {
      wait_unless_stopped(between_looks);
      look();
    }
    Exit worst = stop_requested() ? Exit::yes : outgoing_.send(*client_);
    if (worst != Exit::unreachable && !stop_requested()) worst = std::max(worst, collect());
    if (outgoing_.take_disk_trouble()) worst = std::max(worst, Exit::usage);
    report();
    if (worst == Exit::yes && folder_.has_failed()) {
      journal_.say("something in failed/ waits for a person");
      return Exit::no;
    }
    return worst;
  }

  Exit until_stopped() {
    journal_.say("watches its folder");
    while (!stop_requested()) {
      try {
        reopen_client();
        look();
        if (client_->clock().now() >= next_talk_) talk();
      } catch (const std::exception&) {
        // A folder must not go unwatched because one answer was strange.
        journal_.say("an answer could not be understood; trying again");
      }
      report();
      wait_unless_stopped(between_looks);
    }
    journal_.say("stopped");
    return Exit::yes;
  }

 private:
  milliseconds every() const { return std::chrono::seconds{options_.every_seconds}; }

  void look() {
    const auto dropped = folder_.dropped();
    if (!dropped) return journal_.say(dropped.error().to_string());
    outgoing_.take(watch_.look(*dropped, client_->clock().now()), *client_);
  }

  // What is dropped goes at once; the inbox is looked into every so often. A gateway that cannot be
  // reached is left alone for a while that grows.
  void talk() {
    if (outgoing_.something_waits() && !reached(outgoing_.send(*client_))) return;
    const Instant now = client_->clock().now();
    if (now < next_collect_ || stop_requested()) return;
    if (reached(collect())) next_collect_ = now + every();
  }

  bool reached(Exit talked) {
    if (talked != Exit::unreachable) {
      if (failures_ > 0) journal_.say("the gateway is there again");
      failures_ = 0;
      return true;
    }
    std::uint8_t chance = 0;
    client_->random().fill({&chance, 1});
    const milliseconds left_alone = agent::back_off(++failures_, every(), chance);
    next_talk_ = client_->clock().now() + left_alone;
    journal_.say(fmt::format("the gateway cannot be reached; trying again in {}",
                             in_words(std::chrono::ceil<std::chrono::seconds>(left_alone))));
    return false;
  }

  Exit collect() {
    Collector collector(*client_,
                        {{folder_.in, folder_.receipts, folder_.reports, folder_.unverified},
                         options_.acknowledge,
                         [&](const Collected& item) {
                           journal_.note({"collected", item.form, item.message_id,
                                          item.acknowledgement.empty() ? "" : "acknowledged"});
                         }});
    return collector.round();
  }

  void reopen_client() {
    auto times = times_of(client_->settings());
    if (times == client_times_) return;
    client_times_ = std::move(times);
    auto renewed = Client::open(client_->settings().file);
    journal_.say(renewed ? "took the renewed settings and certificates"
                         : "goes on with the settings and certificates it has");
    if (renewed) client_ = std::move(renewed);
  }

  void report() {
    auto done = journal_.take();
    const bool once = options_.rounds == Rounds::once;
    if (style_ == Style::json && (once || !done.empty())) {
      print_json(boost::json::object{{"actions", std::move(done)}});
      std::fflush(stdout);
    }
  }

  const AgentOptions& options_;
  const Style style_;
  std::unique_ptr<Client> client_;
  std::vector<std::filesystem::file_time_type> client_times_;
  Folder folder_;
  Journal journal_;
  Outgoing outgoing_;
  Watch watch_;
  Instant next_talk_{}, next_collect_{};
  int failures_ = 0;  // how often in a row the gateway could not be reached
};

}  // namespace

Exit run_agent(const AgentOptions& options, const ClientOptions& client_options) {
  stop_on_signals();
  auto client = Client::open(client_options.config);
  if (!client) return Exit::usage;
  auto folder = agent::Folder::open(options.folder);
  if (!folder) {
    give_up("--folder", folder.error());
    return Exit::usage;
  }
  Agent agent(options, std::move(client), std::move(*folder), client_options.style);
  return options.rounds == Rounds::once ? agent.once() : agent.until_stopped();
}

}  // namespace gatepost::cli
