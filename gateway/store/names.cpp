#include "gateway/store/names.hpp"

#include <array>

namespace gatepost::store {

using exchange::Effect;
using exchange::ItemKind;
using exchange::StepRole;

std::string_view to_string(ItemKind kind) {
  switch (kind) {
    case ItemKind::form:
      return "form";
    case ItemKind::receipt:
      return "receipt";
    case ItemKind::report:
      return "report";
  }
  return "?";
}

std::optional<ItemKind> parse_item_kind(std::string_view text) {
  for (ItemKind kind : {ItemKind::form, ItemKind::receipt, ItemKind::report}) {
    if (to_string(kind) == text) return kind;
  }
  return std::nullopt;
}

std::string_view to_string(Effect::Kind kind) {
  switch (kind) {
    case Effect::Kind::report:
      return "report";
    case Effect::Kind::notify:
      return "notify";
  }
  return "?";
}

std::optional<Effect::Kind> parse_effect_kind(std::string_view text) {
  for (Effect::Kind kind : {Effect::Kind::report, Effect::Kind::notify}) {
    if (to_string(kind) == text) return kind;
  }
  return std::nullopt;
}

std::optional<StepRole> parse_step_role(std::string_view text) {
  constexpr std::array roles{StepRole::recipient, StepRole::recipient_fallback,
                             StepRole::sender,    StepRole::recipient_service_manager,
                             StepRole::oversight, StepRole::operator_,
                             StepRole::owner,     StepRole::owner_service_manager};
  for (StepRole role : roles) {
    if (config::to_string(role) == text) return role;
  }
  return std::nullopt;
}

}  // namespace gatepost::store
