#include <gtest/gtest.h>

#include <random>

#include "formats/forms/published_schema.hpp"
#include "formats/forms/tables.hpp"
#include "formats/forms/walk.hpp"
#include "tests/unit/formats/forms/random_form.hpp"
#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

// Reads without the rules, which random forms do not obey.
template <class F>
Problems read_by_table(const Section& table, const xml::Document& document, F& form) {
  Problems problems;
  read_record(document.root(), table, &form, std::string(table.name),
              {form_namespace, ReadOptions::Signature::allow_last}, problems);
  return problems;
}

template <class F>
void expect_stable(const Section& table, tests::SeededRandom& random, const xml::Schema& schema) {
  F form{};
  fill_random(table, &form, random);
  const std::string once = write_form(Form{form});
  const xml::Document document = parsed(once);
  F again{};
  EXPECT_EQ(said(read_by_table(table, document, again)), "") << once;
  EXPECT_EQ(write_form(Form{again}), once);
  const auto complaints = schema.complaints(document);
  EXPECT_TRUE(complaints.empty()) << complaints.front() << "\n" << once;
  Problems problems;
  check_record(table, &form, std::string(table.name), problems);
  EXPECT_EQ(said(problems), "");
}

TEST(WriteForm, IsStableForRandomForms) {
  const auto seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  RecordProperty("seed", std::to_string(seed));
  tests::SeededRandom random(seed);
  const xml::Schema schema = xml::Schema::compile(published_schema()).value();
  for (int i = 0; i < 60 && !::testing::Test::HasFailure(); ++i) {
    expect_stable<Lief>(lief_table(), random, schema);
    expect_stable<AlertForm>(alert_form_table(), random, schema);
    expect_stable<ClinicalPart>(clinical_part_table(), random, schema);
    expect_stable<InformationRequest>(information_request_table(), random, schema);
    expect_stable<InformationReply>(information_reply_table(), random, schema);
    expect_stable<Acknowledgement>(acknowledgement_table(), random, schema);
    expect_stable<Response>(response_table(), random, schema);
    expect_stable<PhoneConfirmation>(phone_confirmation_table(), random, schema);
    expect_stable<Withdrawal>(withdrawal_table(), random, schema);
    expect_stable<Receipt>(receipt_table(), random, schema);
  }
}

TEST(WriteForm, GivesBackTheSampleUnchanged) {
  for (const FormType type : known_types()) {
    const std::string sample = sample_xml(type);
    EXPECT_EQ(write_form(read(sample).value()), sample);
  }
}

TEST(TemplateForm, IsAnnotatedAndValidOnceStripped) {
  for (const FormType type : known_types()) {
    const std::string annotated = template_form(type, sample_ids());
    EXPECT_NE(annotated.find("<!-- Message id. Required."), std::string::npos) << annotated;
    EXPECT_FALSE(xml::Document::parse(as_bytes(annotated))) << "signed forms carry no comments";
    EXPECT_EQ(said(problems_of(strip_comments(annotated))), "") << root_name(type);
  }
}

TEST(TemplateForm, ExplainsWhatItLeavesOut) {
  const std::string annotated = template_form(FormType::lief, sample_ids());
  EXPECT_NE(annotated.find("<!-- NotKnownReason, left out here:"), std::string::npos);
  EXPECT_NE(annotated.find("BXI-PSI"), std::string::npos);
  EXPECT_NE(annotated.find("E09000022"), std::string::npos);
}

TEST(TemplateForm, StaysValidOnAnyDay) {
  for (const char* at : {"2024-02-29T23:59:59Z", "2030-12-31T00:00:00Z"}) {
    TemplateIds ids = sample_ids();
    ids.created_at = *from_rfc3339(at);
    const Date day{std::chrono::floor<std::chrono::days>(ids.created_at)};
    for (const FormType type : known_types()) {
      const auto form = read_form(parsed(strip_comments(template_form(type, ids))), day);
      EXPECT_TRUE(form) << root_name(type) << " " << at << "\n" << said(form.error());
    }
  }
}

}  // namespace
}  // namespace gatepost::formats::forms
