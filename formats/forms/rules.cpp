// Which rules hold for which part of which form.
#include "formats/forms/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

// Judges the parts of one form. What its field table found is kept from the start, so that one
// rule's problem does not silence another rule.
class RuleChecker {
 public:
  RuleChecker(Date today, Problems& problems)
      : today_(today), before_(problems), problems_(problems) {}

  // `at` is the part's own path: "LIEF/Consent", "AlertForm/Change[2]".
  template <class P>
  void check(const std::vector<Rule<P>>& rules, const P& part, const std::string& at) {
    for (const Rule<P>& rule : rules) {
      if (unread(at, rule.paths) || !rule.broken(part, today_)) continue;
      problems_.push_back({std::string(rule.label), fmt::format("{}/{}", at, rule.paths.front()),
                           std::string(rule.wrong), std::string(rule.right)});
    }
  }
  template <class P>
  void check(const std::vector<Rule<P>>& rules, const std::optional<P>& part,
             const std::string& at) {
    if (part) check(rules, *part, at);
  }

 private:
  bool unread(const std::string& at, const std::vector<std::string_view>& paths) const {
    if (before_.empty()) return false;
    return std::ranges::any_of(paths, [&](std::string_view path) {
      const std::string whole = fmt::format("{}/{}", at, path);
      return std::ranges::any_of(
          before_, [&](const Problem& each) { return paths_touch(each.path, whole); });
    });
  }

  Date today_;
  Problems before_;
  Problems& problems_;
};

void check_form_rules(const Lief& form, RuleChecker& checker) {
  checker.check(lief_rules(), form, "LIEF");
  checker.check(consent_rules(), form.consent, "LIEF/Consent");
  checker.check(prescribing_rules(), form.prescribing, "LIEF/Prescribing");
}
void check_form_rules(const AlertForm& form, RuleChecker& checker) {
  checker.check(alert_form_rules(), form, "AlertForm");
  checker.check(alert_client_rules(), form.client, "AlertForm/Client");
  for (std::size_t i = 0; i < form.changes.size(); ++i) {
    checker.check(change_rules(), form.changes[i], fmt::format("AlertForm/Change[{}]", i + 1));
  }
  checker.check(consent_rules(), form.consent, "AlertForm/Consent");
}
void check_form_rules(const ClinicalPart& form, RuleChecker& checker) {
  checker.check(clinical_part_rules(), form, "ClinicalPart");
  checker.check(prescribing_rules(), form.prescribing, "ClinicalPart/Prescribing");
  checker.check(clinical_part_here_rules(), form.prescribing, "ClinicalPart/Prescribing");
}
void check_form_rules(const InformationRequest& form, RuleChecker& checker) {
  checker.check(information_request_rules(), form, "InformationRequest");
  checker.check(alert_client_rules(), form.client, "InformationRequest/Client");
  checker.check(consent_rules(), form.consent, "InformationRequest/Consent");
}
void check_form_rules(const InformationReply& form, RuleChecker& checker) {
  checker.check(information_reply_rules(), form, "InformationReply");
  checker.check(alert_client_rules(), form.client, "InformationReply/Client");
  checker.check(prescribing_rules(), form.prescribing, "InformationReply/Prescribing");
  checker.check(clinical_part_here_rules(), form.prescribing, "InformationReply/Prescribing");
  checker.check(consent_rules(), form.consent, "InformationReply/Consent");
}
void check_form_rules(const Acknowledgement& form, RuleChecker& checker) {
  checker.check(acknowledgement_rules(), form, "Acknowledgement");
}
void check_form_rules(const Response& form, RuleChecker& checker) {
  checker.check(response_rules(), form, "Response");
}
void check_form_rules(const PhoneConfirmation& form, RuleChecker& checker) {
  checker.check(phone_confirmation_rules(), form, "PhoneConfirmation");
}
void check_form_rules(const Withdrawal& form, RuleChecker& checker) {
  checker.check(withdrawal_rules(), form, "Withdrawal");
}
void check_form_rules(const Receipt& form, RuleChecker& checker) {
  checker.check(receipt_rules(), form, "Receipt");
}

}  // namespace

void check_rules(const Form& form, Date today, Problems& problems) {
  if (const auto* lief = std::get_if<Lief>(&form)) check_lief_sections(*lief, problems);
  RuleChecker checker(today, problems);
  checker.check(control_rules(), control_of(form),
                fmt::format("{}/Control", root_name(type_of(form))));
  std::visit([&](const auto& each) { check_form_rules(each, checker); }, form);
}

}  // namespace gatepost::formats::forms
