// Whom a form is about, for lists: read from the document itself, because a list opens many forms
// that were checked when they were accepted. Pure; any thread.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "formats/xml/document.hpp"

namespace gatepost::formats::forms {

struct PersonInForm {
  std::string name;  // "Sam Sample-Fictional"
  std::optional<std::chrono::year_month_day> date_of_birth;
  std::optional<std::string> prisoner_number;
};
// Of a LIEF or an Alert; nothing for forms that name nobody.
std::optional<PersonInForm> person_in(const xml::Document& document);

}  // namespace gatepost::formats::forms
