// What a prison's list says should have been sent by today.
#include "gateway/exchange/duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace gatepost::exchange {
namespace {

TEST(MissingForms, AreThoseThatShouldHaveBeenSentByToday) {
  using namespace std::chrono_literals;
  const auto today = 2026y / 11 / 24;
  const auto lief_on = [](std::chrono::year_month_day day) {
    return std::vector<KnownForm>{{FormType::lief, day}};
  };
  const auto steps_of = [&](const CaseloadLine& line, const std::vector<KnownForm>& known) {
    std::vector<std::string> found;
    for (const MissingForm& form : missing_forms(line, known, today)) found.emplace_back(form.step);
    return found;
  };
  using testing::ElementsAre;
  using testing::IsEmpty;
  const CaseloadLine in{Whereabouts::in_custody, 2026y / 9 / 1, 2027y / 1 / 5, {}};
  EXPECT_THAT(steps_of(in, {}), ElementsAre("lief-missing")) << "exactly six weeks ahead";
  CaseloadLine later = in;
  later.release_on = 2027y / 1 / 6;
  EXPECT_THAT(steps_of(later, {}), IsEmpty());
  CaseloadLine unknown = in;
  unknown.release_on.reset();
  EXPECT_THAT(steps_of(unknown, {}), IsEmpty());
  EXPECT_THAT(steps_of(in, lief_on(2026y / 9 / 1)), IsEmpty());
  EXPECT_THAT(steps_of(in, lief_on(2026y / 8 / 31)), ElementsAre("lief-missing"))
      << "of an earlier time in custody";
  const CaseloadLine out{Whereabouts::released, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(out, lief_on(2026y / 11 / 1)), ElementsAre("release-alert-missing"));
  EXPECT_THAT(steps_of(out, {{FormType::alert_form, 2026y / 11 / 22}}), IsEmpty());
  EXPECT_THAT(steps_of(out, {{FormType::alert_form, 2026y / 11 / 21}}),
              ElementsAre("release-alert-missing"));
  const CaseloadLine moved{Whereabouts::transferred, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(moved, {}), ElementsAre("transfer-alert-missing"));
  const CaseloadLine died{Whereabouts::died, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(died, {}), ElementsAre("death-alert-missing"));
}

}  // namespace
}  // namespace gatepost::exchange
