// The exchange against its store port: each function is the body of one unit of work (port.hpp). It
// loads the conversation inside the transaction, decides, applies, saves, and writes inbox rows,
// receipts, effects, facts and audit entries beside it, all or nothing. No I/O of its own; runs on
// the store's writer thread, so nothing slow happens here: bytes arrive sealed and receipts signed.
#pragma once

#include <string>
#include <vector>

#include "gateway/exchange/decide.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::exchange {

// A receipt signed and sealed ahead of the decision; written only if the decision issues it.
struct ReceiptCandidate {
  ReceiptRecord record;
  PayloadRecord payload;
  std::size_t size_bytes = 0;
};

// Who and where, for the audit log.
struct Provenance {
  std::string actor;  // "team:BXI-PSI"
  std::string node;   // "demo"
  TeamCode gateway;   // the gateway's own code: the sender of receipts and reports
  std::string how{};  // how the actor was authenticated: "certificate"; empty for the gateway
};

struct AcceptWork {
  AcceptCommand command;
  std::size_t size_bytes = 0;
  PayloadRecord payload;  // the form's bytes, its chain, the transport's metadata
  std::vector<ReceiptCandidate> receipts;
  std::vector<std::pair<std::string, std::string>> facts;
  std::vector<std::pair<std::string, Digest>> search_tokens;
  std::vector<std::pair<Digest, Bytes>> crls;
  std::vector<ConversationId> duties;  // of the persons it is about (duties.hpp)
};

// What accepting answered. Stored as text under the idempotency key.
struct AcceptOutcome {
  enum class Kind { accepted, repeat } kind{};
  Handle handle;  // the stored one for a repeat
  std::string to_text() const;
  static std::optional<AcceptOutcome> from_text(std::string_view text);
};

// Same id and digest: the stored outcome again, nothing re-processed. Same id, another digest:
// Errc::id_reused.
Result<AcceptOutcome> accept(Transaction& transaction, const AcceptWork& work,
                             const Context& context, const Provenance& provenance);

// A form is handed to its recipient: recorded, and refused when its inbox has it no more, because
// it was taken back since its bytes were read. Receipts and reports are handed out without a
// record. Errors: unknown_original, message_ended.
Result<void> download(Transaction& transaction, const TeamCode& team, const Handle& handle,
                      const Context& context, const Provenance& provenance);

// The recipient collected an inbox item: forms reach rung 2; receipts and reports are only marked.
// Idempotent. Errors: unknown_original for a handle that is not in this team's inbox.
Result<void> collect(Transaction& transaction, const TeamCode& team, const Handle& handle,
                     const std::vector<ReceiptCandidate>& receipts, const Context& context,
                     const Provenance& provenance);

// Lets time pass for one conversation. A conversation that needs nothing is left alone.
Result<void> tick(Transaction& transaction, const ConversationId& conversation,
                  const Context& context, const Provenance& provenance);

// What a person does with a task or a form: claim, hand over, complete, close; and the duties that
// reconcile found.
Result<void> act_on(Transaction& transaction, const ConversationId& conversation,
                    const Command& command, const Context& context, const Provenance& provenance);

// Carries out a report effect: the REPORT into the team's inbox and the effect's end, in one
// transaction. A superseded one ends without a REPORT.
Result<void> deliver_report(Transaction& transaction, const Effect& effect, const Handle& handle,
                            const Context& context, const Provenance& provenance);

// True when what the effect would say is no longer so: its rung was reached (or its message ended)
// since it was decided. Telling it now would contradict what the team has heard meanwhile (DESIGN
// rule 3). The app asks before it hands a notification over.
bool is_superseded(const Conversation& conversation, const Effect& effect);

// Ends an effect without carrying it out, because it is superseded. deliver_report() does so by
// itself.
Result<void> drop_effect(Transaction& transaction, const Effect& effect, const Context& context,
                         const Provenance& provenance);

// A notification is over: handed over ("notified" in the log), or not and never to be
// ("notification-failed"). `failed` says why not, from a closed table ("no-address", "refused"); it
// is empty when all went well. The ladder's next steps come either way.
Result<void> finish_notification(Transaction& transaction, const Effect& effect,
                                 const Context& context, const Provenance& provenance,
                                 std::string_view failed = {});

// A refusal of an authenticated peer, for the log (DESIGN rule 7). `reason` is an Error's
// "library.name".
void record_refusal(Transaction& transaction, const Provenance& provenance, Instant at,
                    std::string_view reason, const std::optional<MessageKey>& message);

}  // namespace gatepost::exchange
