// What a form or a query carried.
#include "gateway/web/core/field_set.hpp"

#include <gtest/gtest.h>

namespace gatepost::web {
namespace {

TEST(Fields, AreTrimmedCountedAndBounded) {
  const auto fields =
      FieldSet::from_query("a=+x%0D%0Ay+&b=1&b=2&n=007&big=99999999999&neg=-1&empty=&=v&c");
  ASSERT_TRUE(fields);
  EXPECT_EQ(fields->text("a"), "x\ny");
  EXPECT_EQ(fields->raw("a"), " x\r\ny ");
  EXPECT_EQ(fields->all("b"), (std::vector<std::string>{"1", "2"}));
  EXPECT_EQ(fields->number("n", {0, 10}), 7);
  EXPECT_EQ(fields->number("n", {0, 5}), std::nullopt);
  EXPECT_EQ(fields->number("big", {0, 10}), std::nullopt);
  EXPECT_EQ(fields->number("neg", {-5, 10}), std::nullopt);
  EXPECT_TRUE(fields->has("empty") && fields->has("c"));
  EXPECT_FALSE(fields->has("d"));
}

}  // namespace
}  // namespace gatepost::web
