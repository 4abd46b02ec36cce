#include "certs/expiry.hpp"

#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

using std::chrono::days;
using test::noon;

TEST(ExpiringWithin, NamesWhatEndsSoonSoonestFirstAndWhatHasEnded) {
  test::TestAuthority ca;
  const auto lasting = [&](int n) {
    return ca.issue(Role::team, "BXI-PSI", test::TestAuthority::Key::p256, days{n}).certificate;
  };
  const std::vector<std::pair<std::string, Certificate>> watched = {{"next year", lasting(397)},
                                                                    {"edge", lasting(30)},
                                                                    {"over", lasting(1)},
                                                                    {"soon", lasting(9)}};
  const Instant now = noon() + days{2};
  const auto ending = expiring_within(watched, noon() + days{7}, now, days{28});
  EXPECT_EQ(ending, (std::vector<Expiring>{{"over", noon() + days{1}},
                                           {"revocation list", noon() + days{7}},
                                           {"soon", noon() + days{9}},
                                           {"edge", noon() + days{30}}}));
}

TEST(ExpiringWithin, IsSilentWhenNothingEnds) {
  test::TestAuthority ca;
  const Certificate leaf = ca.issue(Role::team, "BXI-PSI").certificate;
  EXPECT_TRUE(expiring_within({{"team", leaf}}, std::nullopt, noon(), days{30}).empty());
  EXPECT_TRUE(expiring_within({}, noon() + days{30}, noon(), days{29}).empty());
}

}  // namespace
}  // namespace gatepost::certs
