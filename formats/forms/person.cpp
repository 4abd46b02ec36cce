#include "formats/forms/person.hpp"

#include "gateway/base/time.hpp"

namespace gatepost::formats::forms {

std::optional<PersonInForm> person_in(const xml::Document& document) {
  const auto client = document.root().child("Client");
  if (!client) return std::nullopt;
  PersonInForm person;
  // A LIEF has the name's parts in two fields, an Alert the whole in one, as on paper.
  for (const char* part : {"FirstName", "Surname", "Name"}) {
    const auto element = client->child(part);
    if (!element) continue;
    if (!person.name.empty()) person.name += ' ';
    person.name += element->text();
  }
  if (const auto born = client->child("DateOfBirth"))
    person.date_of_birth = parse_date(born->text());
  if (const auto number = client->child("PrisonerNumber")) person.prisoner_number = number->text();
  if (person.name.empty()) return std::nullopt;
  return person;
}

}  // namespace gatepost::formats::forms
