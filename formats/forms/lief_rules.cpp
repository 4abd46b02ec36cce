// LIEF rules on the referral, the client and consent.
#include <algorithm>

#include "formats/forms/control_rules.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr ControlPaths lief_control{"LIEF/Control/ToArea", "LIEF/Control/ToTeam",
                                    "LIEF/Control/CreatedAt", "LIEF/Control/MessageId",
                                    "LIEF/Control/Supersedes"};

bool minimal(const Lief& lief) { return profile_of(lief) == LiefProfile::minimal; }
bool full(const Lief& lief) { return profile_of(lief) == LiefProfile::full; }
bool consent_is(const Lief& lief, ConsentStatus status) {
  return lief.consent && lief.consent->status == status;
}

// In whole years, as the law counts them.
int age_on(Date born, Date today) {
  const int years = int{today.year()} - int{born.year()};
  const bool before_birthday =
      std::pair{today.month(), today.day()} < std::pair{born.month(), born.day()};
  return before_birthday ? years - 1 : years;
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
       {"LIEF/Control/Supersedes", "LIEF/Referral/Kind"},
       "an update or withdrawal does not say which form it is about",
       "the message id of your earlier form",
       [](const Lief& f, Date) {
         const LiefKind kind = f.referral.kind;
         return (kind == LiefKind::update || kind == LiefKind::withdrawn) && !f.control.supersedes;
       }},
      {"prison-code",
       "Prison",
       {"LIEF/Referral/Prison", "LIEF/Referral/SendingTeamType"},
       "the prison is missing",
       "the prison's NOMIS code, such as BXI",
       [](const Lief& f, Date) {
         return !f.referral.prison && f.referral.sending_team_type != SendingTeamType::court_team;
       }},
      {"withdrawn-reason",
       "Why withdrawn",
       {"LIEF/Referral/WithdrawnReason", "LIEF/Referral/Kind"},
       "a reason is given if, and only if, the referral is withdrawn",
       "one of the reasons in a withdrawal; nothing in any other kind",
       [](const Lief& f, Date) {
         return (f.referral.kind == LiefKind::withdrawn) != f.referral.withdrawn_reason.has_value();
       }},
      {"to-follow-only-court",
       "To be completed",
       {"LIEF/Referral/ToFollow", "LIEF/Referral/Kind"},
       "only a court release may name parts that follow",
       "all parts; ClinicalPartToFollow in Prescribing serves the clinical team's part",
       [](const Lief& f, Date) {
         return f.referral.kind != LiefKind::court_release && !f.referral.to_follow.empty();
       }},
      {"withdrawn-consent-kind",
       "Kind of referral",
       {"LIEF/Referral/Kind", "LIEF/Consent/Status"},
       "consent is withdrawn, so nothing further may be shared",
       "WITHDRAWN",
       [](const Lief& f, Date) {
         return consent_is(f, ConsentStatus::withdrawn) && f.referral.kind != LiefKind::withdrawn;
       }},
  };
}

std::vector<Rule<Lief>> consent_rules() {
  using S = ConsentStatus;
  return {
      {"consent-date",
       "Consent given on",
       {"LIEF/Consent/GivenOn", "LIEF/Consent/Status"},
       "consent is given, but not when",
       "the date of the consent",
       [](const Lief& f, Date) { return consent_is(f, S::given) && !f.consent->given_on; }},
      {"consent-date-future",
       "Consent given on",
       {"LIEF/Consent/GivenOn"},
       "this is in the future",
       "the date of the consent",
       [](const Lief& f, Date today) {
         return f.consent && f.consent->given_on && *f.consent->given_on > today;
       }},
      {"consent-worker",
       "Worker who took consent",
       {"LIEF/Consent/WorkerName", "LIEF/Consent/Status"},
       "consent is given, but not to whom",
       "the worker's name",
       [](const Lief& f, Date) { return consent_is(f, S::given) && !f.consent->worker_name; }},
      {"consent-signed",
       "Client signed",
       {"LIEF/Consent/ClientSigned", "LIEF/Consent/Status"},
       "consent counts only when the client has signed it",
       "YES; or another consent status",
       [](const Lief& f, Date) {
         return consent_is(f, S::given) && f.consent->client_signed != YesNo::yes;
       }},
      {"consent-agencies",
       "May be shared with",
       {"LIEF/Consent/Agency", "LIEF/Consent/Status"},
       "consent to share with the community contact is not among the agencies",
       "every agency it covers, SPOC among them",
       [](const Lief& f, Date) {
         return consent_is(f, S::given) &&
                std::ranges::find(f.consent->agencies, ConsentAgency::spoc) ==
                    f.consent->agencies.end();
       }},
      {"exception-ground",
       "Ground for the exception",
       {"LIEF/Consent/ExceptionGround", "LIEF/Consent/Status"},
       "sharing without consent has no ground",
       "one of the grounds",
       [](const Lief& f, Date) {
         return consent_is(f, S::not_sought_exception) && !f.consent->exception_ground;
       }},
      {"exception-reason",
       "Reason for the exception",
       {"LIEF/Consent/ExceptionReason", "LIEF/Consent/Status"},
       "sharing without consent has no reason",
       "why the ground applies to this person",
       [](const Lief& f, Date) {
         return consent_is(f, S::not_sought_exception) && !f.consent->exception_reason;
       }},
      {"exception-approved",
       "Approved by",
       {"LIEF/Consent/ApprovedBy", "LIEF/Consent/ApprovedByRole", "LIEF/Consent/Status"},
       "no senior colleague has approved sharing without consent",
       "their name and role",
       [](const Lief& f, Date) {
         return consent_is(f, S::not_sought_exception) &&
                (!f.consent->approved_by || !f.consent->approved_by_role);
       }},
      {"exception-only",
       "Ground for the exception",
       {"LIEF/Consent/ExceptionGround", "LIEF/Consent/Status"},
       "a ground for an exception stands beside another consent status",
       "leave the ground out, or NOT_SOUGHT_EXCEPTION",
       [](const Lief& f, Date) {
         return f.consent && f.consent->exception_ground && !consent_is(f, S::not_sought_exception);
       }},
      {"refused-warned",
       "Warned of delay",
       {"LIEF/Consent/WarnedOfDelay", "LIEF/Consent/Status"},
       "the client refused, and was not warned that treatment may be delayed",
       "YES",
       [](const Lief& f, Date) {
         return consent_is(f, S::refused) && f.consent->warned_of_delay != YesNo::yes;
       }},
      {"refused-minimal",
       "Client",
       {"LIEF/Client", "LIEF/Consent/Status"},
       "sharing is refused, and this says more than who the client is",
       "names, date of birth, sex and numbers only",
       [](const Lief& f, Date) { return minimal(f) && f.client && more_than_identity(*f.client); }},
  };
}

std::vector<Rule<Lief>> client_rules() {
  return {
      {"birth-future",
       "Date of birth",
       {"LIEF/Client/DateOfBirth"},
       "this is in the future",
       "the client's date of birth",
       [](const Lief& f, Date today) { return f.client && f.client->date_of_birth > today; }},
      {"birth-age",
       "Date of birth",
       {"LIEF/Client/DateOfBirth"},
       "by this date the client would not be 15 to 110 years old",
       "the client's date of birth",
       [](const Lief& f, Date today) {
         if (!f.client || f.client->date_of_birth > today) return false;
         const int age = age_on(f.client->date_of_birth, today);
         return age < 15 || age > 110;
       }},
      {"prisoner-number",
       "Prisoner number",
       {"LIEF/Client/PrisonerNumber", "LIEF/Referral/Kind", "LIEF/Consent/Status"},
       "this is missing",
       "one letter, four digits, two letters, such as A1234BC",
       [](const Lief& f, Date) {
         return f.client && f.referral.kind != LiefKind::court_release &&
                !f.client->prisoner_number;
       }},
      {"address",
       "Last known address",
       {"LIEF/Client/LastKnownAddress", "LIEF/Client/NoFixedAbode", "LIEF/Referral/Kind",
        "LIEF/Consent/Status"},
       "there is neither an address nor a word that there is none",
       "LastKnownAddress, or NoFixedAbode YES, or both",
       [](const Lief& f, Date) {
         return full(f) && f.client && !f.client->last_known_address &&
                f.client->no_fixed_abode != YesNo::yes;
       }},
      {"interpreter-language",
       "Interpreter's language",
       {"LIEF/Client/InterpreterLanguage", "LIEF/Client/InterpreterNeeded"},
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
  auto rules = control_rules<Lief>(lief_control);
  for (const auto& group : {referral_rules(), client_rules(), consent_rules()}) {
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
