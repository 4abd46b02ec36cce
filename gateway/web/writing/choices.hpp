// Choices: what a page offers for a field whose list of codes is open (drugs, courts, languages).
// Offers only: something else can always be said in words, because lists change faster than
// programs. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace gatepost::web::writing {

struct Option {
  std::string code, label;
};
// By the field's element, in the order they are shown; empty where nothing is offered.
std::vector<Option> choices_of(std::string_view element);
// What the code means; empty for one that is not offered.
std::string label_of(std::string_view element, std::string_view code);

}  // namespace gatepost::web::writing
