// Log entries for the tests of the audit log.
#pragma once

#include <vector>

#include "gateway/audit/proof.hpp"

namespace gatepost::audit::test {

inline Entry sample_entry(int n = 0) {
  Entry entry;
  entry.at = *from_rfc3339("2026-04-02T11:00:00Z") + std::chrono::seconds(n);
  entry.verb = Verb::collection;
  entry.actor = "team:BXI-PSI";
  entry.event = "accepted";
  entry.message = "BXI-PSI/00000000-0000-4000-8000-00000000000" + std::to_string(n % 10);
  entry.form = "LIEF";
  return entry;
}

struct SampleLog {
  std::vector<Row> rows;
  Head head;
  std::vector<Node> kept;

  // What proofs read, as a store would answer it.
  Hashes hashes() const {
    return [this](unsigned level, std::uint64_t first,
                  std::size_t count) -> Result<std::vector<Digest>> {
      std::vector<Digest> found;
      for (std::uint64_t index = first; index < first + count; ++index) {
        if (level == 0 && index < rows.size()) found.push_back(rows[index].leaf);
        for (const Node& node : kept)
          if (level > 0 && node.level == level && node.index == index) found.push_back(node.hash);
      }
      return found;
    };
  }
};

inline SampleLog sample_log(std::uint64_t size) {
  SampleLog log{.rows = {}, .head = empty_head(), .kept = {}};
  for (std::uint64_t i = 0; i < size; ++i) {
    const Entry entry = sample_entry(static_cast<int>(i));
    Row row;
    row.index = i;
    row.bytes = canonical(entry, i);
    row.message = entry.message;
    row.leaf = leaf_hash(row.bytes);
    append_leaf(log.head, row.leaf, log.kept);
    log.rows.push_back(row);
  }
  finish_root(log.head);
  return log;
}

}  // namespace gatepost::audit::test
