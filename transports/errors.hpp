// What can go wrong on the wire.
#pragma once

#include "gateway/base/result.hpp"

namespace gatepost::transports {

enum class Errc {
  cannot_listen,     // address in use or not ours
  bad_tls_material,  // certificate, key, trust or CRL file unusable; the context names the setting
  handshake_failed,
  timed_out,
  connection_lost,
  refused_by_limit,  // connection caps
  unreachable,       // client side: no connection to the gateway
  peer_not_trusted,  // client side: the server's certificate does not verify
  too_large,         // a response larger than the caller's limit
};
ErrorInfo error_info(Errc code);

}  // namespace gatepost::transports
