#include "formats/forms/person.hpp"

#include <gtest/gtest.h>

#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"

namespace gatepost::formats::forms {
namespace {

const TemplateIds ids{*MessageId::parse("05fbbbf3-914b-46a6-b8f4-75cd6ba25bf0"),
                      *ConversationId::parse("6f8ff97d-130b-4ba5-ab18-1e80a7acf941"),
                      *from_rfc3339("2026-04-02T11:00:00Z")};

xml::Document sample(FormType type) {
  return xml::Document::parse(as_bytes(strip_comments(template_form(type, ids)))).value();
}

TEST(PersonInForm, IsWhoeverTheWholeFormNames) {
  const auto document = sample(FormType::lief);
  const auto form = read_form(document, std::chrono::year{2026} / 4 / 2).value();
  const Client client = std::get<Lief>(form).client.value();
  const auto person = person_in(document).value();
  EXPECT_EQ(person.name, client.first_name + " " + client.surname);
  EXPECT_EQ(person.date_of_birth, client.date_of_birth);
  EXPECT_EQ(person.prisoner_number, client.prisoner_number);
}

TEST(PersonInForm, IsWhoeverAnAlertNames) {
  const auto document = sample(FormType::alert_form);
  const auto form = read_form(document, std::chrono::year{2026} / 4 / 2).value();
  const AlertClient& client = std::get<AlertForm>(form).client;
  const auto person = person_in(document).value();
  EXPECT_EQ(person.name, client.name);
  EXPECT_EQ(person.date_of_birth, client.date_of_birth);
  EXPECT_EQ(person.prisoner_number, client.prisoner_number);
}

TEST(PersonInForm, IsNobodyInAnAcknowledgement) {
  EXPECT_FALSE(person_in(sample(FormType::acknowledgement)));
}

}  // namespace
}  // namespace gatepost::formats::forms
