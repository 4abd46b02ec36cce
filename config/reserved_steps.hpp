// The names under which the exchange itself opens tasks and tells people. They stand beside a
// policy's step names in rows, the log and references, and must never be taken for one: a policy
// that uses one is refused. gateway/exchange/steps.hpp holds its own names against this list.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace gatepost::config {

inline constexpr std::array<std::string_view, 27> reserved_step_names{
    "call-must-follow",
    "check-duplicate",
    "choose-another-spoc",
    "clinical-part",
    "complete-referral",
    "confirm-death",
    "confirm-withdrawal",
    "death-alert-missing",
    "death-taken-back",
    "lief-missing",
    "moved",
    "no-longer-agreed",
    "no-route",
    "nobody-on-duty",
    "not-told-consent-refused",
    "not-told-consent-unstated",
    "not-told-consent-withdrawn",
    "not-told-not-covered",
    "not-told-out-of-service",
    "opened",
    "overdue",
    "release-alert-missing",
    "taken-back",
    "telephone-route",
    "tell-new-prison",
    "transfer-alert-missing",
    "urgent-waits",
};

constexpr bool is_reserved_step(std::string_view name) {
  return std::ranges::find(reserved_step_names, name) != reserved_step_names.end();
}

}  // namespace gatepost::config
