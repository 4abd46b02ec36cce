// Pages of the delivery log: its entries with a filter, and what recomputing it proved. Pure; any
// thread.
#pragma once

#include "gateway/web/pages/administration.hpp"

namespace gatepost::web::pages {

// What was typed into the filter, and what is wrong with it.
struct LogFilterValues {
  std::string message, team, actor, verb, event, from, until;
  Problems problems;
  bool empty() const {
    return message.empty() && team.empty() && actor.empty() && verb.empty() && event.empty() &&
           from.empty() && until.empty();
  }
};
struct DeliveryLogValues {
  LogFilterValues filter;
  app::LogPage page;
  bool is_first = true;
  std::string export_problem;  // why it was not exported
};
Page delivery_log(const AdminFrame& frame, const DeliveryLogValues& values);

Page verification(const AdminFrame& frame, const app::LogVerification& last,
                  const app::Health& health);

}  // namespace gatepost::web::pages
