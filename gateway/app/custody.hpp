// Custody: the keys that the gateway holds for teams, to sign for their people (DESIGN, "Who signs
// for people"). A folder with two files per team: `TEAM.pem`, its custodian's certificate, and
// `TEAM.key`, the private key, sealed by the key ring under "custodial-key/TEAM": a copy of the
// folder without the ring signs nothing. Immutable once loaded; thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>

#include "certs/authority.hpp"
#include "certs/seal.hpp"
#include "certs/signer.hpp"
#include "gateway/base/problem.hpp"

namespace gatepost::app {

class Custody {
 public:
  // Every key of the folder, or every problem. A folder without keys is one: then nobody can sign.
  static std::expected<Custody, Problems> load(const std::filesystem::path& folder,
                                               const certs::KeyRing& ring);
  // Puts a team's key there, over an older one; a crash amidst that leaves a pair that `load`
  // refuses, until it is put there again. Errors: posix::Errc, certs::Errc.
  static Result<void> keep(const std::filesystem::path& folder, const certs::KeyRing& ring,
                           Random& random, const TeamCode& team, const certs::IssuedKey& key);

  // Null when the gateway holds none for the team.
  const certs::Signer* signer(const TeamCode& team) const;
  const std::map<TeamCode, std::shared_ptr<const certs::Signer>>& signers() const {
    return signers_;
  }
  // When the first of them runs out.
  std::optional<Instant> first_end() const;

 private:
  std::map<TeamCode, std::shared_ptr<const certs::Signer>> signers_;
};

}  // namespace gatepost::app
