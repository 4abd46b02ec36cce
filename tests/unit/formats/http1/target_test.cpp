#include "formats/http1/target.hpp"

#include <gtest/gtest.h>

namespace gatepost::formats::http1 {
namespace {

TEST(Target, SplitsAPathAsItIsWritten) {
  using Segments = std::vector<std::string>;
  EXPECT_EQ(segments_of("a/b"), (Segments{"a", "b"}));
  EXPECT_EQ(segments_of("a//b/"), (Segments{"a", "", "b", ""}));
  EXPECT_EQ(segments_of(""), (Segments{""}));
  EXPECT_EQ(segments_of("a%2Fb"), (Segments{"a%2Fb"}));
}

TEST(Target, DecodesOrRefuses) {
  EXPECT_EQ(percent_decode("a%20b%2f+"), "a b/+");
  EXPECT_EQ(percent_decode("a+b", Plus::is_space), "a b");
  for (const char* broken : {"%", "%2", "%G1", "a%1", "%%20"}) EXPECT_FALSE(percent_decode(broken));
}

TEST(Target, ReadsPairs) {
  EXPECT_EQ(query_value("a=1&b=2&b=3", "b"), "2");
  EXPECT_EQ(query_value("a=1&b", "b"), "");
  EXPECT_EQ(query_value("ab=1", "b"), std::nullopt);
  EXPECT_EQ(parse_pairs("a=1&&b=%26+c&d=e=f", 5), (Pairs{{"a", "1"}, {"b", "& c"}, {"d", "e=f"}}));
  EXPECT_EQ(parse_pairs("a=1&b=2", 1), std::nullopt);
  EXPECT_EQ(parse_pairs("a=%", 5), std::nullopt);
}

}  // namespace
}  // namespace gatepost::formats::http1
