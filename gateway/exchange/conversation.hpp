// Conversation: the aggregate that is locked and decided (DESIGN section 2), as values. Holds no
// personal data in the clear: names of people who claimed a task are sealed before they get here.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/policy.hpp"
#include "formats/forms/control.hpp"
#include "formats/forms/lief_codes.hpp"
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

// What the person agreed to, in their own word (DESIGN section 4, domain/consent-law-mail.md): kept
// per conversation, because it decides what may still leave, whatever a sender remembers. An
// exception that a senior colleague approved is no word of theirs: it lies with the message that
// carries it (Disclosure), and changes nothing here.
struct Sharing {
  enum class Basis {
    unstated,  // no form has said anything yet
    given,     // to the named agencies, and both ways between them
    refused,   // of sharing; the referral is agreed: minimal forms only
    withdrawn  // nothing further is shared
  };
  Basis basis = Basis::unstated;
  std::vector<formats::forms::ConsentAgency> agencies;   // sorted; for `given`
  std::optional<std::chrono::year_month_day> stated_on;  // by the form; local date
  // A day is too coarse on the day itself. `given` holds from when its form was written; what takes
  // back holds from when the gateway accepted it, by its own clock: so nothing written before the
  // gateway knew undoes it. Nothing when an older version did not keep it.
  std::optional<Instant> stated_at;
  bool operator==(const Sharing&) const = default;
};
// What a form tells of where the person is, or that it takes an earlier one back: no more than
// later decisions ask for (which missing form it makes up for, whom a transfer concerns). The whole
// form is sealed.
enum class News {
  taken_back,   // a Withdrawal, or a LIEF of kind WITHDRAWN: it refers nobody
  released,     // Annex E box 5, or its head's status; box 11: court non-return, notice before
  transferred,  // box 3
  died          // box 10
};

// What a form says about the person, for the rules of consent: nothing, no more than who they are
// and where and when they move, or more.
enum class Content { none, minimal, personal };

// What a message says about the person, and by what right: kept with it, so that what the person
// says later can be held against it (consent.cpp).
struct Disclosure {
  enum class Ground {
    nothing_said,  // no content: an acknowledgement, a withdrawal, a death
    in_custody,    // between prisons: care goes with the person, consent is not asked
    exception,     // it carries an approved exception, or is about a form that rests on one
    consent        // the person's own word must cover it
  };
  Content content = Content::personal;
  Ground ground = Ground::consent;
  // That the consent must name; nothing for courts and for teams that were not known. Rows of an
  // older version have none: then the directory says.
  std::optional<formats::forms::ConsentAgency> agency;
  bool operator==(const Disclosure&) const = default;
};
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
  // The form that this message carries to a further recipient (a transfer's Alert goes to the new
  // prison and to the SPOC): then `key` is derived from it, see copy_key(). Else empty.
  std::optional<MessageId> copy_of;
  FormType type{};
  std::vector<News> news;  // sorted; empty for most
  TeamCode to;             // empty: no team known for the area; a phone task went to the sender
  std::optional<AreaCode> area;  // the area the sender addressed
  // Who has taken over the sender's duties (after a transfer, the new prison's team); else empty.
  TeamCode caretaker;
  Digest digest;
  Handle handle;  // the gateway's transport id
  Disclosure disclosure;
  bool urgent = false;
  Instant accepted_at;
  // The recipient's system was handed the form for the first time. No rung: only collecting says
  // that it arrived; but whoever was handed it could have read it.
  std::optional<Instant> downloaded_at;
  std::optional<Instant> delivered_at, acknowledged_at, confirmed_at, answered_at;
  std::optional<Instant> outcome_at, followed_up_at, engaged_at;  // aftercare
  std::optional<ReachedHow> confirmed_how;
  bool late = false;  // some rung was reached after its deadline had passed
  Standing standing = Standing::open;
  std::string ended_why;  // a code: "declined", "died", a close reason; empty while open
  Bytes ended_by;         // sealed name of who closed it by hand; else empty
  std::optional<MessageKey> ended_with;  // the form that ended it, when one did
  std::vector<Deadline>
      deadlines;  // in ladder order; empty for forms without a ladder of their own
  bool operator==(const MessageState&) const = default;

  // The team that acts on the sending side now.
  const TeamCode& holder() const { return caretaker.empty() ? key.from : caretaker; }
  bool tells(News what) const;
  MessageKey carried() const { return copy_of ? MessageKey{key.from, *copy_of} : key; }
  // The deadline by which this rung is awaited now; null when nothing waits for it. A rung that
  // opens again has several, of which the last alone can be open.
  const Deadline* waiting_for(Rung rung) const;
  Deadline* waiting_for(Rung rung);
  std::optional<Instant> reached(Rung rung) const;
  void set_reached(Rung rung, std::optional<Instant> at);  // not for accepted
  Rung highest() const;
  // Somebody on the recipient's side has it, or could have read it.
  bool could_be_read() const { return downloaded_at || highest() != Rung::accepted; }
};

enum class TaskOutcome {
  delivered,
  confirmed,
  acknowledged,
  answered,
  withdrawn,
  closed_by_hand,
  // What closes a task that waits for no rung.
  clinical_part,  // the clinical team's part arrived
  redirected,     // another SPOC has acknowledged
  sent,           // the form that was never sent has been sent
  // What people say who complete a task by hand.
  done,
  not_reached,
  not_needed
};

// What ends a task by itself; every task can be completed by hand too.
enum class TaskEnds {
  rung,           // its message reaches `rung`
  clinical_part,  // a ClinicalPart about its message arrives
  completion,     // the LIEF whose parts were to follow is sent whole
  redirect,       // another SPOC acknowledges a form of this conversation
  sending,        // a form about the person is accepted (duties that reconcile found)
  hand            // nothing else
};

struct Task {
  TaskId id;
  MessageKey about;  // for duties, which are about no message: the owner and the conversation's id
  Rung rung{};       // the rung that is missing
  std::string
      step;  // what opened it: a policy step ("ring-recipient"), or what the core asks for
             // ("no-route", "call-must-follow", "choose-another-spoc"); `task_words` has all
  TaskEnds ends = TaskEnds::rung;
  StepRole role{};
  TeamCode
      owner;  // who is to act; for roles outside a team (oversight, operator), the recipient's team
  Instant opened_at;
  std::optional<Instant> claimed_at;
  Bytes claimed_by;  // sealed name; empty until claimed
  Bytes detail;      // sealed text for whoever does it; empty for most
  // The policy's task steps, for tasks that no rung's steps opened.
  int steps_taken = 0;
  std::optional<Instant> next_step_at;  // nothing for tasks of a rung's steps, and once closed
  std::optional<Instant> closed_at;
  std::optional<TaskOutcome> outcome;
  bool operator==(const Task&) const = default;
};

struct Conversation {
  ConversationId id;
  std::vector<TeamCode> parties;       // sorted
  std::vector<MessageState> messages;  // in order of acceptance
  std::vector<Task> tasks;             // in order of opening
  Sharing sharing;
  std::optional<Instant> release_at;  // as the latest referral that names a date says
  bool operator==(const Conversation&) const = default;

  bool has_party(const TeamCode& team) const;
  const MessageState* find(const MessageKey& key) const;
  MessageState* find(const MessageKey& key);
  // The message that carries this form to this team (a copy, perhaps).
  const MessageState* find_carried(const MessageKey& form, const TeamCode& to) const;
  // The earliest instant at which time alone changes something; nothing when all is met.
  std::optional<Instant> wake_at() const;
};

// A UUID derived from a text (RFC 9562 section 5.8), so that the same thing has the same id whoever
// makes it.
std::string derived_uuid(std::string_view name);
template <class Id>
Id derived_id(std::string_view name) {
  return *Id::parse(derived_uuid(name));
}
// The identity of a further message that carries the same form to another team.
MessageKey copy_key(const MessageKey& form, const TeamCode& to);

std::string_view to_string(Sharing::Basis basis);
std::optional<Sharing::Basis> parse_basis(std::string_view text);
std::string_view to_string(News news);
std::optional<News> parse_news(std::string_view text);
std::string_view to_string(Content content);
std::optional<Content> parse_content(std::string_view text);
std::string_view to_string(Disclosure::Ground ground);
std::optional<Disclosure::Ground> parse_ground(std::string_view text);
std::string_view to_string(TaskEnds ends);
std::optional<TaskEnds> parse_task_ends(std::string_view text);
std::string_view to_string(Standing standing);
std::string_view to_string(ReachedHow how);
std::string_view to_string(TaskOutcome outcome);
std::optional<Standing> parse_standing(std::string_view text);
std::optional<ReachedHow> parse_reached_how(std::string_view text);
std::optional<TaskOutcome> parse_task_outcome(std::string_view text);

}  // namespace gatepost::exchange
