// What a draft says, sealed under "draft/<id>" as the store keeps it, and back. Pure; thread-safe.
#pragma once

#include <string>

#include "certs/seal.hpp"
#include "gateway/identity/records.hpp"

namespace gatepost::identity {

// Errors: certs::Errc.
Result<Bytes> seal_draft(const certs::KeyRing& keys, Random& random, const DraftId& id,
                         std::string_view content);
Result<std::string> unseal_draft(const certs::KeyRing& keys, const DraftRecord& draft);

}  // namespace gatepost::identity
