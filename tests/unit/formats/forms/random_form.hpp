// Random records that a field table admits, for property tests. Rules between fields are not
// obeyed.
#pragma once

#include "formats/forms/field.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::formats::forms::testing {

void fill_random(const Section& section, void* record, tests::SeededRandom& random);

}  // namespace gatepost::formats::forms::testing
