// Conversation: the aggregate that is locked and decided (DESIGN section 2), as values. Holds no
// personal data in the clear: names of people who claimed a task are sealed before they get here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/policy.hpp"
#include "formats/forms/control.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::exchange {

using config::Rung;
using config::StepAction;
using config::StepRole;
using formats::forms::FormType;

// Identity of a form (DESIGN rule 2): the sending team and the form's own id.
struct MessageKey {
  TeamCode from;
  MessageId id;
  auto operator<=>(const MessageKey&) const = default;
  std::string str() const { return from.str() + "/" + id.str(); }
};

enum class Standing { open, undeliverable, withdrawn, closed };
enum class ReachedHow { gateway, collected, automatic, person, telephone };

// When a rung must be reached, and how far its escalation has come. Kept after it was met or
// passed: the ladder shows what happened.
struct Deadline {
  Rung rung{};
  Instant due;
  std::string rule;  // "working-hours:4", "cap:4-working-hours-before-release"
  std::optional<Instant>
      met_at;  // the rung was reached (or made needless by a higher one, or by closing)
  std::optional<Instant> passed_at;  // found overdue
  int steps_taken = 0;  // how many steps of the rung's policy were decided, repeats included
  std::optional<Instant> next_step_at;  // when the next one is due; nothing once met
  bool operator==(const Deadline&) const = default;
};

struct MessageState {
  MessageKey key;
  FormType type{};
  TeamCode to;  // empty: no team known for the area; a phone task went to the sender
  std::optional<AreaCode> area;  // the area the sender addressed
  Digest digest;
  Handle handle;  // the gateway's transport id
  bool urgent = false;
  Instant accepted_at;
  std::optional<Instant> delivered_at, acknowledged_at, confirmed_at, answered_at;
  std::optional<Instant> outcome_at, followed_up_at, engaged_at;  // aftercare
  std::optional<ReachedHow> confirmed_how;
  bool late = false;  // some rung was reached after its deadline had passed
  Standing standing = Standing::open;
  std::vector<Deadline>
      deadlines;  // in ladder order; empty for forms without a ladder of their own
  bool operator==(const MessageState&) const = default;

  std::optional<Instant> reached(Rung rung) const;
  void set_reached(Rung rung, std::optional<Instant> at);  // not for accepted
  Rung highest() const;
};

enum class TaskOutcome { delivered, confirmed, acknowledged, answered, withdrawn, closed_by_hand };

struct Task {
  TaskId id;
  MessageKey about;
  Rung rung{};       // the rung that is missing
  std::string step;  // the policy step that opened it: "sender-phone", or "no-route"
  StepRole role{};
  TeamCode
      owner;  // who is to act; for roles outside a team (oversight, operator), the recipient's team
  Instant opened_at;
  std::optional<Instant> claimed_at;
  Bytes claimed_by;  // sealed name; empty until claimed
  std::optional<Instant> closed_at;
  std::optional<TaskOutcome> outcome;
  bool operator==(const Task&) const = default;
};

struct Conversation {
  ConversationId id;
  std::vector<TeamCode> parties;       // sorted
  std::vector<MessageState> messages;  // in order of acceptance
  std::vector<Task> tasks;             // in order of opening
  bool operator==(const Conversation&) const = default;

  bool has_party(const TeamCode& team) const;
  const MessageState* find(const MessageKey& key) const;
  MessageState* find(const MessageKey& key);
  // The earliest instant at which time alone changes something; nothing when all is met.
  std::optional<Instant> wake_at() const;
};

std::string_view to_string(Standing standing);
std::string_view to_string(ReachedHow how);
std::string_view to_string(TaskOutcome outcome);
std::optional<Standing> parse_standing(std::string_view text);
std::optional<ReachedHow> parse_reached_how(std::string_view text);
std::optional<TaskOutcome> parse_task_outcome(std::string_view text);

}  // namespace gatepost::exchange
