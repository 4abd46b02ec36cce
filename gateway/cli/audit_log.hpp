// The log's file, for the commands that read it beside a running or stopped gateway.
#pragma once

#include <future>
#include <optional>

#include "gateway/audit/note.hpp"
#include "gateway/cli/installation.hpp"

namespace gatepost::cli {

// A verifier key as text, or the name of a file that holds one; what is wrong is printed.
std::optional<audit::VerifierKey> verifier_key(const std::string& text_or_file);

inline constexpr std::size_t log_page = 4096;

// Calls `use` for page after page of the log, in order, until it answers false. The next page is
// read on another thread while this one is used; `use` must not touch the view.
template <class Use>
Result<void> each_page(exchange::View& view, Use use) {
  const auto read = [&view](std::uint64_t first) { return view.audit_rows(first, log_page); };
  auto next = std::async(std::launch::async, read, std::uint64_t{0});
  for (;;) {
    GP_TRY(const std::vector<audit::Row> rows, next.get());
    if (rows.empty()) return {};
    // The last page; or one whose end has no index to go on from.
    const bool more = rows.size() == log_page && rows.back().columns == audit::Row::Columns::sound;
    if (more) next = std::async(std::launch::async, read, rows.back().index + 1);
    if (!use(rows) || !more) return {};
  }
}

}  // namespace gatepost::cli
