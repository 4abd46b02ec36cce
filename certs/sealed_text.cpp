#include "certs/sealed_text.hpp"

#include <algorithm>

#include "gateway/base/limits.hpp"

namespace gatepost::certs {

namespace {

constexpr std::size_t length_bytes = 4;
// version, nonce and tag around the plain bytes of a segment (certs/seal.hpp)
constexpr std::size_t full_segment = limits::sealed_segment_bytes + 1 + 12 + 16;

}  // namespace

Result<Bytes> seal_text(const KeyRing& ring, Random& random, std::string_view subject,
                        std::string_view text) {
  GP_TRY(SealedPayload sealed, seal(ring, random, subject, {{"text", as_bytes(text)}}));
  Bytes blob;
  const auto length = static_cast<std::uint32_t>(sealed.wrap.size());
  for (int shift = 24; shift >= 0; shift -= 8)
    blob.push_back(static_cast<std::uint8_t>(length >> shift));
  blob.insert(blob.end(), sealed.wrap.begin(), sealed.wrap.end());
  for (const Bytes& segment : sealed.parts.front().segments)
    blob.insert(blob.end(), segment.begin(), segment.end());
  return blob;
}

Result<std::string> unseal_text(const KeyRing& ring, std::string_view subject, ByteView blob) {
  if (blob.size() < length_bytes) return fail(Errc::tampered, "a sealed text is too short");
  std::size_t length = 0;
  for (std::uint8_t byte : blob.first(length_bytes)) length = (length << 8) | byte;
  if (length > blob.size() - length_bytes)
    return fail(Errc::tampered, "a sealed text is too short");
  const ByteView wrap = blob.subspan(length_bytes, length);
  SealedPart part{"text", {}};
  ByteView rest = blob.subspan(length_bytes + length);
  do {
    const ByteView segment = rest.first(std::min(rest.size(), full_segment));
    part.segments.emplace_back(segment.begin(), segment.end());
    rest = rest.subspan(segment.size());
  } while (!rest.empty());
  GP_TRY(const Bytes plain, unseal(ring, subject, wrap, part));
  return std::string(as_text(plain));
}

}  // namespace gatepost::certs
