// Fuzz target: without a single trusted anchor nothing verifies, and nothing crashes on the way to
// saying so.
#include <cstdint>
#include <cstdlib>

#include "formats/xmldsig/enveloped.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatepost;
  static const auto trust = certs::TrustStore::build({});
  if (!trust) std::abort();
  const ByteView bytes(data, size);
  const auto verified =
      formats::xmldsig::verify_enveloped(bytes, *trust, certs::Role::team, from_unix_ms(0));
  if (verified) std::abort();
  (void)formats::xmldsig::form_digest(bytes);
  return 0;
}
