// Verifier: recomputes a log from its rows and says which row is the first bad one. Pure; one
// thread.
#pragma once

#include "gateway/audit/checkpoint.hpp"
#include "gateway/audit/proof.hpp"

namespace gatepost::audit {

// What verification found. `first_bad` is nothing when all is well.
struct Verification {
  std::uint64_t checked = 0;
  std::optional<std::uint64_t> first_bad;
  std::string wrong;  // "entry 17: its bytes do not match its leaf hash (altered)", ...
};

// Verifies rows given in order against the head: bytes parse and carry their own index, leaf hashes
// match, indices are dense, the tree ends in the head's root. Feed rows with add(), then finish().
class Verifier {
 public:
  explicit Verifier(Head head);
  // Also that the log up to the checkpoint's size is the one it was signed for. Before the first
  // add().
  void expect(const Checkpoint& older);
  // False once something is wrong (further rows are ignored).
  bool add(const Row& row);
  // Compares the inner hashes of what was added since the last call with those that are kept, from
  // which proofs are made. Errors: those of reading. False once something is wrong.
  Result<bool> check_kept(const Hashes& kept);
  Verification finish();

 private:
  void fault(std::uint64_t index, std::string what);
  void compare_with_checkpoints();

  Head expected_;
  Head running_;
  std::vector<Checkpoint> checkpoints_;
  std::vector<Node> pending_;
  Verification result_;
};

}  // namespace gatepost::audit
