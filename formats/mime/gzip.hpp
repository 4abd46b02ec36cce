// gzip content coding (RFC 1952), bounded: a small body that inflates without end is refused, not
// followed. Pure.
#pragma once

#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::formats::mime {

enum class Errc {
  bad_gzip,          // not a gzip stream, or one that ends early or has data after its end
  inflates_too_far,  // more plain bytes than the caller's limit
};
ErrorInfo error_info(Errc code);

Result<Bytes> gunzip(ByteView compressed, std::size_t limit_bytes);

}  // namespace gatepost::formats::mime
