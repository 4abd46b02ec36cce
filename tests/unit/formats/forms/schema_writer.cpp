#include "tests/unit/formats/forms/schema_writer.hpp"

#include <fmt/format.h>

#include <map>
#include <string_view>
#include <vector>

#include "formats/forms/form.hpp"
#include "formats/forms/tables.hpp"

namespace gatepost::formats::forms {

namespace {

// Collects the types that the forms' tables use, each once, in name order: the file's diffs stay
// small.
class SchemaWriter {
 public:
  void add_form(const Section& form) {
    roots_ += fmt::format(
        "  <xs:element name=\"{}\">\n    <xs:complexType>\n{}    </xs:complexType>\n"
        "  </xs:element>\n",
        form.name, sequence(form, "      ", signature_line));
  }

  std::string finish() const {
    std::string out = fmt::format(
        "<xs:schema xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" xmlns=\"{0}\"\n"
        "    targetNamespace=\"{0}\" elementFormDefault=\"qualified\" version=\"1.0\">\n"
        "  <xs:annotation>\n"
        "    <xs:documentation>Forms of Gatepost, version 1. Written from the field tables in "
        "formats/forms.\n"
        "    It only gates: rules between fields, and every message to people, come from the "
        "tables.\n"
        "    A form carries its ds:Signature as the last child of the root.</xs:documentation>\n"
        "  </xs:annotation>\n",
        form_namespace);
    out += roots_;
    for (const auto& [name, text] : types_) out += text;
    return out + "</xs:schema>\n";
  }

 private:
  static constexpr std::string_view signature_line =
      "<xs:any namespace=\"http://www.w3.org/2000/09/xmldsig#\" processContents=\"skip\" "
      "minOccurs=\"0\"/>\n";

  std::string sequence(const Section& section, const std::string& indent, std::string_view last) {
    std::string out = fmt::format("{}<xs:sequence>\n", indent);
    for (const Field& field : section.fields) {
      out += fmt::format("{}  <xs:element name=\"{}\" type=\"{}\"", indent, field.element,
                         type_of(field));
      if (field.need != Need::required) out += " minOccurs=\"0\"";
      if (field.most > 1) out += fmt::format(" maxOccurs=\"{}\"", field.most);
      out += fmt::format(
          ">\n{0}    <xs:annotation><xs:documentation>{1}</xs:documentation></xs:annotation>\n"
          "{0}  </xs:element>\n",
          indent, field.label);
    }
    if (!last.empty()) out += fmt::format("{}  {}", indent, last);
    return out + fmt::format("{}</xs:sequence>\n", indent);
  }

  std::string type_of(const Field& field) {
    if (!field.is_record()) return leaf_type(field.kind);
    std::string name = fmt::format("{}Part", field.section->name);
    if (!types_.contains(name)) {
      types_[name];  // reserves the name; the text follows when the parts below are written
      types_[name] = fmt::format("  <xs:complexType name=\"{}\">\n{}  </xs:complexType>\n", name,
                                 sequence(*field.section, "    ", ""));
    }
    return name;
  }

  std::string leaf_type(const Kind& kind) {
    std::string name = kind.xsd_name();
    if (types_.contains(name)) return name;
    if (kind.info->name == "coded") {
      const std::string label = leaf_type(kinds::text(100));
      types_["CodedCode"] = simple("CodedCode", kind);
      types_[name] = fmt::format(
          "  <xs:complexType name=\"{}\">\n    <xs:simpleContent>\n"
          "      <xs:extension base=\"CodedCode\">\n"
          "        <xs:attribute name=\"label\" type=\"{}\"/>\n"
          "      </xs:extension>\n    </xs:simpleContent>\n  </xs:complexType>\n",
          name, label);
    } else {
      types_[name] = simple(name, kind);
    }
    return name;
  }

  static std::string simple(std::string_view name, const Kind& kind) {
    std::string facets;
    const auto facet = [&](std::string_view facet_name, const auto& value) {
      facets += fmt::format("      <xs:{} value=\"{}\"/>\n", facet_name, value);
    };
    if (kind.codes) {
      for (const CodeName& each : kind.codes->names) facet("enumeration", each.code);
    } else if (kind.info->name == "integer") {
      facet("minInclusive", kind.least);
      facet("maxInclusive", kind.most);
    } else if (!kind.info->xsd_pattern.empty()) {
      facet("pattern", kind.info->xsd_pattern);
    } else {
      facet("minLength", 1);
      facet("maxLength", kind.most);
    }
    return fmt::format(
        "  <xs:simpleType name=\"{}\">\n    <xs:restriction base=\"{}\">\n{}"
        "    </xs:restriction>\n  </xs:simpleType>\n",
        name, kind.info->xsd_base, facets);
  }

  std::string roots_;
  std::map<std::string, std::string> types_;
};

}  // namespace

std::string schema_from_tables() {
  SchemaWriter writer;
  writer.add_form(lief_table());
  writer.add_form(alert_form_table());
  writer.add_form(clinical_part_table());
  writer.add_form(information_request_table());
  writer.add_form(information_reply_table());
  writer.add_form(acknowledgement_table());
  writer.add_form(response_table());
  writer.add_form(phone_confirmation_table());
  writer.add_form(withdrawal_table());
  writer.add_form(receipt_table());
  return writer.finish();
}

}  // namespace gatepost::formats::forms
