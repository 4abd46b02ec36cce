// gatepost evidence: a message's evidence out of the gateway, and the judgement of it without one.
#include <fmt/format.h>

#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/answers.hpp"
#include "gateway/cli/audit_log.hpp"
#include "gateway/cli/client.hpp"
#include "gateway/cli/keep.hpp"
#include "gateway/evidence/verify.hpp"

namespace gatepost::cli {

namespace json = boost::json;

Exit evidence_export(const EvidenceExportOptions& evidence, const ClientOptions& options) {
  if (is_there(evidence.out)) {
    complain(fmt::format("evidence export: {} is there already: give another name",
                         evidence.out.string()));
    return Exit::usage;
  }
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  auto answer = client->api("GET", "/messages/" + evidence.id + "/evidence", {});
  if (!answer) return give_up("evidence export", answer.error());
  if (answer->status != 200) {
    const ServerRefusal refusal = refusal_of(*answer);
    complain(fmt::format("evidence export: {}", refusal.text));
    return refusal.status >= 500 ? Exit::unreachable : Exit::no;
  }
  // It holds personal data, so that nobody else may read it.
  if (auto written = posix::write_file_durably(evidence.out, answer->body, posix::Mode::secret);
      !written)
    return give_up("evidence export", written.error());
  if (options.style == Style::json)
    print_json(json::object{{"file", evidence.out.string()}, {"bytes", answer->body.size()}});
  else
    say(fmt::format("{}: {} bytes. It holds the form itself: keep it as you would the form.",
                    evidence.out.string(), answer->body.size()));
  return Exit::yes;
}

namespace {

std::optional<evidence::Trust> trust_of(const EvidenceVerifyOptions& options) {
  evidence::Trust trust;
  const auto key = verifier_key(options.log_key);
  if (!key) return std::nullopt;
  trust.log_key = *key;
  auto read = [&]() -> Result<void> {
    GP_TRY(const Bytes anchors, posix::read_file(options.trust, form_file_limit));
    GP_TRY(trust.anchors, certs::Certificate::all_from_pem(as_text(anchors)));
    if (!options.crl) return {};
    GP_TRY(const Bytes crl, posix::read_file(*options.crl, form_file_limit));
    GP_TRY(trust.crls_der, certs::crls_from_file_bytes(crl));
    return {};
  }();
  if (read) return trust;
  complain(fmt::format("evidence verify: {}", read.error().context()));
  return std::nullopt;
}

void print_verdict(const evidence::Verdict& verdict, const EvidenceVerifyOptions& options) {
  const evidence::Package& package = verdict.package;
  if (!verdict.wrong.empty()) {
    print_problems(fmt::format("{}: NOT proven:", options.file.string()), verdict.wrong);
    return;
  }
  say(fmt::format("{}: proven", options.file.string()));
  say(fmt::format("  message   {}", package.message));
  say(fmt::format("  accepted  {}", verdict.accepted_at ? to_rfc3339(*verdict.accepted_at) : ""));
  say(fmt::format("  digest    {}", package.digest.hex()));
  for (const auto& receipt : package.receipts) say(fmt::format("  receipt   {}", receipt.name));
  for (const auto& reply : package.replies) say(fmt::format("  reply     {}", reply.name));
  say(fmt::format("  {} entries of a log of {}, signed with {}", package.entries.size(),
                  verdict.log_size, options.log_key));
}

}  // namespace

Exit evidence_verify(const EvidenceVerifyOptions& options) {
  const auto trust = trust_of(options);
  if (!trust) return Exit::usage;
  const auto archive = posix::read_file(options.file, evidence::package_limits.total_bytes);
  if (!archive) return give_up("evidence verify", archive.error());
  const evidence::Verdict verdict = evidence::verify(*archive, *trust);
  const bool proven = verdict.wrong.empty();
  if (options.style == Style::json) {
    json::object made{{"proven", proven},
                      {"message", verdict.package.message},
                      {"digest", verdict.package.digest.hex()},
                      {"accepted_at", nullptr},
                      {"log_size", verdict.log_size},
                      {"problems", problems_json(verdict.wrong)}};
    if (verdict.accepted_at) made["accepted_at"] = to_rfc3339(*verdict.accepted_at);
    print_json(made);
  } else {
    print_verdict(verdict, options);
  }
  return proven ? Exit::yes : Exit::no;
}

}  // namespace gatepost::cli
