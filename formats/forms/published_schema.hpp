// The XSD of every form, xsd/gatepost-forms-1.xsd, built into the library. Thread-safe.
#pragma once

#include <string_view>

namespace gatepost::formats::forms {

std::string_view published_schema();

}  // namespace gatepost::formats::forms
