// Sealing payloads at rest (DESIGN rule 8): a 256-bit data key per message, AES-256-GCM, segments
// of bounded size; the data key wrapped by a key-encryption key (KEK) whose id stands only in the
// wrap. Thread-safe.
//
// Wrap, byte for byte:     version 0x01 | KEK id length (1) | KEK id | nonce (12) | wrapped key
// (32) | tag (16) Segment, byte for byte:  version 0x01 | nonce (12) | ciphertext | tag (16)
// Associated data of a segment: "gatepost-seal/1" 0x00 | subject 0x00 | part 0x00 | segment index
// (4, big endian) | last (1) Associated data of a wrap:    "gatepost-wrap/1" 0x00 | KEK id 0x00 |
// subject
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "certs/errors.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::certs {

// The key-encryption keys, in a folder that is never on the database's path: one file `<id>.kek`
// (0600, 64 hex digits) per key, and `current` naming the one that wraps new data keys; `blind.key`
// for the blind index.
class KeyRing {
 public:
  // Makes the folder with a first KEK and a blind key; refuses one that holds a ring. Errors:
  // store_failed.
  static Result<KeyRing> create(const std::filesystem::path& folder, Random& random);
  // Errors: store_failed (missing, unreadable, open to group or others), unreadable.
  static Result<KeyRing> open(const std::filesystem::path& folder);
  // Adds a KEK, drawn from `random`, that wraps new data keys from the next `open` on; the old ones
  // stay, for what they wrapped (`rewrap`). Errors: as open.
  static Result<void> rotate(const std::filesystem::path& folder, Random& random);
  // For tests and simulations: keys drawn from `random`, nothing on disk.
  static KeyRing in_memory(Random& random);

  // HMAC-SHA256 of a kind and a normalised value under the blind key: searches prisoner and NHS
  // numbers without storing them.
  Digest blind_token(std::string_view kind, std::string_view value) const;

  struct Impl;
  explicit KeyRing(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

struct SealedPart {
  std::string part;             // "form", "receipt.accepted", "chain"
  std::vector<Bytes> segments;  // each seals at most limits::sealed_segment_bytes
};

// One message's payload as it lies in the store.
struct SealedPayload {
  Bytes wrap;
  std::vector<SealedPart> parts;
};

struct PlainPart {
  std::string part;
  ByteView content;
};

// A part with no content is one empty segment. `subject` and part names hold no NUL, and no two
// parts share a name (a bug otherwise: throws std::logic_error). `subject` binds the payload to its
// row (for a message: "TEAM/message-id"); moving it elsewhere makes it unreadable.
Result<SealedPayload> seal(const KeyRing& ring, Random& random, std::string_view subject,
                           const std::vector<PlainPart>& parts);
// Errors: no_such_key, tampered (also a missing, reordered or truncated segment).
Result<Bytes> unseal(const KeyRing& ring, std::string_view subject, ByteView wrap,
                     const SealedPart& part);

// The same data key wrapped anew by the ring's current KEK, so that an old KEK can be retired; the
// segments stay as they are. Errors: no_such_key, tampered.
Result<Bytes> rewrap(const KeyRing& ring, Random& random, std::string_view subject, ByteView wrap);

}  // namespace gatepost::certs
