// Whether roles fit the teams they are held in. Pure; thread-safe.
#pragma once

#include <vector>

#include "config/directory.hpp"
#include "gateway/base/problem.hpp"
#include "gateway/identity/records.hpp"

namespace gatepost::identity {

// Every grant whose team is not in the directory, or of a kind that the role is not for: a SPOC's
// role in a prison's team would let somebody answer that team's own referrals. Also when there is
// none at all.
Problems check_grants(const std::vector<Grant>& grants, const config::Directory& directory);

// In words, for people: "writes and sends referrals for a prison".
std::string_view in_words(Role role);

}  // namespace gatepost::identity
