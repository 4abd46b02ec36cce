// Checkpoints (C2SP tlog-checkpoint v1): what a log says of itself at one size, as a signed note;
// and proofs of one entry that stand by themselves (C2SP tlog-proof v1). Pure; any thread.
#pragma once

#include "gateway/audit/entry.hpp"
#include "gateway/audit/note.hpp"

namespace gatepost::audit {

struct Checkpoint {
  std::string origin;  // the log's name, which is also its key's
  std::uint64_t size = 0;
  Digest root;

  // "origin\nsize\nbase64 root\n"
  std::string body() const;
  // Extension lines are allowed and ignored. Errors: malformed.
  static Result<Checkpoint> parse_body(std::string_view text);
};

// The signed note. `head.root` is finished. Errors: malformed.
Result<std::string> sign_checkpoint(const Head& head, const NoteSigner& signer);
// Only what the key has signed, and only of its log. Errors: malformed, unknown_key,
// bad_signature, wrong_origin.
Result<Checkpoint> open_checkpoint(std::string_view note, const VerifierKey& key);

inline constexpr std::string_view proof_extension = ".tlog-proof";

// One entry's way into a checkpoint.
struct EntryProof {
  std::uint64_t index = 0;
  std::vector<Digest> path;  // from the leaf's sibling upwards
  std::string checkpoint;    // a signed note, as it stands

  std::string str() const;
  // The optional `extra` line is read over: nothing vouches for it. Errors: malformed.
  static Result<EntryProof> parse(std::string_view text);
};

// The checkpoint in which the entry is proven to stand. Errors: those of open_checkpoint;
// not_proven.
Result<Checkpoint> verify_entry(const EntryProof& proof, std::string_view entry_bytes,
                                const VerifierKey& key);

}  // namespace gatepost::audit
