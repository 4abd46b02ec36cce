// What a reply must be to count: about a form of this conversation, quoting its digest, from the
// right side to the right side (DESIGN rule 5).
#include <fmt/format.h>
#include <algorithm>

#include "gateway/exchange/deciding.hpp"

namespace gatepost::exchange {

namespace {

// Which side of a form may say this about it.
enum class Speaker { recipient, sender, sender_or_recipient };

struct Speech {
  Speaker speaker;
  bool (*about)(FormType);  // which forms it can be about
  std::string_view wrong_side;
};

bool any_laddered(FormType type) { return has_ladder(type); }
bool a_referral(FormType type) { return is_referral(type); }
bool a_request(FormType type) { return type == FormType::information_request; }
bool a_lief(FormType type) { return type == FormType::lief; }
// What was taken back stays so: whoever wants it after all sends it again.
bool anything_said(FormType type) {
  return ladder_of(type) != Ladder::none && type != FormType::withdrawal;
}

struct SpeechOf {
  Speech operator()(const act::Acknowledge& act) const {
    if (act.how == ReachedHow::telephone)
      return {Speaker::sender, any_laddered,
              "only the team that sent the form can confirm it by telephone"};
    return {Speaker::recipient, any_laddered,
            "only the team the form was sent to can acknowledge it"};
  }
  Speech operator()(const act::Complete&) const {
    return {Speaker::sender, a_lief,
            "only a team of the prison that sent the LIEF can complete it"};
  }
  Speech operator()(const act::Reply&) const {
    return {Speaker::recipient, a_request, "only the team that was asked can reply"};
  }
  Speech operator()(const act::Withdraw& act) const {
    if (act.scope == act::Withdraw::Scope::consent)
      return {Speaker::sender_or_recipient, anything_said,
              "only the sides of the form can say that consent is withdrawn"};
    return {Speaker::sender, anything_said, "only the sending side can withdraw a form"};
  }
  // Accept, decline and what follows.
  template <class Answer>
  Speech operator()(const Answer&) const {
    return {Speaker::recipient, a_referral, "only the team the referral was sent to can answer it"};
  }
};

// Of the messages that carry the form, the one that concerns whoever speaks.
const MessageState* message_for(const Conversation& conversation, const AcceptCommand& command,
                                Speaker speaker, const config::Directory& directory) {
  const MessageState* found = nullptr;
  for (const MessageState& message : conversation.messages) {
    if (message.carried() != command.about->key) continue;
    const bool as_recipient = speaker != Speaker::sender && message.to == command.key.from;
    const bool as_sender = speaker != Speaker::recipient &&
                           (same_side(message.holder(), command.key.from, directory) ||
                            same_side(message.key.from, command.key.from, directory));
    if (!as_recipient && !as_sender) continue;
    // A call about one of several copies says whom it reached.
    if (found == nullptr || (command.to_team && *command.to_team == message.to)) found = &message;
  }
  return found;
}

// What is over cannot be answered any more; that it was received is recorded all the same.
Result<void> check_not_over(const MessageState& original, const act::Act& act) {
  if (std::holds_alternative<act::Acknowledge>(act) || std::holds_alternative<act::Withdraw>(act))
    return {};
  if (original.standing == Standing::withdrawn)
    return fail(Errc::message_ended,
                "the form was withdrawn by its sender: nothing further is said about it");
  const bool begins =
      std::holds_alternative<act::Accept>(act) || std::holds_alternative<act::Decline>(act) ||
      std::holds_alternative<act::Appoint>(act) || std::holds_alternative<act::Complete>(act);
  if (original.standing == Standing::closed && original.answered_at && begins)
    return fail(Errc::message_ended,
                "the referral is over: it was declined, or its sender closed it after the answer; "
                "what is new needs a new referral");
  return {};
}

}  // namespace

bool needs_original(const act::Act& act) {
  return !std::holds_alternative<act::Carry>(act) && !std::holds_alternative<act::Alert>(act);
}

const TeamCode& other_side(const MessageState& original, const TeamCode& sender) {
  return sender == original.to ? original.holder() : original.to;
}

Result<const MessageState*> original_of(const Conversation& conversation,
                                        const AcceptCommand& command, const Context& context) {
  const AcceptCommand::About& about = *command.about;
  const Speech speech = std::visit(SpeechOf{}, command.act);
  const MessageState* named = conversation.find(about.key);
  if (named == nullptr || !speech.about(named->type))
    return fail(
        Errc::unknown_original,
        fmt::format("this conversation has no form {} that this could be about", about.key.str()));
  if (about.digest && named->digest != *about.digest)
    return fail(Errc::wrong_digest, fmt::format("form {} has digest {}, not the one quoted",
                                                about.key.str(), named->digest.hex()));
  const MessageState* original =
      message_for(conversation, command, speech.speaker, context.directory);
  if (original == nullptr)
    return fail(speech.speaker == Speaker::sender ? Errc::not_sender : Errc::not_recipient,
                std::string(speech.wrong_side));
  const TeamCode& side = other_side(*original, command.key.from);
  // After a transfer the form's own sender is still a right address; its new team gets the reply.
  const bool right = !command.to_team || side.empty() || *command.to_team == side ||
                     (side == original->holder() && *command.to_team == original->key.from);
  if (!right)
    return fail(Errc::wrong_destination, fmt::format("this reply must go to {}", side.str()));
  GP_CHECK(check_not_over(*original, command.act));
  return original;
}

}  // namespace gatepost::exchange
