// What a prison's list says should have been sent by today.
#include "gateway/exchange/duties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/exchange/alert_duties.hpp"

namespace gatepost::exchange {
namespace {

using namespace std::chrono_literals;

KnownForm known(FormType type, std::chrono::year_month_day day, std::vector<News> news = {}) {
  KnownForm form;
  form.type = type;
  form.accepted_on = day;
  form.news = std::move(news);
  return form;
}

TEST(MissingForms, AreThoseThatShouldHaveBeenSentByToday) {
  const auto today = 2026y / 11 / 24;
  const auto lief_on = [](std::chrono::year_month_day day) {
    return std::vector<KnownForm>{known(FormType::lief, day)};
  };
  const auto steps_of = [&](const CaseloadLine& line, const std::vector<KnownForm>& sent) {
    std::vector<std::string> found;
    for (const MissingForm& form : missing_forms(line, sent, today)) found.emplace_back(form.step);
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
  const auto alert_on = [](std::chrono::year_month_day day, std::vector<News> news) {
    return std::vector<KnownForm>{known(FormType::alert_form, day, std::move(news))};
  };
  EXPECT_THAT(steps_of(out, alert_on(2026y / 11 / 22, {News::released})), IsEmpty());
  EXPECT_THAT(steps_of(out, alert_on(2026y / 11 / 21, {News::released})),
              ElementsAre("release-alert-missing"));
  const CaseloadLine moved{Whereabouts::transferred, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(moved, {}), ElementsAre("transfer-alert-missing"));
  const CaseloadLine died{Whereabouts::died, {}, {}, 2026y / 11 / 23};
  EXPECT_THAT(steps_of(died, {}), ElementsAre("death-alert-missing"));

  // Any Alert used to do for each of them.
  const auto day = 2026y / 11 / 23;
  EXPECT_THAT(steps_of(out, alert_on(day, {})), ElementsAre("release-alert-missing"));
  EXPECT_THAT(steps_of(out, alert_on(day, {News::transferred, News::died})),
              ElementsAre("release-alert-missing"));
  EXPECT_THAT(steps_of(moved, alert_on(day, {News::released})),
              ElementsAre("transfer-alert-missing"));
  EXPECT_THAT(steps_of(moved, alert_on(day, {News::transferred})), IsEmpty());
  EXPECT_THAT(steps_of(died, alert_on(day, {News::released, News::transferred})),
              ElementsAre("death-alert-missing"));
  EXPECT_THAT(steps_of(died, alert_on(day, {News::died})), IsEmpty());
}

TEST(MissingForms, AreNotThoseThatTheOtherSideSentNorThoseTakenBack) {
  const auto today = 2026y / 11 / 24;
  const auto is_missing = [&](const CaseloadLine& line, const KnownForm& form) {
    return !missing_forms(line, {form}, today).empty();
  };
  const CaseloadLine in{Whereabouts::in_custody, 2026y / 9 / 1, 2026y / 12 / 20, {}};
  const CaseloadLine out{Whereabouts::released, {}, {}, 2026y / 11 / 23};
  KnownForm lief = known(FormType::lief, 2026y / 11 / 1);
  KnownForm alert = known(FormType::alert_form, 2026y / 11 / 23, {News::released});
  EXPECT_FALSE(is_missing(in, lief));
  EXPECT_FALSE(is_missing(out, alert));
  lief.side = alert.side = KnownForm::Side::other;
  EXPECT_TRUE(is_missing(in, lief)) << "a court team's LIEF to the prison";
  EXPECT_TRUE(is_missing(out, alert)) << "the SPOC's own Alert";
  lief.side = alert.side = KnownForm::Side::own;
  lief.standing = alert.standing = Standing::withdrawn;
  EXPECT_TRUE(is_missing(in, lief));
  EXPECT_TRUE(is_missing(out, alert));
  EXPECT_TRUE(is_missing(in, known(FormType::lief, 2026y / 11 / 1, {News::taken_back})))
      << "the LIEF that takes another back";
}

TEST(TheCurrentConversation, IsTheNewestOfThisTimeInCustody) {
  const auto today = 2026y / 11 / 24;
  CaseloadLine line{Whereabouts::in_custody, 2026y / 9 / 1, 2026y / 12 / 20, {}};
  const auto id = [](int n) {
    return *ConversationId::parse("00000000-0000-4000-8000-00000000000" + std::to_string(n));
  };
  KnownForm newest = known(FormType::alert_form, 2026y / 10 / 2);
  KnownForm older = known(FormType::lief, 2026y / 9 / 1);
  newest.conversation = id(1), older.conversation = id(2);
  EXPECT_EQ(current_conversation(line, {newest, older}, today), id(1));
  EXPECT_EQ(current_conversation(line, {older}, today), id(2));
  line.received_on = 2026y / 9 / 2;
  EXPECT_EQ(current_conversation(line, {older}, today), std::nullopt) << "of an earlier time";
  line.received_on.reset();
  EXPECT_EQ(current_conversation(line, {older}, today), id(2));
  EXPECT_EQ(current_conversation(line, {}, today), std::nullopt);
}

TEST(TheNewsOfAnAlert, IsWhatItsBoxesTell) {
  using formats::forms::Circumstance;
  using formats::forms::NewStatus;
  using formats::forms::OtherCircumstance;
  const auto news = [](auto fill) {
    formats::forms::AlertForm form;
    form.changes.emplace_back();
    fill(form);
    return news_of(form);
  };
  const auto other = [&](OtherCircumstance kind) {
    return news([&](auto& form) { form.changes[0].other = kind; });
  };
  const auto box = [&](Circumstance circumstance) {
    return news([&](auto& form) { form.changes[0].circumstance = circumstance; });
  };
  const auto status = [&](NewStatus to) {
    return news([&](auto& form) {
      form.changes[0].circumstance = Circumstance::release_status;
      form.changes[0].new_status = to;
    });
  };
  using testing::ElementsAre;
  using testing::IsEmpty;
  EXPECT_THAT(status(NewStatus::released), ElementsAre(News::released));
  EXPECT_THAT(status(NewStatus::sentenced), IsEmpty());
  EXPECT_THAT(other(OtherCircumstance::court_non_return), ElementsAre(News::released));
  EXPECT_THAT(other(OtherCircumstance::pre_release_notice), ElementsAre(News::released));
  EXPECT_THAT(other(OtherCircumstance::going_to_court), IsEmpty());
  EXPECT_THAT(box(Circumstance::prison), ElementsAre(News::transferred));
  EXPECT_THAT(box(Circumstance::death), ElementsAre(News::died));
  EXPECT_THAT(box(Circumstance::release_plan), IsEmpty());
  EXPECT_THAT(news([](auto& form) {
                form.client.status = formats::forms::JusticeStatus::released;
                form.changes[0].circumstance = Circumstance::worker;
                form.changes.emplace_back().circumstance = Circumstance::death;
              }),
              ElementsAre(News::released, News::died));
}

}  // namespace
}  // namespace gatepost::exchange
