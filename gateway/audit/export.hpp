// The log's entries for people and for other systems: which of them, and in which shape. Pure; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/audit/entry.hpp"

namespace gatepost::audit {

// Every part that is given must hold.
struct EntryFilter {
  std::optional<std::string> message;  // an id, or TEAM/id
  std::optional<std::string> team;     // a code: as actor, as recipient, or as the form's sender
  std::optional<std::string> actor;    // as it stands: "team:BXI-PSI", "gateway"
  std::optional<Verb> verb;
  std::optional<std::string> event;  // "accepted", "refused", ...
  std::optional<Instant> from;       // not before
  std::optional<Instant> until;      // before
  bool admits(const Entry& entry) const;
  // Texts that the canonical bytes of every entry hold that it admits: what a store can look for
  // without reading entries one by one.
  std::vector<std::string> texts() const;
};

enum class ExportFormat {
  json_lines,  // the canonical entries, one a line
  csv,         // RFC 4180, with a header; no cell begins a formula
  hmpps        // one audit event of HMPPS a line: what, when, who, subjectId, ...
};

// What comes before the first entry; empty for most.
std::string export_header(ExportFormat format);
// One entry with its line's end. `canonical` is its bytes, `sequence` its index.
std::string export_line(ExportFormat format, const Entry& entry, std::uint64_t sequence,
                        std::string_view canonical);

}  // namespace gatepost::audit
