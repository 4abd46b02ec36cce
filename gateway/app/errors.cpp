#include "gateway/app/errors.hpp"

namespace gatepost::app {

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::wrong_signer:
      return {"gateway", "wrong_signer"};
    case Errc::wrong_connection:
      return {"gateway", "wrong_connection"};
    case Errc::issuer_not_pinned:
      return {"gateway", "issuer_not_pinned"};
    case Errc::invalid_form:
      return {"gateway", "invalid_form"};
    case Errc::wrong_workflow:
      return {"gateway", "wrong_workflow"};
    case Errc::wrong_recipient:
      return {"gateway", "wrong_recipient"};
    case Errc::not_for_senders:
      return {"gateway", "not_for_senders"};
    case Errc::unknown_team:
      return {"gateway", "unknown_team"};
    case Errc::out_of_service:
      return {"gateway", "out_of_service"};
    case Errc::not_found:
      return {"gateway", "not_found"};
    case Errc::not_a_reader:
      return {"gateway", "not_a_reader"};
    case Errc::unavailable:
      return {"gateway", "unavailable"};
    case Errc::bad_request:
      return {"gateway", "bad_request"};
    case Errc::too_much:
      return {"gateway", "too_much"};
    case Errc::no_custody:
      return {"gateway", "no_custody"};
  }
  return {"gateway", "?"};
}

}  // namespace gatepost::app
