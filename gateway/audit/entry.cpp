#include "gateway/audit/entry.hpp"

#include <array>
#include <charconv>
#include <utility>

#include "certs/digest.hpp"

namespace gatepost::audit {

namespace {

constexpr std::array<std::pair<Verb, std::string_view>, 7> verbs{{
    {Verb::collection, "collection"},
    {Verb::alteration, "alteration"},
    {Verb::consultation, "consultation"},
    {Verb::disclosure, "disclosure"},
    {Verb::combination, "combination"},
    {Verb::erasure, "erasure"},
    {Verb::system, "system"},
}};

// Without quote, backslash, control and non-ASCII characters no value can end its own string or
// need an escape, so the bytes of an entry can be read in one way only.
void append_value(std::string& out, std::string_view value) {
  for (char c : value.substr(0, entry_value_bytes)) {
    const bool plain = c >= 0x20 && c < 0x7f && c != '"' && c != '\\';
    out += plain ? c : '?';
  }
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
  out += ",\"";
  out += key;
  out += "\":\"";
  append_value(out, value);
  out += '"';
}

// Takes `expected` off the front of `rest`; false when it is not there.
bool take(std::string_view& rest, std::string_view expected) {
  if (!rest.starts_with(expected)) return false;
  rest.remove_prefix(expected.size());
  return true;
}

// Takes `,"key":"value"`; nothing when the next member is another one or there is none.
std::optional<std::string_view> take_member(std::string_view& rest, std::string_view key) {
  std::string_view after = rest;
  if (!take(after, ",\"") || !take(after, key) || !take(after, "\":\"")) return std::nullopt;
  const std::size_t end = after.find('"');
  if (end == std::string_view::npos) return std::nullopt;
  rest = after.substr(end + 1);
  return after.substr(0, end);
}

std::optional<std::uint64_t> take_number(std::string_view& rest) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (error != std::errc{}) return std::nullopt;
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()));
  return number;
}

}  // namespace

std::span<const TextMember> text_members() {
  static constexpr std::array<TextMember, 12> members{{
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
  return members;
}

std::string_view to_string(Verb verb) {
  for (const auto& [known, name] : verbs) {
    if (known == verb) return name;
  }
  return "?";
}

std::optional<Verb> parse_verb(std::string_view text) {
  for (const auto& [verb, name] : verbs) {
    if (name == text) return verb;
  }
  return std::nullopt;
}

std::string actor_of(const UserId& user) { return "user:" + user.str(); }

std::string canonical(const Entry& entry, std::uint64_t sequence) {
  // An entry that says nothing that version 1 could not say is written as it always was: one entry,
  // one spelling.
  const int version = entry.how.empty() ? 1 : 2;
  std::string out = "{\"v\":" + std::to_string(version) + ",\"seq\":" + std::to_string(sequence);
  append_member(out, "at", to_rfc3339(entry.at));
  append_member(out, "verb", to_string(entry.verb));
  for (const TextMember& text : text_members()) {
    const std::string& value = entry.*text.member;
    if (!value.empty()) append_member(out, text.key, value);
  }
  out += '}';
  return out;
}

std::optional<std::pair<Entry, std::uint64_t>> parse_canonical(std::string_view bytes) {
  std::string_view rest = bytes;
  if (!take(rest, "{\"v\":1,\"seq\":") && !take(rest, "{\"v\":2,\"seq\":")) return std::nullopt;
  const auto sequence = take_number(rest);
  if (!sequence) return std::nullopt;
  const auto at_text = take_member(rest, "at");
  const auto at = at_text ? from_rfc3339(*at_text) : std::nullopt;
  const auto verb_text = take_member(rest, "verb");
  const auto verb = verb_text ? parse_verb(*verb_text) : std::nullopt;
  if (!at || !verb) return std::nullopt;

  Entry entry;
  entry.at = *at;
  entry.verb = *verb;
  for (const TextMember& text : text_members()) {
    if (const auto value = take_member(rest, text.key)) entry.*text.member = *value;
  }
  if (rest != "}") return std::nullopt;
  // Everything lenient above (another spelling of the instant, an empty member, a forbidden
  // character, a member that its version has not) fails here.
  if (canonical(entry, *sequence) != bytes) return std::nullopt;
  return std::pair{std::move(entry), *sequence};
}

Digest leaf_hash(std::string_view entry_bytes) {
  static constexpr std::array<std::uint8_t, 1> leaf_prefix{0x00};  // RFC 6962 section 2.1
  return certs::sha256_of({leaf_prefix, as_bytes(entry_bytes)});
}

}  // namespace gatepost::audit
