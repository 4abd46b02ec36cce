#include "gateway/web/deadline_words.hpp"

#include <gtest/gtest.h>

#include "config/samples.hpp"

namespace gatepost::web {
namespace {

const Instant now = *from_rfc3339("2026-04-02T10:00:00Z");

LocalTime time() {
  return {*config::Calendar::from_bank_holidays_json(config::bank_holidays_json()), now};
}
const config::Policy& policy() {
  static const config::Policy made =
      *config::Policy::from_toml(config::default_policy_toml(), "default.toml");
  return made;
}

exchange::MessageState referral() {
  exchange::MessageState message;
  message.type = exchange::FormType::lief;
  for (const auto& [rung, due] : {std::pair{config::Rung::confirmed, "2026-04-07T11:00:00Z"},
                                  std::pair{config::Rung::answered, "2026-04-08T16:00:00Z"}}) {
    exchange::Deadline deadline;
    deadline.rung = rung;
    deadline.due = *from_rfc3339(due);
    message.deadlines.push_back(deadline);
  }
  return message;
}

TEST(DeadlineWords, SayByWhenAPersonConfirmsAndWhatHappensElse) {
  EXPECT_EQ(confirm_by(referral(), {"Lambeth", "020 7946 0111"}, policy(), time()),
            "A person at Lambeth should confirm by noon on Tuesday 7 April 2026. If not, we remind "
            "them, then turn to whoever stands in for them, then ask your team to ring 020 7946 "
            "0111, then turn to their service manager.");
  EXPECT_EQ(answer_by(referral(), time()),
            "They should accept it with an appointment, or decline it, by 17:00 on Wednesday 8 "
            "April 2026.");
}

TEST(DeadlineWords, KnowNoNumberThatIsNotListed) {
  EXPECT_NE(
      confirm_by(referral(), {"Lambeth", ""}, policy(), time()).find("ask your team to ring them,"),
      std::string::npos);
}

TEST(DeadlineWords, AreSilentWhenNobodyIsAwaited) {
  exchange::MessageState message = referral();
  for (exchange::Deadline& deadline : message.deadlines) deadline.met_at = now;
  EXPECT_EQ(confirm_by(message, {"Lambeth", ""}, policy(), time()), "");
  EXPECT_EQ(answer_by(message, time()), "");
}

}  // namespace
}  // namespace gatepost::web
