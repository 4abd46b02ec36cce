#include "gateway/app/person_forms.hpp"

#include <fmt/format.h>

#include "formats/xmldsig/enveloped.hpp"

namespace gatepost::app {

namespace forms = formats::forms;
using identity::Person;

namespace {

// Roles that people must give are filled from the job title when there is one.
struct Namer {
  const Person& person;

  void role(std::string& into) const {
    if (!person.job_title.empty()) into = person.job_title;
  }
  void role(std::optional<std::string>& into) const {
    if (!person.job_title.empty()) into = person.job_title;
  }
  void fill(std::string& name, std::string& job) const {
    if (!name.empty()) return;
    name = person.display_name;
    if (job.empty()) role(job);
  }

  void operator()(forms::Acknowledgement& form) const {
    form.mode = forms::Acknowledgement::Mode::person;
    form.person_name = person.display_name;
    role(form.person_role);
  }
  void operator()(forms::Response& form) const { form.person_name = person.display_name; }
  void operator()(forms::PhoneConfirmation& form) const { form.confirmed_by = person.display_name; }
  void operator()(forms::Withdrawal& form) const {
    form.person_name = person.display_name;
    role(form.person_role);
  }
  void operator()(forms::AlertForm& form) const { fill(form.completed_by, form.completed_by_role); }
  void operator()(forms::InformationRequest& form) const {
    fill(form.asked_by, form.asked_by_role);
  }
  void operator()(forms::InformationReply& form) const {
    // This name goes into the receipt of the answer: it is the person's own.
    form.answered_by = person.display_name;
    role(form.answered_by_role);
  }
  void operator()(forms::Lief&) const {}
  void operator()(forms::ClinicalPart&) const {}
  void operator()(forms::Receipt&) const {}
};

}  // namespace

std::optional<forms::Authentication> authentication_of(const Person& person) {
  const auto has = [&](std::string_view method) {
    return identity::has_method(person.methods, method);
  };
  if (has("organisation")) return forms::Authentication::organisation;
  if (!has("password")) return std::nullopt;
  if (has("security-key")) return forms::Authentication::password_and_security_key;
  if (has("totp")) return forms::Authentication::password_and_totp;
  if (has("recovery-code")) return forms::Authentication::password_and_recovery_code;
  return std::nullopt;
}

void name_person(forms::Form& form, const Person& person) { std::visit(Namer{person}, form); }

Answer<Bytes> sign_as(const Configuration& configuration, const Person& person,
                      const TeamCode& team, forms::Form form, Instant now) {
  const certs::Signer* signer = configuration.custody.signer(team);
  if (signer == nullptr)
    return refuse(Error(Errc::no_custody,
                        fmt::format("the gateway holds no key to sign for {} with; the operator "
                                    "makes one with `gatepost custody issue {}`",
                                    team.str(), team.str())));
  const auto authentication = authentication_of(person);
  if (!authentication)
    return refuse(Error(Errc::wrong_signer, "this sign-in is not finished: nobody to sign for"));
  name_person(form, person);
  std::visit(
      [&](auto& each) {
        each.control.from = team;
        forms::SignedFor& signed_for = each.control.signed_for.emplace();
        signed_for.user = person.id;
        signed_for.name = person.display_name;
        if (!person.job_title.empty()) signed_for.job_title = person.job_title;
        signed_for.authentication = *authentication;
        signed_for.authenticated_at = person.second_factor_at.value_or(person.signed_in_at);
      },
      form);
  Problems problems = forms::check_form(form, configuration.calendar.local_date(now));
  if (!problems.empty())
    return std::unexpected(
        Refusal{Error(Errc::invalid_form, fmt::format("{} problems in the form", problems.size())),
                std::move(problems)});
  const std::string text = forms::write_form(form);
  GP_TRY_ANSWER(Bytes bytes, formats::xmldsig::sign_enveloped(as_bytes(text), *signer));
  return bytes;
}

}  // namespace gatepost::app
