// Fuzz target: parsing never crashes, and a canonical form that parses again is its own canonical
// form.
#include <cstdint>
#include <cstdlib>

#include "formats/xml/document.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using gatepost::formats::xml::Document;
  const auto document = Document::parse({data, size});
  if (!document) return 0;
  const auto once = document->canonical();
  // It may have grown past a limit; then it is refused, which is well.
  const auto again = Document::parse(once);
  if (again && again->canonical() != once) std::abort();
  if (again && again->root().text() != document->root().text()) std::abort();
  return 0;
}
