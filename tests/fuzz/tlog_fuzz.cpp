// Notes, checkpoints, proofs, verifier keys, tile paths and entries: what is read has one spelling.
#include <cstdlib>

#include "gateway/audit/checkpoint.hpp"
#include "gateway/audit/tiles.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatepost::audit;
  const std::string_view text = gatepost::as_text({data, size});
  const auto require = [](bool holds) {
    if (!holds) std::abort();
  };
  if (const auto note = Note::parse(text)) {
    require(note->text.ends_with('\n') && text.starts_with(note->text));
    if (const auto checkpoint = Checkpoint::parse_body(note->text))
      require(note->text.starts_with(checkpoint->body()));
  }
  if (const auto proof = EntryProof::parse(text)) {
    const auto again = EntryProof::parse(proof->str());
    require(again && again->path == proof->path && again->checkpoint == proof->checkpoint);
    require(!verify_entry(*proof, "entry", VerifierKey{}));
  }
  if (const auto key = VerifierKey::parse(text)) require(key->str() == text);
  if (const auto tile = parse_tile_path(text)) require(tile->str() == text);
  if (const auto entry = parse_canonical(text))
    require(canonical(entry->first, entry->second) == text);
  return 0;
}
