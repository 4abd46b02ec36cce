#include "gateway/audit/checkpoint.hpp"

#include <fmt/format.h>

#include <charconv>

#include "gateway/audit/proof.hpp"

namespace gatepost::audit {

namespace {

constexpr std::string_view proof_header = "c2sp.org/tlog-proof@v1";
// A tree of 2^64 leaves has a path of 64 hashes.
constexpr std::size_t path_hashes = 64;

std::unexpected<Error> malformed(std::string what) {
  return fail(Errc::malformed, std::move(what));
}

// Takes a line, without its line feed; nothing when there is no whole line left.
std::optional<std::string_view> take_line(std::string_view& rest) {
  const auto end = rest.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// Decimal without leading zeros.
std::optional<std::uint64_t> decimal(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  if (text.size() > 1 && text.front() == '0') return std::nullopt;
  return number;
}

std::optional<Digest> hash_line(std::string_view line) {
  const auto raw = from_base64(line);
  return raw ? Digest::from_bytes(*raw) : std::nullopt;
}

}  // namespace

std::string Checkpoint::body() const {
  return fmt::format("{}\n{}\n{}\n", origin, size, to_base64(root.view()));
}

Result<Checkpoint> Checkpoint::parse_body(std::string_view text) {
  Checkpoint made;
  const auto origin = take_line(text);
  if (!origin || origin->empty()) return malformed("a checkpoint's first line is the log's origin");
  made.origin = *origin;
  const auto size_line = take_line(text);
  const auto size = size_line ? decimal(*size_line) : std::nullopt;
  if (!size) return malformed("a checkpoint's second line is the size, in decimal");
  made.size = *size;
  const auto root_line = take_line(text);
  const auto root = root_line ? hash_line(*root_line) : std::nullopt;
  if (!root) return malformed("a checkpoint's third line is the root, base64 of 32 bytes");
  made.root = *root;
  while (const auto extension = take_line(text))
    if (extension->empty()) return malformed("a checkpoint has no empty lines");
  if (!text.empty()) return malformed("a checkpoint ends with a line feed");
  return made;
}

Result<std::string> sign_checkpoint(const Head& head, const NoteSigner& signer) {
  return signer.sign(Checkpoint{signer.verifier().name, head.size, head.root}.body());
}

Result<Checkpoint> open_checkpoint(std::string_view bytes, const VerifierKey& key) {
  GP_TRY(const Note note, Note::parse(bytes));
  // Nothing of a note counts before its signature is verified.
  GP_CHECK(verify_note(note, key));
  GP_TRY(Checkpoint checkpoint, Checkpoint::parse_body(note.text));
  if (checkpoint.origin != key.name)
    return fail(Errc::wrong_origin,
                fmt::format("it is a checkpoint of another log than {}", key.name));
  return checkpoint;
}

std::string EntryProof::str() const {
  std::string text = fmt::format("{}\nindex {}\n", proof_header, index);
  for (const Digest& hash : path) text += to_base64(hash.view()) + "\n";
  return text + "\n" + checkpoint;
}

Result<EntryProof> EntryProof::parse(std::string_view text) {
  if (text.size() > 2 * note_bytes) return malformed("a proof of this length is none");
  if (take_line(text) != proof_header)
    return malformed(fmt::format("a proof's first line is {}", proof_header));
  auto line = take_line(text);
  constexpr std::string_view extra = "extra ";
  if (line && line->starts_with(extra)) {
    if (!from_base64(line->substr(extra.size())))
      return malformed("a proof's extra line is base64");
    line = take_line(text);
  }
  constexpr std::string_view index = "index ";
  if (!line || !line->starts_with(index)) return malformed("a proof has an index line");
  const auto number = decimal(line->substr(index.size()));
  if (!number) return malformed("a proof's index is a decimal number");
  EntryProof proof;
  proof.index = *number;
  for (line = take_line(text); line && !line->empty(); line = take_line(text)) {
    const auto hash = hash_line(*line);
    if (!hash) return malformed("a proof's hashes are base64 of 32 bytes each");
    if (proof.path.size() == path_hashes) return malformed("no tree has a path of so many hashes");
    proof.path.push_back(*hash);
  }
  if (!line) return malformed("a proof has a blank line before its checkpoint");
  proof.checkpoint = text;
  return proof;
}

Result<Checkpoint> verify_entry(const EntryProof& proof, std::string_view entry_bytes,
                                const VerifierKey& key) {
  GP_TRY(Checkpoint checkpoint, open_checkpoint(proof.checkpoint, key));
  if (!verify_inclusion(proof.path, {proof.index, checkpoint.size}, leaf_hash(entry_bytes),
                        checkpoint.root))
    return fail(Errc::not_proven,
                fmt::format("entry {} is not proven to be in the log of {} entries", proof.index,
                            checkpoint.size));
  return checkpoint;
}

}  // namespace gatepost::audit
