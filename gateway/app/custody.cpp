#include "gateway/app/custody.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "certs/sealed_text.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t file_limit = std::size_t{64} << 10;
constexpr std::string_view certificate_suffix = ".pem";
constexpr std::string_view key_suffix = ".key";

std::string subject_of(const TeamCode& team) { return "custodial-key/" + team.str(); }

fs::path file_of(const fs::path& folder, const TeamCode& team, std::string_view suffix) {
  return folder / (team.str() + std::string(suffix));
}

Result<std::unique_ptr<certs::Signer>> load_one(const fs::path& folder, const certs::KeyRing& ring,
                                                const TeamCode& team) {
  GP_TRY(const Bytes certificate,
         posix::read_file(file_of(folder, team, certificate_suffix), file_limit));
  GP_TRY(const Bytes sealed,
         posix::read_secret_file(file_of(folder, team, key_suffix), file_limit));
  GP_TRY(const std::string key, certs::unseal_text(ring, subject_of(team), sealed));
  GP_TRY(auto signer, certs::signer_from_pem(key, as_text(certificate)));
  if (signer->certificate().role() != certs::Role::custodian ||
      signer->certificate().team() != team)
    return fail(certs::Errc::wrong_role,
                fmt::format("the certificate is not the custodian's of {}", team.str()));
  return signer;
}

}  // namespace

std::expected<Custody, Problems> Custody::load(const fs::path& folder, const certs::KeyRing& ring) {
  Custody custody;
  Problems problems;
  const auto complain = [&](const fs::path& path, std::string wrong) {
    problems.push_back({"[custody] keys", path.string(), std::move(wrong),
                        "TEAM.pem and TEAM.key as `gatepost custody issue` writes them"});
  };
  std::error_code failed;
  fs::directory_iterator entries(folder, failed);
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
    const fs::path path = entries->path();
    if (path.extension() != certificate_suffix) continue;
    const auto team = TeamCode::parse(path.stem().string());
    if (!team) {
      complain(path, "its name is not a team's code");
      continue;
    }
    if (auto signer = load_one(folder, ring, *team))
      custody.signers_.emplace(*team, std::move(*signer));
    else
      complain(path, signer.error().context());
  }
  if (failed) complain(folder, failed.message());
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return custody;
}

Result<void> Custody::keep(const fs::path& folder, const certs::KeyRing& ring, Random& random,
                           const TeamCode& team, const certs::IssuedKey& key) {
  GP_CHECK(posix::make_folder(folder, posix::Mode::secret));
  GP_TRY(const Bytes sealed, certs::seal_text(ring, random, subject_of(team), key.key_pem));
  // The key first: a team's first certificate is never there without its key, which the next start
  // would refuse. Over an older pair, a crash between the two leaves a key and a certificate that
  // do not belong together: the next start says so, and issuing once more mends it.
  GP_CHECK(
      posix::write_file_durably(file_of(folder, team, key_suffix), sealed, posix::Mode::secret));
  return posix::write_file_durably(file_of(folder, team, certificate_suffix),
                                   as_bytes(key.cert_pem), posix::Mode::shared);
}

const certs::Signer* Custody::signer(const TeamCode& team) const {
  const auto found = signers_.find(team);
  return found == signers_.end() ? nullptr : found->second.get();
}

std::optional<Instant> Custody::first_end() const {
  std::optional<Instant> first;
  for (const auto& [team, signer] : signers_) {
    const Instant end = signer->certificate().not_after();
    first = std::min(first.value_or(end), end);
  }
  return first;
}

}  // namespace gatepost::app
