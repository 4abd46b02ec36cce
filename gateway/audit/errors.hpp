// What can be wrong with a log, a checkpoint or a proof.
#pragma once

#include "gateway/base/result.hpp"

namespace gatepost::audit {

enum class Errc {
  malformed,      // not a note, checkpoint, proof or verifier key of the form that C2SP fixes
  unknown_key,    // no signature of the key asked for
  bad_signature,  // one that names the key and does not verify
  wrong_origin,   // a checkpoint of another log
  not_in_tree,    // an index or a size beyond the tree's
  not_proven,     // the hashes do not lead from the entry, or the older tree, to the root
  altered,        // a stored hash of the log is missing or cannot be
};
ErrorInfo error_info(Errc code);

}  // namespace gatepost::audit
