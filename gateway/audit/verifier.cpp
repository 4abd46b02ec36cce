#include "gateway/audit/verifier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <tuple>

namespace gatepost::audit {

namespace {

// What is wrong with a row that should be entry `index`; empty when nothing is.
std::string fault_of(const Row& row, std::uint64_t index, std::uint64_t size) {
  if (row.columns == Row::Columns::wrong_type) {
    return fmt::format("entry {}: a column of its row has a type that is never written", index);
  }
  if (row.index != index) {
    return fmt::format("entry {}: missing; entry {} stands in its place", index, row.index);
  }
  if (index >= size) {
    return fmt::format("entry {}: beyond the log's head, which says {} entries", index, size);
  }
  if (leaf_hash(row.bytes) != row.leaf) {
    return fmt::format("entry {}: its bytes do not match its leaf hash (altered)", index);
  }
  const auto parsed = parse_canonical(row.bytes);
  if (!parsed) return fmt::format("entry {}: not a canonical entry", index);
  if (parsed->second != index) {
    return fmt::format("entry {}: its bytes say that they are entry {} (moved)", index,
                       parsed->second);
  }
  if (parsed->first.message != row.message) {
    return fmt::format("entry {}: its row is filed under another message than it is about", index);
  }
  return {};
}

}  // namespace

Verifier::Verifier(Head head) : expected_(std::move(head)), running_(empty_head()) {}

void Verifier::fault(std::uint64_t index, std::string what) {
  result_.first_bad = index;
  result_.wrong = std::move(what);
}

void Verifier::expect(const Checkpoint& older) {
  checkpoints_.push_back(older);
  compare_with_checkpoints();
}

void Verifier::compare_with_checkpoints() {
  for (const Checkpoint& checkpoint : checkpoints_)
    if (checkpoint.size == running_.size && root_of(running_.frontier) != checkpoint.root)
      fault(0, fmt::format("one of the entries before {} is not the one that was there when the "
                           "checkpoint was signed: the log was rewritten",
                           checkpoint.size));
}

bool Verifier::add(const Row& row) {
  if (result_.first_bad) return false;
  const std::uint64_t index = running_.size;
  if (std::string wrong = fault_of(row, index, expected_.size); !wrong.empty()) {
    fault(index, std::move(wrong));
    return false;
  }
  append_leaf(running_, row.leaf, pending_);
  result_.checked = running_.size;
  compare_with_checkpoints();
  return !result_.first_bad;
}

Result<bool> Verifier::check_kept(const Hashes& kept) {
  std::vector<Node> nodes = std::exchange(pending_, {});
  std::ranges::sort(nodes, {}, [](const Node& node) { return std::tuple(node.level, node.index); });
  for (auto at = nodes.begin(); at != nodes.end();) {
    // Those of one level and a page of rows are neighbours.
    auto end = std::next(at);
    while (end != nodes.end() && end->level == at->level && end->index == std::prev(end)->index + 1)
      ++end;
    GP_TRY(const auto row, kept(at->level, at->index, static_cast<std::size_t>(end - at)));
    for (std::size_t i = 0; at != end; ++at, ++i) {
      if (i < row.size() && row[i] == at->hash) continue;
      const std::uint64_t first = at->index << at->level;
      const std::uint64_t last = first + ((std::uint64_t{1} << at->level) - 1);
      if (!result_.first_bad || first < *result_.first_bad)
        fault(first, fmt::format("the hash kept over entries {} to {} is missing or altered", first,
                                 last));
    }
  }
  return !result_.first_bad;
}

Verification Verifier::finish() {
  if (result_.first_bad) return result_;
  if (running_.size < expected_.size) {
    fault(running_.size, fmt::format("entry {}: missing; the log's head says {} entries",
                                     running_.size, expected_.size));
    return result_;
  }
  for (const Checkpoint& checkpoint : checkpoints_) {
    if (checkpoint.size <= running_.size) continue;
    fault(running_.size,
          fmt::format("entry {}: missing; a checkpoint was signed for {} entries (cut off)",
                      running_.size, checkpoint.size));
    return result_;
  }
  finish_root(running_);
  // Rows that agree with themselves but not with the head: the first subtree that differs narrows
  // down where.
  std::uint64_t start = 0;
  const bool comparable = well_formed(expected_);
  for (std::size_t i = 0; comparable && i < running_.frontier.size(); ++i) {
    const std::uint64_t width = std::bit_floor(running_.size - start);
    if (running_.frontier[i] != expected_.frontier[i]) {
      fault(start, fmt::format("entries {} to {}: one was rewritten, or the log's head was", start,
                               start + width - 1));
      return result_;
    }
    start += width;
  }
  if (!comparable || running_.root != expected_.root) {
    fault(running_.size, fmt::format("the log's head was altered: {} entries do not have its root",
                                     running_.size));
  }
  return result_;
}

}  // namespace gatepost::audit
