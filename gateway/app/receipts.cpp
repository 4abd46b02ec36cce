#include "gateway/app/receipts.hpp"

#include "formats/forms/form.hpp"
#include "formats/xmldsig/enveloped.hpp"

namespace gatepost::app {

namespace {

namespace forms = formats::forms;

forms::Receipt::How how_of(exchange::ReachedHow how) {
  switch (how) {
    case exchange::ReachedHow::gateway:
      return forms::Receipt::How::gateway;
    case exchange::ReachedHow::collected:
      return forms::Receipt::How::collected;
    case exchange::ReachedHow::automatic:
      return forms::Receipt::How::automatic;
    case exchange::ReachedHow::person:
      return forms::Receipt::How::person;
    case exchange::ReachedHow::telephone:
      return forms::Receipt::How::telephone;
  }
  return forms::Receipt::How::gateway;
}

forms::Receipt receipt_form(const ReceiptRequest& request, const Configuration& configuration,
                            Random& random) {
  forms::Receipt receipt;
  receipt.control.message_id = make_id<MessageId>(random);
  receipt.control.conversation_id = request.conversation;
  receipt.control.created_at = request.reached_at;
  receipt.control.from = configuration.gateway_code;
  receipt.control.to_team = request.form.from;
  receipt.subject = {request.form.from, request.form.id, request.digest};
  receipt.subject_type = request.type;
  // A form nobody is known for yet is still the sender's: the receipt says so rather than leave a
  // blank.
  receipt.recipient = request.recipient.empty() ? request.about.from : request.recipient;
  receipt.rung = static_cast<forms::Receipt::Rung>(static_cast<int>(request.rung));
  receipt.how = how_of(request.how);
  receipt.reached_at = request.reached_at;
  // A receipt that rests on a person names the person, whatever the rung.
  const bool by_person =
      request.how == exchange::ReachedHow::person || request.how == exchange::ReachedHow::telephone;
  if (by_person) receipt.person_name = request.person_name;
  receipt.evidence = request.evidence;
  return receipt;
}

}  // namespace

Result<MadeReceipt> make_receipt(const ReceiptRequest& request, const Configuration& configuration,
                                 Random& random) {
  const forms::Receipt receipt = receipt_form(request, configuration, random);
  const std::string text = forms::write_form(receipt);
  GP_TRY(const Bytes bytes,
         formats::xmldsig::sign_enveloped(as_bytes(text), *configuration.receipt_signer));
  const exchange::MessageKey key{configuration.gateway_code, receipt.control.message_id};
  GP_TRY(certs::SealedPayload sealed,
         certs::seal(configuration.keys, random, key.str(), {{"form", bytes}}));
  exchange::ReceiptCandidate candidate;
  candidate.record = {request.about, request.rung, key, make_handle(random), request.reached_at};
  candidate.payload = {key, std::move(sealed)};
  candidate.size_bytes = bytes.size();
  return MadeReceipt{std::move(candidate), std::string(as_text(bytes))};
}

}  // namespace gatepost::app
