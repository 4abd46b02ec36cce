// What may leave, by what the person agreed to (DESIGN section 4; 2009 guidance, Annex A): decided
// here, not by a sender's memory. Between prisons nothing is asked: care goes with the person.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"

namespace gatepost::exchange {

namespace {

using formats::forms::ConsentAgency;
using Content = AcceptCommand::Content;

// Which agency of the consent a team belongs to; nothing for prisons and courts' teams, which
// pass on care inside custody.
std::optional<ConsentAgency> agency_of(config::TeamKind kind) {
  switch (kind) {
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

// A form that is only sent late does not undo what was said since; consent after a withdrawal must
// say that it was given after it.
bool counts(const Sharing& stated, const Sharing& before) {
  using Basis = Sharing::Basis;
  // An exception is not the person's word: it neither is undone by one nor undoes one.
  if (stated.basis == Basis::exception || before.basis == Basis::exception) return true;
  if (!before.stated_on) return true;
  if (!stated.stated_on) return before.basis != Basis::withdrawn;
  return *stated.stated_on >= *before.stated_on;
}

Result<void> check_given(const Sharing& sharing, const config::Team* recipient) {
  // A team we do not know yet is a telephone call; the form itself stays here.
  if (recipient == nullptr) return {};
  const auto agency = agency_of(recipient->kind);
  if (!agency || std::ranges::find(sharing.agencies, *agency) != sharing.agencies.end()) return {};
  return fail(Errc::agency_not_covered,
              fmt::format("the person's consent does not name {} ({}): ask them, and send a LIEF "
                          "or Alert Form whose Consent names that agency",
                          config::to_string(recipient->kind), recipient->code.str()));
}

bool is_in_custody(const config::Team* team) {
  using enum config::TeamKind;
  return team != nullptr && (team->kind == prison_psychosocial || team->kind == prison_clinical ||
                             team->kind == prison_court);
}

}  // namespace

Result<void> check_consent(const Conversation* conversation, const AcceptCommand& command,
                           const config::Team* recipient, const config::Directory& directory) {
  if (command.content == Content::none) return {};
  if (is_in_custody(directory.find(command.key.from)) && is_in_custody(recipient)) return {};
  const Sharing before = conversation == nullptr ? Sharing{} : conversation->sharing;
  const Sharing& now =
      command.sharing && counts(*command.sharing, before) ? *command.sharing : before;
  using Basis = Sharing::Basis;
  if (before.basis == Basis::withdrawn && &now == &before)
    return fail(Errc::consent_withdrawn,
                "the person has withdrawn consent: nothing further is shared in this conversation "
                "until a LIEF or Alert Form states consent given since");
  switch (now.basis) {
    case Basis::unstated:
      return fail(Errc::consent_not_stated,
                  "no form of this conversation says whether the person agrees to sharing: add "
                  "Consent to this form, or send the LIEF first");
    case Basis::withdrawn:
      return fail(Errc::consent_withdrawn,
                  "the form says that consent is withdrawn: send a Withdrawal, which carries "
                  "nothing about the person");
    case Basis::refused:
      if (command.content == Content::minimal) return {};
      return fail(Errc::consent_refused,
                  "the person refused sharing: only who they are and when they are released may "
                  "leave (a LIEF in its minimal form, or an Alert of dates, places and death)");
    case Basis::exception:
      return {};
    case Basis::given:
      return check_given(now, recipient);
  }
  return {};
}

void state_sharing(Deciding& deciding, const AcceptCommand& command) {
  if (!command.sharing) return;
  const Sharing before =
      deciding.conversation == nullptr ? Sharing{} : deciding.conversation->sharing;
  if (!counts(*command.sharing, before)) return;
  Sharing stated = *command.sharing;
  // A refusal has no date of its own in the form: it stands from the day it is told.
  if (!stated.stated_on)
    stated.stated_on = before.basis == stated.basis
                           ? before.stated_on
                           : deciding.context.calendar.local_date(deciding.context.now);
  if (stated != before) deciding.happened(SharingStated{command.key, std::move(stated)});
}

}  // namespace gatepost::exchange
