#include "formats/http1/parser.hpp"

namespace gatepost::formats::http1 {

ErrorInfo error_info(Errc code) {
  const auto info = [](std::string_view name) { return ErrorInfo{"formats.http1", name}; };
  switch (code) {
    case Errc::head_too_large:
      return info("head_too_large");
    case Errc::too_many_fields:
      return info("too_many_fields");
    case Errc::bad_request_line:
      return info("bad_request_line");
    case Errc::bad_version:
      return info("bad_version");
    case Errc::bad_field:
      return info("bad_field");
    case Errc::bad_host:
      return info("bad_host");
    case Errc::bad_length:
      return info("bad_length");
    case Errc::bad_transfer_coding:
      return info("bad_transfer_coding");
    case Errc::method_not_allowed:
      return info("method_not_allowed");
    case Errc::body_too_large:
      return info("body_too_large");
    case Errc::bad_chunk:
      return info("bad_chunk");
  }
  return info("unknown");
}

int status_for(Errc code) {
  switch (code) {
    case Errc::head_too_large:
    case Errc::too_many_fields:
      return 431;
    case Errc::method_not_allowed:
      return 501;
    case Errc::body_too_large:
      return 413;
    case Errc::bad_request_line:
    case Errc::bad_version:
    case Errc::bad_field:
    case Errc::bad_host:
    case Errc::bad_length:
    case Errc::bad_transfer_coding:
    case Errc::bad_chunk:
      return 400;
  }
  return 400;
}

int status_for(const Error& error) {
  for (const auto code : {Errc::head_too_large, Errc::too_many_fields, Errc::method_not_allowed,
                          Errc::body_too_large})
    if (error.is(code)) return status_for(code);
  return 400;
}

}  // namespace gatepost::formats::http1
