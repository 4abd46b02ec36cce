// Schema: libxml2's XSD validator as a gate. Its messages quote values, so the text is made here
// from the error's code.
#include <fmt/format.h>

#include <algorithm>

#include "formats/xml/libxml.hpp"

namespace gatepost::formats::xml {

struct Schema::Impl {
  DocHandle source;  // the compiled schema points into it, so it is destroyed after it
  SchemaHandle schema;
};

namespace {

// libxml2 reports an attribute's fault at its element and names it only in the message:
// "Element 'Form', attribute 'version': ...". Empty unless a plain name stands there.
std::string_view attribute_of(std::string_view message) {
  constexpr std::string_view mark = "', attribute '";
  const auto at = message.find(mark);
  if (!message.starts_with("Element '") || at == std::string_view::npos) return {};
  message.remove_prefix(at + mark.size());
  const auto name = message.substr(0, message.find('\''));
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  return name.size() <= 64 && std::ranges::all_of(name, plain) ? name : std::string_view();
}

std::string place_of(const xmlError& error) {
  const auto* node = static_cast<const xmlNode*>(error.node);
  if (node == nullptr) return "document";
  const auto name = view_of(node->name);
  const auto attribute = attribute_of(error.message == nullptr ? "" : error.message);
  return attribute.empty() ? std::string(name) : fmt::format("{}/@{}", name, attribute);
}

std::string_view words_for(int code) {
  switch (code) {
    case XML_SCHEMAV_ELEMENT_CONTENT:
      return "the elements are not those the schema asks for";
    case XML_SCHEMAV_CVC_ELT_1:
      return "not an element of this schema";
    case XML_SCHEMAV_CVC_ENUMERATION_VALID:
      return "not one of the allowed values";
    case XML_SCHEMAV_CVC_PATTERN_VALID:
      return "the value does not have the required form";
    case XML_SCHEMAV_CVC_MINLENGTH_VALID:
      return "too short";
    case XML_SCHEMAV_CVC_MAXLENGTH_VALID:
      return "too long";
    case XML_SCHEMAV_CVC_LENGTH_VALID:
      return "not of the required length";
    case XML_SCHEMAV_CVC_MININCLUSIVE_VALID:
    case XML_SCHEMAV_CVC_MINEXCLUSIVE_VALID:
      return "too small";
    case XML_SCHEMAV_CVC_MAXINCLUSIVE_VALID:
    case XML_SCHEMAV_CVC_MAXEXCLUSIVE_VALID:
      return "too large";
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_1:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_2:
    case XML_SCHEMAV_CVC_DATATYPE_VALID_1_2_3:
      return "the value is not of its type";
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_2:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_2_3:
    case XML_SCHEMAV_CVC_TYPE_3_1_2:
      return "text or elements where there must be none";
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_1:
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_3_2_2:
    case XML_SCHEMAV_CVC_TYPE_3_1_1:
      return "an attribute that is not allowed";
    case XML_SCHEMAV_CVC_COMPLEX_TYPE_4:
      return "a required attribute is missing";
    case XML_SCHEMAV_CVC_IDC:
      return "a key is missing or stands twice";
    default:
      return "not valid";
  }
}

// The names a schema expects are the schema's own words, so that part of libxml2's message may be
// kept.
std::string_view expectation(std::string_view message) {
  const auto at = message.find("Expected is");
  if (at == std::string_view::npos) return {};
  message.remove_prefix(at);
  return message.substr(0, message.find_last_not_of(" \n.") + 1);
}

// A document with thousands of faults needs no thousand lines.
constexpr std::size_t most_complaints = 100;

void on_complaint(void* list, xmlErrorPtr error) {
  auto& complaints = *static_cast<std::vector<std::string>*>(list);
  if (complaints.size() >= most_complaints) return;
  auto text = fmt::format("line {}: {}: {}", error->line, place_of(*error), words_for(error->code));
  if (error->code == XML_SCHEMAV_ELEMENT_CONTENT && error->message != nullptr) {
    const auto expected = expectation(error->message);
    if (!expected.empty()) text += fmt::format(" ({})", expected);
  }
  if (std::ranges::find(complaints, text) == complaints.end())
    complaints.push_back(std::move(text));
}

// The schema is ours, so its faults may be quoted in full.
void on_schema_fault(void* first, xmlErrorPtr error) {
  auto& text = *static_cast<std::string*>(first);
  if (text.empty() && error->message != nullptr) {
    text = fmt::format("line {}: {}", error->line, error->message);
  }
}

}  // namespace

Result<Schema> Schema::compile(std::string_view xsd) {
  prepare_libxml();
  DocHandle source(xmlReadMemory(xsd.data(), static_cast<int>(xsd.size()), nullptr, "UTF-8",
                                 XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (!source) return fail(Errc::bad_schema, "the schema is not well-formed XML");
  const SchemaParserHandle parser(xmlSchemaNewDocParserCtxt(source.get()));
  if (!parser) throw std::bad_alloc();
  std::string fault;
  xmlSchemaSetParserStructuredErrors(parser.get(), &on_schema_fault, &fault);
  SchemaHandle schema(xmlSchemaParse(parser.get()));
  if (!schema) return fail(Errc::bad_schema, fault);
  return Schema(
      std::make_shared<const Impl>(Impl{.source = std::move(source), .schema = std::move(schema)}));
}

std::vector<std::string> Schema::complaints(const Document& document) const {
  const SchemaValidHandle validator(xmlSchemaNewValidCtxt(impl_->schema.get()));
  if (!validator) throw std::bad_alloc();
  std::vector<std::string> out;
  xmlSchemaSetValidStructuredErrors(validator.get(), &on_complaint, &out);
  const int verdict = xmlSchemaValidateDoc(validator.get(), node_of(document.root())->doc);
  // A gate fails closed: an internal error of the validator is a complaint too.
  if (verdict != 0 && out.empty()) out.emplace_back("line 0: document: not valid");
  return out;
}

}  // namespace gatepost::formats::xml
