// A transfer to another prison: its Alert goes to the new prison and to the SPOC, and whoever was
// to act at the old prison acts at the new one from now on (2009 guidance, process point 8).
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

// The new prison's team of the sender's own kind, or whoever there looks after substance misuse.
const config::Team* receiving_team(const config::Team& sender, const std::string& prison,
                                   const Context& context) {
  using enum config::TeamKind;
  const auto today = context.calendar.local_date(context.now);
  for (const config::TeamKind kind : {sender.kind, prison_psychosocial, prison_clinical})
    if (const config::Team* team = context.directory.team_at(prison, kind, today)) return team;
  return nullptr;
}

// When this SPOC last said that the person is another's: what it was told before no longer makes it
// one of those who have to do with them.
std::optional<Instant> declined_at(const Conversation& conversation, const TeamCode& spoc) {
  std::optional<Instant> last;
  for (const Task& task : conversation.tasks) {
    if (task.step != steps::choose_another_spoc) continue;
    const MessageState* declined = conversation.find(task.about);
    if (declined != nullptr && declined->to == spoc && (!last || *last < task.opened_at))
      last = task.opened_at;
  }
  return last;
}

// A side that has left the directory was a SPOC if it was found by the area it served.
bool is_spoc(const TeamCode& side, const MessageState& message,
             const config::Directory& directory) {
  const config::Team* team = directory.find(side);
  if (team == nullptr) return !side.empty() && side == message.to && message.area.has_value();
  return team->kind == config::TeamKind::spoc;
}

// The SPOCs that have to do with the person, each with the newest message that says so. Not those
// whose part is over; a form that takes another back refers nobody.
std::map<TeamCode, MessageKey> spocs_of(const Conversation* conversation,
                                        const config::Directory& directory) {
  std::map<TeamCode, MessageKey> found;
  if (conversation == nullptr) return found;
  for (const MessageState& message : conversation->messages) {
    if (!is_referral(message.type) || message.standing != Standing::open ||
        message.tells(News::taken_back))
      continue;
    for (const TeamCode& side : {message.to, message.key.from}) {
      if (!is_spoc(side, message, directory)) continue;
      const auto declined = declined_at(*conversation, side);
      if (!declined || message.accepted_at >= *declined) found[side] = message.key;
    }
  }
  return found;
}

// A person whose consent does not reach a SPOC may have changed their mind, or the SPOC its place
// in the directory: somebody of the sending side must know that it was not told, and why.
void ask_about(Deciding& deciding, const AcceptCommand& command, const MessageKey& known_by,
               const Error& why) {
  std::string_view step = steps::not_told_out_of_service;
  if (why.is(Errc::consent_not_stated)) step = steps::not_told_consent_unstated;
  if (why.is(Errc::consent_refused)) step = steps::not_told_consent_refused;
  if (why.is(Errc::consent_withdrawn)) step = steps::not_told_consent_withdrawn;
  if (why.is(Errc::agency_not_covered)) step = steps::not_told_not_covered;
  open_task(deciding, {.about = known_by,
                       .step = step,
                       .owner = command.key.from,
                       .role = StepRole::owner,
                       .ends = TaskEnds::hand});
}

void move_duties(Deciding& deciding, const TeamCode& from, const TeamCode& to) {
  const Context& context = deciding.context;
  if (deciding.conversation == nullptr) return;
  for (const MessageState& earlier : deciding.conversation->messages)
    if (same_side(earlier.holder(), from, context.directory) &&
        ladder_of(earlier.type) != Ladder::none && earlier.standing == Standing::open)
      deciding.happened(CaretakerChanged{earlier.key, to});
  for (const Task& task : deciding.conversation->tasks) {
    if (task.closed_at || !same_side(task.owner, from, context.directory)) continue;
    // What was sent to the old prison is the old prison's to confirm: it alone has the form.
    const MessageState* about = deciding.conversation->find(task.about);
    if (about != nullptr && same_side(about->to, from, context.directory)) continue;
    move_task(task, to, context, deciding.decision);
  }
}

}  // namespace

Result<Sent> copy_to(Deciding& deciding, const AcceptCommand& command, const TeamCode& team) {
  const Context& context = deciding.context;
  AcceptCommand addressed = command;
  addressed.to_team = team;
  addressed.to_area.reset();
  GP_TRY(const Destination destination, route(addressed, context));
  if (destination.team == nullptr)
    return fail(Errc::wrong_destination, fmt::format("team {} is not in service", team.str()));
  GP_TRY(const Disclosure disclosure,
         check_consent(deciding.conversation, command, destination.team, context));
  Sent copy{
      message_to(deciding.conversation, addressed, destination, Answer::not_expected, context),
      destination};
  copy.message.disclosure = disclosure;
  copy.message.copy_of = command.key.id;
  copy.message.key = copy_key(command.key, team);
  copy.message.handle = make_handle(context.random);
  deciding.happened(MessageAccepted{copy.message, {team}});
  send_out(deciding, command, copy);
  return copy;
}

void transfer(Deciding& deciding, const AcceptCommand& command, const MessageState& message,
              const std::string& new_prison) {
  const Context& context = deciding.context;
  const config::Team* sender = context.directory.find(command.key.from);
  // The new prison's own word that somebody arrived changes nothing more.
  if (sender == nullptr || sender->prison.empty() || sender->prison == new_prison) return;
  const config::Team* receiving = receiving_team(*sender, new_prison, context);
  const bool told = receiving != nullptr &&
                    (receiving->code == message.to || copy_to(deciding, command, receiving->code));
  if (!told)
    open_task(deciding, {.about = message.key,
                         .step = steps::tell_new_prison,
                         .owner = command.key.from,
                         .role = StepRole::owner,
                         .ends = TaskEnds::hand});
  for (const auto& [spoc, known_by] : spocs_of(deciding.conversation, context.directory)) {
    if (spoc == message.to) continue;
    if (const auto sent = copy_to(deciding, command, spoc); !sent)
      ask_about(deciding, command, known_by, sent.error());
  }
  if (receiving != nullptr) move_duties(deciding, command.key.from, receiving->code);
}

}  // namespace gatepost::exchange
