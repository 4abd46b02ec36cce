// One sealed piece of text or bytes in one blob, for columns and small files: names of people who
// claim tasks, mailbox keys, drafts, credentials. Thread-safe.
//
// Blob, byte for byte: wrap length (4, big endian) | wrap | segments (certs/seal.hpp), all but the
// last of the full size, so that their ends need not be written down.
#pragma once

#include <string>
#include <string_view>

#include "certs/seal.hpp"

namespace gatepost::certs {

// `subject` binds the blob to its place ("task/<id>"). Errors: Errc.
Result<Bytes> seal_text(const KeyRing& ring, Random& random, std::string_view subject,
                        std::string_view text);
// Errors: no_such_key, tampered (also when cut, or sealed under another subject).
Result<std::string> unseal_text(const KeyRing& ring, std::string_view subject, ByteView blob);

}  // namespace gatepost::certs
