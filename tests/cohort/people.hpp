// People: everybody around the gateway, by their habits. The prison's teams send, ring, claim tasks
// and close what is long over; the SPOCs' systems collect, their workers confirm and answer, and
// their service managers claim what nobody else did. They know only what their own mailbox and task
// list show them, and work on working days; one duty worker of the prison sees to urgent tasks
// until the evening and at weekends.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/cohort/gateway.hpp"
#include "tests/cohort/habits.hpp"
#include "tests/cohort/referral.hpp"

namespace gatepost::cohort {

enum class Tasks { claimed_by_habit, claimed_by_nobody };

class People {
 public:
  // The cohort outlives the people; they note in it what they sent.
  People(World& world, Gateway& gateway, std::vector<Referral>& cohort, const Habits& habits,
         Tasks tasks);

  // Whoever got or was told something will look at it soon: after each event and each pass of the
  // loops.
  void notice();
  // Everybody who may claim a task for a team.
  static std::set<std::string> staff_of(const TeamCode& team);
  // So many referrals were really sent.
  int sent() const { return sent_; }

 private:
  // mailboxes.cpp: what systems do, and the SPOCs' workers
  void send(Referral& referral);
  void open_mailbox(const config::Team& team);
  void look_at_form(const Referral& referral);
  void confirm_later(const Referral& referral, Instant when);
  void confirmed(const Referral& referral);
  void answer(const Referral& referral);
  void report_outcome(const Referral& referral, Instant appointment);

  // tasks.cpp: task lists and telephones
  void begin_day(std::chrono::year_month_day day);
  enum class Look { at_everything, at_urgent, duty_round };
  void begin_duty(std::chrono::year_month_day day);
  void hear(const exchange::Effect& notice);
  void look_at_tasks(const TeamCode& team, Look look);
  int readiness(const Referral& referral, const exchange::Task& task, Look look) const;
  void claim(const Referral& referral, const exchange::Task& task);
  void ring_later(const Referral& referral, int calls_left);
  void ring(const Referral& referral, int calls_left);
  void review_old_cases();

  bool is_open(const Referral& referral);
  bool is_confirmed(const Referral& referral);
  const Referral* by_conversation(const ConversationId& id) const;
  std::string somebody_at(const TeamCode& team);

  World& world_;
  Gateway& gateway_;
  std::vector<Referral>& cohort_;
  const Habits habits_;
  const Tasks tasks_;
  std::vector<const config::Team*> teams_;  // those that the cohort concerns
  int sent_ = 0;
  std::map<ConversationId, const Referral*> by_conversation_;
  std::map<TeamCode, Handle> last_seen_;
  std::set<TeamCode> about_to_look_;
  std::set<int> ringing_;   // referrals about which somebody of the prison rings already
  std::set<int> reviewed_;  // referrals whose case was looked at once more, weeks after
};

}  // namespace gatepost::cohort
