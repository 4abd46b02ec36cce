// Archives that claim to be evidence: read or refused, within the limits; nothing is proven to one
// who trusts nobody, and the cover page of whatever was read can be written.
#include <cstdlib>

#include "gateway/evidence/cover.hpp"
#include "gateway/evidence/verify.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatepost;
  const ByteView archive(data, size);
  constexpr formats::zip::Limits limits{.files = 64, .file_bytes = 65536, .total_bytes = 262144};
  if (const auto files = formats::zip::read(archive, limits)) {
    std::size_t total = 0;
    for (const formats::zip::File& file : *files) {
      total += file.content.size();
      if (!formats::zip::is_plain_name(file.name)) std::abort();
    }
    if (files->size() > limits.files || total > limits.total_bytes) std::abort();
  }
  if (const auto opened = evidence::from_zip(archive))
    if (evidence::cover_html(opened->package).contains("<script")) std::abort();
  if (evidence::verify(archive, {}).wrong.empty()) std::abort();
  return 0;
}
