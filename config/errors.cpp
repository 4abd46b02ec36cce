#include "config/errors.hpp"

namespace gatepost::config {

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::unreadable:
      return {"config", "unreadable"};
    case Errc::no_time_zone:
      return {"config", "no_time_zone"};
    case Errc::calendar_exhausted:
      return {"config", "calendar_exhausted"};
  }
  return {"config", "unknown"};
}

}  // namespace gatepost::config
