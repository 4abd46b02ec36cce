// Words and keyboard patterns that guessers try first, lower case. Our own list, of what every
// published list of leaked passwords is made of, and of this service's own surroundings.
#pragma once

#include <span>
#include <string_view>

namespace gatepost::identity {

std::span<const std::string_view> common_words();

}  // namespace gatepost::identity
