#include "gateway/app/log_keeping.hpp"

#include <fmt/format.h>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::app {

namespace {

constexpr std::size_t key_bytes = std::size_t{1} << 14;

}  // namespace

Result<audit::NoteSigner> load_log_signer(const config::AuditSettings& settings) {
  GP_TRY(const Bytes pem, posix::read_secret_file(settings.key, key_bytes));
  GP_TRY(certs::Ed25519Key key, certs::Ed25519Key::from_pem(as_text(pem)));
  return audit::NoteSigner(settings.origin, std::move(key));
}

audit::Hashes hashes_of(exchange::View& view) {
  return [&view](unsigned level, std::uint64_t first, std::size_t count) {
    return view.audit_hashes(level, first, count);
  };
}

Result<std::optional<audit::Checkpoint>> last_copy(const config::AuditSettings& settings,
                                                   const audit::VerifierKey& key) {
  if (!settings.checkpoint_copy) return std::nullopt;
  const auto file = *settings.checkpoint_copy / checkpoint_file;
  std::error_code error;
  const auto status = std::filesystem::symlink_status(file, error);
  if (status.type() == std::filesystem::file_type::not_found) return std::nullopt;
  GP_TRY(const Bytes bytes, posix::read_file(file, audit::note_bytes));
  GP_TRY(audit::Checkpoint checkpoint, audit::open_checkpoint(as_text(bytes), key));
  return checkpoint;
}

Result<void> check_continues(exchange::View& view, const audit::Checkpoint& older) {
  GP_TRY(const audit::Head head, view.audit_head());
  if (older.size > head.size)
    return fail(
        audit::Errc::not_in_tree,
        fmt::format("a checkpoint was signed for {} entries, and the log has {}: entries {} "
                    "to {} are missing",
                    older.size, head.size, head.size, older.size - 1));
  GP_TRY(const Digest root, audit::root_at(hashes_of(view), older.size));
  if (root != older.root)
    return fail(audit::Errc::not_proven,
                fmt::format("the first {} entries are not those that a checkpoint was signed for",
                            older.size));
  return {};
}

}  // namespace gatepost::app
