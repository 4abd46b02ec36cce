// gatepost audit key, checkpoint, prove: what an auditor takes away. Works on the log's file and
// the log's key, beside a running or stopped gateway.
#include <fmt/format.h>

#include <cstdio>

#include "gateway/app/log_keeping.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/audit_log.hpp"

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

// The signed checkpoint of the log as it is; refused when it does not continue the last copy.
Result<std::string> current_checkpoint(OpenLog& log, const audit::NoteSigner& signer) {
  GP_TRY(const auto copy, app::last_copy(*log.settings.audit, signer.verifier()));
  if (copy) GP_CHECK(app::check_continues(*log.view, *copy));
  GP_TRY(const audit::Head head, log.view->audit_head());
  return audit::sign_checkpoint(head, signer);
}

void print_text(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Result<std::string> inclusion_text(OpenLog& log, const audit::NoteSigner& signer,
                                   std::uint64_t index) {
  GP_TRY(const audit::Head head, log.view->audit_head());
  GP_TRY(auto path, audit::prove_inclusion(app::hashes_of(*log.view), index, head.size));
  GP_TRY(auto checkpoint, current_checkpoint(log, signer));
  return audit::EntryProof{index, std::move(path), std::move(checkpoint)}.str();
}

// As a witness is told (C2SP tlog-witness, add-checkpoint): the older size, the proof, a blank
// line, and the checkpoint.
Result<std::string> consistency_text(OpenLog& log, const audit::NoteSigner& signer,
                                     const Path& since) {
  GP_TRY(const Bytes bytes, posix::read_file(since, audit::note_bytes));
  GP_TRY(const auto older, audit::open_checkpoint(as_text(bytes), signer.verifier()));
  GP_CHECK(app::check_continues(*log.view, older));
  GP_TRY(const audit::Head head, log.view->audit_head());
  GP_TRY(const auto proof,
         audit::prove_consistency(app::hashes_of(*log.view), {older.size, head.size}));
  GP_TRY(const std::string checkpoint, current_checkpoint(log, signer));
  std::string text = fmt::format("old {}\n", older.size);
  for (const Digest& hash : proof) text += to_base64(hash.view()) + "\n";
  return text + "\n" + checkpoint;
}

}  // namespace

Exit audit_key(const Path& config, Style style) {
  auto settings = config::GatewaySettings::load(config);
  if (!settings) {
    print_problems(fmt::format("{}:", config.string()), settings.error());
    return Exit::usage;
  }
  const auto signer = signer_of(*settings);
  if (!signer) return Exit::usage;
  if (style == Style::json)
    print_json(json::object{{"log_key", signer->verifier().str()}});
  else
    say(signer->verifier().str());
  return Exit::yes;
}

Exit audit_checkpoint(const Path& config) {
  auto log = open_log(config);
  const auto signer = log ? signer_of(log->settings) : std::nullopt;
  if (!signer) return Exit::usage;
  const auto checkpoint = current_checkpoint(*log, *signer);
  if (!checkpoint) return give_up("audit checkpoint: not signed", checkpoint.error());
  print_text(*checkpoint);
  return Exit::yes;
}

Exit audit_prove(const AuditProveOptions& options) {
  if (options.index.has_value() == options.since.has_value()) {
    complain("audit prove: name an entry's index, or an older checkpoint with --since");
    return Exit::usage;
  }
  auto log = open_log(options.config);
  const auto signer = log ? signer_of(log->settings) : std::nullopt;
  if (!signer) return Exit::usage;
  const auto text = options.index ? inclusion_text(*log, *signer, *options.index)
                                  : consistency_text(*log, *signer, *options.since);
  if (!text) return give_up("audit prove", text.error());
  print_text(*text);
  return Exit::yes;
}

}  // namespace gatepost::cli
