// People: teams that send referrals, alerts, questions and withdrawals; that collect (promptly,
// late or never), acknowledge (by machine, in person, wrongly, twice, late) and answer; and who
// claim, hand over, do or ignore their tasks and use the telephone.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "tests/sim/checks.hpp"
#include "tests/sim/network.hpp"

namespace gatepost::sim {

class People {
 public:
  People(World& world, Gateway& gateway, Network& network, Checks& checks);

  int sent() const { return sent_; }
  int replies() const { return replies_; }
  int errands() const { return errands_; }

 private:
  // ---- people.cpp: sending, and opening the mailbox
  void send_some_today();
  void send_one();
  exchange::AcceptCommand new_referral();
  exchange::AcceptCommand news_of(exchange::AcceptCommand referral);
  void open_mailbox(const config::Team& team);
  void look_at(const TeamCode& team, const exchange::InboxItem& item);
  void change_minds();
  void withdraw(const exchange::AcceptCommand& referral);
  void word_about(exchange::AcceptCommand referral);
  void close_by_hand(const exchange::AcceptCommand& referral);
  // `either`: it may be refused because the referral is over or consent was withdrawn.
  enum class Expect { accepted, refused, either };
  void submit(const exchange::AcceptCommand& command, Expect expected);

  // ---- answers.cpp: what becomes of a form. The record's key is that of the form, its `to` the
  // team that answers, also when a copy brought it there.
  void decide_about(const TeamCode& team, const exchange::InboxItem& item);
  void acknowledge(const exchange::FormRecord& original, exchange::ReachedHow how);
  void reply_at_the_last_moment(const exchange::FormRecord& original);
  void reply_wrongly(const exchange::FormRecord& original);
  void answer(const exchange::FormRecord& original);
  void report_outcome(const exchange::FormRecord& original, int appointment);
  void say(const exchange::FormRecord& original, exchange::act::Act act);
  exchange::AcceptCommand reply_to(const exchange::FormRecord& original, exchange::FormType type,
                                   exchange::act::Act act);

  // ---- errands.cpp: tasks
  struct Errand {
    ConversationId conversation;
    exchange::Task task;
    Bytes who;
  };
  void look_at_tasks(const TeamCode& team);
  void claim(const ConversationId& conversation, const exchange::Task& task);
  void run(const Errand& errand);
  void do_what_it_asks(const Errand& errand);
  void ring_or_confirm(const Errand& errand, const exchange::MessageState& message);
  void pass_on_or_finish(const Errand& errand);

  World& world_;
  Gateway& gateway_;
  Network& network_;
  Checks& checks_;
  std::map<TeamCode, Handle> last_seen_;
  std::vector<exchange::AcceptCommand> referrals_;
  int sent_ = 0;
  int replies_ = 0;
  int errands_ = 0;
};

}  // namespace gatepost::sim
