// Document::parse: the byte scan, then libxml2 through a SAX layer of ours that counts before it
// lets a node into the tree.
#include <fmt/format.h>
#include <libxml/SAX2.h>

#include <array>
#include <string>
#include <vector>

#include "formats/xml/byte_scan.hpp"
#include "formats/xml/libxml.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::formats::xml {
namespace {

// Exclusive C14N repeats a namespace declaration at every element that uses it first, so a long
// name would multiply the output: 50,000 elements times 256 bytes is the most that canonical() can
// be made to write.
constexpr std::size_t namespace_name_bytes = 256;
// Each prefix is looked up linearly among the declarations in scope.
constexpr int namespaces_in_scope = 128;

// What the SAX layer counts, and why it stopped. Lives on parse()'s stack, reached through the
// context's `_private`.
struct Watch {
  std::vector<int> namespaces_by_depth;  // one entry for each open element
  int namespaces = 0;
  int nodes = 0;
  std::optional<Error> refused;
  std::optional<Error> complaint;  // libxml2's first error
};

Watch& watch_of(void* context) {
  return *static_cast<Watch*>(static_cast<xmlParserCtxt*>(context)->_private);
}

void stop(void* context, Errc code, std::string_view why) {
  auto* parser = static_cast<xmlParserCtxt*>(context);
  Watch& watch = watch_of(context);
  if (watch.refused) return;
  const int line = parser->input == nullptr ? 0 : parser->input->line;
  watch.refused.emplace(code, fmt::format("line {}: {}", line, why));
  xmlStopParser(parser);
}

bool count_nodes(void* context, int more) {
  Watch& watch = watch_of(context);
  watch.nodes += more;
  if (watch.nodes <= limits::xml_nodes) return true;
  stop(context, Errc::too_many_nodes, fmt::format("more than {} nodes", limits::xml_nodes));
  return false;
}

// C14N 1.0 section 1.3 refuses relative namespace names, so the parser does; empty undeclares the
// default.
bool good_namespace(const xmlChar* name) {
  const auto text = view_of(name);
  if (text.empty()) return true;
  if (text.size() > namespace_name_bytes) return false;
  const UriHandle uri(xmlParseURI(std::string(text).c_str()));
  return uri != nullptr && uri->scheme != nullptr;
}

void start_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri,
                   int namespace_count, const xmlChar** namespaces, int attribute_count,
                   int defaulted_count, const xmlChar** attributes) {
  Watch& watch = watch_of(context);
  if (watch.refused) return;
  if (std::ssize(watch.namespaces_by_depth) >= limits::xml_depth) {
    return stop(context, Errc::too_deep, fmt::format("deeper than {}", limits::xml_depth));
  }
  watch.namespaces_by_depth.push_back(namespace_count);
  watch.namespaces += namespace_count;
  if (attribute_count + namespace_count > limits::xml_attributes ||
      watch.namespaces > namespaces_in_scope) {
    return stop(context, Errc::too_many_attributes,
                fmt::format("more than {} attributes, or {} namespaces in scope",
                            limits::xml_attributes, namespaces_in_scope));
  }
  for (int i = 0; i < namespace_count; ++i) {
    // libxml2 hands over pairs of prefix and name.
    if (!good_namespace(namespaces[2 * i + 1])) {
      return stop(context, Errc::malformed, "a namespace name is relative or too long");
    }
  }
  // The text before a child and the text at an element's end are nodes of their own.
  if (!count_nodes(context, 1 + attribute_count)) return;
  xmlSAX2StartElementNs(context, name, prefix, uri, namespace_count, namespaces, attribute_count,
                        defaulted_count, attributes);
}

void end_element(void* context, const xmlChar* name, const xmlChar* prefix, const xmlChar* uri) {
  Watch& watch = watch_of(context);
  if (watch.refused || watch.namespaces_by_depth.empty()) return;
  watch.namespaces -= watch.namespaces_by_depth.back();
  watch.namespaces_by_depth.pop_back();
  xmlSAX2EndElementNs(context, name, prefix, uri);
}

void characters(void* context, const xmlChar* text, int length) {
  auto* parser = static_cast<xmlParserCtxt*>(context);
  if (watch_of(context).refused) return;
  // A piece that continues the text before it joins that node and is not another one.
  const bool joins = parser->node != nullptr && parser->node->last != nullptr &&
                     parser->node->last->type == XML_TEXT_NODE;
  if (!joins && !count_nodes(context, 1)) return;
  xmlSAX2Characters(context, text, length);
}

void cdata(void* context, const xmlChar* text, int length) {
  if (watch_of(context).refused || !count_nodes(context, 1)) return;
  xmlSAX2CDataBlock(context, text, length);
}

// The byte scan has refused these already. Should it ever be fooled, the parser must not be.
void refuse_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  stop(context, Errc::doctype, "document type declaration");
}
void refuse_instruction(void* context, const xmlChar*, const xmlChar*) {
  stop(context, Errc::processing_instruction, "processing instruction");
}
void refuse_comment(void* context, const xmlChar*) { stop(context, Errc::comment, "comment"); }
void refuse_reference(void* context, const xmlChar*) {
  stop(context, Errc::malformed, "entity reference");
}

// libxml2's own messages quote the document, which may be personal: only codes that help are put
// into words.
std::string_view words_for(int code) {
  switch (code) {
    case XML_ERR_DOCUMENT_EMPTY:
      return "no XML here";
    case XML_ERR_DOCUMENT_END:
      return "something follows the root element";
    case XML_ERR_TAG_NAME_MISMATCH:
      return "start and end tag differ";
    case XML_ERR_TAG_NOT_FINISHED:
    case XML_ERR_GT_REQUIRED:
      return "a tag is not finished";
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
      return "an entity that XML does not predefine";
    case XML_ERR_ATTRIBUTE_REDEFINED:
    case XML_NS_ERR_ATTRIBUTE_REDEFINED:
      return "an attribute stands twice";
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
      return "a prefix without namespace";
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_INVALID_CHARREF:
      return "a character that XML does not allow";
    default:
      return "not well-formed";
  }
}

void on_error(void* context, xmlErrorPtr error) {
  Watch& watch = watch_of(context);
  if (error->level < XML_ERR_ERROR || watch.complaint || watch.refused) return;
  watch.complaint.emplace(Errc::malformed,
                          fmt::format("line {}, column {}: {} (libxml2 error {})", error->line,
                                      error->int2, words_for(error->code), error->code));
}

void install_handlers(xmlSAXHandler& sax) {
  xmlSAXVersion(&sax, 2);
  sax.startElementNs = &start_element;
  sax.endElementNs = &end_element;
  sax.characters = &characters;
  sax.ignorableWhitespace = &characters;
  sax.cdataBlock = &cdata;
  sax.internalSubset = &refuse_doctype;
  sax.externalSubset = &refuse_doctype;
  sax.resolveEntity = nullptr;
  sax.processingInstruction = &refuse_instruction;
  sax.comment = &refuse_comment;
  sax.reference = &refuse_reference;
  sax.serror = &on_error;
}

xmlParserInput* deny(const char*, const char*, xmlParserCtxt*) { return nullptr; }

}  // namespace

void prepare_libxml() {
  [[maybe_unused]] static const bool prepared = [] {
    xmlInitParser();
    xmlSetExternalEntityLoader(&deny);
    return true;
  }();
}

Result<Document> Document::parse(ByteView bytes) {
  GP_CHECK(scan_bytes(bytes));
  prepare_libxml();
  const ParserHandle parser(xmlNewParserCtxt());
  if (!parser) throw std::bad_alloc();
  install_handlers(*parser->sax);
  Watch watch;
  parser->_private = &watch;
  const auto text = as_text(bytes);
  DocHandle doc(xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()), nullptr,
                                  "UTF-8", XML_PARSE_NONET | XML_PARSE_BIG_LINES));
  if (watch.refused) return std::unexpected(*watch.refused);
  if (watch.complaint) return std::unexpected(*watch.complaint);
  const bool good = parser->wellFormed == 1 && parser->nsWellFormed == 1 && doc != nullptr &&
                    xmlDocGetRootElement(doc.get()) != nullptr;
  if (!good) return fail(Errc::malformed, "not well-formed");
  return Document(std::make_shared<Impl>(Impl{.doc = std::move(doc)}));
}

}  // namespace gatepost::formats::xml
