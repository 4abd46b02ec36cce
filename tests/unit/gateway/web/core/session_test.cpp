// Visitors' sessions and the cookies that carry them.
#include "gateway/web/core/session.hpp"

#include <gtest/gtest.h>

#include "tests/support/seeded_random.hpp"

namespace gatepost::web {
namespace {

TEST(Visitors, HaveATokenThatBelongsToTheirCookie) {
  tests::SeededRandom random(1);
  VisitorSessions sessions(random);
  const Session first = sessions.visitor({});
  ASSERT_EQ(first.set_cookies.size(), 1U);
  const std::string cookie = "__Host-gatepost-visit=" + first.set_cookies[0].value;
  const Session again = sessions.visitor({{"cookie", "other=1; " + cookie}});
  EXPECT_TRUE(again.set_cookies.empty());
  EXPECT_EQ(again.form_token, first.form_token);
  EXPECT_NE(sessions.visitor({}).form_token, first.form_token);
  // A cookie that we did not make is no visit.
  EXPECT_EQ(sessions.visitor({{"cookie", "__Host-gatepost-visit=zz"}}).set_cookies.size(), 1U);
  VisitorSessions after_restart(random);
  EXPECT_NE(after_restart.visitor({{"cookie", cookie}}).form_token, first.form_token);
}

TEST(Cookies, AreNeverOpenToOthers) {
  EXPECT_EQ(set_cookie_field({"__Host-a", "", Cookie::SameSite::lax, std::chrono::seconds(0)}),
            "__Host-a=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
  EXPECT_THROW(set_cookie_field({"a", "b"}), std::logic_error);
  EXPECT_THROW(set_cookie_field({"__Host-a", "b; Domain=x"}), std::logic_error);
  EXPECT_THROW(set_cookie_field({"__Host-a", "b\r\n"}), std::logic_error);
}

}  // namespace
}  // namespace gatepost::web
