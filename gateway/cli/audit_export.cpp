#include "gateway/cli/audit_export.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

namespace gatepost::cli {

namespace json = boost::json;
using audit::Entry;

namespace {

struct Column {
  std::string_view name;
  std::string Entry::* member;
};
constexpr std::array<Column, 12> text_columns{{
    {"actor", &Entry::actor},
    {"how", &Entry::how},
    {"event", &Entry::event},
    {"conversation", &Entry::conversation},
    {"message", &Entry::message},
    {"form", &Entry::form},
    {"digest", &Entry::digest},
    {"rung", &Entry::rung},
    {"recipient", &Entry::recipient},
    {"reason", &Entry::reason},
    {"policy", &Entry::policy},
    {"node", &Entry::node},
}};

// RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
std::string cell(std::string text) {
  constexpr std::string_view formula = "=+-@\t\r";
  if (!text.empty() && formula.contains(text.front())) text.insert(0, 1, '\'');
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string csv_line(const Entry& entry, std::uint64_t sequence) {
  std::string line = std::to_string(sequence) + "," + to_rfc3339(entry.at) + "," +
                     std::string(audit::to_string(entry.verb));
  for (const Column& column : text_columns) line += "," + cell(entry.*column.member);
  return line + "\r\n";
}

// "rung-reached" is RUNG_REACHED.
std::string shouted(std::string_view event) {
  std::string made;
  for (const char c : event)
    made += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c == '-' ? '_' : c;
  return made;
}

// The event of the HMPPS audit service: `details` is a text, JSON in itself. Our subjects are
// messages, never persons.
std::string hmpps_line(const Entry& entry, std::uint64_t sequence) {
  json::object details{{"seq", sequence}, {"verb", std::string(audit::to_string(entry.verb))}};
  for (const Column& column : text_columns) {
    const std::string& value = entry.*column.member;
    if (!value.empty() && column.name != "actor" && column.name != "event")
      details[column.name] = value;
  }
  json::object made{{"what", shouted(entry.event)}, {"when", to_rfc3339(entry.at)}};
  if (!entry.conversation.empty()) made["correlationId"] = entry.conversation;
  if (!entry.message.empty()) made["subjectId"] = entry.message;
  made["subjectType"] = entry.message.empty() ? "NOT_APPLICABLE" : "MESSAGE_ID";
  made["who"] = entry.actor;
  made["service"] = "gatepost";
  made["details"] = json::serialize(details);
  return json::serialize(made) + "\n";
}

}  // namespace

bool EntryFilter::admits(const Entry& entry) const {
  if (message && entry.message != *message && !entry.message.ends_with("/" + *message))
    return false;
  if (team && entry.actor != "team:" + *team && entry.recipient != *team &&
      entry.recipient != "team:" + *team && !entry.message.starts_with(*team + "/"))
    return false;
  if (actor && entry.actor != *actor) return false;
  if (verb && entry.verb != *verb) return false;
  if (from && entry.at < *from) return false;
  return !until || entry.at < *until;
}

std::string export_header(ExportFormat format) {
  if (format != ExportFormat::csv) return {};
  std::string header = "seq,at,verb";
  for (const Column& column : text_columns) header += "," + std::string(column.name);
  return header + "\r\n";
}

std::string export_line(ExportFormat format, const Entry& entry, std::uint64_t sequence,
                        std::string_view canonical) {
  switch (format) {
    case ExportFormat::json_lines:
      return std::string(canonical) + "\n";
    case ExportFormat::csv:
      return csv_line(entry, sequence);
    case ExportFormat::hmpps:
      return hmpps_line(entry, sequence);
  }
  return {};
}

}  // namespace gatepost::cli
