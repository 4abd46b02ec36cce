#include "gateway/app/person_in_conversation.hpp"

#include "formats/xml/document.hpp"
#include "gateway/app/evidence.hpp"

namespace gatepost::app {

std::optional<formats::forms::PersonInForm> person_in_conversation(
    exchange::View& view, const Configuration& configuration,
    const exchange::Conversation& conversation, const MayRead& may_read) {
  for (auto message = conversation.messages.rbegin(); message != conversation.messages.rend();
       ++message) {
    const bool names_somebody = message->type == exchange::FormType::lief ||
                                message->type == exchange::FormType::alert_form;
    if (!names_somebody || !may_read(*message)) continue;
    const auto bytes = unsealed_part(view, configuration, message->carried(), form_part);
    if (!bytes || bytes->empty()) continue;
    const auto document = formats::xml::Document::parse(*bytes);
    if (!document) continue;
    if (auto person = formats::forms::person_in(*document)) return person;
  }
  return std::nullopt;
}

}  // namespace gatepost::app
