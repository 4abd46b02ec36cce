// Rules between fields: what a field table cannot say of one field alone. Each is a row on the
// typed value, with its own words, and each has a row in a *_rules_test.cpp. A table is about a
// form or about a part that several forms have, such as Consent: then each of them is held to the
// same rows. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/forms/form.hpp"

namespace gatepost::formats::forms {

template <class P>
struct Rule {
  std::string_view id;     // "consent-date": names the rule in tests and documents
  std::string_view label;  // of the field to mend
  // Every path the rule reads, from the part down ("Consent/Status" of a form, "Status" of
  // Consent), the one to mend first. A rule is silent while one of them has a problem of its own:
  // what could not be read would only make a second, misleading message.
  std::vector<std::string_view> paths;
  std::string_view wrong;
  std::string_view right;
  bool (*broken)(const P& part, Date today);
};

const std::vector<Rule<Lief>>& lief_rules();
const std::vector<Rule<AlertForm>>& alert_form_rules();
const std::vector<Rule<ClinicalPart>>& clinical_part_rules();
const std::vector<Rule<InformationRequest>>& information_request_rules();
const std::vector<Rule<InformationReply>>& information_reply_rules();
const std::vector<Rule<Acknowledgement>>& acknowledgement_rules();
const std::vector<Rule<Response>>& response_rules();
const std::vector<Rule<PhoneConfirmation>>& phone_confirmation_rules();
const std::vector<Rule<Withdrawal>>& withdrawal_rules();
const std::vector<Rule<Receipt>>& receipt_rules();

// Of parts, wherever they stand.
const std::vector<Rule<Control>>& control_rules();
const std::vector<Rule<Consent>>& consent_rules();
const std::vector<Rule<Prescribing>>& prescribing_rules();
const std::vector<Rule<Prescribing>>& clinical_part_here_rules();  // but not in a LIEF
const std::vector<Rule<AlertClient>>& alert_client_rules();
const std::vector<Rule<Change>>& change_rules();

// The groups that lief_rules() is made of, in reading order.
std::vector<Rule<Lief>> lief_client_rules();
std::vector<Rule<Lief>> lief_custody_rules();
std::vector<Rule<Lief>> lief_care_rules();

// Addressed to whoever serves an area, and that is its SPOC. What a team named outright is, only
// the gateway's directory knows: it holds the consent against that (gateway/exchange/consent.cpp).
bool goes_to_a_spoc(const Control& control);

// On maintenance or reduction.
bool on_ost(const Prescribing& prescribing);
// On substitution treatment, and neither the form nor a clinical part to follow says what happens
// to it after the release.
bool ost_ends_at_the_gate(const Prescribing& prescribing);

// Which sections a LIEF must and must not have, by its kind and the client's consent.
enum class LiefProfile {
  full,           // new referrals and updates
  court_release,  // what is known now; each missing part is named as to follow
  minimal,        // sharing refused: who they are and when they are released
  withdrawn       // nothing further is shared
};
LiefProfile profile_of(const Lief& lief);

// Adds the problems of sections that are missing or must not be there, unless `problems` already
// names them.
void check_lief_sections(const Lief& lief, Problems& problems);

// Adds a problem for every broken rule of the form and its parts that reads nothing which
// `problems` already names.
void check_rules(const Form& form, Date today, Problems& problems);

}  // namespace gatepost::formats::forms
