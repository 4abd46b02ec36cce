// What can go wrong with keys, certificates and sealed bytes.
#pragma once

#include "gateway/base/result.hpp"

namespace gatepost::certs {

enum class Errc {
  unreadable,          // not PEM/DER of the kind asked for
  weak_key,            // RSA under 2048 bits (3072 for new keys), a curve other than P-256/P-384
  untrusted,           // no path to an anchor
  expired,             // past notAfter at the instant asked about
  not_yet_valid,       // before notBefore
  revoked,             // on the issuer's CRL
  revocation_unknown,  // no CRL of the issuer, or a stale one: fails closed
  wrong_role,          // not the kind of certificate asked for: team, gateway or server
  wrong_usage,         // keyUsage or basicConstraints forbid signing
  no_such_key,         // a wrap names a key-encryption key that is not in the ring
  tampered,            // AES-GCM tag mismatch: altered, moved to another message, part or segment
  cannot_sign,
  store_failed,  // a CA or key-ring folder could not be read or written
};
ErrorInfo error_info(Errc code);

}  // namespace gatepost::certs
