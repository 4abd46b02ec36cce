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

// How a person proved who they are before the gateway signed for them.
enum class Authentication {
  password_and_totp,
  password_and_security_key,
  password_and_recovery_code,
  organisation  // by their own organisation's sign-in (OpenID Connect)
};
std::string_view words_for(Authentication authentication);

// For whom the gateway signed with the key it holds for the team: stands in forms that a person
// wrote in the console, and in no other. The user is the gateway's own, opaque id.
struct SignedFor {
  UserId user;
  std::string name;
  std::optional<std::string> job_title;
  Authentication authentication{};
  Instant authenticated_at;
};

// XML: first child of the root.
//   <Control>
//     <MessageId>uuid</MessageId> <ConversationId>uuid</ConversationId> <CreatedAt>RFC 3339
//     UTC</CreatedAt> <Supersedes>uuid</Supersedes>?          the sender's earlier form that this
//     one replaces <From>TEAM</From> <ToArea>GSS</ToArea>? <ToTeam>TEAM</ToTeam>?    at least one;
//     with both, the team is the destination and must serve the area
//     <SignedFor>...</SignedFor>?
//   </Control>
struct Control {
  MessageId message_id;
  ConversationId conversation_id;
  Instant created_at;
  std::optional<MessageId> supersedes;
  TeamCode from;
  std::optional<AreaCode> to_area;
  std::optional<TeamCode> to_team;
  std::optional<SignedFor> signed_for;
};

// The form another form is about: whose it was, its own id, and the digest its signature covers.
struct Subject {
  TeamCode from;
  MessageId message_id;
  Digest digest;  // XML: 64 lower-case hex digits
};

}  // namespace gatepost::formats::forms
