// Writes the XSD that the field tables amount to. The published copy,
// formats/forms/xsd/gatepost-forms-1.xsd, is what the gateway embeds and gates with;
// schema_test.cpp holds the two equal and leaves the fresh text for whoever changed a table.
#pragma once

#include <string>

namespace gatepost::formats::forms {

std::string schema_from_tables();

}  // namespace gatepost::formats::forms
