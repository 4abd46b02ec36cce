// The gate in front of libcbor.
#include "gateway/identity/cbor_gate.hpp"

#include <gtest/gtest.h>

namespace gatepost::identity {
namespace {

Bytes hex(std::string_view digits) { return from_hex(digits).value(); }

TEST(CborGate, LetsWellFormedItemsThrough) {
  // Examples of RFC 8949 appendix A with definite lengths and without tags.
  for (const std::string_view good : {"00",
                                      "1818",
                                      "1903e8",
                                      "1a000f4240",
                                      "1bffffffffffffffff",
                                      "20",
                                      "3903e7",
                                      "f4",
                                      "f6",
                                      "f90000",
                                      "fb3ff199999999999a",
                                      "40",
                                      "4401020304",
                                      "6161",
                                      "80",
                                      "83010203",
                                      "8301820203820405",
                                      "a201020304",
                                      "a26161016162820203",
                                      "826161a161626163"})
    EXPECT_TRUE(is_tame_cbor(hex(good), 1)) << good;
  EXPECT_TRUE(is_tame_cbor(hex("0001"), 2));
  EXPECT_TRUE(is_tame_cbor({}, 0));
}

TEST(CborGate, StopsWhatClaimsMoreThanThereIs) {
  for (const std::string_view bad :
       {"", "18", "19ff", "41", "4501020304", "81", "830102", "a1", "a10102ff", "9a7fffffff",
        "bb7fffffffffffffff", "bbffffffffffffffff", "5bffffffffffffffff", "9bffffffffffffffff01",
        "0001"})
    EXPECT_FALSE(is_tame_cbor(hex(bad), 1)) << bad;
}

TEST(CborGate, StopsTagsIndefiniteLengthsAndDepth) {
  for (const std::string_view bad :
       {"c074", "d81845", "9fff", "bfff", "5f42010243030405ff", "ff", "1c", "818181818100"})
    EXPECT_FALSE(is_tame_cbor(hex(bad), 1)) << bad;
  EXPECT_TRUE(is_tame_cbor(hex("81818100"), 1));
}

}  // namespace
}  // namespace gatepost::identity
