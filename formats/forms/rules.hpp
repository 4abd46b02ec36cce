// Rules between fields: what a field table cannot say of one field alone. Each is a row on the
// typed value, with its own words, and each has a row in rules_test.cpp. Pure; thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "formats/forms/acknowledgement.hpp"
#include "formats/forms/lief.hpp"
#include "formats/forms/phone_confirmation.hpp"
#include "formats/forms/receipt.hpp"
#include "gateway/base/problem.hpp"

namespace gatepost::formats::forms {

template <class F>
struct Rule {
  std::string_view id;     // "consent-date": names the rule in tests and documents
  std::string_view label;  // of the field to mend
  // Every path the rule reads, the one to mend first. A rule is silent while one of them has a
  // problem of its own: what could not be read would only make a second, misleading message.
  std::vector<std::string_view> paths;
  std::string_view wrong;
  std::string_view right;
  bool (*broken)(const F& form, Date today);
};

const std::vector<Rule<Lief>>& lief_rules();
const std::vector<Rule<Acknowledgement>>& acknowledgement_rules();
const std::vector<Rule<PhoneConfirmation>>& phone_confirmation_rules();
const std::vector<Rule<Receipt>>& receipt_rules();

// The groups that lief_rules() is made of, in reading order.
std::vector<Rule<Lief>> lief_client_rules();
std::vector<Rule<Lief>> lief_custody_rules();
std::vector<Rule<Lief>> lief_care_rules();

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

// Adds a problem for every broken rule that reads nothing which `problems` already names.
template <class F>
void check_rules(const std::vector<Rule<F>>& rules, const F& form, Date today, Problems& problems);

}  // namespace gatepost::formats::forms
