// gatepost audit: reads the log beside a running (or stopped) gateway.
#include <fmt/format.h>

#include "config/settings.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t page = 4096;

std::unique_ptr<exchange::View> open_view(const Path& config) {
  auto settings = config::GatewaySettings::load(config);
  if (!settings) {
    print_problems(fmt::format("{}:", config.string()), settings.error());
    return nullptr;
  }
  auto view = store::sqlite::open_sqlite_readonly(settings->state / "gatepost.db");
  if (view) return std::move(*view);
  complain(fmt::format("[gateway] state: {}", view.error().to_string()));
  return nullptr;
}

// Calls `use` for every row in order; stops when it answers false.
template <class Use>
Result<void> each_row(exchange::View& view, Use use) {
  std::uint64_t next = 0;
  for (;;) {
    GP_TRY(const auto rows, view.audit_rows(next, page));
    if (rows.empty()) return {};
    for (const audit::Row& row : rows)
      if (!use(row)) return {};
    next = rows.back().index + 1;
  }
}

std::string line_for(std::uint64_t index, const audit::Entry& entry) {
  std::string line = fmt::format("{:>6}  {}  {:<22} {:<20}", index, to_rfc3339(entry.at),
                                 entry.event, entry.actor);
  for (const std::string* part :
       {&entry.form, &entry.rung, &entry.message, &entry.recipient, &entry.reason})
    if (!part->empty()) line += "  " + *part;
  return line;
}

}  // namespace

Exit audit_verify(const Path& config, Style style) {
  const auto view = open_view(config);
  if (!view) return Exit::usage;
  auto head = view->audit_head();
  if (!head) return give_up("audit", head.error());
  audit::Verifier verifier(*head);
  auto read = each_row(*view, [&](const audit::Row& row) { return verifier.add(row); });
  if (!read) return give_up("audit", read.error());
  const audit::Verification found = verifier.finish();
  const bool well = found.wrong.empty();
  if (style == Style::json) {
    json::object made{{"verified", well},     {"entries", found.checked},
                      {"size", head->size},   {"root", head->root.hex()},
                      {"first_bad", nullptr}, {"wrong", found.wrong}};
    if (found.first_bad) made["first_bad"] = *found.first_bad;
    print_json(made);
  } else if (well) {
    say(fmt::format("verified: {} entries, root {}", found.checked, head->root.hex()));
  } else {
    complain(fmt::format("NOT verified: {}", found.wrong));
  }
  return well ? Exit::yes : Exit::no;
}

Exit audit_list(const Path& config, const AuditListOptions& list, Style style) {
  const auto view = open_view(config);
  if (!view) return Exit::usage;
  json::array entries;
  std::size_t shown = 0;
  auto read = each_row(*view, [&](const audit::Row& row) {
    const auto parsed = audit::parse_canonical(row.bytes);
    if (!parsed) {
      complain(fmt::format("entry {} cannot be read: run `gatepost audit verify`", row.index));
      return true;
    }
    const audit::Entry& entry = parsed->first;
    if (list.message && entry.message.find(*list.message) == std::string::npos) return true;
    if (style == Style::json)
      entries.push_back(json::parse(row.bytes));
    else
      say(line_for(row.index, entry));
    return list.limit == 0 || ++shown < list.limit;
  });
  if (!read) return give_up("audit", read.error());
  if (style == Style::json) print_json(json::object{{"entries", entries}});
  return Exit::yes;
}

}  // namespace gatepost::cli
