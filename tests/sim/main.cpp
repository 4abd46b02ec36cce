// sim: years of gateway life in seconds, with crashes, lost answers and forgetful people, from one
// seed. Exit codes: 0 every rule held, 1 one did not (the seed to replay is printed), 2 usage.
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <iostream>
#include <random>

#include "tests/sim/people.hpp"

namespace gatepost::sim {

namespace {

constexpr milliseconds look_pause = std::chrono::hours{6};

void keep_looking(World& world, Checks& checks) {
  checks.look();
  world.after(look_pause, [&] { keep_looking(world, checks); });
}

enum class Talk { brief, verbose };

void run(const Options& options, Talk talk) {
  World world(options);
  Gateway gateway(world);
  Network network(world);
  Checks checks(world, gateway);
  People people(world, gateway, network, checks);
  keep_looking(world, checks);
  const auto began = std::chrono::steady_clock::now();
  const auto seconds = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  };
  const Instant start = world.now();
  for (int day = 1; day <= options.days; ++day) {
    try {
      world.run_until(start + std::chrono::hours{24} * day);
    } catch (const Violation& violation) {
      throw Violation(fmt::format("{} (at {})", violation.what(), to_rfc3339(world.now())));
    }
    if (talk == Talk::verbose)
      std::cout << fmt::format("day {}: {} messages, {} steps, {} log entries, {} crashes\n", day,
                               checks.messages(), checks.steps(), checks.entries(),
                               gateway.crashes());
  }
  checks.look();
  checks.verify_log();
  std::cout << fmt::format(
      "{} days, {} forms sent, {} replies, {} tasks claimed, {} escalation steps, {} crashes, {} "
      "log "
      "entries; {:.0f} simulated days per second\n",
      options.days, people.sent(), people.replies(), people.errands(), checks.steps(),
      gateway.crashes(), checks.entries(), options.days / seconds());
}

template <class N>
bool read_number(std::string_view text, N& out) {
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  return problem == std::errc{} && end == text.data() + text.size();
}

}  // namespace

std::optional<Plant> parse_plant(std::string_view name) {
  constexpr std::array<std::pair<std::string_view, Plant>, 6> plants{
      {{"receipt-before-commit", Plant::receipt_before_commit},
       {"retry-with-new-id", Plant::retry_with_new_id},
       {"timer-not-rearmed-after-restart", Plant::timer_not_rearmed_after_restart},
       {"step-not-idempotent", Plant::step_not_idempotent},
       {"late-ack-dropped", Plant::late_ack_dropped},
       {"refusal-forgiven", Plant::refusal_forgiven}}};
  for (const auto& [known, plant] : plants)
    if (known == name) return plant;
  return std::nullopt;
}

int main_of(int argc, char** argv) {
  Options options;
  options.seed = std::random_device{}();
  Talk talk = Talk::brief;
  bool understood = true;
  for (int i = 1; i < argc && understood; ++i) {
    const std::string_view word = argv[i];
    const std::string_view value = i + 1 < argc ? argv[i + 1] : "";
    if (word == "--verbose")
      talk = Talk::verbose;
    else if (word == "--seed")
      understood = read_number(value, options.seed), ++i;
    else if (word == "--days")
      understood = read_number(value, options.days) && options.days > 0, ++i;
    else if (word == "--plant") {
      const auto plant = parse_plant(value);
      understood = plant.has_value();
      options.plant = plant.value_or(Plant::none);
      ++i;
    } else
      understood = false;
  }
  if (!understood) {
    std::cerr << "usage: sim [--seed N] [--days D] [--verbose] [--plant NAME]\n";
    return 2;
  }
  std::cout << fmt::format("seed {}\n", options.seed);
  try {
    run(options, talk);
  } catch (const Violation& violation) {
    std::cout << fmt::format("violated: {}\nreplay with: sim --seed {} --days {}\n",
                             violation.what(), options.seed, options.days);
    return 1;
  }
  return 0;
}

}  // namespace gatepost::sim

int main(int argc, char** argv) { return gatepost::sim::main_of(argc, argv); }
