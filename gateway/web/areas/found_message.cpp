#include "gateway/web/areas/found_message.hpp"

#include "gateway/exchange/decide.hpp"

namespace gatepost::web {

bool FoundMessage::is_read() const {
  return app::has_read(caller.team, message.state, caller.configuration->directory);
}

const TeamCode& FoundMessage::other_side() const {
  return exchange::other_side(message.state, caller.team);
}

boost::asio::awaitable<app::Answer<FoundMessage>> find_message(Services services, const Call& call,
                                                               identity::Action action) {
  const std::string& id = call.path("id");
  auto caller = co_await services.identity.act_on(person_of(call), action, id);
  if (!caller) co_return std::unexpected(std::move(caller).error());
  auto message = co_await services.gateway.message(*caller, id);
  if (!message) co_return std::unexpected(std::move(message).error());
  auto rows = co_await app::Desk(services.gateway).conversation(*caller, message->conversation);
  if (!rows) co_return std::unexpected(std::move(rows).error());
  co_return FoundMessage{std::move(*caller), std::move(*message), std::move(*rows)};
}

pages::MessageFrame frame_of(const Call& call, const FoundMessage& found) {
  const app::Configuration& configuration = *found.caller.configuration;
  pages::MessageFrame made{call,
                           configuration,
                           LocalTime(configuration.calendar, call.now),
                           found.caller.team,
                           found.message,
                           {},
                           {},
                           {}};
  for (const app::DeskRow& row : found.conversation) {
    if (row.message.key != found.state().key) continue;
    made.person = row.person;
    made.release_at = row.release_at;
  }
  return made;
}

html::Url page_of(const exchange::MessageState& message, std::string_view done) {
  if (done.empty()) return html::Url::path({"messages", message.handle.str()});
  return html::Url::path({"messages", message.handle.str()}, {{"done", done}});
}

}  // namespace gatepost::web
