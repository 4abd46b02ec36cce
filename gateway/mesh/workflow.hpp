// Workflow ids: how MESH names our form types. Pure.
#pragma once

#include <optional>
#include <string_view>

#include "formats/forms/control.hpp"

namespace gatepost::mesh {

inline constexpr std::string_view report_workflow = "GATEPOST_REPORT";

std::string_view workflow_for(formats::forms::FormType type);  // "GATEPOST_LIEF"
std::optional<formats::forms::FormType> type_for(std::string_view workflow_id);

}  // namespace gatepost::mesh
