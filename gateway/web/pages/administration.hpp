// Pages of administration: what presses now, tasks of all teams, notifications, health,
// certificates, the policy in words. Values in, pages out; any thread.
#pragma once

#include "gateway/app/administration.hpp"
#include "gateway/web/pages/administration_parts.hpp"

namespace gatepost::web::pages {

// What all of them read.
struct AdminFrame {
  const Call& call;
  const app::Configuration& configuration;
  LocalTime time;
};

struct OverviewValues {
  std::optional<std::vector<exchange::TaskTally>> tallies;  // of whoever may see them
  app::Health health;
  std::size_t failing = 0;  // notifications; 50 means that many or more
};
Page administration_overview(const AdminFrame& frame, const OverviewValues& values);

struct TaskChoice {
  exchange::TaskSelection which;
  bool is_first = true;  // page
};
Page all_tasks(const AdminFrame& frame, const app::OpenTasks& page, const TaskChoice& choice,
               const std::vector<exchange::TaskTally>& tallies);

struct Undelivered {
  std::vector<exchange::Effect> failing;
  std::optional<exchange::EffectPlace> next;
  app::LogPage given_up;
  bool is_first = true;  // page
  bool just_retried = false;
};
Page undelivered(const AdminFrame& frame, const Undelivered& values);

Page health(const AdminFrame& frame, const app::Health& health);
Page certificates(const AdminFrame& frame);
Page policy(const AdminFrame& frame);

// What expires within 30 days, or has expired.
std::size_t pressing_expiries(const app::Configuration& configuration, Instant now);

}  // namespace gatepost::web::pages
