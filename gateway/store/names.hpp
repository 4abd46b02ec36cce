// Names of enumerators as they stand in rows, where their own library has no parse function. Pure;
// any thread. A name in a row is never changed: an old database must stay readable.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/exchange/port.hpp"

namespace gatepost::store {

std::string_view to_string(exchange::ItemKind kind);
std::optional<exchange::ItemKind> parse_item_kind(std::string_view text);

std::string_view to_string(exchange::Effect::Kind kind);
std::optional<exchange::Effect::Kind> parse_effect_kind(std::string_view text);

std::optional<exchange::StepRole> parse_step_role(std::string_view text);

}  // namespace gatepost::store
