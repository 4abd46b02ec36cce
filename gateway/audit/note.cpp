#include "gateway/audit/note.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "certs/digest.hpp"

namespace gatepost::audit {

namespace {

constexpr std::string_view dash = "\u2014 ";
constexpr std::uint8_t ed25519_type = 0x01;

std::uint32_t big_endian(ByteView four) {
  return static_cast<std::uint32_t>(four[0]) << 24 | static_cast<std::uint32_t>(four[1]) << 16 |
         static_cast<std::uint32_t>(four[2]) << 8 | static_cast<std::uint32_t>(four[3]);
}

Bytes typed_key(const certs::Ed25519Public& key) {
  Bytes typed{ed25519_type};
  typed.insert(typed.end(), key.begin(), key.end());
  return typed;
}

// Signed-note, "Ed25519 signatures": SHA-256(name || 0x0A || 0x01 || public key)[:4].
std::uint32_t key_id(std::string_view name, const certs::Ed25519Public& key) {
  const Digest digest = certs::sha256_of({as_bytes(name), as_bytes("\n"), typed_key(key)});
  return big_endian(digest.view().first(4));
}

std::unexpected<Error> malformed(std::string what) {
  return fail(Errc::malformed, std::move(what));
}

// Well-formed UTF-8 (RFC 3629) without control characters below U+0020 other than the line feed.
bool is_note_text(std::string_view text) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  for (std::size_t at = 0; at < text.size();) {
    const unsigned lead = byte(at);
    if (lead < 0x80) {
      if (lead < 0x20 && lead != '\n') return false;
      ++at;
      continue;
    }
    const std::size_t more = lead >= 0xf0 ? 3 : lead >= 0xe0 ? 2 : 1;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - at <= more) return false;
    for (std::size_t i = 1; i <= more; ++i)
      if ((byte(at + i) & 0xc0) != 0x80) return false;
    const unsigned second = byte(at + 1);
    // Overlong forms, surrogates, and what lies beyond U+10FFFF.
    if ((lead == 0xe0 && second < 0xa0) || (lead == 0xed && second > 0x9f) ||
        (lead == 0xf0 && second < 0x90) || (lead == 0xf4 && second > 0x8f))
      return false;
    at += more + 1;
  }
  return true;
}

Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(dash)) return malformed("a signature line begins with an em dash");
  line.remove_prefix(dash.size());
  const auto space = line.find(' ');
  if (space == std::string_view::npos || space == 0)
    return malformed("a signature line names its key");
  const std::string_view name = line.substr(0, space);
  if (name.contains('+')) return malformed("a key's name holds no plus");
  const auto value = from_base64(line.substr(space + 1));
  if (!value || value->size() < 5) return malformed("a signature is base64 of at least five bytes");
  return NoteSignature{std::string(name), big_endian(ByteView(*value).first(4)),
                       Bytes(value->begin() + 4, value->end())};
}

}  // namespace

bool is_key_name(std::string_view name) {
  return !name.empty() && name.size() <= 200 &&
         std::ranges::all_of(name, [](char c) { return c > 0x20 && c < 0x7f && c != '+'; });
}

Result<VerifierKey> VerifierKey::parse(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return malformed("a verifier key has the form name+id+key");
  VerifierKey made;
  made.name = text.substr(0, first);
  if (!is_key_name(made.name)) return malformed("a key's name is printable and has no spaces");
  const auto id = from_hex(text.substr(first + 1, second - first - 1));
  const auto typed = from_base64(text.substr(second + 1));
  if (!id || id->size() != 4) return malformed("a key's id has eight hexadecimal digits");
  if (!typed || typed->size() != 1 + made.key.size() || typed->front() != ed25519_type)
    return malformed("the key is no Ed25519 key of a signed note (type 1)");
  std::copy(typed->begin() + 1, typed->end(), made.key.begin());
  made.id = big_endian(*id);
  if (made.id != key_id(made.name, made.key))
    return malformed("the key's id is not the one that its name and key have");
  // Upper-case digits would be a second spelling of the same key.
  if (made.str() != text) return malformed("a key's id is in lower case");
  return made;
}

std::string VerifierKey::str() const {
  return fmt::format("{}+{:08x}+{}", name, id, to_base64(typed_key(key)));
}

Result<Note> Note::parse(std::string_view bytes) {
  if (bytes.size() > note_bytes) return malformed("a note of this length is none of a log");
  if (!is_note_text(bytes)) return malformed("a note is UTF-8 without control characters");
  // "The text is separated from the signatures by the last empty line in the note."
  const auto gap = bytes.rfind("\n\n");
  if (gap == std::string_view::npos)
    return malformed("a note has a blank line before its signatures");
  Note note;
  note.text = bytes.substr(0, gap + 1);
  std::string_view rest = bytes.substr(gap + 2);
  if (rest.empty() || rest.back() != '\n') return malformed("a note ends with a signature line");
  while (!rest.empty()) {
    if (note.signatures.size() == note_signatures)
      return malformed("a note with too many signatures");
    const auto end = rest.find('\n');
    GP_TRY(NoteSignature signature, parse_signature(rest.substr(0, end)));
    note.signatures.push_back(std::move(signature));
    rest.remove_prefix(end + 1);
  }
  return note;
}

NoteSigner::NoteSigner(std::string name, certs::Ed25519Key key) : key_(std::move(key)) {
  verifier_.key = key_.public_key();
  verifier_.id = key_id(name, verifier_.key);
  verifier_.name = std::move(name);
}

Result<std::string> NoteSigner::sign(std::string_view text) const {
  if (!text.ends_with('\n') || !is_note_text(text))
    return malformed("a note's text is UTF-8 without control characters and ends with a line feed");
  Bytes value(4);
  for (std::size_t i = 0; i < 4; ++i)
    value[i] = static_cast<std::uint8_t>(verifier_.id >> (24 - 8 * i));
  const Bytes signature = key_.sign(as_bytes(text));
  value.insert(value.end(), signature.begin(), signature.end());
  return fmt::format("{}\n{}{} {}\n", text, dash, verifier_.name, to_base64(value));
}

Result<void> verify_note(const Note& note, const VerifierKey& key) {
  bool signed_by_it = false;
  for (const NoteSignature& signature : note.signatures) {
    if (signature.name != key.name || signature.key_id != key.id) continue;
    if (!certs::verify_ed25519(key.key, as_bytes(note.text), signature.value))
      return fail(Errc::bad_signature,
                  fmt::format("the signature of {} does not verify", key.name));
    signed_by_it = true;
  }
  if (signed_by_it) return {};
  return fail(Errc::unknown_key, fmt::format("it is not signed with the key {}", key.str()));
}

}  // namespace gatepost::audit
