#include "formats/forms/form.hpp"

#include <fmt/format.h>

#include <array>
#include <stdexcept>

#include "formats/forms/published_schema.hpp"
#include "formats/forms/rules.hpp"
#include "formats/forms/tables.hpp"
#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

// Control's own sample goes from the prison's psychosocial team to the borough; these go elsewhere.
void send_sample(Control& control, std::string_view from, std::string_view to) {
  control.from = *TeamCode::parse(from);
  control.to_area.reset();
  control.to_team = *TeamCode::parse(to);
}
template <class F>
void sample_to_prison(Form& form) {
  send_sample(std::get<F>(form).control, "LAMBETH-SPOC", "BXI-PSI");
}
void sample_as_it_is(Form&) {}
void sample_phone_confirmation(Form& form) {
  send_sample(std::get<PhoneConfirmation>(form).control, "BXI-PSI", "LAMBETH-SPOC");
}
void sample_receipt(Form& form) {
  send_sample(std::get<Receipt>(form).control, "GATEPOST", "BXI-PSI");
}

// Two ticks, and no more of the consent than a page has room for.
void sample_alert(Form& form) {
  auto& alert = std::get<AlertForm>(form);
  Change plan;
  plan.circumstance = Circumstance::release_plan;
  plan.occurred_at = alert.changes.front().occurred_at;
  plan.sentence = "Will live with family in Lambeth, not in a hostel.";
  alert.changes.push_back(std::move(plan));
  alert.consent->agencies = {ConsentAgency::spoc, ConsentAgency::probation};
  alert.consent->evidence_reference.reset();
  alert.consent->ndtms_consent.reset();
}
// The referral came from the psychosocial team; the clinical team signs its own part.
void sample_clinical_part(Form& form) {
  auto& part = std::get<ClinicalPart>(form);
  part.control.from = *TeamCode::parse("BXI-CLIN");
  part.control.to_team = *TeamCode::parse("LAMBETH-SPOC");
  part.sign_off.referrer = "Alex Nurse-Example";
  part.sign_off.role = "Lead substance misuse nurse";
  part.sign_off.team = "Brixton clinical team (sample)";
  part.sign_off.mailbox = "clinical.brixton@example.org";
  part.sign_off.clinical_signer.reset();
  part.sign_off.clinical_signer_role.reset();
}
void sample_information_reply(Form& form) {
  auto& reply = std::get<InformationReply>(form);
  send_sample(reply.control, "BXI-PSI", "LAMBETH-SPOC");
  reply.request->from = *TeamCode::parse("LAMBETH-SPOC");
}

// Everything the mechanism knows of one form; a new form is a new row.
struct Description {
  FormType type;
  const Section& (*table)();
  Form (*make)();
  void (*adjust_sample)(Form& form);
};
template <class F>
Form make() {
  return F{};
}
constexpr std::array descriptions{
    Description{FormType::lief, lief_table, make<Lief>, sample_as_it_is},
    Description{FormType::alert_form, alert_form_table, make<AlertForm>, sample_alert},
    Description{FormType::clinical_part, clinical_part_table, make<ClinicalPart>,
                sample_clinical_part},
    Description{FormType::information_request, information_request_table, make<InformationRequest>,
                sample_to_prison<InformationRequest>},
    Description{FormType::information_reply, information_reply_table, make<InformationReply>,
                sample_information_reply},
    Description{FormType::acknowledgement, acknowledgement_table, make<Acknowledgement>,
                sample_to_prison<Acknowledgement>},
    Description{FormType::response, response_table, make<Response>, sample_to_prison<Response>},
    Description{FormType::phone_confirmation, phone_confirmation_table, make<PhoneConfirmation>,
                sample_phone_confirmation},
    Description{FormType::withdrawal, withdrawal_table, make<Withdrawal>, sample_as_it_is},
    Description{FormType::receipt, receipt_table, make<Receipt>, sample_receipt},
};
static_assert(descriptions.size() == std::variant_size_v<Form>);

const Description* find_description(FormType type) {
  for (const Description& each : descriptions) {
    if (each.type == type) return &each;
  }
  return nullptr;
}
const Description& description_of(const Form& form) { return descriptions.at(form.index()); }

const void* record_of(const Form& form) {
  return std::visit([](const auto& each) -> const void* { return &each; }, form);
}
void* record_of(Form& form) {
  return std::visit([](auto& each) -> void* { return &each; }, form);
}

std::string known_roots() {
  std::string said;
  for (const Description& each : descriptions) {
    said += fmt::format("{}{}", said.empty() ? "" : ", ", root_name(each.type));
  }
  return said;
}

const Description* description_of_root(const xml::Element& root) {
  if (root.namespace_uri() != form_namespace) return nullptr;
  const auto type = type_from_root(root.name());
  return type ? find_description(*type) : nullptr;
}

// Compiled once; a schema of ours that does not compile is a bug.
const xml::Schema& schema() {
  static const xml::Schema compiled = [] {
    auto result = xml::Schema::compile(published_schema());
    if (!result) throw std::logic_error("the forms' schema: " + result.error().to_string());
    return std::move(*result);
  }();
  return compiled;
}

// The table is meant to find everything that the schema does. Should they ever differ, the gate
// holds.
Problems gate(const xml::Document& document) {
  Problems problems;
  for (const std::string& complaint : schema().complaints(document)) {
    problems.push_back({"Form", std::string(document.root().name()), complaint,
                        "a form that the published schema admits"});
  }
  return problems;
}

void limit(Problems& problems) {
  if (problems.size() <= most_problems) return;
  problems.resize(most_problems);
  problems.push_back({"Form", problems.front().path.substr(0, problems.front().path.find('/')),
                      "there are more problems than these", "mend these first"});
}

}  // namespace

FormType type_of(const Form& form) { return description_of(form).type; }

const Control& control_of(const Form& form) {
  return std::visit([](const auto& each) -> const Control& { return each.control; }, form);
}

std::expected<Form, Problems> read_form(const xml::Document& document, Date today) {
  const xml::Element root = document.root();
  const Description* description = description_of_root(root);
  if (!description) {
    return std::unexpected(
        Problems{{"Form", "/", "this document is not a form that we know",
                  fmt::format("one of {} in the namespace {}", known_roots(), form_namespace)}});
  }
  Form form = description->make();
  void* record = record_of(form);
  Problems problems;
  read_record(root, description->table(), record, std::string(root_name(description->type)),
              {form_namespace, ReadOptions::Signature::allow_last}, problems);
  check_rules(form, today, problems);
  if (problems.empty()) problems = gate(document);
  limit(problems);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return form;
}

Problems check_form(const Form& form, Date today) {
  const Description& description = description_of(form);
  Problems problems;
  check_record(description.table(), record_of(form), std::string(root_name(description.type)),
               problems);
  check_rules(form, today, problems);
  limit(problems);
  return problems;
}

static std::string write_with(const Form& form, Notes notes) {
  const Description& description = description_of(form);
  xml::Writer writer(form_namespace);
  writer.open(root_name(description.type));
  write_record(description.table(), record_of(form), writer, notes);
  writer.close();
  return std::move(writer).finish();
}

std::string write_form(const Form& form) { return write_with(form, Notes::none); }

std::string show_form(const Form& form) {
  return show_record(description_of(form).table(), record_of(form));
}

std::vector<ShownPart> shown_form(const Form& form, const InstantWords& at) {
  return shown_record(description_of(form).table(), record_of(form), at);
}

static Form sample_of(const Description& description, const TemplateIds& ids) {
  Form form = description.make();
  fill_sample(description.table(), record_of(form),
              {ids.message_id.str(), ids.conversation_id.str(), ids.created_at});
  description.adjust_sample(form);
  return form;
}

std::string template_form(FormType type, const TemplateIds& ids) {
  const Description* description = find_description(type);
  if (!description) return {};
  return write_with(sample_of(*description, ids), Notes::explain);
}

// Under whichever name a form keeps what it is about.
static void set_about(Form& form, const Subject& about) {
  std::visit(
      [&](auto& each) {
        if constexpr (requires { each.subject; }) each.subject = about;
        if constexpr (requires { each.lief = about; }) each.lief = about;
        if constexpr (requires { each.about = about; }) each.about = about;
        if constexpr (requires { each.request = about; }) each.request = about;
      },
      form);
}

std::string template_form(FormType type, const Control& control, const Subject& about) {
  const Description* description = find_description(type);
  if (!description) return {};
  Form form =
      sample_of(*description, {control.message_id, control.conversation_id, control.created_at});
  std::visit([&](auto& each) { each.control = control; }, form);
  set_about(form, about);
  return write_with(form, Notes::explain);
}

}  // namespace gatepost::formats::forms
