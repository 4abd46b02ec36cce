// Control: what every form carries first, and the types shared by the forms.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::forms {

// Every form of the vocabulary (DESIGN section 2).
enum class FormType {
  lief,
  clinical_part,
  alert_form,
  information_request,
  information_reply,
  acknowledgement,
  response,
  phone_confirmation,
  withdrawal,
  receipt
};
std::string_view root_name(FormType type);  // "LIEF", "Acknowledgement"
std::optional<FormType> type_from_root(std::string_view root);
std::string_view words_for(FormType type);  // "LIEF referral", "acknowledgement"

// XML: first child of the root.
//   <Control>
//     <MessageId>uuid</MessageId> <ConversationId>uuid</ConversationId> <CreatedAt>RFC 3339
//     UTC</CreatedAt> <Supersedes>uuid</Supersedes>?          the sender's earlier form that this
//     one replaces <From>TEAM</From> <ToArea>GSS</ToArea>? <ToTeam>TEAM</ToTeam>?    at least one;
//     with both, the team is the destination and must serve the area
//   </Control>
struct Control {
  MessageId message_id;
  ConversationId conversation_id;
  Instant created_at;
  std::optional<MessageId> supersedes;
  TeamCode from;
  std::optional<AreaCode> to_area;
  std::optional<TeamCode> to_team;
};

// The form another form is about: whose it was, its own id, and the digest its signature covers.
struct Subject {
  TeamCode from;
  MessageId message_id;
  Digest digest;  // XML: 64 lower-case hex digits
};

}  // namespace gatepost::formats::forms
