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

template <class F>
const F& as(const void* form) {
  return *static_cast<const F*>(form);
}

void check_lief(const void* form, Date today, Problems& problems) {
  check_lief_sections(as<Lief>(form), problems);
  check_rules(lief_rules(), as<Lief>(form), today, problems);
}
void check_acknowledgement(const void* form, Date today, Problems& problems) {
  check_rules(acknowledgement_rules(), as<Acknowledgement>(form), today, problems);
}
void check_phone_confirmation(const void* form, Date today, Problems& problems) {
  check_rules(phone_confirmation_rules(), as<PhoneConfirmation>(form), today, problems);
}
void check_receipt(const void* form, Date today, Problems& problems) {
  check_rules(receipt_rules(), as<Receipt>(form), today, problems);
}

// Replies go back from the SPOC or the gateway, not from the prison that Control's own samples
// speak of.
void send_sample(Form& form, std::string_view from, std::string_view to) {
  std::visit(
      [&](auto& each) {
        each.control.from = *TeamCode::parse(from);
        each.control.to_area.reset();
        each.control.to_team = *TeamCode::parse(to);
      },
      form);
}
void sample_as_it_is(Form&) {}
void sample_from_spoc(Form& form) { send_sample(form, "LAMBETH-SPOC", "BXI-PSI"); }
void sample_from_prison(Form& form) { send_sample(form, "BXI-PSI", "LAMBETH-SPOC"); }
void sample_from_gateway(Form& form) { send_sample(form, "GATEPOST", "BXI-PSI"); }

// Everything the mechanism knows of one form; a new form is a new row.
struct Description {
  FormType type;
  const Section& (*table)();
  Form (*make)();
  void (*check)(const void* form, Date today, Problems& problems);
  void (*adjust_sample)(Form& form);
};
constexpr std::array descriptions{
    Description{FormType::lief, lief_table, [] { return Form{Lief{}}; }, check_lief,
                sample_as_it_is},
    Description{FormType::acknowledgement, acknowledgement_table,
                [] { return Form{Acknowledgement{}}; }, check_acknowledgement, sample_from_spoc},
    Description{FormType::phone_confirmation, phone_confirmation_table,
                [] { return Form{PhoneConfirmation{}}; }, check_phone_confirmation,
                sample_from_prison},
    Description{FormType::receipt, receipt_table, [] { return Form{Receipt{}}; }, check_receipt,
                sample_from_gateway},
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
  description->check(record, today, problems);
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
  description.check(record_of(form), today, problems);
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

std::string template_form(FormType type, const TemplateIds& ids) {
  const Description* description = find_description(type);
  if (!description) return {};
  Form form = description->make();
  fill_sample(description->table(), record_of(form),
              {ids.message_id.str(), ids.conversation_id.str(), ids.created_at});
  description->adjust_sample(form);
  return write_with(form, Notes::explain);
}

}  // namespace gatepost::formats::forms
