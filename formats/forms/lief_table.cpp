// The LIEF as a whole, and what is derived from it.
#include <fmt/format.h>

#include <algorithm>

#include "formats/forms/lief.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

// What a minimal referral, a withdrawal and a court release do with a part: lief_profile.cpp in
// words.
static constexpr std::string_view identity_part = "Left out of a withdrawal only.";
static constexpr std::string_view care_part =
    "Left out of a withdrawal and when sharing is refused; after a court release it may follow.";

const Section& lief_table() {
  using L = Lief;
  static const Section table{
      "LIEF",
      "London Information Exchange Form",
      {
          record<&L::control>("Control", "About this form", control_table()).required(""),
          record<&L::referral>("Referral", "Referral", referral_table()).required(""),
          record<&L::client>("Client", "Client", client_table()).conditional(identity_part),
          record<&L::consent>("Consent", "Consent", consent_table())
              .conditional("May be left out of a withdrawal only."),
          record<&L::custody>("Custody", "Custody", custody_table()).conditional(care_part),
          record<&L::release>("Release", "Release", release_table()).conditional(identity_part),
          record<&L::substance>("Substance", "Substances", substance_table())
              .conditional(care_part),
          record<&L::treatment>("Treatment", "Treatment in custody", treatment_table())
              .conditional(care_part),
          record<&L::prescribing>("Prescribing", "Prescribing", prescribing_table())
              .conditional("Required when an opiate is one of the drugs."),
          record<&L::health>("Health", "Health", health_table()).conditional(care_part),
          record<&L::housing>("Housing", "Housing and social", housing_table())
              .conditional(care_part),
          record<&L::risk>("Risk", "Risk", risk_table()).conditional(care_part),
          record<&L::supervision>("Supervision", "Licence and supervision", supervision_table())
              .conditional(care_part),
          record<&L::other_referrals>("OtherReferral", "Other referral", other_referral_table())
              .optional("One element for each other referral made."),
          record<&L::appointment>("Appointment", "Appointment", appointment_table())
              .conditional(care_part),
          record<&L::sign_off>("SignOff", "Sign-off", sign_off_table()).required(""),
      }};
  return table;
}

const Codes& codes_of(Of<SubstanceGroup>) {
  using E = SubstanceGroup;
  static const Codes codes{
      "SubstanceGroup",
      {{E::opiate, "OPIATE", "Opiate"},
       {E::non_opiate, "NON_OPIATE", "Non-opiate only"},
       {E::non_opiate_and_alcohol, "NON_OPIATE_AND_ALCOHOL", "Non-opiate and alcohol"},
       {E::alcohol_only, "ALCOHOL_ONLY", "Alcohol only"},
       {E::unmapped, "UNMAPPED", "Not derivable from the codes"}}};
  return codes;
}

namespace {

// NDTMS drug codes have four digits, the first of which is the family: 1 opiates, 7 alcohol
// (domain/reference.md section 3.2).
enum class Family { opiate, alcohol, other, unmapped };
Family family_of(const Drug& drug) {
  const std::string& code = drug.substance.code;
  const bool ndtms =
      code.size() == 4 && std::ranges::all_of(code, [](char c) { return c >= '0' && c <= '9'; });
  if (!ndtms) return Family::unmapped;
  if (code[0] == '1') return Family::opiate;
  return code[0] == '7' ? Family::alcohol : Family::other;
}
bool names(const Substance& substance, Family family) {
  return std::ranges::any_of(substance.drugs,
                             [&](const Drug& drug) { return family_of(drug) == family; });
}

// The first character of a name in capitals; NDTMS initials are plain letters, others stay as they
// are.
std::string initial_of(const std::string& name) {
  if (name.empty()) return "?";
  std::size_t size = 1;
  while (size < name.size() && (static_cast<unsigned char>(name[size]) & 0xc0U) == 0x80U) ++size;
  std::string initial = name.substr(0, size);
  if (initial[0] >= 'a' && initial[0] <= 'z') initial[0] = static_cast<char>(initial[0] - 32);
  return initial;
}

}  // namespace

bool names_opiate(const Substance& substance) { return names(substance, Family::opiate); }
bool names_alcohol(const Substance& substance) { return names(substance, Family::alcohol); }

SubstanceGroup substance_group_of(const Substance& substance) {
  if (names_opiate(substance)) return SubstanceGroup::opiate;
  if (substance.drugs.empty() || names(substance, Family::unmapped)) {
    return SubstanceGroup::unmapped;
  }
  if (!names_alcohol(substance)) return SubstanceGroup::non_opiate;
  return names(substance, Family::other) ? SubstanceGroup::non_opiate_and_alcohol
                                         : SubstanceGroup::alcohol_only;
}

std::string attributor_of(const Client& client) {
  const Date born = client.date_of_birth;
  return fmt::format("{}{}{:02}{:02}{:04}{}", initial_of(client.first_name),
                     initial_of(client.surname), unsigned{born.day()}, unsigned{born.month()},
                     int{born.year()}, code_of(client.sex));
}

}  // namespace gatepost::formats::forms
