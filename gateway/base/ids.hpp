// The identifiers of the field (DESIGN section 2), each a type of its own so that no two can be
// swapped. A value of one of these types is well formed: `parse` is the only way in.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/base/random.hpp"

namespace gatepost {

namespace detail {

template <class Tag>
class StrongText {
 public:
  StrongText() = default;  // empty: "none yet"; never parsed
  static std::optional<StrongText> parse(std::string_view text) {
    if (!Tag::well_formed(text)) return std::nullopt;
    return StrongText(std::string(text));
  }
  const std::string& str() const { return text_; }
  bool empty() const { return text_.empty(); }
  auto operator<=>(const StrongText&) const = default;

 private:
  explicit StrongText(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct TeamTag {
  static bool well_formed(std::string_view);
};
struct UuidTag {
  static bool well_formed(std::string_view);
};
struct MessageTag : UuidTag {};
struct ConversationTag : UuidTag {};
struct TaskTag : UuidTag {};
struct UserTag : UuidTag {};
struct CredentialTag : UuidTag {};
struct SessionTag : UuidTag {};
struct DraftTag : UuidTag {};
struct HandleTag {
  static bool well_formed(std::string_view);
};
struct MailboxTag {
  static bool well_formed(std::string_view);
};
struct AreaTag {
  static bool well_formed(std::string_view);
};

}  // namespace detail

// A team's code: 2 to 32 of A-Z, 0-9 and inner hyphens, "BXI-PSI", "LAMBETH-SPOC".
using TeamCode = detail::StrongText<detail::TeamTag>;
// RFC 9562 UUIDs in lower case. A MessageId is the form's own id, chosen by its sender: unique only
// with the team.
using MessageId = detail::StrongText<detail::MessageTag>;
using ConversationId = detail::StrongText<detail::ConversationTag>;
using TaskId = detail::StrongText<detail::TaskTag>;
// People who sign in. A UserId is opaque: it is all that logs, audit entries and evidence say of a
// person. A SessionId names a session in its owner's list; it opens nothing (the cookie does).
using UserId = detail::StrongText<detail::UserTag>;
using CredentialId = detail::StrongText<detail::CredentialTag>;
using SessionId = detail::StrongText<detail::SessionTag>;
using DraftId = detail::StrongText<detail::DraftTag>;
// A transport's own message id, given by the gateway: 20 to 40 of A-Z and 0-9 (MESH message ids).
using Handle = detail::StrongText<detail::HandleTag>;
// A MESH mailbox id: 3 to 20 of A-Z and 0-9, upper case.
using MailboxId = detail::StrongText<detail::MailboxTag>;
// A local authority's GSS code: a letter and eight digits, "E09000022".
using AreaCode = detail::StrongText<detail::AreaTag>;

// Version 4 UUID text from the given randomness.
std::string make_uuid(Random& random);
template <class Id>
Id make_id(Random& random) {
  return *Id::parse(make_uuid(random));
}
// 26 characters, Crockford-like: 128 random bits in upper-case base32.
Handle make_handle(Random& random);

}  // namespace gatepost

template <class Tag>
struct std::hash<gatepost::detail::StrongText<Tag>> {
  std::size_t operator()(const gatepost::detail::StrongText<Tag>& id) const noexcept {
    return std::hash<std::string>{}(id.str());
  }
};
