// Sample forms for these tests: the templates themselves, as people get them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"

namespace gatepost::formats::forms::testing {

inline constexpr Date today{std::chrono::year{2026} / 3 / 2};

inline TemplateIds sample_ids() {
  return {*MessageId::parse("11111111-1111-4111-8111-111111111111"),
          *ConversationId::parse("22222222-2222-4222-8222-222222222222"),
          *from_rfc3339("2026-03-02T09:30:00Z")};
}

// Every form of the variant, by type.
inline const std::vector<FormType>& known_types() {
  static const std::vector<FormType> types{FormType::lief,
                                           FormType::alert_form,
                                           FormType::clinical_part,
                                           FormType::information_request,
                                           FormType::information_reply,
                                           FormType::acknowledgement,
                                           FormType::response,
                                           FormType::phone_confirmation,
                                           FormType::withdrawal,
                                           FormType::receipt};
  return types;
}

inline std::string sample_xml(FormType type) {
  return strip_comments(template_form(type, sample_ids()));
}

inline xml::Document parsed(std::string_view text) {
  return xml::Document::parse(as_bytes(text)).value();
}

inline std::expected<Form, Problems> read(std::string_view text) {
  return read_form(parsed(text), today);
}

inline Problems problems_of(std::string_view text) {
  auto form = read(text);
  return form ? Problems{} : form.error();
}

template <class F>
F sample(FormType type) {
  return std::get<F>(read(sample_xml(type)).value());
}
inline Lief sample_lief() { return sample<Lief>(FormType::lief); }

// `xml` with the first `from` replaced; a sample that lost the text is a broken test.
inline std::string with(std::string text, std::string_view from, std::string_view to) {
  return text.replace(text.find(from) == std::string::npos ? text.size() + 1 : text.find(from),
                      from.size(), to);
}

// One line per problem, for messages and for comparing whole answers.
inline std::string said(const Problems& problems) {
  std::string out;
  for (const Problem& each : problems) {
    out += each.label + " | " + each.path + " | " + each.wrong + " | " + each.right + "\n";
  }
  return out;
}

}  // namespace gatepost::formats::forms::testing
