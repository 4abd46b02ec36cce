#include "gateway/identity/errors.hpp"

namespace gatepost::identity {

ErrorInfo error_info(Errc code) {
  constexpr std::string_view library = "identity";
  switch (code) {
    case Errc::wrong_credentials:
      return {library, "wrong_credentials"};
    case Errc::wrong_code:
      return {library, "wrong_code"};
    case Errc::throttled:
      return {library, "throttled"};
    case Errc::busy:
      return {library, "busy"};
    case Errc::no_session:
      return {library, "no_session"};
    case Errc::second_factor_wanted:
      return {library, "second_factor_wanted"};
    case Errc::new_password_wanted:
      return {library, "new_password_wanted"};
    case Errc::enrolment_wanted:
      return {library, "enrolment_wanted"};
    case Errc::step_up_wanted:
      return {library, "step_up_wanted"};
    case Errc::not_allowed:
      return {library, "not_allowed"};
    case Errc::reason_wanted:
      return {library, "reason_wanted"};
    case Errc::weak_password:
      return {library, "weak_password"};
    case Errc::name_taken:
      return {library, "name_taken"};
    case Errc::malformed:
      return {library, "malformed"};
    case Errc::unknown_user:
      return {library, "unknown_user"};
    case Errc::unknown_credential:
      return {library, "unknown_credential"};
    case Errc::last_factor:
      return {library, "last_factor"};
    case Errc::too_many:
      return {library, "too_many"};
    case Errc::changed_meanwhile:
      return {library, "changed_meanwhile"};
    case Errc::cannot_hash:
      return {library, "cannot_hash"};
  }
  return {library, "unknown"};
}

}  // namespace gatepost::identity
