#include "certs/seal.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <stdexcept>

#include "certs/key_ring.hpp"
#include "certs/openssl.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::certs {

namespace {

constexpr std::uint8_t version = 0x01;
constexpr std::size_t nonce_bytes = 12;
constexpr std::size_t tag_bytes = 16;
constexpr std::size_t segment_overhead = 1 + nonce_bytes + tag_bytes;

int length_of(ByteView view) { return static_cast<int>(view.size()); }

// Starts AES-256-GCM and feeds it the associated data.
using Init = int (*)(EVP_CIPHER_CTX*, const EVP_CIPHER*, ENGINE*, const unsigned char*,
                     const unsigned char*);
using Update = int (*)(EVP_CIPHER_CTX*, unsigned char*, int*, const unsigned char*, int);
CipherCtxPtr gcm(Init init, Update update, const SecretKey& key, ByteView nonce,
                 ByteView associated) {
  CipherCtxPtr out(required(EVP_CIPHER_CTX_new(), "making a cipher context"));
  int taken = 0;
  require(init(out.get(), EVP_aes_256_gcm(), nullptr, key.view().data(), nonce.data()) == 1 &&
              update(out.get(), nullptr, &taken, associated.data(), length_of(associated)) == 1,
          "starting AES-GCM");
  return out;
}

// Appends nonce, ciphertext and tag to `out`.
void encrypt_onto(Bytes& out, const SecretKey& key, Random& random, ByteView associated,
                  ByteView plain) {
  std::array<std::uint8_t, nonce_bytes> nonce{};
  random.fill(nonce);
  const CipherCtxPtr context = gcm(EVP_EncryptInit_ex, EVP_EncryptUpdate, key, nonce, associated);
  out.insert(out.end(), nonce.begin(), nonce.end());
  const std::size_t start = out.size();
  out.resize(start + plain.size() + tag_bytes);
  int written = 0;
  // Nothing is not fed at all: OpenSSL reads a null output as associated data.
  if (!plain.empty())
    require(EVP_EncryptUpdate(context.get(), out.data() + start, &written, plain.data(),
                              length_of(plain)) == 1,
            "encrypting");
  std::uint8_t* tag = out.data() + start + plain.size();
  require(EVP_EncryptFinal_ex(context.get(), tag, &written) == 1 && written == 0 &&
              EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, tag_bytes, tag) == 1,
          "finishing AES-GCM");
}

// The plain bytes of nonce, ciphertext and tag; nothing when they do not belong together.
// Unverified bytes are wiped.
std::optional<Bytes> decrypt(const SecretKey& key, ByteView associated, ByteView sealed) {
  if (sealed.size() < nonce_bytes + tag_bytes) return std::nullopt;
  const ErrorScope errors;
  const ByteView nonce = sealed.first(nonce_bytes);
  const ByteView cipher = sealed.subspan(nonce_bytes, sealed.size() - nonce_bytes - tag_bytes);
  std::array<std::uint8_t, tag_bytes> tag{};
  std::ranges::copy(sealed.last(tag_bytes), tag.begin());
  const CipherCtxPtr context = gcm(EVP_DecryptInit_ex, EVP_DecryptUpdate, key, nonce, associated);
  Bytes out(cipher.size());
  int written = 0;
  std::array<std::uint8_t, tag_bytes> rest{};  // GCM never fills it
  if (!cipher.empty())
    require(EVP_DecryptUpdate(context.get(), out.data(), &written, cipher.data(),
                              length_of(cipher)) == 1,
            "decrypting");
  require(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, tag_bytes, tag.data()) == 1,
          "setting a tag");
  if (EVP_DecryptFinal_ex(context.get(), rest.data(), &written) == 1) return out;
  OPENSSL_cleanse(out.data(), out.size());
  return std::nullopt;
}

void append(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }
void append_ended(Bytes& out, std::string_view text) {
  append(out, text);
  out.push_back(0x00);
}

enum class Place { inner, last };

Bytes segment_associated(std::string_view subject, std::string_view part, std::size_t index,
                         Place place) {
  Bytes out;
  append_ended(out, "gatepost-seal/1");
  append_ended(out, subject);
  append_ended(out, part);
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(index >> shift));
  out.push_back(place == Place::last ? 0x01 : 0x00);
  return out;
}

Bytes wrap_associated(std::string_view kek_id, std::string_view subject) {
  Bytes out;
  append_ended(out, "gatepost-wrap/1");
  append_ended(out, kek_id);
  append(out, subject);
  return out;
}

Bytes wrap_key(const KeyRing& ring, Random& random, std::string_view subject,
               const SecretKey& data_key) {
  const std::string& id = ring.impl().current;
  Bytes out{version, static_cast<std::uint8_t>(id.size())};
  append(out, id);
  encrypt_onto(out, ring.impl().keks.at(id), random, wrap_associated(id, subject), data_key.view());
  return out;
}

Result<SecretKey> unwrap_key(const KeyRing& ring, std::string_view subject, ByteView wrap) {
  const auto tampered = [] { return fail(Errc::tampered, "the wrapped data key was altered"); };
  if (wrap.size() < 2 || wrap[0] != version) return tampered();
  const std::size_t id_bytes = wrap[1];
  if (wrap.size() != 2 + id_bytes + nonce_bytes + SecretKey::size + tag_bytes) return tampered();
  const std::string_view id = as_text(wrap.subspan(2, id_bytes));
  if (!is_kek_id(id)) return tampered();
  const auto kek = ring.impl().keks.find(id);
  if (kek == ring.impl().keks.end())
    return fail(Errc::no_such_key, "key-encryption key " + std::string(id) + " is not in the ring");
  auto raw = decrypt(kek->second, wrap_associated(id, subject), wrap.subspan(2 + id_bytes));
  if (!raw) return tampered();
  const WipedOnExit wiped(*raw);
  return std::move(*SecretKey::from_bytes(*raw));
}

SealedPart seal_part(const SecretKey& key, Random& random, std::string_view subject,
                     const PlainPart& part) {
  SealedPart out{part.part, {}};
  ByteView rest = part.content;
  do {
    const ByteView plain = rest.first(std::min(rest.size(), limits::sealed_segment_bytes));
    rest = rest.subspan(plain.size());
    Bytes segment;
    segment.reserve(plain.size() + segment_overhead);
    segment.push_back(version);
    const Place place = rest.empty() ? Place::last : Place::inner;
    encrypt_onto(segment, key, random,
                 segment_associated(subject, part.part, out.segments.size(), place), plain);
    out.segments.push_back(std::move(segment));
  } while (!rest.empty());
  return out;
}

// A NUL would let one pair of names pass for another in the associated data; a name used twice
// would let the two parts change places.
void check_names(std::string_view subject, const std::vector<PlainPart>& parts) {
  bool holds = subject.find('\0') == std::string_view::npos;
  std::set<std::string_view> seen;
  for (const PlainPart& part : parts)
    holds = holds && part.part.find('\0') == std::string::npos && seen.insert(part.part).second;
  if (!holds) throw std::logic_error("a subject or part name with NUL, or a part named twice");
}

}  // namespace

Result<SealedPayload> seal(const KeyRing& ring, Random& random, std::string_view subject,
                           const std::vector<PlainPart>& parts) {
  check_names(subject, parts);
  const SecretKey data_key = SecretKey::drawn_from(random);
  SealedPayload out{wrap_key(ring, random, subject, data_key), {}};
  for (const PlainPart& part : parts)
    out.parts.push_back(seal_part(data_key, random, subject, part));
  return out;
}

Result<Bytes> unseal(const KeyRing& ring, std::string_view subject, ByteView wrap,
                     const SealedPart& part) {
  GP_TRY(const SecretKey data_key, unwrap_key(ring, subject, wrap));
  if (part.segments.empty()) return fail(Errc::tampered, "a sealed part without segments");
  Bytes out;
  for (std::size_t i = 0; i < part.segments.size(); ++i) {
    const ByteView segment = part.segments[i];
    const Place place = i + 1 == part.segments.size() ? Place::last : Place::inner;
    std::optional<Bytes> plain;
    if (segment.size() >= segment_overhead && segment[0] == version &&
        segment.size() <= limits::sealed_segment_bytes + segment_overhead)
      plain =
          decrypt(data_key, segment_associated(subject, part.part, i, place), segment.subspan(1));
    if (!plain) return fail(Errc::tampered, "sealed segment " + std::to_string(i) + " was altered");
    out.insert(out.end(), plain->begin(), plain->end());
  }
  return out;
}

Result<Bytes> rewrap(const KeyRing& ring, Random& random, std::string_view subject, ByteView wrap) {
  GP_TRY(const SecretKey data_key, unwrap_key(ring, subject, wrap));
  return wrap_key(ring, random, subject, data_key);
}

}  // namespace gatepost::certs
