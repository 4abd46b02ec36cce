#include "gateway/base/mail_address.hpp"

#include <gtest/gtest.h>

#include <string>

namespace gatepost {
namespace {

TEST(MailAddress, TakesWhatFunctionalMailboxesLookLike) {
  for (const std::string_view text :
       {"spoc@lambeth.treatment.example", "duty.desk+24@spoc.example", "o'brien_x@a-b.example",
        "psi@brixton.hmps.gsi.gov.uk.cjsm.net", "a@b.c"})
    EXPECT_TRUE(is_mail_address(text)) << text;
}

TEST(MailAddress, RefusesWhatCouldEndACommandOrAHeader) {
  for (const std::string& text :
       std::initializer_list<std::string>{"",
                                          "@",
                                          "a@",
                                          "@b.example",
                                          "a@b",
                                          "a@b@c.example",
                                          "a b@c.example",
                                          "a@b .example",
                                          "a@b.example\r\nRCPT TO:<x@y.example>",
                                          "a@b.example\n",
                                          "a\r@b.example",
                                          std::string("a\0@b.example", 12),
                                          "<a@b.example>",
                                          "a@b.example>",
                                          "a,b@c.example",
                                          "a@b.example,c@d.example",
                                          "\"a b\"@c.example",
                                          "a@[127.0.0.1]",
                                          ".a@b.example",
                                          "a.@b.example",
                                          "a..b@c.example",
                                          "a@.example",
                                          "a@b..example",
                                          "a@b.example.",
                                          "a@-b.example",
                                          "a@b-.example",
                                          "\xC3\xA9@b.example",
                                          "a@\xC3\xA9.example",
                                          "a:b@c.example",
                                          "a;b@c.example",
                                          "(a)@b.example",
                                          "a\\@b.example"})
    EXPECT_FALSE(is_mail_address(text)) << text;
}

TEST(MailAddress, HasTheLimitsOfTheStandard) {
  EXPECT_TRUE(is_mail_address(std::string(64, 'a') + "@b.example"));
  EXPECT_FALSE(is_mail_address(std::string(65, 'a') + "@b.example"));
  EXPECT_TRUE(is_mail_domain(std::string(63, 'a') + ".example"));
  EXPECT_FALSE(is_mail_domain(std::string(64, 'a') + ".example"));
  std::string longest = "a@";
  while (longest.size() + 2 < 254) longest += "b.";
  longest += std::string(254 - longest.size(), 'c');
  EXPECT_TRUE(is_mail_address(longest)) << longest.size();
  EXPECT_FALSE(is_mail_address(longest + "c"));
}

TEST(MailAddress, KnowsItsDomain) {
  EXPECT_EQ(domain_of("a@b.example"), "b.example");
  EXPECT_EQ(domain_of("nothing"), "");
}

}  // namespace
}  // namespace gatepost
