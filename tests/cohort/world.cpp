#include "tests/cohort/world.hpp"

#include "config/samples.hpp"

namespace gatepost::cohort {

namespace {

const config::OpeningHours office_hours{};

template <class T>
T sound(config::Checked<T> checked, const std::string& what) {
  if (checked) return std::move(*checked);
  throw Broken(what + " does not load: " + checked.error().front().wrong);
}

}  // namespace

World::World(std::uint64_t seed)
    : policy_(sound(config::Policy::from_toml(config::default_policy_toml(), "default.toml"),
                    "the shipped policy")),
      calendar_(sound(config::Calendar::from_bank_holidays_json(config::bank_holidays_json()),
                      "the shipped list of bank holidays")),
      directory_(
          sound(config::Directory::from_csv(config::sample_directory_csv(), "directory-sample.csv"),
                "the sample directory")),
      random_(seed),
      now_(*from_rfc3339("2026-01-01T00:00:00Z")) {}

std::optional<Instant> World::next_event() const {
  if (events_.empty()) return std::nullopt;
  return events_.begin()->first;
}

void World::run_next() {
  auto next = events_.extract(events_.begin());
  pass_to(next.key());
  next.mapped()();
}

Instant World::at_work(Instant instant) {
  if (calendar_.is_open(office_hours, instant)) return instant;
  return must(calendar_.next_open(office_hours, instant), "the next working day") +
         some_minutes(0, 40);
}

Instant World::later_at_work(int least_hours, int most_hours) {
  const int hours = static_cast<int>(random_.between(least_hours, most_hours));
  Instant from = at_work(now_);
  if (hours > 0)
    from = must(calendar_.due(config::DueRule{config::DueRule::WorkingHours{hours}}, from),
                "some working hours later");
  return at_work(from + some_minutes(1, 55));
}

// The calendar knows 09:00 of a day; the rest is minutes.
Instant World::local(std::chrono::year_month_day day, int hour, int minute) const {
  return calendar_.release_instant(day) + std::chrono::hours{hour - 9} +
         std::chrono::minutes{minute};
}

}  // namespace gatepost::cohort
