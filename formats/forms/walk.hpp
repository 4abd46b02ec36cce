// The walkers: one function for each thing that is done with every form by its field table. Pure;
// thread-safe; they know no form by name. A `record` is the struct that the section's table
// describes.
#pragma once

#include <string>
#include <string_view>

#include "formats/forms/field.hpp"
#include "formats/forms/shown.hpp"
#include "formats/xml/document.hpp"
#include "gateway/base/problem.hpp"

namespace gatepost::formats::forms {

// After this many problems a form is not worth reading on (DESIGN rule 10); a last one says that
// there are more.
inline constexpr std::size_t most_problems = 200;

// Fills `record` from the element and reports everything that is wrong with it: unknown, repeated,
// misplaced and missing elements, attributes, stray text, and values their kind refuses. `path` is
// the element's own, "LIEF/Client".
struct ReadOptions {
  std::string_view form_namespace;
  // A ds:Signature may be the last child of a root: whether it is valid is for formats/xmldsig to
  // say.
  enum class Signature { refuse, allow_last } signature = Signature::refuse;
};
void read_record(const xml::Element& element, const Section& section, void* record,
                 const std::string& path, const ReadOptions& options, Problems& problems);

// The same checks on a value that a program made.
void check_record(const Section& section, const void* record, const std::string& path,
                  Problems& problems);

// Writes the section's fields inside the element that is open. With notes, a comment above each
// field says what to fill in, and stands in place of each field that is empty.
enum class Notes { none, explain };
void write_record(const Section& section, const void* record, xml::Writer& writer, Notes notes);

// Lines of "  Label   value", 80 columns, parts under their headings; empty fields left out.
std::string show_record(const Section& section, const void* record);

// The same for a page: see shown.hpp.
std::vector<ShownPart> shown_record(const Section& section, const void* record,
                                    const InstantWords& at);

// One value as people read it: "27 March 1990", "Don't know", "Heroin (1101)".
std::string value_in_words(const Field& field, const Leaf& leaf, const InstantWords& at = {});
// A part that stands as one line: "1 Change of release / court date: new release date 23 March
// 2026".
std::string tick_in_words(const Section& section, const void* record, const InstantWords& at = {});

// Fills `record` with the table's sample values. "@message", "@conversation" and "@created" stand
// for the arguments;
// "@+21" is the date 21 days after `created_at`, "@+21T11:00" a time of that day.
struct SampleContext {
  std::string message_id;
  std::string conversation_id;
  Instant created_at;
};
void fill_sample(const Section& section, void* record, const SampleContext& context);

// Whether one path is the other or lies inside it: "LIEF/Client" and "LIEF/Client/Alias[2]".
bool paths_touch(std::string_view one, std::string_view other);

// What is wrong with one leaf's text, added to `problems`; true when nothing is.
bool check_leaf(const Field& field, const Leaf& leaf, const std::string& path, Problems& problems);
// A required field without a value.
Problem missing(const Field& field, const std::string& path);

}  // namespace gatepost::formats::forms
