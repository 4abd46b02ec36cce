#include "gateway/audit/errors.hpp"

namespace gatepost::audit {

ErrorInfo error_info(Errc code) {
  constexpr std::string_view library = "audit";
  switch (code) {
    case Errc::malformed:
      return {library, "malformed"};
    case Errc::unknown_key:
      return {library, "unknown_key"};
    case Errc::bad_signature:
      return {library, "bad_signature"};
    case Errc::wrong_origin:
      return {library, "wrong_origin"};
    case Errc::not_in_tree:
      return {library, "not_in_tree"};
    case Errc::not_proven:
      return {library, "not_proven"};
    case Errc::altered:
      return {library, "altered"};
  }
  return {library, "?"};
}

}  // namespace gatepost::audit
