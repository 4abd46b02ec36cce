#include "gateway/mesh/workflow.hpp"

#include <array>
#include <utility>

namespace gatepost::mesh {

using formats::forms::FormType;

namespace {

constexpr std::array<std::pair<FormType, std::string_view>, 10> workflows{{
    {FormType::lief, "GATEPOST_LIEF"},
    {FormType::clinical_part, "GATEPOST_CLINICAL"},
    {FormType::alert_form, "GATEPOST_ALERT"},
    {FormType::information_request, "GATEPOST_REQUEST"},
    {FormType::information_reply, "GATEPOST_REPLY"},
    {FormType::acknowledgement, "GATEPOST_ACK"},
    {FormType::response, "GATEPOST_RESPONSE"},
    {FormType::phone_confirmation, "GATEPOST_PHONE"},
    {FormType::withdrawal, "GATEPOST_WITHDRAWAL"},
    {FormType::receipt, "GATEPOST_RECEIPT"},
}};

}  // namespace

std::string_view workflow_for(FormType type) {
  for (const auto& [candidate, id] : workflows)
    if (candidate == type) return id;
  return report_workflow;
}

std::optional<FormType> type_for(std::string_view workflow_id) {
  for (const auto& [type, candidate] : workflows)
    if (candidate == workflow_id) return type;
  return std::nullopt;
}

}  // namespace gatepost::mesh
