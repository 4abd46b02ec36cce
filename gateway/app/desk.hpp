// Desk: what a team's people work through: its messages by what is awaited of them, a search for
// one person or reference, and what belongs together in one conversation. Lists show whom a message
// is about only to the side that sent it, and to the recipient once it has opened a form that says;
// so a list discloses nothing that consent could still take back. Used on the io_context's thread;
// reads in the pool.
#pragma once

#include "formats/forms/person.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/exchange/message_list.hpp"

namespace gatepost::app {

struct DeskRow {
  ConversationId conversation;
  exchange::MessageState message;
  std::optional<formats::forms::PersonInForm> person;  // nothing while the team may not know
  std::optional<Instant> release_at;
};
struct DeskPage {
  std::vector<DeskRow> rows;
  std::optional<exchange::ListPlace> next;  // where the next page begins; nothing on the last
};

struct DeskCounts {
  std::size_t to_confirm = 0, to_answer = 0;  // received
  std::size_t waiting = 0, confirmed = 0;     // sent
  std::size_t drafts = 0;
};

// What somebody looks for, as it was typed.
struct DeskSearch {
  std::string text;  // a surname, a prisoner number, an NHS number, or a message's reference
};

class Desk {
 public:
  explicit Desk(Gateway& gateway) : gateway_(gateway) {}

  boost::asio::awaitable<Answer<DeskPage>> page(Caller caller, exchange::MessageQuery wanted);
  boost::asio::awaitable<Answer<DeskCounts>> counts(Caller caller);
  // The newest first, at most limits::search_results; a consultation, in the log with the number of
  // hits before it is answered. Never other teams' messages.
  boost::asio::awaitable<Answer<std::vector<DeskRow>>> search(Caller caller, DeskSearch wanted);
  // All messages of the conversation that the team may see, in order of acceptance.
  boost::asio::awaitable<Answer<std::vector<DeskRow>>> conversation(Caller caller,
                                                                    ConversationId id);

 private:
  Gateway& gateway_;
};

// Whether the team's people may know what the form says, as far as it goes: their side sent it, or
// they have been handed it.
bool has_read(const TeamCode& team, const exchange::MessageState& message,
              const config::Directory& directory);

}  // namespace gatepost::app
