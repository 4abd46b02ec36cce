#include "gateway/web/core/errors.hpp"

namespace gatepost::web {

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::wrong_host:
      return {"web", "wrong_host"};
    case Errc::cross_site:
      return {"web", "cross_site"};
    case Errc::stale_token:
      return {"web", "stale_token"};
    case Errc::bad_form:
      return {"web", "bad_form"};
    case Errc::not_found:
      return {"web", "not_found"};
    case Errc::wrong_method:
      return {"web", "wrong_method"};
    case Errc::sign_in_first:
      return {"web", "sign_in_first"};
  }
  return {"web", "?"};
}

}  // namespace gatepost::web
