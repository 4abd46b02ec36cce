#include "certs/trust.hpp"
#include "tests/unit/certs/support.hpp"

namespace gatepost::certs {
namespace {

using test::TestAuthority;

TEST(CrlsFromFileBytes, ReadsPemAndDerOneOrSeveral) {
  TestAuthority ca, other(2, "Other Authority");
  const Bytes first = ca.crls().front(), second = other.crls().front();
  const std::string pem = ca.home.read("ca/crl.pem") + other.home.read("ca/crl.pem");
  EXPECT_EQ(crls_from_file_bytes(as_bytes(pem)), (std::vector<Bytes>{first, second}));
  EXPECT_EQ(crls_from_file_bytes(first), (std::vector<Bytes>{first}));
  Bytes joined = first;
  joined.insert(joined.end(), second.begin(), second.end());
  EXPECT_EQ(crls_from_file_bytes(joined), (std::vector<Bytes>{first, second}));
  joined.pop_back();
  EXPECT_ERROR(crls_from_file_bytes(joined), Errc::unreadable);
  EXPECT_ERROR(crls_from_file_bytes({}), Errc::unreadable);
  EXPECT_ERROR(crls_from_file_bytes(as_bytes(ca.authority.certificate().pem())), Errc::unreadable);
}

}  // namespace
}  // namespace gatepost::certs
