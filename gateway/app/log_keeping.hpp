// The log's own key, and the one rule of whoever signs checkpoints: never one that does not
// continue what was signed before (C2SP tlog-checkpoint, "Signatures"). Shared by the server and by
// `gatepost audit`. Reads files; any thread.
#pragma once

#include "config/settings.hpp"
#include "gateway/audit/checkpoint.hpp"
#include "gateway/audit/proof.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::app {

inline constexpr const char* checkpoint_file = "checkpoint";

// The signer that [audit] names. Errors: posix::Errc, certs::Errc::unreadable.
Result<audit::NoteSigner> load_log_signer(const config::AuditSettings& settings);

// What proofs read, from a view that outlives it.
audit::Hashes hashes_of(exchange::View& view);

// The checkpoint last written to checkpoint_copy; nothing when there is none yet. Errors:
// posix::Errc; those of audit::open_checkpoint for a file that is not this log's.
Result<std::optional<audit::Checkpoint>> last_copy(const config::AuditSettings& settings,
                                                   const audit::VerifierKey& key);

// That the log continues the one this checkpoint was signed for. Errors: audit::Errc::not_in_tree
// (it is shorter), not_proven (it is another), altered; those of the store.
Result<void> check_continues(exchange::View& view, const audit::Checkpoint& older);

}  // namespace gatepost::app
