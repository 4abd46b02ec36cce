// Between what people type and what stands in XML: dates in three boxes, London times, numbers with
// spaces, codes with a text of one's own beside them. Judges nothing: what is no date is handed on
// as it was typed, and the form's own table says what is wrong with it. Pure; any thread.
#pragma once

#include "config/calendar.hpp"
#include "formats/forms/field.hpp"
#include "gateway/web/writing/typed.hpp"

namespace gatepost::web::writing {

// How a leaf is typed, by its kind.
enum class Shape {
  line,    // one line of text
  lines,   // a list, one value a line
  prose,   // several lines
  date,    // NAME-day, NAME-month, NAME-year
  moment,  // those and NAME-time
  one_of,  // a code of a closed list
  any_of,  // several of them
  coded,   // a code of an open list, or NAME-other in one's own words
  area     // a local authority: one of London's, or NAME-other with its code
};
Shape shape_of(const formats::forms::Field& field);
// The controls that a leaf has on a page, the first one first.
std::vector<std::string> controls_of(const formats::forms::Field& field, std::string_view name);

// As XML has it; empty when nothing is typed.
std::vector<formats::forms::Leaf> leaves_of(const formats::forms::Field& field,
                                            std::string_view name, const Typed& typed,
                                            const config::Calendar& calendar);
// As people read it back: "27 March 1990", "Don't know". What is no date stands as it was typed.
std::vector<std::string> words_of(const formats::forms::Field& field, std::string_view name,
                                  const Typed& typed);
// The other way: as if it had been typed.
void type_leaf(const formats::forms::Field& field, std::string_view name,
               const formats::forms::Leaf& leaf, Typed& typed, const config::Calendar& calendar);

// "14:30" of "14.30", "2:30pm", "1430", "noon"; nothing for what is no time of day.
std::optional<std::chrono::minutes> time_of_day(std::string_view typed);

// The code of an open list when somebody used words of their own.
inline constexpr std::string_view own_words = "OTHER";

}  // namespace gatepost::web::writing
