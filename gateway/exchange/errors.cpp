#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::not_a_party:
      return {"exchange", "not_a_party"};
    case Errc::unknown_original:
      return {"exchange", "unknown_original"};
    case Errc::wrong_digest:
      return {"exchange", "wrong_digest"};
    case Errc::not_recipient:
      return {"exchange", "not_recipient"};
    case Errc::not_sender:
      return {"exchange", "not_sender"};
    case Errc::wrong_destination:
      return {"exchange", "wrong_destination"};
    case Errc::id_reused:
      return {"exchange", "id_reused"};
    case Errc::unknown_task:
      return {"exchange", "unknown_task"};
    case Errc::task_closed:
      return {"exchange", "task_closed"};
    case Errc::already_claimed:
      return {"exchange", "already_claimed"};
    case Errc::conversation_full:
      return {"exchange", "conversation_full"};
    case Errc::unknown_sender:
      return {"exchange", "unknown_sender"};
    case Errc::consent_not_stated:
      return {"exchange", "consent_not_stated"};
    case Errc::consent_refused:
      return {"exchange", "consent_refused"};
    case Errc::consent_withdrawn:
      return {"exchange", "consent_withdrawn"};
    case Errc::agency_not_covered:
      return {"exchange", "agency_not_covered"};
    case Errc::message_ended:
      return {"exchange", "message_ended"};
    case Errc::not_claimed:
      return {"exchange", "not_claimed"};
    case Errc::others_word:
      return {"exchange", "others_word"};
    case Errc::unnamed:
      return {"exchange", "unnamed"};
    case Errc::unknown_reason:
      return {"exchange", "unknown_reason"};
  }
  return {"exchange", "?"};
}

}  // namespace gatepost::exchange
