// Lists of messages as people work through them: what is still awaited of each, and in which order.
// The store keeps a message's entry beside it, so that a list is one scan of an index however many
// messages there are. Values and pure functions.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/exchange/conversation.hpp"

namespace gatepost::exchange {

// By what is awaited of a message.
enum class ListStage {
  unconfirmed,  // no named person has confirmed it, or a reply lies undelivered
  confirmed,    // a person has it; an answer, or what became of it, is awaited
  settled,      // nothing is awaited
  unlisted      // says something about another form and stands with that one: an acknowledgement
};
std::string_view to_string(ListStage stage);
std::optional<ListStage> parse_list_stage(std::string_view text);

struct ListEntry {
  ListStage stage{};
  std::optional<Rung> awaited;  // the lowest rung that is waited for
  // Milliseconds since 1970 of the nearest open deadline, so that what presses comes first; once
  // nothing is awaited, of its acceptance, negative, so that the newest comes first.
  std::int64_t order = 0;
  bool operator==(const ListEntry&) const = default;
};
ListEntry list_entry(const MessageState& message);

// The open deadline that comes first. None for a message that has ended: its deadlines stay as they
// were, for when it is taken up again, and nobody is reminded of them.
const Deadline* nearest_awaited(const MessageState& message);

// Where a message stands in its list. It holds while nothing about the message changes.
struct ListPlace {
  std::int64_t order = 0;
  MessageKey key;
  auto operator<=>(const ListPlace&) const = default;

  std::string to_text() const;  // "1775000000000.BXI-PSI.UUID"
  static std::optional<ListPlace> from_text(std::string_view text);
};

struct MessageQuery {
  TeamCode team{};
  enum class Side {
    sent,     // the team sent it, or has taken over from its sender
    received  // it is for the team
  } side = Side::received;
  ListStage stage = ListStage::unconfirmed;
  std::optional<Rung> awaited{};
  std::optional<TeamCode> other{};  // the team on the other side
  // Release instants from the first (inclusive) to the second (exclusive).
  std::optional<std::pair<Instant, Instant>> released{};
  std::size_t limit = 1;
  std::optional<ListPlace> after{};  // exclusive; nothing for the start
};
struct ListedMessage {
  ConversationId conversation;
  ListPlace place;
};

}  // namespace gatepost::exchange
