// The wall around libxml2: owning handles and text conversions. Only the sources of formats/xml
// include this. What is process-wide in libxml2 is set here once: every external resource is
// denied. Thread-safe.
#pragma once

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/uri.h>
#include <libxml/xmlIO.h>
#include <libxml/xmlschemas.h>

#include <memory>
#include <string_view>

#include "formats/xml/document.hpp"

namespace gatepost::formats::xml {

template <auto free_function>
struct Freed {
  template <class T>
  void operator()(T* handle) const {
    free_function(handle);
  }
};

using DocHandle = std::unique_ptr<xmlDoc, Freed<&xmlFreeDoc>>;
using ParserHandle = std::unique_ptr<xmlParserCtxt, Freed<&xmlFreeParserCtxt>>;
using OutputHandle = std::unique_ptr<xmlOutputBuffer, Freed<&xmlOutputBufferClose>>;
using UriHandle = std::unique_ptr<xmlURI, Freed<&xmlFreeURI>>;
using SchemaParserHandle = std::unique_ptr<xmlSchemaParserCtxt, Freed<&xmlSchemaFreeParserCtxt>>;
using SchemaHandle = std::unique_ptr<xmlSchema, Freed<&xmlSchemaFree>>;
using SchemaValidHandle = std::unique_ptr<xmlSchemaValidCtxt, Freed<&xmlSchemaFreeValidCtxt>>;

inline std::string_view view_of(const xmlChar* text) {
  return text == nullptr ? std::string_view() : reinterpret_cast<const char*>(text);
}

inline xmlNode* node_of(const Element& element) { return static_cast<xmlNode*>(element.node()); }

// Initialises libxml2 and denies it every file and network address, once in the life of the
// process. The first call wins a function-local static, so there is no race.
void prepare_libxml();

struct Document::Impl {
  DocHandle doc;
};

}  // namespace gatepost::formats::xml
