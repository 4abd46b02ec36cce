#include "tests/unit/gateway/exchange/flow_forms.hpp"

namespace gatepost::exchange {

std::vector<std::string> deadlines_of(Climbs climbs) {
  static const std::vector<std::string> ordinary{"delivered 9 Jun 15:30 elapsed:1h",
                                                 "acknowledged 10 Jun 10:30 working-hours:4",
                                                 "confirmed 10 Jun 12:00 noon-next-working-day"};
  static const std::vector<std::string> urgent{"delivered 9 Jun 15:00 elapsed:30m",
                                               "acknowledged 9 Jun 15:30 elapsed:1h",
                                               "confirmed 9 Jun 16:30 elapsed:2h"};
  const auto with = [](std::vector<std::string> some, std::vector<std::string> more) {
    some.insert(some.end(), more.begin(), more.end());
    return some;
  };
  switch (climbs) {
    case Climbs::nothing:
      return {};
    case Climbs::reply:
      return {"delivered 10 Jun 10:30 working-hours:4"};
    case Climbs::request:
      return {ordinary[0], ordinary[1], "answered 10 Jun 14:30 24h-or-0900-next-working-day"};
    case Climbs::update:
      return ordinary;
    case Climbs::referral:  // released on 30 June
      return with(ordinary, {"answered 11 Jun 17:00 working-days:2",
                             "engaged 21 Jul 23:59 calendar-days:21"});
    case Climbs::urgent_update:
      return urgent;
    case Climbs::urgent_referral:
      return with(urgent, {"answered 10 Jun 12:00 noon-next-working-day",
                           "engaged 21 Jul 23:59 calendar-days:21"});
  }
  return {};
}

const std::vector<NotCarried>& not_carried() {
  static const std::vector<NotCarried> all{
      {"F02", "an Activity Form to the regional data team: figures, not a message about care"},
      {"F04", "the CARAT file itself is paper that follows the person; its request is F03"},
      {"F05", "inside one prison, between its PPO liaison and its own team"},
      {"F11", "an Activity Form to the data team"},
      {"F22", "the file itself again; what is known without it is an answer to F21"},
      {"F24", "Activity Forms to the data team"},
      {"F26", "an Activity Form to the data team"},
      {"F28", "an Activity Form to the data team"},
      {"F33", "an Activity Form to the data team, within seven days (T16)"},
  };
  return all;
}

namespace {

std::vector<Flow> joined(std::initializer_list<std::vector<Flow>> parts) {
  std::vector<Flow> all;
  for (const auto& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

}  // namespace

const std::vector<Flow>& flows() {
  using namespace rows;
  static const std::vector<Flow> all = joined({into_custody(), changes_in_custody(), transfers(),
                                               release_and_court(), since_2009(), court_teams()});
  return all;
}

}  // namespace gatepost::exchange
