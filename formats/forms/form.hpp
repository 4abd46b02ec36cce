// Forms: the signed XML documents of the exchange, as typed values. Pure: bytes in, values and
// problems out; no I/O, no clock. The London Information Exchange Form is not public; ours carries
// everything the public sources say it must (domain/forms.md section 1), is versioned, and takes
// its code lists as data.
//
// One mechanism serves every form: a C++ struct per section, and beside it the section's field
// table, which binds each member to a label, an element name, a type and a rule. Reading, checking,
// writing, showing and the annotated template all walk that table; the XSD only gates.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "formats/forms/acknowledgement.hpp"
#include "formats/forms/alert_form.hpp"
#include "formats/forms/clinical_part.hpp"
#include "formats/forms/information.hpp"
#include "formats/forms/lief.hpp"
#include "formats/forms/phone_confirmation.hpp"
#include "formats/forms/receipt.hpp"
#include "formats/forms/response.hpp"
#include "formats/forms/withdrawal.hpp"
#include "formats/xml/document.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/problem.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::forms {

// The namespace of every form of this version.
inline constexpr std::string_view form_namespace = "urn:gatepost:form:1";

using Form = std::variant<Lief, AlertForm, ClinicalPart, InformationRequest, InformationReply,
                          Acknowledgement, Response, PhoneConfirmation, Withdrawal, Receipt>;

FormType type_of(const Form& form);
const Control& control_of(const Form& form);

// The value, or every problem: root unknown, XSD gate (only when the field table finds nothing
// itself), then the table. `today` is the local date, for rules such as "date of birth not in the
// future".
std::expected<Form, Problems> read_form(const xml::Document& document,
                                        std::chrono::year_month_day today);

// The same rules on a value that a program made, before it is written: field table, then rules.
// Empty when good.
Problems check_form(const Form& form, std::chrono::year_month_day today);

// Canonical unsigned XML: write(read(x)) is stable.
std::string write_form(const Form& form);

// Plain text for a person: sections, labels and values in the form's order, 80 columns; empty
// fields left out, "Don't know" shown.
std::string show_form(const Form& form);

// A complete, valid, annotated sample (comments explain each field); its ids come from the
// arguments. Comments are refused in signed forms, so `sign` strips them: see strip_comments.
struct TemplateIds {
  MessageId message_id;
  ConversationId conversation_id;
  Instant created_at;
};
std::string template_form(FormType type, const TemplateIds& ids);

// The same with a real envelope and the form it is about, for whoever writes one in a conversation
// that has begun.
std::string template_form(FormType type, const Control& control, const Subject& about);

// What the exchange and the reports need to know of a form without its identity (DESIGN rules 7 and
// 8).
struct FormFacts {
  std::optional<std::chrono::year_month_day>
      release_date;  // sealed at rest; used for deadlines, then forgotten
  enum class Urgency {
    ordinary,
    urgent
  } urgency = Urgency::ordinary;  // by kind (court release); nearness is the policy's
  // Normalised identifiers for the blind index: {"prisoner-number", "A1234BC"}, {"nhs-number",
  // "..."}, {"surname", "SAMPLE"}.
  std::vector<std::pair<std::string, std::string>> search_keys;
  // Coded facts for the continuity-of-care report, without identity: {"substance_group","OPIATE"},
  // {"time_in_custody", "1-3-months"},
  // {"release_date_known","YES"}, {"housing_need","DONT_KNOW"}, {"sex","F"}, ... A LIEF names every
  // fact; what it does not say is NOT_STATED, because blanks destroyed the 2016-17 audit. A key may
  // stand more than once ("intervention"). Keys: facts.cpp.
  std::vector<std::pair<std::string, std::string>> report_facts;
};
// The day of an instant where the form was written: zones are the calendar's to know.
using LocalDate = std::function<std::chrono::year_month_day(Instant)>;
FormFacts facts_of(const Form& form, const LocalDate& local_date);

// How an identifier stands in a search key, whoever typed it: without spaces, hyphens and
// apostrophes, Latin letters as capitals. "O'Brien-Smith" -> "OBRIENSMITH"; "943 476 5919" ->
// "9434765919".
std::string normal_search_key(std::string_view typed);

}  // namespace gatepost::formats::forms
