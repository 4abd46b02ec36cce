#include "gateway/web/areas/home.hpp"

#include "gateway/web/navigation.hpp"

namespace gatepost::web {

using identity::Action;

void Home::add_to(Router& router) { router.get("/", Access::signed_in(), begin); }

boost::asio::awaitable<Reply> Home::begin(const Call& call) {
  const identity::Person& person = person_of(call);
  if (const auto teams = identity::teams_for(person, Action::see_messages); !teams.empty())
    co_return Redirect{team_page(teams.front())};
  if (!identity::teams_for(person, Action::see_meeting_list).empty())
    co_return Redirect{"/meeting-list"};
  if (is_of_the_gateway(person)) co_return Redirect{"/administration"};
  co_return Redirect{"/account"};
}

}  // namespace gatepost::web
