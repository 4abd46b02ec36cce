// gatepost audit key, checkpoint, prove: what an auditor takes away. Works on the log's file and
// the log's key, beside a running or stopped gateway.
#include <fmt/format.h>

#include <cstdio>

#include "gateway/app/log_keeping.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/audit_log.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

std::optional<audit::NoteSigner> signer_of(const config::GatewaySettings& settings) {
  if (!settings.audit) {
    complain("the settings have no [audit]: there is no key that signs the log");
    return std::nullopt;
  }
  auto signer = app::load_log_signer(*settings.audit);
  if (signer) return std::move(*signer);
  complain(fmt::format("[audit] key: {}", signer.error().context()));
  return std::nullopt;
}

// What proofs are made from. A log that does not continue the last copy is not opened.
struct ProvableLog {
  audit::NoteSigner signer;
  std::unique_ptr<exchange::View> view;
  audit::Head head;
  std::string checkpoint;  // of the head, signed
};

Result<ProvableLog> provable(const config::GatewaySettings& settings, audit::NoteSigner signer) {
  GP_TRY(const auto copy, app::last_copy(*settings.audit, signer.verifier()));
  GP_TRY(auto view, store::sqlite::open_sqlite_readonly(settings.state / "gatepost.db"));
  if (copy) GP_CHECK(app::check_continues(*view, *copy));
  GP_TRY(audit::Head head, view->audit_head());
  GP_TRY(std::string checkpoint, audit::sign_checkpoint(head, signer));
  return ProvableLog{std::move(signer), std::move(view), std::move(head), std::move(checkpoint)};
}

void print_text(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Result<std::string> inclusion_text(const ProvableLog& log, std::uint64_t index) {
  GP_TRY(auto path, audit::prove_inclusion(app::hashes_of(*log.view), index, log.head.size));
  return audit::EntryProof{index, std::move(path), log.checkpoint}.str();
}

// As a witness is told (C2SP tlog-witness, add-checkpoint): the older size, the proof, a blank
// line, and the checkpoint.
Result<std::string> consistency_text(const ProvableLog& log, const Path& since) {
  GP_TRY(const Bytes bytes, posix::read_file(since, audit::note_bytes));
  GP_TRY(const auto older, audit::open_checkpoint(as_text(bytes), log.signer.verifier()));
  GP_CHECK(app::check_continues(*log.view, older));
  GP_TRY(const auto proof,
         audit::prove_consistency(app::hashes_of(*log.view), {older.size, log.head.size}));
  std::string text = fmt::format("old {}\n", older.size);
  for (const Digest& hash : proof) text += to_base64(hash.view()) + "\n";
  return text + "\n" + log.checkpoint;
}

}  // namespace

Exit audit_key(const Path& config, Style style) {
  const auto settings = load_settings(config);
  const auto signer = settings ? signer_of(*settings) : std::nullopt;
  if (!signer) return Exit::usage;
  if (style == Style::json)
    print_json(json::object{{"log_key", signer->verifier().str()}});
  else
    say(signer->verifier().str());
  return Exit::yes;
}

Exit audit_checkpoint(const Path& config) {
  const auto settings = load_settings(config);
  auto signer = settings ? signer_of(*settings) : std::nullopt;
  if (!signer) return Exit::usage;
  const auto log = provable(*settings, std::move(*signer));
  if (!log) return give_up("audit checkpoint: not signed", log.error());
  print_text(log->checkpoint);
  return Exit::yes;
}

Exit audit_prove(const AuditProveOptions& options) {
  if (options.index.has_value() == options.since.has_value()) {
    complain("audit prove: name an entry's index, or an older checkpoint with --since");
    return Exit::usage;
  }
  const auto settings = load_settings(options.config);
  auto signer = settings ? signer_of(*settings) : std::nullopt;
  if (!signer) return Exit::usage;
  const auto log = provable(*settings, std::move(*signer));
  if (!log) return give_up("audit prove", log.error());
  const auto text =
      options.index ? inclusion_text(*log, *options.index) : consistency_text(*log, *options.since);
  if (!text) return give_up("audit prove", text.error());
  print_text(*text);
  return Exit::yes;
}

}  // namespace gatepost::cli
