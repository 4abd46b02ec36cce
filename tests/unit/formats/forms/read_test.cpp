#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/formats/forms/samples.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::Not;

auto at(const std::string& path) { return Field("path", &Problem::path, path); }
auto wrong(const std::string& text) { return Field("wrong", &Problem::wrong, HasSubstr(text)); }

std::string lief() { return sample_xml(FormType::lief); }

TEST(ReadForm, ReadsEverySample) {
  for (const FormType type : known_types()) {
    const auto form = read(sample_xml(type));
    ASSERT_TRUE(form) << root_name(type) << "\n" << said(form.error());
    EXPECT_EQ(type_of(*form), type);
    EXPECT_EQ(control_of(*form).message_id, sample_ids().message_id);
  }
}

TEST(ReadForm, GivesTypedValues) {
  const Lief form = sample_lief();
  EXPECT_EQ(form.client->surname, "Sample-Fictional");
  EXPECT_EQ(form.client->date_of_birth, (Date{std::chrono::year{1990} / 1 / 1}));
  EXPECT_EQ(form.client->sex, Sex::male);
  EXPECT_EQ(form.client->veteran, YesNoDontKnow::dont_know);
  EXPECT_EQ(form.substance->drugs.at(0).substance, (Coded{"1101", "Heroin"}));
  EXPECT_EQ(form.consent->agencies.size(), 4U);
  EXPECT_EQ(form.release->release_date, (Date{std::chrono::year{2026} / 3 / 23}));
  EXPECT_EQ(form.client->last_known_address->lines.size(), 2U);
}

TEST(ReadForm, RefusesAnUnknownRootWithOneProblem) {
  for (const std::string_view text :
       {"<LIEF/>", "<LIEF xmlns='urn:gatepost:form:2'/>", "<Fax xmlns='urn:gatepost:form:1'/>",
        "<Alert xmlns='urn:gatepost:form:1'/>"}) {
    EXPECT_THAT(problems_of(text), ElementsAre(at("/"))) << text;
  }
}

TEST(ReadForm, SaysAllProblemsAtOnce) {
  std::string text = with(lief(), "<Sex>M</Sex>", "<Sex>X</Sex>");
  text = with(text, "A0000AA", "A12");
  text = with(text, "    <FirstName>Sam</FirstName>\n", "");
  text = with(text, "<UnitsPerDay>12<", "<UnitsPerDay>201<");
  text = with(text, "@example.org</Mailbox>", " at example</Mailbox>");
  EXPECT_EQ(
      said(problems_of(text)),
      "Sex | LIEF/Client/Sex | \"X\" is not one of the codes of this list | one of M, F\n"
      "Prisoner number | LIEF/Client/PrisonerNumber | \"A12\" is not a prisoner number | one "
      "letter, "
      "four digits, two letters, such as A1234BC\n"
      "First name | LIEF/Client/FirstName | this is missing | 1 to 100 characters on one line\n"
      "Prison team's mailbox | LIEF/Custody/Mailbox | this is not an e-mail address | an address, "
      "such "
      "as team@example.org\n"
      "Units a day | LIEF/Substance/Alcohol/UnitsPerDay | \"201\" is not a whole number in the "
      "allowed "
      "range | a whole number from 0 to 200\n");
}

TEST(ReadForm, NeverRepeatsNamesOrFreeText) {
  const std::string name = "Secret Name";
  for (const std::string_view element :
       {"Sex", "DateOfBirth", "PrisonerNumber", "NhsNumber", "Postcode", "TelephoneOnRelease",
        "FirstLanguage", "Mailbox", "DrinkingDays", "From"}) {
    const std::string open = "<" + std::string(element);
    std::string text = lief();
    const auto start = text.find('>', text.find(open)) + 1;
    text.replace(start, text.find('<', start) - start, name);
    const std::string answer = said(problems_of(text));
    EXPECT_NE(answer, "") << element;
    EXPECT_THAT(answer, Not(HasSubstr("Secret"))) << element;
  }
}

TEST(ReadForm, NamesUnknownElementsAndTheLikelyOne) {
  const auto problems =
      problems_of(with(lief(), "<Surname>", "<Surnam>x</Surnam><Height>1</Height><Surname>"));
  EXPECT_THAT(problems,
              ElementsAre(AllOf(at("LIEF/Client/Surnam"),
                                Field(&Problem::right, "leave it out, or write Surname")),
                          AllOf(at("LIEF/Client/Height"), Field(&Problem::right, "leave it out"))));
}

struct Structure {
  std::string_view name, from, to, path, says;
};

TEST(ReadForm, RefusesWrongStructure) {
  const std::vector<Structure> rows{
      {"repeated", "<Sex>M</Sex>", "<Sex>M</Sex><Sex>F</Sex>", "LIEF/Client/Sex", "more than once"},
      {"misplaced", "<FirstName>Sam</FirstName>\n    <Surname>Sample-Fictional</Surname>",
       "<Surname>Sample-Fictional</Surname><FirstName>Sam</FirstName>", "LIEF/Client/FirstName",
       "too late"},
      {"attribute", "<Sex>", "<Sex code='1'>", "LIEF/Client/Sex", "attribute code"},
      {"root attribute", "<LIEF ", "<LIEF version='1' ", "LIEF", "attribute version"},
      {"element in a value", "<Sex>M</Sex>", "<Sex><M/></Sex>", "LIEF/Client/Sex",
       "elements inside"},
      {"text beside elements", "<Client>", "<Client>hello", "LIEF/Client", "text between"},
      {"foreign namespace", "<Sex>", "<y:Sex xmlns:y='urn:other'>M</y:Sex><Sex>", "LIEF/Client/Sex",
       "namespace"},
      {"empty value", "<Sex>M</Sex>", "<Sex/>", "LIEF/Client/Sex", "empty"},
      {"too many of a list", "<Drug>",
       "<Drug><Substance>1</Substance></Drug><Drug><Substance>1</Substance></Drug>"
       "<Drug><Substance>1</Substance></Drug><Drug>",
       "LIEF/Substance/Drug", "too many"},
      {"wrong value in a list item", "<Route>SMOKE</Route>", "<Route>EAT</Route>",
       "LIEF/Substance/Drug[1]/Route", "\"EAT\""},
      {"empty label", "label=\"Heroin\"", "label=\" \"", "LIEF/Substance/Drug[1]/Substance",
       "label is empty"},
      {"label on what has none", "<Sex>", "<Sex label='Male'>", "LIEF/Client/Sex",
       "attribute label"},
      {"signature not last", "<SignOff>",
       "<d:Signature xmlns:d='http://www.w3.org/2000/09/xmldsig#'/><SignOff>", "LIEF/Signature",
       "namespace"},
  };
  for (const Structure& row : rows) {
    const auto problems = problems_of(with(lief(), row.from, row.to));
    EXPECT_THAT(problems, Contains(AllOf(at(std::string(row.path)), wrong(std::string(row.says)))))
        << row.name << "\n"
        << said(problems);
  }
}

TEST(ReadForm, AdmitsASignatureAsTheLastChild) {
  const auto problems = problems_of(
      with(lief(), "</LIEF>",
           "<d:Signature "
           "xmlns:d='http://www.w3.org/2000/09/xmldsig#'><d:SignedInfo/></d:Signature></LIEF>"));
  EXPECT_EQ(said(problems), "");
}

TEST(ReadForm, KeepsCodesItDoesNotKnow) {
  const auto form = read(with(lief(), "<Substance label=\"Heroin\">1101<", "<Substance>NEW-2027<"));
  ASSERT_TRUE(form) << said(form.error());
  EXPECT_EQ(std::get<Lief>(*form).substance->drugs[0].substance, (Coded{"NEW-2027", ""}));
}

TEST(ReadForm, TrimsWhatPeopleIndent) {
  const auto form =
      read(with(lief(), "<Surname>Sample-Fictional<", "<Surname>\n      Sample-Fictional\n    <"));
  ASSERT_TRUE(form) << said(form.error());
  EXPECT_EQ(std::get<Lief>(*form).client->surname, "Sample-Fictional");
}

TEST(ReadForm, StopsAtMostProblems) {
  std::string many;
  for (int i = 0; i < 1000; ++i) many += "<Nonsense/>";
  const auto problems = problems_of(with(lief(), "<Sex>", many + "<Sex>"));
  EXPECT_LE(problems.size(), 201U);
  EXPECT_THAT(problems.back().wrong, HasSubstr("more problems"));
}

TEST(CheckForm, FindsInAValueWhatReadingFindsInXml) {
  EXPECT_EQ(said(check_form(Form{sample_lief()}, today)), "");
  Lief form = sample_lief();
  form.client->first_name.clear();
  form.client->nhs_number = "123";
  form.client->date_of_birth = {};
  form.substance->drugs.resize(4, form.substance->drugs[0]);
  form.consent->given_on.reset();
  EXPECT_EQ(
      said(check_form(Form{form}, today)),
      "First name | LIEF/Client/FirstName | this is missing | 1 to 100 characters on one line\n"
      "Date of birth | LIEF/Client/DateOfBirth | this is missing | year-month-day, such as "
      "2026-04-02\n"
      "NHS number | LIEF/Client/NhsNumber | this is not an NHS number (its check digit does not "
      "fit, or it "
      "has not ten digits) | ten digits without spaces, such as 9990000018\n"
      "Drug | LIEF/Substance/Drug | this stands too many times | at most 3\n"
      "Consent given on | LIEF/Consent/GivenOn | consent is given, but not when | the date of the "
      "consent\n");
}

TEST(CheckForm, RefusesAFormThatNobodyFilledIn) {
  EXPECT_THAT(check_form(Form{Lief{}}, today), Contains(at("LIEF/Control/MessageId")));
  EXPECT_THAT(check_form(Form{Receipt{}}, today), Contains(at("Receipt/Recipient")));
}

}  // namespace
}  // namespace gatepost::formats::forms
