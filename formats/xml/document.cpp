#include "formats/xml/document.hpp"

#include <libxml/c14n.h>

#include <algorithm>
#include <stdexcept>

#include "formats/xml/byte_scan.hpp"
#include "formats/xml/libxml.hpp"

namespace gatepost::formats::xml {

ErrorInfo error_info(Errc code) {
  constexpr std::string_view library = "formats.xml";
  switch (code) {
    case Errc::too_large:
      return {library, "too_large"};
    case Errc::not_utf8:
      return {library, "not_utf8"};
    case Errc::start_tag_too_large:
      return {library, "start_tag_too_large"};
    case Errc::doctype:
      return {library, "doctype"};
    case Errc::processing_instruction:
      return {library, "processing_instruction"};
    case Errc::comment:
      return {library, "comment"};
    case Errc::malformed:
      return {library, "malformed"};
    case Errc::too_deep:
      return {library, "too_deep"};
    case Errc::too_many_attributes:
      return {library, "too_many_attributes"};
    case Errc::too_many_nodes:
      return {library, "too_many_nodes"};
    case Errc::bad_schema:
      return {library, "bad_schema"};
    case Errc::bad_expression:
      return {library, "bad_expression"};
  }
  return {library, "unknown"};
}

namespace {

bool is_text(const xmlNode* node) {
  return node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE;
}

// Recursion is bounded by limits::xml_depth.
void append_text(const xmlNode* first, std::string& out) {
  for (const xmlNode* node = first; node != nullptr; node = node->next) {
    if (is_text(node)) {
      out += view_of(node->content);
    } else if (node->type == XML_ELEMENT_NODE) {
      append_text(node->children, out);
    }
  }
}

std::string_view uri_of(const xmlNs* ns) {
  return ns == nullptr ? std::string_view() : view_of(ns->href);
}

// Which nodes canonical() writes: those at or below `apex` and not at or below `without`.
struct Selection {
  const xmlNode* apex;     // null: the whole document
  const xmlNode* without;  // null: leaves nothing out
};

int is_selected(void* selection_pointer, xmlNode* node, xmlNode* parent) {
  const auto& selection = *static_cast<const Selection*>(selection_pointer);
  // A namespace declaration is not a node of the tree: it goes with its element.
  const xmlNode* at = node->type == XML_NAMESPACE_DECL ? parent : node;
  bool below_apex = selection.apex == nullptr;
  for (; at != nullptr; at = at->parent) {
    if (at == selection.without) return 0;
    if (at == selection.apex) below_apex = true;
  }
  return below_apex ? 1 : 0;
}

}  // namespace

std::string_view Element::name() const { return view_of(node_of(*this)->name); }

std::string_view Element::namespace_uri() const { return uri_of(node_of(*this)->ns); }

std::string Element::text() const {
  std::string out;
  append_text(node_of(*this)->children, out);
  return out;
}

std::vector<Element> Element::children() const {
  std::vector<Element> out;
  for (xmlNode* child = node_of(*this)->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) out.emplace_back(child);
  }
  return out;
}

std::optional<Element> Element::child(std::string_view name) const {
  for (xmlNode* node = node_of(*this)->children; node != nullptr; node = node->next) {
    const Element element(node);
    if (node->type == XML_ELEMENT_NODE && element.name() == name &&
        element.namespace_uri() == namespace_uri()) {
      return element;
    }
  }
  return std::nullopt;
}

std::optional<std::string> Element::attribute(std::string_view name) const {
  for (const xmlAttr* at = node_of(*this)->properties; at != nullptr; at = at->next) {
    if (at->ns != nullptr || view_of(at->name) != name) continue;
    std::string value;
    append_text(at->children, value);
    return value;
  }
  return std::nullopt;
}

std::vector<Element::Attribute> Element::attributes() const {
  std::vector<Attribute> out;
  for (const xmlAttr* at = node_of(*this)->properties; at != nullptr; at = at->next) {
    auto& attribute =
        out.emplace_back(std::string(uri_of(at->ns)), std::string(view_of(at->name)), "");
    append_text(at->children, attribute.value);
  }
  return out;
}

bool Element::has_own_text() const {
  for (const xmlNode* node = node_of(*this)->children; node != nullptr; node = node->next) {
    if (is_text(node) && !std::ranges::all_of(view_of(node->content), is_xml_space)) return true;
  }
  return false;
}

int Element::line() const { return static_cast<int>(xmlGetLineNo(node_of(*this))); }

Element Document::root() const { return Element(xmlDocGetRootElement(impl_->doc.get())); }

Bytes Document::canonical(std::optional<Element> apex, std::optional<Element> without) const {
  Selection selection{.apex = apex ? node_of(*apex) : nullptr,
                      .without = without ? node_of(*without) : nullptr};
  const bool everything = selection.apex == nullptr && selection.without == nullptr;
  const OutputHandle out(xmlAllocOutputBuffer(nullptr));
  if (!out) throw std::bad_alloc();
  const int written = xmlC14NExecute(impl_->doc.get(), everything ? nullptr : &is_selected,
                                     &selection, XML_C14N_EXCLUSIVE_1_0, nullptr, 0, out.get());
  // parse() lets nothing in that C14N could refuse, so this is a bug of ours (or no memory).
  if (written < 0) throw std::logic_error("exclusive canonicalisation failed");
  const std::string_view text(reinterpret_cast<const char*>(xmlOutputBufferGetContent(out.get())),
                              xmlOutputBufferGetSize(out.get()));
  return to_bytes(text);
}

}  // namespace gatepost::formats::xml
