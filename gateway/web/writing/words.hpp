// Words: what is wrong with a form, and the table's own helps, as people read them on a page. The
// tables speak to whoever writes XML, too ("ReleaseDate, or NotKnownReason"; "one of YES, NO"):
// here names of elements become labels and codes become words. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "formats/forms/field.hpp"
#include "gateway/base/problem.hpp"

namespace gatepost::web::writing {

// "“Release date”, or “Release date not known because”".
std::string in_peoples_words(std::string_view text, const formats::forms::Section& table);

// A problem of a form, said to who types it: what to do, by the kind of field. `field` is null for
// a whole part.
Problem said_to_people(const Problem& problem, const formats::forms::Field* field,
                       const formats::forms::Section& table);

// "Release date: enter a date, such as 27 3 2026."
std::string sentence_of(const Problem& problem);

}  // namespace gatepost::web::writing
