// Gateway: the log's read endpoints, and what evidence needs kept.
#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/app/log_keeping.hpp"

namespace gatepost::app {

namespace asio = boost::asio;
using audit::TilePath;

namespace {

Error no_such_tile() {
  return Error(Errc::not_found, "the log has no such tile: ask for those of a checkpoint's size");
}

bool may_read_entries(const Caller& caller) {
  const auto& audit = caller.configuration->settings.audit;
  return audit && std::ranges::find(audit->readers, caller.team) != audit->readers.end();
}

Answer<Bytes> read_bundle(exchange::View& view, const TilePath& path) {
  GP_TRY_ANSWER(const auto rows, view.audit_rows(path.first(), path.width));
  Bytes bundle;
  std::uint64_t next = path.first();
  for (const audit::Row& row : rows) {
    if (row.columns != audit::Row::Columns::sound || row.index != next++)
      return refuse(Error(audit::Errc::altered, "the log is damaged here"));
    if (auto added = audit::append_to_bundle(bundle, row.bytes); !added)
      return refuse(std::move(added).error());
  }
  if (rows.size() != path.width) return refuse(no_such_tile());
  return bundle;
}

}  // namespace

Answer<std::string> Gateway::signed_checkpoint(const Configuration& configuration,
                                               const audit::Head& head) const {
  if (!configuration.log_signer)
    return refuse(
        Error(Errc::not_found, "this gateway signs no log: its settings have no [audit]"));
  const LogState state = log_state_;
  const bool has_copy =
      configuration.settings.audit && configuration.settings.audit->checkpoint_copy;
  if (state == LogState::forked || (state == LogState::unchecked && has_copy))
    return refuse(
        Error(Errc::unavailable, state == LogState::forked
                                     ? "the log does not continue what was signed before"
                                     : "the log was not yet compared with what was signed before"));
  GP_TRY_ANSWER(std::string note, audit::sign_checkpoint(head, *configuration.log_signer));
  return note;
}

asio::awaitable<Answer<std::string>> Gateway::log_checkpoint(Caller caller) {
  co_return co_await parts_.workers.run([this, &caller]() -> Answer<std::string> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const audit::Head head, view->audit_head());
    return signed_checkpoint(*caller.configuration, head);
  });
}

asio::awaitable<Answer<Bytes>> Gateway::log_tile(Caller caller, TilePath path) {
  if (path.kind == TilePath::Kind::entries && !may_read_entries(caller))
    co_return refuse(Error(Errc::not_a_reader,
                           "entries name all teams: only those of [audit] readers may read them"));
  co_return co_await parts_.workers.run([this, path]() -> Answer<Bytes> {
    GP_TRY_ANSWER(auto view, parts_.store.view());
    GP_TRY_ANSWER(const audit::Head head, view->audit_head());
    if (!path.exists_at(head.size)) return refuse(no_such_tile());
    if (path.kind == TilePath::Kind::entries) return read_bundle(*view, path);
    GP_TRY_ANSWER(Bytes tile, audit::tile_bytes(path, head.size, hashes_of(*view)));
    return tile;
  });
}

asio::awaitable<void> Gateway::keep_crls(ConfigurationPtr configuration) {
  exchange::Work work;
  work.run = [configuration](exchange::Transaction& transaction) -> Result<std::string> {
    for (const Bytes& der : configuration->crls)
      GP_CHECK(transaction.keep_crl(certs::sha256(der), der));
    return std::string{};
  };
  auto kept = co_await submit(std::move(work));
  if (!kept) parts_.log.error("crls-not-kept", {{"error", kept.error()}});
}

}  // namespace gatepost::app
