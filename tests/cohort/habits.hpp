// Habits: how often the people of the replay do what they should. Nobody is perfect, and nobody
// knows these figures: the audit did not ask. They are guesses, on the careless side, in one place,
// so that the count can be seen under others.
#pragma once

namespace gatepost::cohort {

// All are percentages.
struct Habits {
  // A team's day on which nobody looks at the task list at all: sickness, lockdown, training.
  int days_without_anybody = 5;
  // One look (about hourly, in working hours) at an unclaimed task: whether it is claimed then.
  int sender_claims = 30, manager_claims = 20, claims_urgent = 70;
  // Whether a notification makes whoever is told claim the task that it is about.
  int notice_claims = 40;
  // The prison's duty worker goes through what is still unclaimed once, in the afternoon.
  int duty_round_claims = 60;

  // A call to the SPOC: whether a named person there says that they have it. At most two calls.
  int call_reaches_nobody_watches = 30;  // where nobody collects
  int call_reaches_telephone_team = 60;  // an area with nothing but a telephone
  int call_reaches_collected = 85;       // where the form lies before them
  // A manager who has claimed a task: whether their people then ring the prison back.
  int manager_sees_to_it = 50;

  // The SPOC, once a named person has confirmed.
  int answers = 90;
  int declines = 2;      // the audit: 3 wrong boroughs of 182
  int attends = 53;      // 78 of 147
  int followed_up = 33;  // 23 of 69
  int reports_outcome = 85;
};

}  // namespace gatepost::cohort
