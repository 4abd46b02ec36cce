// How much a form says about the person, read from its fields: what its words say nobody knows, so
// they make it more than minimal.
#include <gtest/gtest.h>

#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using forms::ReplyCompleteness;
using std::chrono::hours;

struct ContentOfAForm : testing::Test {
  Scene scene;
  Writer writer{scene};
  AcceptCommand lief, asked;

  ContentOfAForm() {
    scene.now = at("2026-06-09T10:00:00+01:00");
    lief = writer.send(writer.lief());
    asked = writer.send(writer.request("LAMBETH-SPOC", "BXI-PSI"));
  }
  forms::InformationReply reply(ReplyCompleteness completeness,
                                std::optional<std::string> answer) const {
    auto form = writer.reply(asked, "BXI-PSI");
    form.completeness = completeness;
    form.answer = std::move(answer);
    form.topics.clear();
    form.assessed_on.reset();
    form.prescribing.reset();
    return form;
  }
  forms::InformationRequest request(std::optional<std::string> question) const {
    auto form = writer.request("LAMBETH-SPOC", "BXI-PSI");
    form.question = std::move(question);
    return form;
  }
  forms::Response declined(std::optional<std::string> note) const {
    auto form = writer.declined(lief, forms::DeclineReason::wrong_borough);
    form.decline->note = std::move(note);
    return form;
  }
  forms::Response missed(std::optional<std::string> reason) const {
    auto form =
        writer.outcome(lief, forms::AppointmentOutcome::did_not_attend, scene.now - hours{1});
    form.outcome->reason = std::move(reason);
    return form;
  }
};

TEST_F(ContentOfAForm, IsPersonalWhereThereAreWords) {
  const std::string words = "Anything at all.";
  struct Row {
    std::string_view what;
    forms::Form form;
    Content content;
  };
  const std::vector<Row> rows{
      {"question", request(words), Content::personal},
      {"topics alone", request({}), Content::minimal},
      {"complete", writer.reply(asked, "BXI-PSI"), Content::personal},
      {"not held", reply(ReplyCompleteness::not_held, {}), Content::minimal},
      {"not held, and why", reply(ReplyCompleteness::not_held, words), Content::personal},
      {"refused", reply(ReplyCompleteness::refused, {}), Content::minimal},
      {"refused, and why", reply(ReplyCompleteness::refused, words), Content::personal},
      {"accepted, drop-in times", writer.accepted(lief, {}), Content::none},
      {"declined", declined({}), Content::none},
      {"declined, with a note", declined(words), Content::personal},
      {"did not attend", missed({}), Content::minimal},
      {"did not attend, and why", missed(words), Content::personal},
      {"in treatment", writer.engaged(lief), Content::minimal},
  };
  for (const Row& row : rows)
    EXPECT_EQ(to_string(writer.command(row.form).content), to_string(row.content)) << row.what;
}

// "NOT_HELD" beside a full answer used to count as saying nothing.
TEST_F(ContentOfAForm, OfAnAnswerInWordsIsHeldAgainstARefusal) {
  auto refused = writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::court)});
  refused.consent = forms::Consent{};
  refused.consent->status = forms::ConsentStatus::refused;
  refused.consent->limits_explained = forms::YesNo::yes;
  refused.consent->warned_of_delay = forms::YesNo::yes;
  scene.must(CollectedCommand{asked.key, team("BXI-PSI")});
  writer.send(refused);
  const auto told = writer.try_to_send(reply(ReplyCompleteness::not_held, "On 60 ml a day."));
  ASSERT_FALSE(told);
  EXPECT_TRUE(told.error().is(Errc::consent_refused));
  EXPECT_NE(told.error().context().find("Answer"), std::string_view::npos)
      << "it names what to leave out";
  writer.send(reply(ReplyCompleteness::not_held, {}));
}

}  // namespace
}  // namespace gatepost::exchange
