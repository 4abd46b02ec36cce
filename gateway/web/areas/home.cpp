#include "gateway/web/areas/home.hpp"

#include "gateway/web/navigation.hpp"

namespace gatepost::web {

using identity::Action;

void Home::add_to(Router& router) {
  router.get("/", Access::signed_in(), [this](const Call& c) { return begin(c); });
}

boost::asio::awaitable<Reply> Home::begin(const Call& call) {
  const identity::Person& person = person_of(call);
  const auto teams = identity::teams_for(person, Action::see_messages);
  const auto configuration = services_.gateway.configuration();
  const auto today = configuration->calendar.local_date(call.now);
  // A team that has ended opens no page; what it had went to another one.
  for (const TeamCode& team : teams)
    if (configuration->directory.find(team, today) != nullptr) co_return Redirect{team_page(team)};
  if (!teams.empty()) co_return Redirect{team_page(teams.front())};
  if (!identity::teams_for(person, Action::see_meeting_list).empty())
    co_return Redirect{"/meeting-list"};
  if (is_of_the_gateway(person)) co_return Redirect{"/administration"};
  co_return Redirect{"/account"};
}

}  // namespace gatepost::web
