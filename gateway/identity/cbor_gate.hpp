// A gate in front of libcbor, which allocates whatever a header claims: 120 bytes of authenticator
// data made it take 19 GB. Only definite lengths that the data can hold come through. Pure;
// thread-safe.
#pragma once

#include "gateway/base/bytes.hpp"

namespace gatepost::identity {

// Whether the bytes are exactly so many well-formed CBOR items (RFC 8949), without tags and
// indefinite lengths, nested at most four deep, whose counts and lengths lie within the bytes.
bool is_tame_cbor(ByteView data, std::size_t items);

}  // namespace gatepost::identity
