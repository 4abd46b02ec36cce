#include "gateway/app/desk.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/app/person_in_conversation.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/exchange/journal.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using exchange::Conversation;
using exchange::MessageKey;
using exchange::MessageState;
using Side = exchange::MessageQuery::Side;
using Stage = exchange::ListStage;

bool has_read(const TeamCode& team, const MessageState& message,
              const config::Directory& directory) {
  if (exchange::same_side(message.key.from, team, directory) ||
      exchange::same_side(message.holder(), team, directory))
    return true;
  return message.to == team && message.could_be_read();
}

namespace {

DeskRow row_of(exchange::View& view, const Caller& caller, const Conversation& conversation,
               const MessageState& message) {
  DeskRow row{conversation.id, message, std::nullopt, conversation.release_at};
  row.person = person_in_conversation(
      view, *caller.configuration, conversation, [&](const MessageState& each) {
        return has_read(caller.team, each, caller.configuration->directory);
      });
  return row;
}

// Those of the conversation that a search found, or all of them.
Result<void> add_rows(exchange::View& view, const Caller& caller, const ConversationId& id,
                      const std::function<bool(const MessageState&)>& wanted,
                      std::vector<DeskRow>& rows) {
  GP_TRY(const auto conversation, view.conversation(id));
  if (!conversation) return {};
  for (const MessageState& message : conversation->messages)
    if (may_see(caller.team, message, caller.configuration->directory) && wanted(message))
      rows.push_back(row_of(view, caller, *conversation, message));
  return {};
}

Result<std::vector<MessageKey>> find_keys(exchange::View& view, const Caller& caller,
                                          const std::string& typed) {
  std::vector<MessageKey> keys;
  const std::string value = formats::forms::normal_search_key(typed);
  for (const char* kind : {"prisoner-number", "nhs-number", "surname"}) {
    const Digest token = caller.configuration->keys.blind_token(kind, value);
    GP_TRY(const auto found, view.search(kind, token, limits::search_looked_at));
    keys.insert(keys.end(), found.begin(), found.end());
  }
  return keys;
}

}  // namespace

asio::awaitable<Answer<DeskPage>> Desk::page(Caller caller, exchange::MessageQuery wanted) {
  wanted.team = caller.team;
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<DeskPage> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    const std::size_t limit = wanted.limit;
    wanted.limit = limit + 1;  // one more shows whether there are more
    GP_TRY_ANSWER(auto listed, view->messages_of(wanted));
    DeskPage page;
    if (listed.size() > limit) {
      listed.resize(limit);
      page.next = listed.back().place;
    }
    for (const exchange::ListedMessage& each : listed) {
      GP_TRY_ANSWER(const auto conversation, view->conversation(each.conversation));
      const MessageState* message = conversation ? conversation->find(each.place.key) : nullptr;
      if (message != nullptr) page.rows.push_back(row_of(*view, caller, *conversation, *message));
    }
    return page;
  });
}

asio::awaitable<Answer<DeskCounts>> Desk::counts(Caller caller) {
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<DeskCounts> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    DeskCounts counts;
    GP_TRY_ANSWER(counts.to_confirm,
                  view->count_messages(caller.team, Side::received, Stage::unconfirmed));
    GP_TRY_ANSWER(counts.to_answer,
                  view->count_messages(caller.team, Side::received, Stage::confirmed));
    GP_TRY_ANSWER(counts.waiting,
                  view->count_messages(caller.team, Side::sent, Stage::unconfirmed));
    GP_TRY_ANSWER(counts.confirmed,
                  view->count_messages(caller.team, Side::sent, Stage::confirmed));
    GP_TRY_ANSWER(counts.drafts, view->people().draft_count(caller.team));
    return counts;
  });
}

asio::awaitable<Answer<std::vector<DeskRow>>> Desk::search(Caller caller, DeskSearch wanted) {
  // A reference names what is on the desk already, and looks nobody up.
  if (auto message = co_await gateway_.message(caller, wanted.text))
    co_return co_await conversation(caller, message->conversation);
  auto rows = co_await gateway_.parts().workers.run([&]() -> Answer<std::vector<DeskRow>> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    GP_TRY_ANSWER(const auto keys, find_keys(*view, caller, wanted.text));
    std::vector<ConversationId> conversations;
    std::vector<DeskRow> found;
    for (const MessageKey& key : keys) {
      GP_TRY_ANSWER(const auto form, view->form(key));
      if (!form || std::ranges::find(conversations, form->conversation) != conversations.end())
        continue;
      conversations.push_back(form->conversation);
      GP_CHECK_ANSWER(add_rows(
          *view, caller, form->conversation,
          [](const MessageState& message) {
            return exchange::list_entry(message).stage != Stage::unlisted;
          },
          found));
      // Nothing of somebody whom the team was not told of: a number must not tell who is referred.
      std::erase_if(found, [](const DeskRow& row) { return !row.person; });
      if (found.size() >= limits::search_results) break;
    }
    std::ranges::sort(found, std::ranges::greater{},
                      [](const DeskRow& row) { return row.message.accepted_at; });
    if (found.size() > limits::search_results) found.resize(limits::search_results);
    return found;
  });
  if (!rows) co_return rows;
  exchange::Work work;
  work.run = [this, &caller, &rows, now = gateway_.parts().clock.now()](
                 exchange::Transaction& transaction) -> Result<std::string> {
    audit::Entry entry = exchange::base_entry(gateway_.provenance(caller), now);
    entry.verb = audit::Verb::consultation;
    entry.event = "searched";
    entry.recipient = caller.team.str();
    entry.reason = fmt::format("results:{}", rows->size());
    transaction.append_audit(std::move(entry));
    return std::string{};
  };
  auto logged = co_await gateway_.submit(std::move(work));
  if (!logged)
    co_return refuse(Error(Errc::unavailable, "the search could not be logged; try again later"));
  co_return rows;
}

asio::awaitable<Answer<std::vector<DeskRow>>> Desk::conversation(Caller caller, ConversationId id) {
  co_return co_await gateway_.parts().workers.run([&]() -> Answer<std::vector<DeskRow>> {
    GP_TRY_ANSWER(auto view, gateway_.parts().store.view());
    std::vector<DeskRow> rows;
    GP_CHECK_ANSWER(add_rows(*view, caller, id, [](const MessageState&) { return true; }, rows));
    return rows;
  });
}

}  // namespace gatepost::app
