#include "gateway/web/writing/controls.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "gateway/web/writing/choices.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/words.hpp"

namespace gatepost::web::writing {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string page_of(std::string_view slug, const Typed& typed, const Problems& problems = {},
                    const Plan& plan = referral_plan()) {
  return questions({plan, *plan.part(slug), typed, problems}).markup();
}

// The whole open tag in which a control's name stands.
std::string tag_of(const std::string& markup, std::string_view name) {
  const auto at = markup.find("name=\"" + std::string(name) + "\"");
  if (at == std::string::npos) return {};
  const auto start = markup.rfind('<', at);
  return markup.substr(start, markup.find('>', at) - start);
}

TEST(Controls, FollowTheKindOfTheField) {
  const Typed nothing;
  const std::string client = page_of("client", nothing);
  EXPECT_THAT(tag_of(client, "Client.FirstName"), HasSubstr("type=\"text\""));
  EXPECT_THAT(tag_of(client, "Client.DateOfBirth-day"), HasSubstr("inputmode=\"numeric\""));
  EXPECT_THAT(tag_of(client, "Client.Sex"), HasSubstr("type=\"radio\""));
  EXPECT_THAT(tag_of(client, "Client.Alias"), HasSubstr("<textarea"));
  EXPECT_THAT(tag_of(page_of("consent", nothing), "Consent.Agency"),
              HasSubstr("type=\"checkbox\""));
  EXPECT_THAT(tag_of(page_of("appointment", nothing), "Appointment.Booked.At-time"),
              HasSubstr("<input"));
  EXPECT_THAT(tag_of(page_of("contact", nothing), "Client.TelephoneOnRelease"),
              HasSubstr("type=\"tel\""));
  EXPECT_THAT(tag_of(page_of("substances", nothing), "Substance.Drug.1.Substance"),
              HasSubstr("<select"));
  EXPECT_THAT(tag_of(page_of("alert", nothing, {}, alert_plan()), "Change"),
              HasSubstr("type=\"checkbox\""));
}

// A control without a place to read it from would swallow what is typed.
TEST(Controls, AreAllReadBack) {
  for (const Plan* plan : {&referral_plan(), &alert_plan(), &clinical_plan()})
    for (const Part* part : plan->parts()) {
      const std::string markup = page_of(part->slug, {}, {}, *plan);
      const auto read = controls_in(*plan, *part);
      const std::set<std::string> known(read.begin(), read.end());
      EXPECT_EQ(known.size(), read.size()) << part->slug << ": a control is read twice";
      for (std::size_t at = markup.find(" name=\""); at != std::string::npos;
           at = markup.find(" name=\"", at + 1)) {
        const std::string name = markup.substr(at + 7, markup.find('"', at + 7) - at - 7);
        if (name != "then") EXPECT_TRUE(known.contains(name)) << part->slug << ": " << name;
      }
    }
}

TEST(Controls, GiveBackWhatWasTypedAndNothingOfItAsMarkup) {
  Typed typed;
  typed.set("Client.Surname", std::string("\"><script>alert(1)</script>"));
  typed.set("Client.DateOfBirth-day", std::string("31st"));
  const std::string markup = page_of("client", typed);
  EXPECT_THAT(markup, Not(HasSubstr("<script")));
  EXPECT_THAT(markup, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(markup, HasSubstr("value=\"31st\""));
}

// It was lost once: the component knew day, month and year by their short names only.
TEST(Controls, GiveBackTheTimeOfAMoment) {
  Typed typed;
  typed.set("Appointment.Booked.At-day", std::string("27"));
  typed.set("Appointment.Booked.At-time", std::string("half past two"));
  const std::string markup = page_of("appointment", typed);
  EXPECT_THAT(tag_of(markup, "Appointment.Booked.At-day"), HasSubstr("value=\"27\""));
  EXPECT_THAT(tag_of(markup, "Appointment.Booked.At-time"), HasSubstr("value=\"half past two\""));
}

TEST(Controls, AProblemStandsBesideItsFieldAndTheSummaryLeadsThere) {
  const Plan& plan = referral_plan();
  const Part& client = *plan.part("client");
  const std::string markup =
      page_of("client", {}, {{"Date of birth", "Client.DateOfBirth", "", "enter a date"}});
  EXPECT_THAT(markup, HasSubstr("Enter a date"));
  EXPECT_EQ(control_for(plan, client, "Client.DateOfBirth"), "Client.DateOfBirth-day");
  EXPECT_EQ(control_for(plan, client, "Client"), "Client.FirstName");
  EXPECT_EQ(control_for(plan, *plan.part("contact"), "Client.LastKnownAddress"),
            "Client.LastKnownAddress.Line");
  EXPECT_EQ(control_for(plan, *plan.part("substances"), "Substance.Drug.2.Route"),
            "Substance.Drug.2.Route");
  EXPECT_EQ(control_for(plan, *plan.part("substances"), "Substance.Drug"),
            "Substance.Drug.1.Substance");
  EXPECT_EQ(control_for(plan, client, "Health.GpRegistered"), "");
  // Wherever a link leads, a control with that id is there.
  for (const Part* part : plan.parts()) {
    const std::string page = page_of(part->slug, {});
    for (const Ask& ask : part->asks)
      EXPECT_THAT(page, HasSubstr("id=\"" + control_for(plan, *part, ask.name) + "\""));
  }
}

TEST(Controls, AListHasRoomForOneMore) {
  Typed typed;
  EXPECT_THAT(page_of("substances", typed), Not(HasSubstr("Substance.Drug.2")));
  typed.set("Substance.Drug.1.Substance", std::string("1101"));
  EXPECT_THAT(page_of("substances", typed), HasSubstr("Substance.Drug.2"));
  typed.set("Substance.Drug.3.Frequency", std::string("daily"));
  const std::string full = page_of("substances", typed);
  EXPECT_THAT(full, HasSubstr("Substance.Drug.3"));
  EXPECT_THAT(full, Not(HasSubstr("add another")));
}

TEST(Choices, HaveCodesThatAFormMayCarryAndEachOnce) {
  for (const std::string_view element :
       {"Substance", "OriginalCourt", "DeliveryUnit", "Medicine", "Ethnicity", "Nationality",
        "FirstLanguage", "InterpreterLanguage", "Employment", "ParentalStatus", "Service"}) {
    std::set<std::string> codes;
    const auto choices = choices_of(element);
    EXPECT_FALSE(choices.empty()) << element;
    for (const Option& option : choices) {
      EXPECT_TRUE(formats::forms::kinds::coded().good(option.code)) << element << option.code;
      EXPECT_TRUE(codes.insert(option.code).second) << element << option.code;
      EXPECT_EQ(label_of(element, option.code), option.label);
    }
  }
  EXPECT_TRUE(choices_of("Surname").empty());
}

TEST(Words, SayElementsAndCodesAsPeopleDo) {
  const auto& table = referral_plan().table;
  EXPECT_EQ(in_peoples_words("ReleaseDate, or NotKnownReason", table),
            "“Release date”, or “Release date not known because”");
  EXPECT_EQ(in_peoples_words("YES, NO or DONT_KNOW in both", table),
            "Yes, No or Don't know in both");
  EXPECT_EQ(in_peoples_words("A plain sentence, with Release in it.", table),
            "A plain sentence, with Release in it.");
}

}  // namespace
}  // namespace gatepost::web::writing
