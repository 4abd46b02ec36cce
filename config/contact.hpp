// Reads the contacts and numbers of a directory's cells. Pure; any thread; what is wrong is said
// without repeating what stands there, because it may be somebody's name or number.
#pragma once

#include <string>
#include <string_view>

#include "config/directory.hpp"

namespace gatepost::config {

bool is_telephone(std::string_view text);
bool is_email(std::string_view text);

// What is wrong with a contact's spelling.
struct ContactProblem {
  std::string wrong, right;
};
// "Duty desk <duty@spoc.example> 020 7946 0111"; the address and the number may be left out.
std::expected<Contact, ContactProblem> parse_contact(std::string_view text);

}  // namespace gatepost::config
