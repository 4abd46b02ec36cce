// XML documents: parsed under hostile limits, read-only, canonicalised. libxml2 lives behind this
// header and nowhere else. A Document is immutable; use it from one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/problem.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::formats::xml {

enum class Errc {
  too_large,  // over limits::xml_document_bytes
  not_utf8,   // invalid UTF-8, a byte-order mark, another declared encoding, UTF-16/32
  start_tag_too_large,
  doctype,  // a DOCTYPE, an entity declaration
  processing_instruction,
  comment,
  malformed,  // not well-formed; the context gives line and column
  too_deep,
  too_many_attributes,
  too_many_nodes,
  bad_schema,  // our own XSD does not compile: a bug
  bad_expression,
};
ErrorInfo error_info(Errc code);

// An element of a Document; valid as long as the Document is.
class Element {
 public:
  std::string_view name() const;           // local name
  std::string_view namespace_uri() const;  // empty for none
  std::string text() const;                // all text below, concatenated; CDATA included
  // Child elements in document order.
  std::vector<Element> children() const;
  // The first child element of that local name in this element's namespace.
  std::optional<Element> child(std::string_view name) const;
  std::optional<std::string> attribute(std::string_view name) const;  // attributes in no namespace
  struct Attribute {
    std::string namespace_uri, name, value;
  };
  std::vector<Attribute> attributes() const;
  // True when it holds non-white text directly beside or instead of child elements.
  bool has_own_text() const;
  int line() const;
  bool operator==(const Element& other) const = default;

  explicit Element(void* node) : node_(node) {}
  void* node() const { return node_; }  // for formats/xml and formats/xmldsig only

 private:
  void* node_;
};

class Document {
 public:
  // Refuses everything of SECURITY-AND-FAULTS "exactly one shape" point 1 before and while parsing,
  // in time bounded by the input's size. Errors: all above but bad_schema.
  static Result<Document> parse(ByteView bytes);

  Element root() const;

  // Exclusive XML Canonicalization 1.0 without comments (http://www.w3.org/2001/10/xml-exc-c14n#)
  // of the whole document, or of `apex` and all below it; `without` and its descendants are left
  // out (the enveloped-signature transform).
  Bytes canonical(std::optional<Element> apex = {}, std::optional<Element> without = {}) const;

  struct Impl;
  explicit Document(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<Impl> impl_;
};

// A compiled XSD. It only gates (libxml2 stops at the first error of an element); people's messages
// come from the field table. Immutable; thread-safe.
class Schema {
 public:
  static Result<Schema> compile(std::string_view xsd);
  // Empty when valid; else libxml2's complaints with element names and lines, values left out (they
  // may be personal).
  std::vector<std::string> complaints(const Document& document) const;

  struct Impl;
  explicit Schema(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

 private:
  std::shared_ptr<const Impl> impl_;
};

// Writes XML in our one form: no declaration, LF line ends, two-space indentation of element-only
// content, text and attributes escaped as canonical XML does, so that a document we write is its
// own canonical form apart from indentation. What XML cannot carry (control characters, bytes that
// are not UTF-8) becomes U+FFFD. Unbalanced calls are bugs and throw.
class Writer {
 public:
  // The root carries the default namespace `namespace_uri`.
  explicit Writer(std::string_view namespace_uri);
  // Attributes are written in the order given; give them in canonical (name) order.
  Writer& open(std::string_view name,
               std::vector<std::pair<std::string, std::string>> attributes = {});
  Writer& close();
  Writer& leaf(std::string_view name, std::string_view text,
               std::vector<std::pair<std::string, std::string>> attributes = {});
  Writer& comment(std::string_view text);  // only templates for people carry comments
  // Requires every open element closed. Ends with a newline.
  std::string finish() &&;

 private:
  void indent();
  void start_tag(std::string_view name,
                 const std::vector<std::pair<std::string, std::string>>& attributes);
  std::string out_;
  std::string namespace_uri_;
  std::vector<std::string> open_;
  bool just_opened_ = false;  // the innermost open element is still empty
};

}  // namespace gatepost::formats::xml
