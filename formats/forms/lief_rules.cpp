// LIEF rules on the referral, the client and consent.
#include <algorithm>

#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

namespace {

bool minimal(const Lief& lief) { return profile_of(lief) == LiefProfile::minimal; }
bool full(const Lief& lief) { return profile_of(lief) == LiefProfile::full; }
bool consent_is(const Lief& lief, ConsentStatus status) {
  return lief.consent && lief.consent->status == status;
}

bool more_than_identity(const Client& c) {
  return c.ethnicity || c.nationality || c.first_language || c.communication_needs || c.pregnant ||
         c.veteran || c.last_known_address || c.no_fixed_abode || c.telephone_on_release ||
         c.email || c.gender_identity || !c.supporters.empty();
}

std::vector<Rule<Lief>> referral_rules() {
  return {
      {"update-supersedes",
       "Replaces message",
       {"Control/Supersedes", "Referral/Kind"},
       "an update or withdrawal does not say which form it is about",
       "the message id of your earlier form",
       [](const Lief& f, Date) {
         const LiefKind kind = f.referral.kind;
         return (kind == LiefKind::update || kind == LiefKind::withdrawn) && !f.control.supersedes;
       }},
      {"prison-code",
       "Prison",
       {"Referral/Prison", "Referral/SendingTeamType"},
       "the prison is missing",
       "the prison's NOMIS code, such as BXI",
       [](const Lief& f, Date) {
         return !f.referral.prison && f.referral.sending_team_type != SendingTeamType::court_team;
       }},
      {"withdrawn-reason",
       "Why withdrawn",
       {"Referral/WithdrawnReason", "Referral/Kind"},
       "a reason is given if, and only if, the referral is withdrawn",
       "one of the reasons in a withdrawal; nothing in any other kind",
       [](const Lief& f, Date) {
         return (f.referral.kind == LiefKind::withdrawn) != f.referral.withdrawn_reason.has_value();
       }},
      {"to-follow-only-court",
       "To be completed",
       {"Referral/ToFollow", "Referral/Kind"},
       "only a court release may name parts that follow",
       "all parts; ClinicalPartToFollow in Prescribing serves the clinical team's part",
       [](const Lief& f, Date) {
         return f.referral.kind != LiefKind::court_release && !f.referral.to_follow.empty();
       }},
      {"withdrawn-consent-kind",
       "Kind of referral",
       {"Referral/Kind", "Consent/Status"},
       "consent is withdrawn, so nothing further may be shared",
       "WITHDRAWN",
       [](const Lief& f, Date) {
         return consent_is(f, ConsentStatus::withdrawn) && f.referral.kind != LiefKind::withdrawn;
       }},
  };
}

// Beside consent_rules(): what follows from consent for the rest of a LIEF.
std::vector<Rule<Lief>> sharing_rules() {
  return {
      {"consent-spoc",
       "May be shared with",
       {"Consent/Agency", "Consent/Status", "Control/ToArea", "Control/ToTeam"},
       "the referral goes to an area's drug and alcohol service, its SPOC, and the SPOC is not "
       "among the agencies",
       "every agency that the client agreed to, SPOC among them; without it, Status REFUSED and "
       "the "
       "minimal form, or ToTeam instead of ToArea for a team that the consent covers",
       [](const Lief& f, Date) {
         return goes_to_a_spoc(f.control) && consent_is(f, ConsentStatus::given) &&
                !f.consent->agencies.empty() &&
                std::ranges::find(f.consent->agencies, ConsentAgency::spoc) ==
                    f.consent->agencies.end();
       }},
      {"refused-minimal",
       "Client",
       {"Client", "Consent/Status"},
       "sharing is refused, and this says more than who the client is",
       "names, date of birth, sex and numbers only",
       [](const Lief& f, Date) { return minimal(f) && f.client && more_than_identity(*f.client); }},
  };
}

std::vector<Rule<Lief>> client_rules() {
  return {
      {"birth-future",
       "Date of birth",
       {"Client/DateOfBirth"},
       "this is in the future",
       "the client's date of birth",
       [](const Lief& f, Date today) { return f.client && f.client->date_of_birth > today; }},
      {"birth-age",
       "Date of birth",
       {"Client/DateOfBirth"},
       "by this date the client would not be 15 to 110 years old",
       "the client's date of birth",
       [](const Lief& f, Date today) {
         return f.client && absurd_age(f.client->date_of_birth, today);
       }},
      {"prisoner-number",
       "Prisoner number",
       {"Client/PrisonerNumber", "Referral/Kind", "Consent/Status"},
       "this is missing",
       "one letter, four digits, two letters, such as A1234BC",
       [](const Lief& f, Date) {
         return f.client && f.referral.kind != LiefKind::court_release &&
                !f.client->prisoner_number;
       }},
      {"address",
       "Last known address",
       {"Client/LastKnownAddress", "Client/NoFixedAbode", "Referral/Kind", "Consent/Status"},
       "there is neither an address nor a word that there is none or that it is not known",
       "LastKnownAddress, or NoFixedAbode YES or DONT_KNOW, or both",
       [](const Lief& f, Date) {
         return full(f) && f.client && !f.client->last_known_address &&
                f.client->no_fixed_abode.value_or(YesNoDontKnow::no) == YesNoDontKnow::no;
       }},
      {"interpreter-language",
       "Interpreter's language",
       {"Client/InterpreterLanguage", "Client/InterpreterNeeded"},
       "an interpreter is needed, but not for which language",
       "the language",
       [](const Lief& f, Date) {
         return f.client && f.client->interpreter_needed == YesNo::yes &&
                !f.client->interpreter_language;
       }},
  };
}

}  // namespace

std::vector<Rule<Lief>> lief_client_rules() {
  auto rules = referral_rules();
  for (const auto& group : {client_rules(), sharing_rules()}) {
    rules.insert(rules.end(), group.begin(), group.end());
  }
  return rules;
}

const std::vector<Rule<Lief>>& lief_rules() {
  static const std::vector<Rule<Lief>> rules = [] {
    auto made = lief_client_rules();
    for (const auto& group : {lief_custody_rules(), lief_care_rules()}) {
      made.insert(made.end(), group.begin(), group.end());
    }
    return made;
  }();
  return rules;
}

}  // namespace gatepost::formats::forms
