#include "tests/cohort/replay.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/cohort/audit_2016_17.hpp"

namespace gatepost::cohort {

namespace {

// Until everybody has been released, answered for or given up; where nobody acts, reminders would
// go on for ever, and two weeks show that they do.
constexpr std::chrono::days after_the_last{84}, when_nobody_acts{14};

// Whatever comes first: what people do, or what time alone does. At the same instant people are
// first.
void live_until(World& world, Gateway& gateway, People& people, Instant end) {
  for (;;) {
    const auto event = world.next_event();
    const auto wake = gateway.next_wake();
    const bool people_first = event && (!wake || *event <= *wake);
    const auto next = people_first ? event : wake;
    if (!next || *next > end) break;
    if (people_first) {
      world.run_next();
    } else {
      world.pass_to(*wake);
      gateway.pass();
    }
    people.notice();
  }
  world.pass_to(end);
}

template <std::size_t N>
void check_margin(const std::vector<Referral>& cohort, std::string Referral::* said,
                  const std::array<std::pair<std::string_view, int>, N>& wanted) {
  for (const auto& [code, count] : wanted)
    if (const auto found = std::ranges::count(cohort, code, said); found != count)
      throw Broken(
          fmt::format("the program's facts give {} {}, the audit has {}", found, code, count));
}

}  // namespace

Replay replay(const ReplayOptions& options) {
  World world(options.seed);
  Gateway gateway(world, options.folder);
  Replay made;
  made.options = options;
  made.policy = world.policy().id;
  made.cohort = draw_cohort(world, options.weeks);
  People people(world, gateway, made.cohort, made.habits, options.tasks);
  const bool somebody_acts = options.tasks == Tasks::claimed_by_habit;
  made.ended = made.cohort.back().sent_at + (somebody_acts ? after_the_last : when_nobody_acts);
  live_until(world, gateway, people, made.ended);
  if (people.sent() != audit_2016_17::transfers)
    throw Broken(fmt::format("{} referrals were sent", people.sent()));
  check_margin(made.cohort, &Referral::said_substance, audit_2016_17::by_substance);
  check_margin(made.cohort, &Referral::said_custody, audit_2016_17::by_custody);
  made.log = read_log(gateway);
  if (!made.log.wrong.empty()) throw Broken("the log does not verify: " + made.log.wrong);
  made.verdicts = judge(world, gateway, made.cohort, made.log);
  made.store = gateway.finish();
  return made;
}

}  // namespace gatepost::cohort
