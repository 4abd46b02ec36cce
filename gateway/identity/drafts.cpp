#include "gateway/identity/drafts.hpp"

#include "certs/sealed_text.hpp"

namespace gatepost::identity {

namespace {

std::string subject_of(const DraftId& id) { return "draft/" + id.str(); }

}  // namespace

Result<Bytes> seal_draft(const certs::KeyRing& keys, Random& random, const DraftId& id,
                         std::string_view content) {
  return certs::seal_text(keys, random, subject_of(id), content);
}

Result<std::string> unseal_draft(const certs::KeyRing& keys, const DraftRecord& draft) {
  return certs::unseal_text(keys, subject_of(draft.id), draft.content);
}

}  // namespace gatepost::identity
