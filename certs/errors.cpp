#include "certs/errors.hpp"

namespace gatepost::certs {

ErrorInfo error_info(Errc code) {
  constexpr std::string_view library = "certs";
  switch (code) {
    case Errc::unreadable:
      return {library, "unreadable"};
    case Errc::weak_key:
      return {library, "weak_key"};
    case Errc::untrusted:
      return {library, "untrusted"};
    case Errc::expired:
      return {library, "expired"};
    case Errc::not_yet_valid:
      return {library, "not_yet_valid"};
    case Errc::revoked:
      return {library, "revoked"};
    case Errc::revocation_unknown:
      return {library, "revocation_unknown"};
    case Errc::wrong_role:
      return {library, "wrong_role"};
    case Errc::wrong_usage:
      return {library, "wrong_usage"};
    case Errc::no_such_key:
      return {library, "no_such_key"};
    case Errc::tampered:
      return {library, "tampered"};
    case Errc::cannot_sign:
      return {library, "cannot_sign"};
    case Errc::store_failed:
      return {library, "store_failed"};
  }
  return {library, "unknown"};
}

}  // namespace gatepost::certs
