#include "gateway/exchange/kinds.hpp"

namespace gatepost::exchange {

Ladder ladder_of(FormType type) {
  switch (type) {
    case FormType::acknowledgement:
    case FormType::phone_confirmation:
    case FormType::receipt:
      return Ladder::none;
    case FormType::response:
    case FormType::information_reply:
      return Ladder::reply;
    case FormType::information_request:
      return Ladder::request;
    case FormType::lief:
    case FormType::clinical_part:
    case FormType::alert_form:
    case FormType::withdrawal:
      return Ladder::full;
  }
  return Ladder::full;
}

bool is_referral(FormType type) { return type == FormType::lief || type == FormType::alert_form; }

const std::vector<config::RungPolicy>& rungs_for(FormType type, bool urgent,
                                                 const config::Policy& policy) {
  static const std::vector<config::RungPolicy> none;
  switch (ladder_of(type)) {
    case Ladder::none:
      return none;
    case Ladder::reply:
      return policy.reply_rungs;
    case Ladder::request:
      return urgent ? policy.urgent_rungs : policy.request_rungs;
    case Ladder::full:
      return urgent ? policy.urgent_rungs : policy.rungs;
  }
  return none;
}

}  // namespace gatepost::exchange
