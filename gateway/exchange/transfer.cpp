// A transfer to another prison: its Alert goes to the new prison and to the SPOC, and whoever was
// to act at the old prison acts at the new one from now on (2009 guidance, process point 8).
#include <algorithm>
#include <set>

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

// The SPOCs that have to do with the person: not those whose part is over, by a decline perhaps.
std::set<TeamCode> spocs_of(const Conversation* conversation, const config::Directory& directory) {
  std::set<TeamCode> found;
  if (conversation == nullptr) return found;
  for (const MessageState& message : conversation->messages) {
    if (!is_referral(message.type) || message.standing != Standing::open) continue;
    for (const TeamCode& side : {message.to, message.key.from}) {
      const config::Team* team = directory.find(side);
      if (team != nullptr && team->kind == config::TeamKind::spoc) found.insert(side);
    }
  }
  return found;
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
    deciding.happened(TaskMoved{task.id, task.about, to, context.now});
  }
}

}  // namespace

std::optional<Sent> copy_to(Deciding& deciding, const AcceptCommand& command,
                            const TeamCode& team) {
  const Context& context = deciding.context;
  AcceptCommand addressed = command;
  addressed.to_team = team;
  addressed.to_area.reset();
  const auto destination = route(addressed, context);
  if (!destination || destination->team == nullptr) return std::nullopt;
  const auto disclosure = check_consent(deciding.conversation, command, destination->team, context);
  if (!disclosure) return std::nullopt;
  Sent copy{message_to(addressed, *destination, Answer::not_expected, context), *destination};
  copy.message.disclosure = *disclosure;
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
  if (receiving == nullptr) {
    open_task(deciding, {.about = message.key,
                         .step = steps::tell_new_prison,
                         .owner = command.key.from,
                         .role = StepRole::owner,
                         .ends = TaskEnds::hand,
                         .detail = {},
                         .id = {}});
  } else if (receiving->code != message.to) {
    copy_to(deciding, command, receiving->code);
  }
  for (const TeamCode& spoc : spocs_of(deciding.conversation, context.directory))
    if (spoc != message.to) copy_to(deciding, command, spoc);
  if (receiving != nullptr) move_duties(deciding, command.key.from, receiving->code);
}

}  // namespace gatepost::exchange
