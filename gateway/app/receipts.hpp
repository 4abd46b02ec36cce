// Making receipts: written, signed by the gateway-role key and sealed, ahead of the decision that
// may issue them. Runs in the worker pool; pure but for the signer.
#pragma once

#include "gateway/app/configuration.hpp"
#include "gateway/exchange/service.hpp"

namespace gatepost::app {

struct ReceiptRequest {
  exchange::MessageKey about;  // the message
  exchange::MessageKey form;   // that it carries: what the receipt names
  ConversationId conversation;
  Digest digest;
  exchange::FormType type{};
  TeamCode recipient;  // empty when no team is known
  exchange::Rung rung{};
  exchange::ReachedHow how{};
  Instant reached_at;
  std::optional<std::string> person_name;
  std::optional<formats::forms::Subject> evidence;
};

struct MadeReceipt {
  exchange::ReceiptCandidate candidate;
  std::string xml;  // as signed, for the answer that goes out after the commit
};

Result<MadeReceipt> make_receipt(const ReceiptRequest& request, const Configuration& configuration,
                                 Random& random);

}  // namespace gatepost::app
