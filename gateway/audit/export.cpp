#include "gateway/audit/export.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "gateway/base/csv_cell.hpp"

namespace gatepost::audit {

namespace json = boost::json;

namespace {

std::string csv_line(const Entry& entry, std::uint64_t sequence) {
  std::string line = std::to_string(sequence) + "," + to_rfc3339(entry.at) + "," +
                     std::string(to_string(entry.verb));
  for (const TextMember& text : text_members()) line += "," + csv_cell(entry.*text.member);
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
  json::object details{{"seq", sequence}, {"verb", std::string(to_string(entry.verb))}};
  for (const TextMember& text : text_members()) {
    const std::string& value = entry.*text.member;
    if (!value.empty() && text.key != "actor" && text.key != "event") details[text.key] = value;
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
  if (event && entry.event != *event) return false;
  if (from && entry.at < *from) return false;
  return !until || entry.at < *until;
}

std::vector<std::string> EntryFilter::texts() const {
  std::vector<std::string> found;
  const auto member = [&found](std::string_view key, std::string_view value) {
    found.push_back("\"" + std::string(key) + "\":\"" + std::string(value) + "\"");
  };
  if (message) {
    if (message->contains('/'))
      member("message", *message);
    else
      found.push_back("/" + *message + "\"");
  }
  if (team) found.push_back(*team);
  if (actor) member("actor", *actor);
  if (verb) member("verb", to_string(*verb));
  if (event) member("event", *event);
  return found;
}

std::string export_header(ExportFormat format) {
  if (format != ExportFormat::csv) return {};
  std::string header = "seq,at,verb";
  for (const TextMember& text : text_members()) header += "," + std::string(text.key);
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

}  // namespace gatepost::audit
