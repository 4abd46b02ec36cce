#include "transports/errors.hpp"

namespace gatepost::transports {

ErrorInfo error_info(Errc code) {
  const auto info = [](std::string_view name) { return ErrorInfo{"transports", name}; };
  switch (code) {
    case Errc::cannot_listen:
      return info("cannot_listen");
    case Errc::bad_tls_material:
      return info("bad_tls_material");
    case Errc::handshake_failed:
      return info("handshake_failed");
    case Errc::timed_out:
      return info("timed_out");
    case Errc::connection_lost:
      return info("connection_lost");
    case Errc::refused_by_limit:
      return info("refused_by_limit");
    case Errc::unreachable:
      return info("unreachable");
    case Errc::peer_not_trusted:
      return info("peer_not_trusted");
    case Errc::too_large:
      return info("too_large");
  }
  return info("unknown");
}

}  // namespace gatepost::transports
