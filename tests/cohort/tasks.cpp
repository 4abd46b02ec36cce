// Task lists and telephones: how a named human comes to know.
#include <algorithm>

#include "tests/cohort/forms.hpp"
#include "tests/cohort/people.hpp"

namespace gatepost::cohort {

using exchange::StepRole;
using exchange::Task;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

constexpr std::size_t task_page = 500;
constexpr int duty_ends_at_hour = 20;
// Since release. Without an answer, there is nothing to wait for; with one, the measure is
// treatment within 21 days.
constexpr days unanswered_is_old_after{7}, answered_is_old_after{28};

const std::vector<std::string>& workers() {
  static const std::vector<std::string> names{"Ari Example", "Bo Sample",     "Cam Fictional",
                                              "Dee Pretend", "Eli Imaginary", "Fin Invented"};
  return names;
}

std::string named(const std::string& person, const TeamCode& team) {
  return person + " (" + team.str() + ")";
}
std::string manager_of(const TeamCode& team) { return named("Mo Manager-Example", team); }

bool is_for_manager(const Task& task) { return task.role == StepRole::recipient_service_manager; }

}  // namespace

std::set<std::string> People::staff_of(const TeamCode& team) {
  std::set<std::string> staff{manager_of(team)};
  for (const std::string& worker : workers()) staff.insert(named(worker, team));
  return staff;
}

std::string People::somebody_at(const TeamCode& team) {
  return named(world_.random().pick(workers()), team);
}

// Who will look at the task list today, and how often.
void People::begin_day(std::chrono::year_month_day day) {
  const bool working = world_.calendar().is_working_day(day);
  for (const config::Team* team : teams_) {
    if (!working || world_.random().chance(habits_.days_without_anybody)) continue;
    for (int hour = 9; hour < 17; ++hour)
      world_.at(world_.local(day, hour, static_cast<int>(world_.random().between(0, 59))),
                [this, team] { look_at_tasks(team->code, Look::at_everything); });
  }
  if (!world_.random().chance(habits_.days_without_anybody)) begin_duty(day);
  if (working) world_.at(world_.local(day, 16, 30), [this] { review_old_cases(); });
  const std::chrono::year_month_day tomorrow = sys_days{day} + days{1};
  world_.at(world_.local(tomorrow, 1, 0), [this, tomorrow] { begin_day(tomorrow); });
}

// The prison's duty worker, on every day of the week.
void People::begin_duty(std::chrono::year_month_day day) {
  const auto look = [this, day](int hour, int minute, Look how) {
    world_.at(world_.local(day, hour, minute), [this, how] {
      for (const config::Team* team : teams_)
        if (!team->prison.empty()) look_at_tasks(team->code, how);
    });
  };
  for (int hour = 9; hour < duty_ends_at_hour; ++hour)
    for (const int minute : {10, 40}) look(hour, minute, Look::at_urgent);
  if (world_.calendar().is_working_day(day)) look(15, 30, Look::duty_round);
}

// A message or a call from the gateway about a task. Some act on it, when they next work.
void People::hear(const exchange::Effect& notice) {
  const bool about_a_task =
      notice.role == StepRole::sender || notice.role == StepRole::recipient_service_manager;
  if (tasks_ == Tasks::claimed_by_nobody || !about_a_task) return;
  if (!world_.random().chance(habits_.notice_claims)) return;
  const Referral& referral = *by_conversation(notice.conversation);
  world_.at(world_.at_work(world_.now() + world_.some_minutes(5, 90)), [this, &referral, notice] {
    const auto conversation = gateway_.conversation(referral.conversation);
    for (const Task& task : conversation->tasks)
      if (task.role == notice.role && task.about == notice.about && !task.claimed_at &&
          !task.closed_at)
        claim(referral, task);
  });
}

int People::readiness(const Referral& referral, const Task& task, Look look) const {
  if (referral.urgent) return habits_.claims_urgent;
  switch (look) {
    case Look::at_urgent:
      return 0;
    case Look::duty_round:
      return habits_.duty_round_claims;
    case Look::at_everything:
      return is_for_manager(task) ? habits_.manager_claims : habits_.sender_claims;
  }
  return 0;
}

void People::look_at_tasks(const TeamCode& team, Look look) {
  const auto open = must(
      gateway_.view()->tasks_of(team, exchange::View::TaskFilter::open, task_page, {}), "tasks");
  for (const auto& [conversation, task, place] : open) {
    if (task.claimed_at) continue;
    const Referral& referral = *by_conversation(conversation);
    if (world_.random().chance(readiness(referral, task, look))) claim(referral, task);
  }
}

void People::claim(const Referral& referral, const Task& task) {
  const std::string person =
      is_for_manager(task) ? manager_of(task.owner) : somebody_at(task.owner);
  if (!gateway_.claim(referral.conversation, task, person)) return;
  if (task.ends != exchange::TaskEnds::rung) {
    // Another SPOC is found by telephone; this one says so.
    world_.at(world_.later_at_work(1, 4), [this, &referral, task] {
      const auto now = must(gateway_.view()->task(task.id), "a task");
      if (!now->second.closed_at) gateway_.complete(referral.conversation, task);
    });
    return;
  }
  if (!is_open(referral) || is_confirmed(referral)) return;
  if (is_for_manager(task) && !world_.random().chance(habits_.manager_sees_to_it)) return;
  ring_later(referral, 2);
}

// One person rings, at most twice, however many tasks there are.
void People::ring_later(const Referral& referral, int calls_left) {
  if (!ringing_.insert(referral.number).second) return;
  const Instant when = referral.urgent ? world_.at_work(world_.now() + world_.some_minutes(5, 30))
                                       : world_.later_at_work(0, 2);
  world_.at(when, [this, &referral, calls_left] { ring(referral, calls_left); });
}

void People::ring(const Referral& referral, int calls_left) {
  ringing_.erase(referral.number);
  if (!is_open(referral) || is_confirmed(referral)) return;
  const config::Team* team = world_.directory().find(referral.to);
  const bool telephone_team = team == nullptr || team->route == config::RouteKind::telephone;
  const int chance = telephone_team                           ? habits_.call_reaches_telephone_team
                     : referral.recipient == Recipient::never ? habits_.call_reaches_nobody_watches
                                                              : habits_.call_reaches_collected;
  if (world_.random().chance(chance)) {
    gateway_.accept(
        phone_confirmation(world_, referral, somebody_at(referral.to), somebody_at(referral.from)));
    confirmed(referral);
  } else if (calls_left > 1) {
    ringing_.insert(referral.number);
    world_.at(world_.later_at_work(3, 9),
              [this, &referral, calls_left] { ring(referral, calls_left - 1); });
  }
}

// What nobody will answer any more, some time after the release, is closed with a reason.
void People::review_old_cases() {
  const sys_days today{world_.calendar().local_date(world_.now())};
  for (const Referral& referral : cohort_) {
    const days since = today - sys_days{referral.release};
    if (since < unanswered_is_old_after || reviewed_.contains(referral.number)) continue;
    const auto conversation = gateway_.conversation(referral.conversation);
    const auto* message = conversation->find(referral.key);
    if (message->answered_at && since < answered_is_old_after) continue;
    reviewed_.insert(referral.number);
    if (!conversation->wake_at() || message->standing != exchange::Standing::open) continue;
    gateway_.close(referral.conversation, referral.key,
                   message->confirmed_at ? "reached-otherwise" : "other");
  }
}

}  // namespace gatepost::cohort
