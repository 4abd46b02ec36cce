// What may leave, by what the person agreed to (DESIGN section 4; 2009 guidance, Annex A): decided
// here, not by a sender's memory. Between prisons nothing is asked: care goes with the person.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"

namespace gatepost::exchange {

namespace {

using formats::forms::ConsentAgency;
using Basis = Sharing::Basis;
using Ground = Disclosure::Ground;

// An exception is for the form that says so and for what is said about that form: nothing else of
// the conversation is approved by it.
bool rests_on_exception(const Conversation* conversation, const AcceptCommand& command) {
  if (command.exception == AcceptCommand::Exception::approved) return true;
  if (conversation == nullptr || !command.about) return false;
  return std::ranges::any_of(conversation->messages, [&](const MessageState& message) {
    return message.carried() == command.about->key &&
           message.disclosure.ground == Ground::exception;
  });
}

Disclosure disclosure_of(const Conversation* conversation, const AcceptCommand& command,
                         const config::Team* recipient, const config::Directory& directory) {
  Disclosure made;
  made.content = command.content;
  if (is_in_custody(directory.find(command.key.from)) && is_in_custody(recipient))
    made.ground = Ground::in_custody;
  else if (rests_on_exception(conversation, command))
    made.ground = Ground::exception;
  else if (command.content == Content::none)
    made.ground = Ground::nothing_said;
  else
    made.agency = agency_of(recipient);
  return made;
}

Sharing word_before(const Conversation* conversation) {
  return conversation == nullptr ? Sharing{} : conversation->sharing;
}

Instant written_at(const AcceptCommand& command, const Context& context) {
  return std::min(command.written_at, context.now);  // no clock of a sender's is ahead of ours
}

// A form that is only sent late does not undo what was said since, and what takes back is undone
// only by a form that was written after it.
bool counts(const Sharing& stated, Instant written, const Sharing& before) {
  if (stated.stated_on && before.stated_on && *stated.stated_on < *before.stated_on) return false;
  const bool undoes = before.basis == Basis::withdrawn ||
                      (before.basis == Basis::refused && stated.basis == Basis::given);
  if (stated.basis == Basis::withdrawn) return true;
  if (undoes)  // an undated word, as a refusal mostly is, may be older than the withdrawal
    return (stated.stated_on || before.basis != Basis::withdrawn) &&
           (!before.stated_at || written > *before.stated_at);
  // By the second: many systems write no more of it, and of two words of one second the later
  // arrival is the person's last.
  using std::chrono::floor;
  using std::chrono::seconds;
  return stated.basis == Basis::refused || !before.stated_at ||
         floor<seconds>(written) >= floor<seconds>(*before.stated_at);
}

bool covers(const Sharing& sharing, const Disclosure& disclosure) {
  switch (sharing.basis) {
    case Basis::unstated:
    case Basis::withdrawn:
      return false;
    case Basis::refused:
      return disclosure.content == Content::minimal;
    case Basis::given:
      return !disclosure.agency ||
             std::ranges::find(sharing.agencies, *disclosure.agency) != sharing.agencies.end();
  }
  return false;
}

std::unexpected<Error> not_covered(const Sharing& now, const config::Team* recipient) {
  switch (now.basis) {
    case Basis::unstated:
      break;
    case Basis::withdrawn:
      return fail(Errc::consent_withdrawn,
                  "the form says that consent is withdrawn: send a Withdrawal, which carries "
                  "nothing about the person");
    case Basis::refused:
      return fail(Errc::consent_refused,
                  "the person refused sharing: only who they are and when they are released may "
                  "leave (a LIEF in its minimal form, an Alert of boxes 1 to 5 and 10 without a "
                  "sentence); a question, reply or response must have no words of its own: leave "
                  "out Question, Answer, Note and Reason");
    case Basis::given:
      return fail(Errc::agency_not_covered,
                  fmt::format("the person's consent does not name {} ({}): ask them, and send a "
                              "LIEF or Alert Form whose Consent names that agency",
                              config::to_string(recipient->kind), recipient->code.str()));
  }
  return fail(Errc::consent_not_stated,
              "no form of this conversation says whether the person agrees to sharing: add "
              "Consent to this form, or send the LIEF first");
}

}  // namespace

std::optional<ConsentAgency> agency_of(const config::Team* team) {
  if (team == nullptr) return std::nullopt;
  switch (team->kind) {
    case config::TeamKind::spoc:
      return ConsentAgency::spoc;
    case config::TeamKind::probation:
      return ConsentAgency::probation;
    case config::TeamKind::dr:
      return ConsentAgency::dependency_and_recovery;
    case config::TeamKind::prison_psychosocial:
    case config::TeamKind::prison_clinical:
    case config::TeamKind::prison_court:
    case config::TeamKind::court:
      return std::nullopt;
  }
  return std::nullopt;
}

bool is_in_custody(const config::Team* team) {
  using enum config::TeamKind;
  return team != nullptr && (team->kind == prison_psychosocial || team->kind == prison_clinical ||
                             team->kind == prison_court);
}

std::optional<Sharing> word_of(const Conversation* conversation, const AcceptCommand& command,
                               const Context& context) {
  if (!command.sharing) return std::nullopt;
  const Instant written = written_at(command, context);
  if (!counts(*command.sharing, written, word_before(conversation))) return std::nullopt;
  Sharing stated = *command.sharing;
  stated.stated_at = stated.basis == Basis::given ? written : context.now;
  // A refusal has no date of its own in the form: it stands from the day it is told.
  if (!stated.stated_on) stated.stated_on = context.calendar.local_date(context.now);
  return stated;
}

Result<Disclosure> check_consent(const Conversation* conversation, const AcceptCommand& command,
                                 const config::Team* recipient, const Context& context) {
  const Disclosure made = disclosure_of(conversation, command, recipient, context.directory);
  if (made.ground != Ground::consent) return made;
  const Sharing before = word_before(conversation);
  const auto stated = word_of(conversation, command, context);
  if (covers(stated.value_or(before), made)) return made;
  if (before.basis == Basis::withdrawn && !stated)
    return fail(Errc::consent_withdrawn,
                "the person has withdrawn consent: nothing further is shared in this conversation "
                "until a LIEF or Alert Form, written after the withdrawal, states consent given "
                "since");
  return not_covered(stated.value_or(before), recipient);
}

bool is_covered(const MessageState& message, const Sharing& sharing, const Context& context) {
  const config::Team* recipient = context.directory.find(message.to);
  Disclosure disclosure = message.disclosure;
  switch (disclosure.ground) {
    case Ground::in_custody:
    case Ground::exception:
      return true;
    case Ground::nothing_said:
      // Replies end with what they are about; that somebody has died is told whatever was agreed.
      return sharing.basis != Basis::withdrawn || message.type == FormType::alert_form;
    case Ground::consent:
      break;
  }
  // Rows of an older version do not say for whom they were.
  if (is_in_custody(context.directory.find(message.key.from)) && is_in_custody(recipient))
    return true;
  if (!disclosure.agency) disclosure.agency = agency_of(recipient);
  return covers(sharing, disclosure);
}

void state_sharing(Deciding& deciding, const AcceptCommand& command) {
  auto stated = word_of(deciding.conversation, command, deciding.context);
  if (stated && *stated != word_before(deciding.conversation))
    deciding.happened(SharingStated{command.key, std::move(*stated)});
}

}  // namespace gatepost::exchange
