// Checks: what must hold at every moment of the simulation (DESIGN section 3), looked at from
// outside: the answers that clients got, the mailboxes, the audit log, and the committed state. A
// broken rule throws Violation.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/sim/gateway.hpp"

namespace gatepost::sim {

class Checks {
 public:
  Checks(World& world, Gateway& gateway);

  // ---- What people see
  void accepted(const exchange::AcceptCommand& command, const Result<std::string>& answer);
  void refused(const exchange::AcceptCommand& command, const Result<std::string>& answer);
  void saw(const TeamCode& team, const exchange::InboxItem& item);
  void collected(const TeamCode& team, const Handle& handle, const Result<std::string>& answer);
  void downloaded(const TeamCode& team, const Handle& handle, const Result<std::string>& answer);
  void claimed(const exchange::Task& task, const Bytes& who, const Result<std::string>& answer);
  // Refused, as may be: the referral is over, or consent was withdrawn.
  void over(const exchange::AcceptCommand& command, const Error& refusal);
  // Somebody hands a task over, puts it back or completes it from now on.
  void changes_hands(const exchange::Task& task) { passed_on_.insert(task.id.str()); }

  // ---- What the log and the store say; run often, and once more at the end
  void look();
  void verify_log();

  std::size_t messages() const { return shadow_.size(); }
  std::size_t steps() const { return steps_seen_; }
  std::size_t entries() const { return next_row_; }

 private:
  // A message as the audit log alone tells it.
  struct Shadow {
    ConversationId conversation;
    std::set<exchange::Rung> rungs;  // reached
    std::set<exchange::Rung> met;    // reached, or made needless by a higher one, since they opened
    std::map<exchange::Rung, int> steps;  // of the rung's present opening
    std::set<exchange::Rung> passed;      // likewise
    std::vector<Instant> claims;          // of its tasks
    std::optional<Instant> made_urgent;   // after it was accepted
    bool ended = false;
  };
  struct ShadowTask {
    exchange::MessageKey about;
    std::string step;
    Instant opened_at;
    std::optional<Instant> closed_at;
    bool claimed = false;
    bool undisturbed = true;  // nobody ever claimed it, and it did not move
    int steps = 0;            // of its own
  };

  void read_log();
  void read_entry(const audit::Entry& entry);
  void read_accepted(const audit::Entry& entry);
  void read_about_message(const audit::Entry& entry, Shadow& shadow);
  void read_about_rung(const audit::Entry& entry, Shadow& shadow, exchange::Rung rung);
  void read_told(const audit::Entry& entry, const Shadow& shadow, exchange::Rung rung);
  void read_task(const audit::Entry& entry, Shadow& shadow);
  void read_open_task(const audit::Entry& entry, Shadow& shadow, ShadowTask& task);
  void check_act(const exchange::AcceptCommand& command,
                 const exchange::Conversation& conversation);
  void check_conversation(const ConversationId& id);
  void check_message(const exchange::Conversation& conversation,
                     const exchange::MessageState& message, exchange::View& view);
  void check_covered(const exchange::Conversation& conversation,
                     const exchange::MessageState& message, exchange::View& view);
  void check_inbox(const exchange::MessageState& message, exchange::View& view);
  void check_escalation(const exchange::Conversation& conversation,
                        const exchange::MessageState& message);
  void check_somebody_knows(const exchange::Conversation& conversation,
                            const exchange::MessageState& message,
                            const exchange::Deadline& deadline);
  void check_pace(const exchange::MessageState& message, const exchange::Deadline& deadline);
  void check_tasks(const exchange::Conversation& conversation);
  void check_task(const exchange::Conversation& conversation, const exchange::Task& task);
  void check_unclaimed(const exchange::Conversation& conversation);
  Instant held(Instant due, const exchange::MessageState& message) const;
  // The steps that must have been taken by `now` for a deadline, by the policy and the claims
  // alone: computed here anew, in the simplest way, to judge the gateway's own reckoning. Repeats
  // of the last step are not counted.
  int steps_owed(const exchange::MessageState& message, const exchange::Deadline& deadline,
                 Instant now) const;

  World& world_;
  Gateway& gateway_;
  std::uint64_t next_row_ = 0;
  audit::Head head_ = audit::empty_head();
  std::map<std::string, Shadow> shadow_;         // by "TEAM/id"
  std::map<std::string, ShadowTask> tasks_;      // by id
  std::map<std::string, std::string> contents_;  // digest -> the form that first carried it
  std::set<std::string> references_;             // of effects that ended
  std::map<std::string, Handle> answers_;        // what a sender was told for each message
  // Content and team -> the one inbox item that carried it there.
  std::map<std::pair<Digest, TeamCode>, Handle> deliveries_;
  std::map<TaskId, Bytes> claims_;
  std::set<std::string> passed_on_;  // tasks that changed hands, or may have
  std::set<ConversationId> touched_, open_;
  std::size_t steps_seen_ = 0;
};

}  // namespace gatepost::sim
