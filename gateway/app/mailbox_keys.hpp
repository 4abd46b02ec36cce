// MailboxKeys: the NHSMESH shared key and each mailbox's password (protocols/mesh.md), in one file
// sealed by the key ring.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "certs/seal.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/random.hpp"
#include "gateway/exchange/conversation.hpp"

namespace gatepost::app {

struct MailboxKeys {
  std::string shared_key;
  std::map<MailboxId, std::string> passwords;

  // Errors: posix::Errc for the file, certs::Errc for the seal, Errc::bad_request for what is
  // inside.
  static Result<MailboxKeys> load(const std::filesystem::path& file, const certs::KeyRing& ring);
  Result<void> save(const std::filesystem::path& file, const certs::KeyRing& ring,
                    Random& random) const;
};

// What the name of whoever closes a form by hand is sealed for.
std::string closing_subject(const exchange::MessageKey& form);

}  // namespace gatepost::app
