// The parts of a request's target (RFC 9112 section 3.2.1, RFC 3986): segments of a path, pairs of
// a query, and percent-decoding. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatepost::formats::http1 {

// "a/b/" is "a", "b", ""; an empty path is one empty segment. Not decoded: a segment's "%2F" is no
// separator.
std::vector<std::string> segments_of(std::string_view path);

// Decodes %XX; nothing for a broken one. `plus`: whether "+" is a space, as in a form's fields.
enum class Plus { is_plus, is_space };
std::optional<std::string> percent_decode(std::string_view text, Plus plus = Plus::is_plus);

// The raw value of the first pair of that name; nothing when there is none.
std::optional<std::string> query_value(std::string_view query, std::string_view name);

// All pairs of "a=1&b=2" (WHATWG URL, application/x-www-form-urlencoded), decoded, in order;
// nothing when one is broken or there are more than `most`.
using Pairs = std::vector<std::pair<std::string, std::string>>;
std::optional<Pairs> parse_pairs(std::string_view text, std::size_t most);

}  // namespace gatepost::formats::http1
