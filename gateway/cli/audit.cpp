// gatepost audit list, export: the log's entries, beside a running (or stopped) gateway.
#include <fmt/format.h>

#include <cstdio>

#include "gateway/audit/export.hpp"
#include "gateway/cli/audit_log.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

std::optional<Instant> instant_of(const char* option, const std::optional<std::string>& text,
                                  bool& well) {
  if (!text) return std::nullopt;
  const auto instant = from_rfc3339(*text);
  if (instant) return instant;
  complain(fmt::format("{}: not an instant: give one such as 2026-04-02T12:00:00+01:00", option));
  well = false;
  return std::nullopt;
}

// Nothing when a part of it cannot be; that has been printed.
std::optional<audit::EntryFilter> filter_of(const AuditListOptions& options) {
  audit::EntryFilter filter;
  bool well = true;
  filter.message = options.message;
  filter.team = options.team;
  filter.actor = options.actor;
  if (options.verb) filter.verb = audit::parse_verb(*options.verb);
  filter.from = instant_of("--from", options.from, well);
  filter.until = instant_of("--to", options.until, well);
  if (!well) return std::nullopt;
  return filter;
}

std::string line_for(std::uint64_t index, const audit::Entry& entry) {
  std::string line = fmt::format("{:>6}  {}  {:<22} {:<20}", index, to_rfc3339(entry.at),
                                 entry.event, entry.actor);
  for (const std::string* part :
       {&entry.form, &entry.rung, &entry.message, &entry.recipient, &entry.reason})
    if (!part->empty()) line += "  " + *part;
  return line;
}

// Calls `use` for every entry that is asked for; answers whether all of the log could be read.
template <class Use>
Result<bool> each_entry(exchange::View& view, const audit::EntryFilter& filter, std::size_t limit,
                        Use use) {
  bool readable = true;
  std::size_t shown = 0;
  GP_CHECK(each_page(view, [&](const std::vector<audit::Row>& rows) {
    for (const audit::Row& row : rows) {
      const auto parsed = audit::parse_canonical(row.bytes);
      if (!parsed) {
        complain(fmt::format("entry {} cannot be read: run `gatepost audit verify`", row.index));
        readable = false;
        continue;
      }
      if (!filter.admits(parsed->first)) continue;
      use(row, parsed->first);
      if (limit != 0 && ++shown == limit) return false;
    }
    return true;
  }));
  return readable;
}

Exit conclude(const Result<bool>& read) {
  if (!read) return give_up("audit", read.error());
  return *read ? Exit::yes : Exit::no;
}

}  // namespace

Exit audit_list(const AuditListOptions& options) {
  const auto filter = filter_of(options);
  const auto settings = filter ? load_settings(options.config) : std::nullopt;
  const auto view = settings ? open_view(*settings) : nullptr;
  if (!view) return Exit::usage;
  json::array entries;
  const auto read = each_entry(*view, *filter, options.limit,
                               [&](const audit::Row& row, const audit::Entry& entry) {
                                 if (options.style == Style::json)
                                   entries.push_back(json::parse(row.bytes));
                                 else
                                   say(line_for(row.index, entry));
                               });
  if (read && options.style == Style::json) print_json(json::object{{"entries", entries}});
  return conclude(read);
}

Exit audit_export(const AuditListOptions& options, const std::string& format) {
  const audit::ExportFormat shape = format == "csv"     ? audit::ExportFormat::csv
                                    : format == "hmpps" ? audit::ExportFormat::hmpps
                                                        : audit::ExportFormat::json_lines;
  const auto filter = filter_of(options);
  const auto settings = filter ? load_settings(options.config) : std::nullopt;
  const auto view = settings ? open_view(*settings) : nullptr;
  if (!view) return Exit::usage;
  const auto print = [](const std::string& text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
  };
  print(audit::export_header(shape));
  return conclude(each_entry(*view, *filter, options.limit,
                             [&](const audit::Row& row, const audit::Entry& entry) {
                               print(audit::export_line(shape, entry, row.index, row.bytes));
                             }));
}

}  // namespace gatepost::cli
