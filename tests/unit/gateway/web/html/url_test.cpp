#include "gateway/web/html/url.hpp"

#include <gtest/gtest.h>

namespace gatepost::web::html {
namespace {

TEST(Url, AdmitsOnlyWhatStaysHere) {
  for (const std::string_view url :
       {"/", "/messages", "/messages?rung=confirmed&page=2", "#main", "?page=2", "/a/b%20c#d"})
    EXPECT_TRUE(Url::relative(url)) << url;
  for (const std::string_view url :
       {"", "//evil.example", "/\\evil.example", "\\\\evil.example", "https://evil.example/",
        "http://www.gov.uk/", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x",
        "vbscript:x", " /x", "/x\n", "/x\ty", "/\"onmouseover=", "/x y", "messages", "\t//x",
        "/caf\xC3\xA9", "mailto:a@example.org"})
    EXPECT_FALSE(Url::relative(url)) << url;
}

TEST(Url, KnowsAShortListOfHosts) {
  EXPECT_TRUE(detail::is_listed("https://www.gov.uk/bank-holidays"));
  for (const std::string_view url :
       {"https://www.gov.uk.evil.example/", "https://www.gov.uk@evil.example/",
        "https://www.gov.uk//evil", "https://www.gov.uk/\" onclick=", "http://www.gov.uk/"})
    EXPECT_FALSE(detail::is_listed(url)) << url;
}

TEST(Url, EncodesWhatItIsMadeOf) {
  EXPECT_EQ(Url::path({"messages", "BXI-PSI/1 2?#"}, {{"q", "a&b=c"}, {"page", "2"}}).text(),
            "/messages/BXI-PSI%2F1%202%3F%23?q=a%26b%3Dc&page=2");
  EXPECT_EQ(Url::path({}).text(), "/");
  EXPECT_EQ(Url::path({"", "evil.example"}).text(), "/-/evil.example");
  EXPECT_EQ(Url::path({"..", ".", "x"}).text(), "/-/-/x");
  EXPECT_EQ(Url::fragment("a b").text(), "#a%20b");
  EXPECT_TRUE(Url::relative(Url::path({"\xFF\r\n", "Łódź"}).text()));
}

TEST(Url, DialsOnlyNumbers) {
  EXPECT_EQ(Url::telephone("020 7946 0000")->text(), "tel:02079460000");
  EXPECT_EQ(Url::telephone("+44 20 7946 0000")->text(), "tel:+442079460000");
  for (const std::string_view number : {"", "12", "020;ext=1", "javascript:1234", "1+23456"})
    EXPECT_FALSE(Url::telephone(number)) << number;
}

}  // namespace
}  // namespace gatepost::web::html
