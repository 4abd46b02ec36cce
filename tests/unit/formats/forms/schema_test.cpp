// The field tables and the published XSD say the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "formats/forms/published_schema.hpp"
#include "formats/forms/tables.hpp"
#include "formats/forms/walk.hpp"
#include "tests/unit/formats/forms/samples.hpp"
#include "tests/unit/formats/forms/schema_writer.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;

// When a table changed, the fresh text is left in the temporary folder, to be looked at and copied
// over the published file.
TEST(PublishedSchema, IsWhatTheTablesSay) {
  const std::string fresh = schema_from_tables();
  if (published_schema() == fresh) return;
  const auto path = std::filesystem::temp_directory_path() / "gatepost-forms-1.xsd";
  std::ofstream(path, std::ios::binary) << fresh;
  FAIL() << "formats/forms/xsd/gatepost-forms-1.xsd differs from the tables; fresh text: " << path;
}

// A tree that can be changed and written again.
struct Node {
  std::string name, text, label;
  std::vector<Node> children;
};
Node tree_of(const xml::Element& element) {
  Node node{std::string(element.name()), {}, element.attribute("label").value_or(""), {}};
  for (const auto& child : element.children()) node.children.push_back(tree_of(child));
  if (node.children.empty()) node.text = element.text();
  return node;
}
void write(xml::Writer& writer, const Node& node) {
  std::vector<std::pair<std::string, std::string>> attributes;
  if (!node.label.empty()) attributes.emplace_back("label", node.label);
  if (node.children.empty()) {
    writer.leaf(node.name, node.text, attributes);
    return;
  }
  writer.open(node.name, attributes);
  for (const Node& child : node.children) write(writer, child);
  writer.close();
}
std::string written(const Node& root) {
  xml::Writer writer(form_namespace);
  write(writer, root);
  return std::move(writer).finish();
}

struct Verdicts {
  bool table_refuses;
  bool schema_refuses;
};
template <class F>
Verdicts verdicts(const Section& table, const xml::Schema& schema, const std::string& text) {
  const xml::Document document = parsed(text);
  F form{};
  Problems problems;
  read_record(document.root(), table, &form, std::string(table.name), {form_namespace}, problems);
  return {!problems.empty(), !schema.complaints(document).empty()};
}

// Calls `try_it` with the path of each change while the tree is changed.
template <class Try>
void with_each_change(Node& parent, const std::string& path, const Try& try_it) {
  for (std::size_t i = 0; i < parent.children.size(); ++i) {
    const std::vector<Node> before = parent.children;
    const std::string here = path + "/" + before[i].name;
    const auto at = parent.children.begin() + static_cast<std::ptrdiff_t>(i);
    parent.children.erase(at);
    try_it(here + " removed");
    parent.children = before;
    parent.children.insert(parent.children.begin() + static_cast<std::ptrdiff_t>(i), before[i]);
    try_it(here + " doubled");
    parent.children = before;
    if (i > 0) {
      std::swap(parent.children[i - 1], parent.children[i]);
      try_it(here + " moved up");
      parent.children = before;
    }
    parent.children[i].name += "x";
    try_it(here + " renamed");
    parent.children = before;
    parent.children[i].label = "A label";
    try_it(here + " labelled");
    parent.children = before;
    if (before[i].children.empty()) {
      for (const char* text : {"", "ZZZ", "-1", "2026-13-45"}) {
        parent.children[i].text = text;
        try_it(here + " says \"" + text + "\"");
      }
      parent.children[i].text = std::string(3000, 'a');
      try_it(here + " is long");
      parent.children = before;
    }
    with_each_change(parent.children[i], here, try_it);
  }
}

// Values that only the table judges: check digits, line breaks in text of one line.
bool table_may_be_stricter(const std::string& change) {
  return change.find(" says ") != std::string::npos;
}

template <class F>
void expect_agreement(FormType type, const Section& table) {
  const xml::Schema schema = xml::Schema::compile(published_schema()).value();
  Node root = tree_of(parsed(sample_xml(type)).root());
  int changes = 0;
  int refused = 0;
  with_each_change(root, root.name, [&](const std::string& change) {
    const auto [table_refuses, schema_refuses] = verdicts<F>(table, schema, written(root));
    ++changes;
    refused += table_refuses ? 1 : 0;
    if (schema_refuses) {
      EXPECT_TRUE(table_refuses) << "only the schema refuses: " << change;
    } else if (!table_may_be_stricter(change)) {
      EXPECT_FALSE(table_refuses) << "only the table refuses: " << change;
    }
  });
  EXPECT_GT(changes, 50);
  EXPECT_GT(refused, changes / 2);
}

TEST(PublishedSchema, RefusesWhatTheTablesRefuse) {
  expect_agreement<Lief>(FormType::lief, lief_table());
  expect_agreement<AlertForm>(FormType::alert_form, alert_form_table());
  expect_agreement<ClinicalPart>(FormType::clinical_part, clinical_part_table());
  expect_agreement<InformationRequest>(FormType::information_request, information_request_table());
  expect_agreement<InformationReply>(FormType::information_reply, information_reply_table());
  expect_agreement<Acknowledgement>(FormType::acknowledgement, acknowledgement_table());
  expect_agreement<Response>(FormType::response, response_table());
  expect_agreement<PhoneConfirmation>(FormType::phone_confirmation, phone_confirmation_table());
  expect_agreement<Withdrawal>(FormType::withdrawal, withdrawal_table());
  expect_agreement<Receipt>(FormType::receipt, receipt_table());
}

TEST(PublishedSchema, AdmitsEverySampleSignedOrNot) {
  const xml::Schema schema = xml::Schema::compile(published_schema()).value();
  for (const FormType type : known_types()) {
    const std::string sample = sample_xml(type);
    const std::string end = "</" + std::string(root_name(type)) + ">";
    EXPECT_TRUE(schema.complaints(parsed(sample)).empty());
    const std::string signature = "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'/>";
    EXPECT_TRUE(schema.complaints(parsed(with(sample, end, signature + end))).empty());
    EXPECT_FALSE(schema.complaints(parsed(with(sample, end, signature + signature + end))).empty());
  }
}

void expect_enumerations(const Section& section, const std::string& schema) {
  for (const Field& field : section.fields) {
    if (field.is_record()) {
      expect_enumerations(*field.section, schema);
      continue;
    }
    if (!field.kind.codes) continue;
    const auto at = schema.find("<xs:simpleType name=\"" + field.kind.xsd_name() + "\">");
    ASSERT_NE(at, std::string::npos) << field.kind.xsd_name();
    const std::string type = schema.substr(at, schema.find("</xs:simpleType>", at) - at);
    std::size_t count = 0;
    for (auto i = type.find("enumeration"); i != std::string::npos;
         i = type.find("enumeration", i + 1)) {
      ++count;
    }
    EXPECT_EQ(count, field.kind.codes->names.size()) << field.element;
    for (const CodeName& each : field.kind.codes->names) {
      EXPECT_NE(type.find("\"" + std::string(each.code) + "\""), std::string::npos) << each.code;
    }
  }
}

TEST(PublishedSchema, ListsEveryCodeOfEveryClosedList) {
  const std::string schema(published_schema());
  for (const Section& (*table)() :
       {lief_table, alert_form_table, information_request_table, information_reply_table,
        acknowledgement_table, response_table, withdrawal_table, receipt_table}) {
    expect_enumerations(table(), schema);
  }
}

}  // namespace
}  // namespace gatepost::formats::forms
