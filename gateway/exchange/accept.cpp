// Accepting a form: who may send it, about what, to whom; the message that carries it; and what it
// does to the conversation.
#include <fmt/format.h>
#include <algorithm>

#include "gateway/base/limits.hpp"
#include "gateway/exchange/deciding.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::exchange {

namespace {

bool is_party(const Conversation& conversation, const TeamCode& team,
              const config::Directory& directory) {
  return conversation.has_party(team) ||
         std::ranges::any_of(conversation.parties, [&](const TeamCode& party) {
           return same_side(party, team, directory);
         });
}

Result<void> check_sender(const std::optional<Conversation>& conversation,
                          const AcceptCommand& command, const Context& context) {
  if (context.directory.find(command.key.from) == nullptr)
    return fail(Errc::unknown_sender,
                fmt::format("team {} is not in the directory", command.key.from.str()));
  if (!conversation) return {};
  // A conversation that only holds what reconcile found has no parties yet.
  if (!conversation->parties.empty() &&
      !is_party(*conversation, command.key.from, context.directory))
    return fail(Errc::not_a_party,
                fmt::format("team {} has no part in this conversation", command.key.from.str()));
  // One conversation is loaded and decided whole: nobody may make it so long that it slows
  // everybody down. What ends it must find room all the same.
  const auto* alert = std::get_if<act::Alert>(&command.act);
  const bool ends = std::holds_alternative<act::Withdraw>(command.act) ||
                    (alert != nullptr && alert->ends == act::Alert::Ends::everything);
  const std::size_t most = has_ladder(command.type) && !ends ? limits::conversation_referrals
                                                             : limits::conversation_messages;
  if (conversation->messages.size() >= most)
    return fail(Errc::conversation_full,
                fmt::format("this conversation holds {} forms already; begin another with a new "
                            "ConversationId",
                            conversation->messages.size()));
  return {};
}

// A reply goes to the other side of its original and to nobody else, whatever the directory says
// about the area today: an area that changed hands since must not make a confirmation impossible,
// nor show it to a team that has no part in the conversation.
Result<Destination> route_reply(const AcceptCommand& command, const MessageState& original,
                                const Context& context) {
  const TeamCode& side = other_side(original, command.key.from);
  if (side.empty()) return Destination{};
  if (!command.to_team && command.to_area != original.area) {
    GP_TRY(const Destination addressed, route(command, context));
    if (addressed.team != nullptr && addressed.team->code != side)
      return fail(Errc::wrong_destination, fmt::format("this reply must go to {}", side.str()));
  }
  AcceptCommand to_side = command;
  to_side.to_team = side;
  to_side.to_area.reset();
  return route(to_side, context);
}

// DESIGN section 4: an urgent message goes to contacts marked 24/7, else to the fallback's; where
// there are none, the sender is told at once. Who can next be reached, and when, is worked out when
// the task is shown.
void raise_the_alarm(Deciding& deciding, const MessageState& message, const Destination& to) {
  if (!message.urgent) return;
  const Context& context = deciding.context;
  const auto alarm = [&](StepRole role, int number) {
    deciding.decision.effects.push_back(step_effect(Effect::Kind::notify, message, Rung::confirmed,
                                                    std::string(steps::urgent_waits), number, role,
                                                    context));
  };
  alarm(StepRole::recipient, 0);
  // A mail reaches an urgent contact by itself; a number at any hour is for the sender to ring.
  const auto reachable = [&](const config::Team& team) {
    return !team.urgent_contact.email.empty() || context.calendar.is_open(team.hours, context.now);
  };
  const config::Team* fallback =
      to.team->fallback_team ? context.directory.find(*to.team->fallback_team) : nullptr;
  if (reachable(*to.team)) return;
  if (fallback != nullptr && reachable(*fallback)) return alarm(StepRole::recipient_fallback, 1);
  open_task(deciding,
            {.about = message.key, .step = steps::nobody_on_duty, .owner = message.key.from});
}

// The 2009 guidance: of some changes, a telephone call must follow the form.
void ask_for_the_call(Deciding& deciding, const AcceptCommand& command,
                      const MessageState& message) {
  const auto* alert = std::get_if<act::Alert>(&command.act);
  if (alert == nullptr || alert->call != act::Alert::Call::must_follow) return;
  open_task(deciding,
            {.about = message.key, .step = steps::call_must_follow, .owner = message.key.from});
}

// Where the telephone is the only way, that call is the one that must follow, too.
void ask_to_ring(Deciding& deciding, const MessageState& message) {
  if (ladder_of(message.type) == Ladder::none) return;
  // A reply has no confirmed rung that a call could reach: whoever rings says so by hand.
  open_task(deciding, {.about = message.key,
                       .step = message.to.empty() ? steps::no_route : steps::telephone_route,
                       .owner = message.key.from,
                       .ends = has_ladder(message.type) ? TaskEnds::rung : TaskEnds::hand});
}

// What is said to follow is somebody's to send, and they must know.
void ask_for_the_rest(Deciding& deciding, const AcceptCommand& command,
                      const MessageState& message) {
  using Completeness = AcceptCommand::Completeness;
  if (command.completeness == Completeness::whole) return;
  const bool clinical = command.completeness == Completeness::clinical_part_follows;
  const Context& context = deciding.context;
  const config::Team* sender = context.directory.find(command.key.from);
  const config::Team* team =
      clinical ? context.directory.team_at(sender->prison, config::TeamKind::prison_clinical,
                                           context.calendar.local_date(context.now))
               : nullptr;
  open_task(deciding, {.about = message.key,
                       .step = clinical ? steps::clinical_part : steps::complete_referral,
                       .owner = team == nullptr ? command.key.from : team->code,
                       .role = StepRole::owner,
                       .rung = Rung::accepted,
                       .ends = clinical ? TaskEnds::clinical_part : TaskEnds::completion});
}

// A question about a form quotes it; nothing happens to that form.
Result<void> check_mention(const Conversation* conversation, const AcceptCommand& command) {
  if (!command.about || needs_original(command.act)) return {};
  const MessageState* named =
      conversation == nullptr ? nullptr : conversation->find(command.about->key);
  if (named == nullptr)
    return fail(Errc::unknown_original,
                fmt::format("this conversation has no form {}", command.about->key.str()));
  if (command.about->digest && named->digest != *command.about->digest)
    return fail(Errc::wrong_digest, fmt::format("form {} has digest {}, not the one quoted",
                                                command.about->key.str(), named->digest.hex()));
  return {};
}

// A release that is known and still to come hastens every form of the conversation, whichever of
// them said so.
std::optional<Instant> release_known(const Conversation* conversation, const AcceptCommand& command,
                                     const Context& context) {
  if (command.release_at || conversation == nullptr || !conversation->release_at ||
      *conversation->release_at <= context.now)
    return command.release_at;
  return conversation->release_at;
}

// What completes or asks about an urgent form is as urgent.
bool is_about_urgent(const Conversation* conversation, const AcceptCommand& command) {
  if (conversation == nullptr || !command.about) return false;
  return std::ranges::any_of(conversation->messages, [&](const MessageState& earlier) {
    return earlier.carried() == command.about->key && earlier.urgent &&
           earlier.standing == Standing::open;
  });
}

}  // namespace

Answer answer_to(const Conversation* conversation, const AcceptCommand& command,
                 const Destination& destination, const Context& context) {
  if (command.type == FormType::information_request) return Answer::expected;
  if (!is_referral(command.type) || needs_original(command.act)) return Answer::not_expected;
  if (destination.team != nullptr && destination.team->kind != config::TeamKind::spoc)
    return Answer::not_expected;
  if (const auto* alert = std::get_if<act::Alert>(&command.act)) {
    const config::Team* sender = context.directory.find(command.key.from);
    if (alert->ends == act::Alert::Ends::everything || sender == nullptr ||
        sender->kind == config::TeamKind::spoc)
      return Answer::not_expected;
  }
  if (conversation == nullptr) return Answer::expected;
  // Only the first referral to a SPOC asks; what follows adds to it. An Alert alone is no LIEF: the
  // LIEF that comes after it asks anew.
  const TeamCode to = destination.team == nullptr ? TeamCode{} : destination.team->code;
  const auto word = word_of(conversation, command, context);
  const bool asked = std::ranges::any_of(conversation->messages, [&](const MessageState& earlier) {
    return earlier.to == to && (!to.empty() || earlier.area == command.to_area) &&
           is_referral(earlier.type) && earlier.standing == Standing::open &&
           (command.type != FormType::lief || earlier.type == FormType::lief) &&
           !(word && is_taken_back(earlier, command, *word, context)) &&
           std::ranges::find(earlier.deadlines, Rung::answered, &Deadline::rung) !=
               earlier.deadlines.end();
  });
  return asked ? Answer::not_expected : Answer::expected;
}

MessageState message_to(const Conversation* conversation, const AcceptCommand& command,
                        const Destination& destination, Answer answer, const Context& context) {
  AcceptCommand known = command;
  known.release_at = release_known(conversation, command, context);
  MessageState message;
  message.key = command.key;
  message.type = command.type;
  message.news = command.news;
  if (destination.team != nullptr) message.to = destination.team->code;
  message.area = command.to_area;
  message.digest = command.digest;
  message.handle = command.handle;
  message.urgent = has_ladder(command.type) &&
                   (is_urgent(known, context) || is_about_urgent(conversation, command));
  message.accepted_at = context.now;
  message.deadlines = deadlines_for(message, known.release_at, answer, context);
  // Where the telephone is the only way, nothing can be collected or acknowledged by a system: only
  // the call counts.
  if (destination.delivery == Destination::Delivery::telephone)
    std::erase_if(message.deadlines,
                  [](const Deadline& deadline) { return deadline.rung < Rung::confirmed; });
  return message;
}

void send_out(Deciding& deciding, const AcceptCommand& command, const Sent& sent) {
  const MessageState& message = sent.message;
  if (sent.destination.delivery == Destination::Delivery::inbox) {
    deciding.decision.deliveries.push_back({message.key, message.to, message.handle});
    ask_for_the_call(deciding, command, message);
    raise_the_alarm(deciding, message, sent.destination);
  } else {
    ask_to_ring(deciding, message);
  }
  follow_release_date(deciding, command, message);
}

Result<const MessageState*> find_original(const std::optional<Conversation>& conversation,
                                          const AcceptCommand& command, const Context& context) {
  GP_CHECK(check_sender(conversation, command, context));
  if (!needs_original(command.act)) return nullptr;
  if (!conversation || !command.about)
    return fail(Errc::unknown_original, "there is no conversation with the form this answers");
  return original_of(*conversation, command, context);
}

Result<Decision> decide_accept(const std::optional<Conversation>& conversation,
                               const AcceptCommand& command, const Context& context) {
  GP_TRY(const MessageState* original, find_original(conversation, command, context));
  const Conversation* loaded = conversation ? &*conversation : nullptr;
  GP_CHECK(check_mention(loaded, command));
  GP_TRY(const Destination destination,
         original == nullptr ? route(command, context) : route_reply(command, *original, context));
  GP_TRY(const Disclosure disclosure, check_consent(loaded, command, destination.team, context));

  Decision decision;
  Deciding deciding{loaded, context, decision};
  Sent sent{message_to(loaded, command, destination,
                       answer_to(loaded, command, destination, context), context),
            destination};
  sent.message.disclosure = disclosure;
  const MessageState& message = sent.message;
  std::vector<TeamCode> parties{message.key.from};
  if (!message.to.empty()) parties.push_back(message.to);
  deciding.happened(MessageAccepted{message, std::move(parties)});
  decision.receipts.push_back({message.key, Rung::accepted});
  state_sharing(deciding, command);
  state_release(deciding, command);
  send_out(deciding, command, sent);
  perform_act(deciding, command, sent, original);
  ask_for_the_rest(deciding, command, message);
  take_back_uncovered(deciding, command, sent);
  return decision;
}

}  // namespace gatepost::exchange
