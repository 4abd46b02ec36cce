#include "gateway/web/writing/build.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "config/samples.hpp"
#include "formats/forms/comments.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/prefill.hpp"

namespace gatepost::web::writing {
namespace {

namespace forms = formats::forms;
using testing::Contains;
using testing::Field;
using testing::HasSubstr;

const config::Calendar& calendar() {
  static const config::Calendar made =
      *config::Calendar::from_bank_holidays_json(config::bank_holidays_json());
  return made;
}

const Instant at = *from_rfc3339("2026-04-02T10:00:00Z");
const TeamCode team = *TeamCode::parse("BXI-PSI");

Envelope envelope() {
  return {*MessageId::parse("0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f90"),
          *ConversationId::parse("0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f91"),
          at,
          team,
          "BXI",
          "PSYCHOSOCIAL",
          "2026-04-02"};
}

forms::Form sample(forms::FormType type) {
  const Envelope ids = envelope();
  const std::string text =
      forms::template_form(type, {ids.message_id, ids.conversation, ids.created_at});
  const std::string plain = forms::strip_comments(text);
  const auto document = formats::xml::Document::parse(as_bytes(plain));
  return *forms::read_form(*document, calendar().local_date(at));
}

Typed typed_of(const Plan& plan, const forms::Form& form) {
  Typed typed;
  std::visit([&](const auto& each) { type_section(plan.table, &each, "", typed, calendar()); },
             form);
  return typed;
}

// A list whose items are ticked keeps them under the box's code.
void tick(Typed& typed) {
  for (int i = 1; i <= 11; ++i) {
    const std::string item = "Change." + std::to_string(i);
    const std::string code = typed.text(item + ".Circumstance");
    if (code.empty()) continue;
    typed.add("Change", code);
    for (const auto& [name, values] : Typed(typed).fields())
      if (name.starts_with(item + ".") && !name.ends_with(".Circumstance"))
        typed.set("Change." + code + name.substr(item.size()), values);
    typed.erase_at(item);
  }
}

std::string listed(const Problems& problems) {
  std::string text;
  for (const Problem& each : problems)
    text += each.path + " | " + each.label + ": " + each.wrong + "; " + each.right + "\n";
  return text;
}

// Every field of every sample goes through the pages' controls and comes out the same.
TEST(Build, SendsWhatWasTyped) {
  for (const auto type :
       {forms::FormType::lief, forms::FormType::alert_form, forms::FormType::clinical_part}) {
    const Plan& plan = *plan_for(type);
    const forms::Form form = sample(type);
    Typed typed = typed_of(plan, form);
    if (type == forms::FormType::alert_form) tick(typed);
    typed.set("draft.conversation", std::string("new"));
    Envelope ids = envelope();
    ids.from = forms::control_of(form).from;
    const auto built = build(plan, typed, ids, calendar());
    ASSERT_TRUE(built) << listed(built.error());
    EXPECT_EQ(forms::write_form(*built), forms::write_form(form));
  }
}

void leaves_below(const forms::Section& section, const std::string& name,
                  std::set<std::string>& names) {
  for (const forms::Field& field : section.fields) {
    const std::string at_name =
        name.empty() ? std::string(field.element) : name + "." + std::string(field.element);
    const bool is_list = field.is_record() && field.most > 1;
    if (field.is_record() && !is_list)
      leaves_below(*field.section, at_name, names);
    else
      names.insert(at_name);
  }
}

// A field that the table has and no page asks for could never be said.
TEST(Plans, AskForEveryFieldOnce) {
  const std::set<std::string> not_asked{
      // Known to the gateway, or following from the rest.
      "Referral.FormVersion", "Referral.SendingTeamType", "Referral.Prison", "Referral.DatCode",
      "Referral.ToFollow", "Referral.WithdrawnReason", "SignOff.SignedAt", "Direction",
      "CompletedOn", "Places.DatName", "Places.DatCode",
      // Of a person who has left; the conversation's release date says it.
      "Release.ExitArea",
      // The clinical team says it in a form of its own.
      "SignOff.ClinicalSigner", "SignOff.ClinicalSignerRole"};
  for (const Plan* plan : {&referral_plan(), &alert_plan(), &clinical_plan()}) {
    std::set<std::string> wanted;
    leaves_below(plan->table, "", wanted);
    std::multiset<std::string> asked;
    for (const Part* part : plan->parts())
      for (const Ask& ask : part->asks) {
        ASSERT_NE(field_at(plan->table, ask.name), nullptr) << ask.name;
        asked.emplace(ask.name);
      }
    for (const std::string& name : wanted) {
      if (name.starts_with("Control.") || name.starts_with("Lief.")) continue;
      EXPECT_LE(asked.count(name), 1U) << plan->noun << " asks twice for " << name;
      // The clinical part is itself what was to follow.
      if (plan == &clinical_plan() && name == "Prescribing.ClinicalPartToFollow") continue;
      if (!not_asked.contains(name)) EXPECT_EQ(asked.count(name), 1U) << plan->noun << " " << name;
    }
  }
}

TEST(Plans, SayTheirConditionsInCodesThatThereAre) {
  for (const Plan* plan : {&referral_plan(), &alert_plan(), &clinical_plan()})
    for (const Part* part : plan->parts())
      for (const Ask& ask : part->asks) {
        if (ask.when.name.empty()) continue;
        const forms::Field* field = field_at(plan->table, ask.when.name);
        ASSERT_NE(field, nullptr) << ask.when.name;
        const forms::Codes* codes =
            field->is_record() ? field->section->fields.front().kind.codes : field->kind.codes;
        ASSERT_NE(codes, nullptr) << ask.when.name;
        for (const std::string_view value : ask.when.values)
          EXPECT_NE(codes->by_code(value), nullptr) << ask.when.name << " " << value;
      }
}

TEST(Build, NamesEveryProblemByItsControlAndInPeoplesWords) {
  Typed typed;
  typed.set("Control.ToArea", std::string("E09000022"));
  typed.set("Referral.Kind", std::string("NEW_REFERRAL"));
  typed.set("Client.DateOfBirth-day", std::string("31"));
  typed.set("Client.DateOfBirth-month", std::string("6"));
  typed.set("Client.DateOfBirth-year", std::string("1990"));
  typed.set("Client.PrisonerNumber", std::string("a12"));
  typed.set("Client.FirstName", std::string("Sam\x01"));
  typed.set("Consent.Status", std::string("GIVEN"));
  const auto built = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_FALSE(built);
  const Problems& found = built.error();
  EXPECT_THAT(found, Contains(testing::AllOf(Field(&Problem::path, "Client.DateOfBirth"),
                                             Field(&Problem::wrong, HasSubstr("calendar")))));
  EXPECT_THAT(found, Contains(Field(&Problem::path, "Client.PrisonerNumber")));
  EXPECT_THAT(found, Contains(Field(&Problem::path, "Client.FirstName")));
  EXPECT_THAT(found, Contains(Field(&Problem::path, "Consent.GivenOn")));
  EXPECT_THAT(found, Contains(Field(&Problem::path, "Health")));
  std::set<std::string> paths;
  for (const Problem& each : found) {
    EXPECT_TRUE(paths.insert(each.path).second) << each.path << " twice";
    for (const std::string_view code : {"DONT_KNOW", "YES", "GivenOn", "2026-04-02", "xs:"})
      EXPECT_FALSE((each.wrong + each.right).contains(code)) << each.wrong << each.right;
  }
}

TEST(Build, LeavesOutWhatARefusalForbidsAndLosesNothing) {
  Typed typed = typed_of(referral_plan(), sample(forms::FormType::lief));
  typed.set("Consent.Status", std::string("REFUSED"));
  typed.set("Consent.WarnedOfDelay", std::string("YES"));
  const Typed before = typed;
  const auto built = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_TRUE(built) << listed(built.error());
  const auto& lief = std::get<forms::Lief>(*built);
  EXPECT_FALSE(lief.health || lief.substance || lief.client->ethnicity);
  EXPECT_FALSE(lief.consent->given_on);
  EXPECT_TRUE(lief.release->release_date);
  EXPECT_EQ(typed, before);
}

TEST(Build, NamesTheMissingPartsOfACourtReleaseAsToFollow) {
  Typed typed = typed_of(referral_plan(), sample(forms::FormType::lief));
  typed.set("Referral.Kind", std::string("COURT_RELEASE"));
  for (const std::string_view section : {"Health", "Housing", "Risk"}) typed.erase_at(section);
  mark_seen(typed, *referral_plan().part("health"));
  const auto built = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_TRUE(built) << listed(built.error());
  using enum forms::LiefSection;
  EXPECT_THAT(std::get<forms::Lief>(*built).referral.to_follow,
              testing::UnorderedElementsAre(health, housing, risk));
}

TEST(Build, AnAlertOfANewConversationSaysWhatTheClientAgreedTo) {
  Typed typed = typed_of(alert_plan(), sample(forms::FormType::alert_form));
  tick(typed);
  typed.erase_at("Consent");
  typed.set("draft.conversation", std::string("new"));
  const auto without = build(alert_plan(), typed, envelope(), calendar());
  ASSERT_FALSE(without);
  EXPECT_THAT(without.error(), Contains(Field(&Problem::path, "Consent.Status")));
  typed.set("draft.conversation", std::string("known"));
  EXPECT_TRUE(build(alert_plan(), typed, envelope(), calendar()));
}

// The second ticked box is the ninth of the paper form, and its problem stands beside it.
TEST(Build, AProblemOfATickedBoxStandsBesideThatBox) {
  Typed typed = typed_of(alert_plan(), sample(forms::FormType::alert_form));
  tick(typed);
  typed.set("Change.RELEASE_PLAN.Sentence", std::string());
  const auto built = build(alert_plan(), typed, envelope(), calendar());
  ASSERT_FALSE(built);
  EXPECT_THAT(built.error(), Contains(Field(&Problem::path, "Change.RELEASE_PLAN.Sentence")));
}

// An update must not turn a code that this console does not offer into "something else".
TEST(Prefill, KeepsCodesThatNoListHere) {
  auto lief = std::get<forms::Lief>(sample(forms::FormType::lief));
  lief.substance->drugs.front().substance = {"1199", "Another opioid"};
  lief.client->nationality = forms::Coded{"ZWE", "Zimbabwean"};
  Typed typed;
  prefill_update(typed, lief, calendar());
  const auto built = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_FALSE(built) << "it replaces itself";
  typed.set("Control.Supersedes", std::string("0b7c6f1e-3a52-4d0e-9f61-2a1c5d8e7f92"));
  const auto good = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_TRUE(good) << listed(good.error());
  const auto& again = std::get<forms::Lief>(*good);
  EXPECT_EQ(again.substance->drugs.front().substance, lief.substance->drugs.front().substance);
  EXPECT_EQ(again.client->nationality, lief.client->nationality);
  EXPECT_EQ(again.referral.kind, forms::LiefKind::update);
  EXPECT_THAT(questions({referral_plan(), *referral_plan().part("substances"), typed, {}}).markup(),
              HasSubstr("<option value=\"1199\" selected"));
}

TEST(Prefill, AReferralToTheNextSpocSaysTheSameAndAsksWhere) {
  const auto lief = std::get<forms::Lief>(sample(forms::FormType::lief));
  Typed typed;
  prefill_referral(typed, lief, calendar());
  const auto nowhere = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error(), testing::ElementsAre(Field(&Problem::path, "Control.ToArea")));
  typed.set("Control.ToArea", std::string("E09000028"));
  const auto built = build(referral_plan(), typed, envelope(), calendar());
  ASSERT_TRUE(built) << listed(built.error());
  EXPECT_EQ(std::get<forms::Lief>(*built).health->gp_registration_plan,
            lief.health->gp_registration_plan);
}

TEST(Prefill, AReferralAfterAnAlertKnowsThePerson) {
  Typed typed;
  prefill_referral(typed, sample(forms::FormType::alert_form), calendar());
  EXPECT_EQ(typed.text("Client.FirstName"), "Sam");
  EXPECT_EQ(typed.text("Client.Surname"), "Sample-Fictional");
  EXPECT_EQ(typed.text("Client.DateOfBirth-year"), "1990");
  EXPECT_FALSE(typed.any_at("Change"));
}

TEST(Prefill, AnAlertKnowsThePersonOfAReferral) {
  Typed typed;
  prefill_alert(typed, sample(forms::FormType::lief), calendar());
  EXPECT_EQ(typed.text("Client.Name"), "Sam Sample-Fictional");
  EXPECT_EQ(typed.text("Client.Status"), "SENTENCED");
  EXPECT_EQ(typed.text("CourtOfOrigin.Court"), "INNRCC");
}

TEST(Leaves, TakeTimesAsPeopleWriteThem) {
  using std::chrono::minutes;
  for (const auto& [text, wanted] : std::vector<std::pair<std::string, int>>{{"14:30", 870},
                                                                             {"14.30", 870},
                                                                             {"2:30pm", 870},
                                                                             {"2.30 PM", 870},
                                                                             {"1430", 870},
                                                                             {"noon", 720},
                                                                             {"9", 540},
                                                                             {"12am", 0},
                                                                             {"12pm", 720},
                                                                             {"00:05", 5}})
    EXPECT_EQ(time_of_day(text), minutes{wanted}) << text;
  for (const std::string text : {"", "25:00", "14:60", "13pm", "0pm", "soon", "1:2:3"})
    EXPECT_FALSE(time_of_day(text)) << text;
}

TEST(Leaves, LondonTimeIsRightOnTheDaysWhenClocksChange) {
  const forms::Field& field = *field_at(referral_plan().table, "Appointment.Booked.At");
  for (const auto& [day, month, time, wanted] :
       std::vector<std::tuple<std::string, std::string, std::string, std::string>>{
           {"29", "3", "00:30", "2026-03-29T00:30:00Z"},
           {"29", "3", "10:00", "2026-03-29T09:00:00Z"},
           {"25", "10", "00:30", "2026-10-24T23:30:00Z"},
           {"25", "10", "10:00", "2026-10-25T10:00:00Z"}}) {
    Typed typed;
    typed.set("A-day", day);
    typed.set("A-month", month);
    typed.set("A-year", std::string("2026"));
    typed.set("A-time", time);
    EXPECT_EQ(leaves_of(field, "A", typed, calendar()).front().text, wanted);
  }
}

}  // namespace
}  // namespace gatepost::web::writing
