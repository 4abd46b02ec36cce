// Signed notes (C2SP signed-note v1): a text, a blank line, and one line per signature. Signed and
// verified with Ed25519 alone (signature type 0x01); signatures of other kinds and keys, such as
// those of witnesses, are carried and passed over. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "certs/ed25519.hpp"
#include "gateway/audit/errors.hpp"

namespace gatepost::audit {

// A note of ours has 400 bytes; the specification asks for room for 16 signatures of up to 5 kB.
inline constexpr std::size_t note_bytes = std::size_t{128} << 10;
inline constexpr std::size_t note_signatures = 64;

// What a verifier has to know: "name+hex key id+base64(0x01 || public key)".
struct VerifierKey {
  std::string name;
  std::uint32_t id = 0;
  certs::Ed25519Public key{};

  // Errors: malformed (also when the id is not the one that name and key have).
  static Result<VerifierKey> parse(std::string_view text);
  std::string str() const;
};

// Whether a name may stand in a signature line: no spaces, no plus, no control characters. Ours
// are printable ASCII, which every reader agrees about.
bool is_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  Bytes value;
};

struct Note {
  std::string text;  // with its last line feed
  std::vector<NoteSignature> signatures;
  // Errors: malformed.
  static Result<Note> parse(std::string_view bytes);
};

class NoteSigner {
 public:
  NoteSigner(std::string name, certs::Ed25519Key key);
  const VerifierKey& verifier() const { return verifier_; }
  // `text` ends with a line feed. Answers the whole note. Errors: malformed.
  Result<std::string> sign(std::string_view text) const;

 private:
  certs::Ed25519Key key_;
  VerifierKey verifier_;
};

// Good when the key has signed the note; and no signature that names the key fails. Errors:
// unknown_key, bad_signature.
Result<void> verify_note(const Note& note, const VerifierKey& key);

}  // namespace gatepost::audit
