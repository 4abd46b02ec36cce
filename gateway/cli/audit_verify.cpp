// gatepost audit verify: recomputes the whole log.
#include <fmt/format.h>

#include "gateway/app/log_keeping.hpp"
#include "gateway/audit/verifier.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/audit_log.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

// Which key checkpoints are verified with: the given one, or that of the settings.
std::optional<audit::VerifierKey> key_for(const config::GatewaySettings& settings,
                                          const std::optional<std::string>& given) {
  if (given) return verifier_key(*given);
  if (!settings.audit) {
    complain("audit verify: without [audit] in the settings, give --log-key with --since");
    return std::nullopt;
  }
  auto signer = app::load_log_signer(*settings.audit);
  if (signer) return signer->verifier();
  complain(fmt::format("[audit] key: {}; or give --log-key", signer.error().context()));
  return std::nullopt;
}

// The checkpoints to compare with: the one given, or else the copy that the gateway last wrote.
// Nothing when one cannot be read, which has been printed.
std::optional<std::vector<audit::Checkpoint>> checkpoints_for(
    const config::GatewaySettings& settings, const AuditVerifyOptions& options) {
  std::vector<audit::Checkpoint> found;
  if (options.since) {
    const auto key = key_for(settings, options.log_key);
    if (!key) return std::nullopt;
    const auto bytes = posix::read_file(*options.since, audit::note_bytes);
    auto opened = bytes ? audit::open_checkpoint(as_text(*bytes), *key)
                        : Result<audit::Checkpoint>(std::unexpected(bytes.error()));
    if (!opened) {
      complain(fmt::format("--since {}: {}", options.since->string(), opened.error().context()));
      return std::nullopt;
    }
    found.push_back(std::move(*opened));
    return found;
  }
  if (!settings.audit || !settings.audit->checkpoint_copy) return found;
  const auto key = key_for(settings, options.log_key);
  if (!key) return std::nullopt;
  auto copy = app::last_copy(*settings.audit, *key);
  if (!copy) {
    complain(fmt::format("[audit] checkpoint_copy: {}", copy.error().context()));
    return std::nullopt;
  }
  if (*copy) found.push_back(std::move(**copy));
  return found;
}

struct Outcome {
  audit::Verification found;
  audit::Head head;
};

// Rows come from one connection and kept hashes from another, because the next page is read while
// this one is verified.
Result<Outcome> recompute(exchange::View& view, exchange::View& kept,
                          const std::vector<audit::Checkpoint>& since) {
  Outcome outcome;
  GP_TRY(outcome.head, view.audit_head());
  audit::Verifier verifier(outcome.head);
  for (const audit::Checkpoint& checkpoint : since) verifier.expect(checkpoint);
  Result<bool> well = true;
  GP_CHECK(each_page(view, [&](const std::vector<audit::Row>& rows) {
    for (const audit::Row& row : rows)
      if (!verifier.add(row)) return false;
    well = verifier.check_kept(app::hashes_of(kept));
    return well && *well;
  }));
  if (!well) return std::unexpected(well.error());
  GP_CHECK(verifier.check_kept(app::hashes_of(kept)));
  outcome.found = verifier.finish();
  return outcome;
}

void print_json_outcome(const Outcome& outcome, const std::vector<audit::Checkpoint>& since) {
  const audit::Verification& found = outcome.found;
  json::object made{{"verified", found.wrong.empty()},
                    {"entries", found.checked},
                    {"size", outcome.head.size},
                    {"root", outcome.head.root.hex()},
                    {"first_bad", nullptr},
                    {"wrong", found.wrong},
                    {"since", nullptr}};
  if (found.first_bad) made["first_bad"] = *found.first_bad;
  if (!since.empty()) made["since"] = since.front().size;
  print_json(made);
}

}  // namespace

Exit audit_verify(const AuditVerifyOptions& options) {
  const auto settings = load_settings(options.config);
  const auto since = settings ? checkpoints_for(*settings, options) : std::nullopt;
  const auto view = since ? open_view(*settings) : nullptr;
  const auto kept = view ? open_view(*settings) : nullptr;
  if (!kept) return Exit::usage;
  auto outcome = recompute(*view, *kept, *since);
  if (!outcome && outcome.error().is(exchange::StoreErrc::corrupt)) {
    // Of a damaged head no more can be said than that.
    outcome = Outcome{
        {0, std::nullopt, "the log's head cannot be read: " + outcome.error().context()}, {}};
  }
  if (!outcome) return give_up("audit", outcome.error());
  const audit::Verification& found = outcome->found;
  if (options.style == Style::json) {
    print_json_outcome(*outcome, *since);
  } else if (found.wrong.empty()) {
    say(fmt::format("verified: {} entries, root {}", found.checked, outcome->head.root.hex()));
    for (const audit::Checkpoint& checkpoint : *since)
      say(fmt::format("it continues the checkpoint of {} entries", checkpoint.size));
  } else {
    complain(fmt::format("NOT verified: {}", found.wrong));
  }
  return found.wrong.empty() ? Exit::yes : Exit::no;
}

}  // namespace gatepost::cli
