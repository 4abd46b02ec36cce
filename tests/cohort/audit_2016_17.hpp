// The cohort of the 2016-17 audit (Public Health England, "Continuity of care for adult prisoners:
// London deep dive", 2018): 264 transfers from one London prison to its five busiest boroughs.
//
// Only the two margins below are used; both add up to 264. The report does not cross them with one
// another, so the replay draws that. Its other tables are no golden figures: their rows do not add
// up to their totals (182 any-source referrals are 180 in one table and 181 in another), and their
// percentages change denominators.
#pragma once

#include <array>
#include <string_view>
#include <utility>

namespace gatepost::cohort::audit_2016_17 {

inline constexpr int transfers = 264;
inline constexpr int confirmed = 149;  // "referrals from prison confirmed", 56% of 264

// By the codes of the report facts "substance_group" and "time_in_custody".
inline constexpr std::array<std::pair<std::string_view, int>, 4> by_substance{
    {{"OPIATE", 200}, {"ALCOHOL_ONLY", 29}, {"NON_OPIATE_AND_ALCOHOL", 13}, {"NON_OPIATE", 22}}};
inline constexpr std::array<std::pair<std::string_view, int>, 3> by_custody{
    {{"UP_TO_1_MONTH", 103}, {"1_TO_3_MONTHS", 87}, {"OVER_3_MONTHS", 74}}};

}  // namespace gatepost::cohort::audit_2016_17
