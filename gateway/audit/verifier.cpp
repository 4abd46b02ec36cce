#include <fmt/format.h>

#include <bit>

#include "gateway/audit/tree.hpp"

namespace gatepost::audit {

namespace {

// What is wrong with a row that should be entry `index`; empty when nothing is.
std::string fault_of(const Row& row, std::uint64_t index, std::uint64_t size) {
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
  return {};
}

}  // namespace

Verifier::Verifier(Head head) : expected_(std::move(head)), running_(empty_head()) {}

bool Verifier::add(const Row& row) {
  if (result_.first_bad) return false;
  const std::uint64_t index = running_.size;
  if (std::string fault = fault_of(row, index, expected_.size); !fault.empty()) {
    result_.first_bad = index;
    result_.wrong = std::move(fault);
    return false;
  }
  append_leaf(running_, row.leaf);
  result_.checked = running_.size;
  return true;
}

Verification Verifier::finish() {
  if (result_.first_bad) return result_;
  if (running_.size < expected_.size) {
    result_.first_bad = running_.size;
    result_.wrong = fmt::format("entry {}: missing; the log's head says {} entries", running_.size,
                                expected_.size);
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
      result_.first_bad = start;
      result_.wrong = fmt::format("entries {} to {}: one was rewritten, or the log's head was",
                                  start, start + width - 1);
      return result_;
    }
    start += width;
  }
  if (!comparable || running_.root != expected_.root) {
    result_.first_bad = running_.size;
    result_.wrong =
        fmt::format("the log's head was altered: {} entries do not have its root", running_.size);
  }
  return result_;
}

}  // namespace gatepost::audit
