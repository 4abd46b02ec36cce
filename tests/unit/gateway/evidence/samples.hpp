// A whole package of evidence, made as a gateway makes one: a development authority, a signed LIEF,
// receipts, an acknowledgement, a log and its checkpoint.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "certs/authority.hpp"
#include "certs/signer.hpp"
#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/audit/proof.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/evidence/verify.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/unit/gateway/base/temporary_folder.hpp"

namespace gatepost::evidence::test {

namespace forms = formats::forms;

class World {
 public:
  const Instant now = *from_rfc3339("2026-04-02T11:00:00.250Z");

  World()
      : authority_(*certs::DevelopmentAuthority::create(folder_.path() / "pki", "Test",
                                                        now - std::chrono::days{1}, random_)),
        prison_(signer(certs::Role::team, "BXI-PSI")),
        spoc_(signer(certs::Role::team, "LAMBETH-SPOC")),
        custodian_(signer(certs::Role::custodian, "BXI-PSI")),
        gateway_(signer(certs::Role::gateway, "demo")),
        log_("gatepost.example/log", certs::Ed25519Key::generate(random_)) {
    make_form();
    make_acknowledgement();
    receipts_.push_back(receipt(forms::Receipt::Rung::accepted, now, {}));
    receipts_.push_back(receipt(forms::Receipt::Rung::acknowledged, answered,
                                forms::Subject{team("LAMBETH-SPOC"), reply_id_, reply_digest_}));
    make_log();
  }

  const Instant answered = now + std::chrono::seconds{90};

  Package package() const {
    Package made;
    made.gateway = "demo";
    made.made_at = now + std::chrono::hours{1};
    made.message = "BXI-PSI/" + form_id_.str();
    made.digest = form_digest_;
    made.form = form_;
    made.receipts = {{"1-accepted", receipts_[0]}, {"3-acknowledged", receipts_[1]}};
    made.replies = {{"0001-Acknowledgement", reply_}};
    made.certificates_der = {authority_.certificate().der()};
    made.crls_der = crls();
    made.checkpoint = *audit::sign_checkpoint(head_, log_);
    for (std::uint64_t index = 0; index < rows_.size(); ++index)
      if (index != other_entry) made.entries.push_back(logged(index));
    return made;
  }

  LoggedEntry logged(std::uint64_t index) const {
    const audit::Hashes hashes = [this](unsigned level, std::uint64_t first, std::size_t count) {
      std::vector<Digest> found;
      for (std::size_t i = 0; level == 0 && i < count && first + i < rows_.size(); ++i)
        found.push_back(audit::leaf_hash(rows_[static_cast<std::size_t>(first) + i]));
      return Result<std::vector<Digest>>(found);
    };
    return {rows_[static_cast<std::size_t>(index)],
            {index, *audit::prove_inclusion(hashes, index, head_.size),
             *audit::sign_checkpoint(head_, log_)}};
  }

  Trust trust() const { return {{authority_.certificate()}, {}, log_.verifier()}; }
  const certs::Signer& prison() const { return *prison_; }
  const certs::Signer& spoc() const { return *spoc_; }
  const audit::NoteSigner& log() const { return log_; }
  const audit::Head& head() const { return head_; }
  std::vector<Bytes> crls() const {
    return *certs::crls_from_file_bytes(
        *posix::read_file(folder_.path() / "pki/crl.pem", std::size_t{1} << 20));
  }
  // An accepted receipt that says another thing, well signed.
  Bytes receipt_reached(Instant at) { return receipt(forms::Receipt::Rung::accepted, at, {}); }
  Bytes signed_lief(const certs::Signer& by) {
    return sign(unsigned_lief(make_id<MessageId>(random_)), by);
  }
  // What the gateway signs for a person of the prison; and what it never does, without naming them.
  const certs::Signer& custodian() const { return *custodian_; }
  Bytes lief_for(const UserId& user, const certs::Signer& by) {
    std::string text = unsigned_lief(make_id<MessageId>(random_));
    const std::string name = "<SignedFor><User>" + user.str() +
                             "</User><Name>Jo Example</Name><Authentication>PASSWORD_AND_TOTP"
                             "</Authentication><AuthenticatedAt>2026-04-02T10:00:00Z"
                             "</AuthenticatedAt></SignedFor>";
    return sign(text.insert(text.find("</Control>"), name), by);
  }

  // Entry 0 is about the form, 1 about another message, 2 and 3 about reply and rung.
  static constexpr std::uint64_t other_entry = 1;

 private:
  static TeamCode team(const char* code) { return *TeamCode::parse(code); }

  std::unique_ptr<certs::Signer> signer(certs::Role role, const char* name) {
    certs::DevelopmentAuthority::Request request;
    request.role = role;
    request.name = name;
    const auto issued = *authority_.issue(request, now - std::chrono::days{1}, random_);
    return *certs::signer_from_pem(issued.key_pem, issued.cert_pem);
  }
  static Bytes sign(const std::string& text, const certs::Signer& by) {
    return *formats::xmldsig::sign_enveloped(as_bytes(text), by);
  }
  std::string unsigned_lief(const MessageId& id) {
    const forms::TemplateIds ids{id, conversation_, now};
    return forms::strip_comments(forms::template_form(forms::FormType::lief, ids));
  }
  void make_form() {
    form_id_ = make_id<MessageId>(random_);
    conversation_ = make_id<ConversationId>(random_);
    form_ = sign(unsigned_lief(form_id_), *prison_);
    form_digest_ = *formats::xmldsig::form_digest(form_);
  }
  forms::Control control(const char* from, const char* to, Instant at) {
    forms::Control made;
    made.message_id = make_id<MessageId>(random_);
    made.conversation_id = conversation_;
    made.created_at = at;
    made.from = team(from);
    made.to_team = team(to);
    return made;
  }
  void make_acknowledgement() {
    forms::Acknowledgement made;
    made.control = control("LAMBETH-SPOC", "BXI-PSI", answered);
    made.subject = {team("BXI-PSI"), form_id_, form_digest_};
    made.received_at = answered;
    reply_id_ = made.control.message_id;
    reply_ = sign(forms::write_form(made), *spoc_);
    reply_digest_ = *formats::xmldsig::form_digest(reply_);
  }
  Bytes receipt(forms::Receipt::Rung rung, Instant at, std::optional<forms::Subject> rests_on) {
    forms::Receipt made;
    made.control = control("GATEPOST", "BXI-PSI", at);
    made.subject = {team("BXI-PSI"), form_id_, form_digest_};
    made.recipient = team("LAMBETH-SPOC");
    made.rung = rung;
    made.reached_at = at;
    made.evidence = rests_on;
    return sign(forms::write_form(made), *gateway_);
  }
  void log_entry(audit::Entry entry, std::string message, std::string form, Digest digest) {
    entry.message = std::move(message);
    entry.form = std::move(form);
    if (digest != Digest{}) entry.digest = digest.hex();
    rows_.push_back(audit::canonical(entry, head_.size));
    audit::append_leaf(head_, audit::leaf_hash(rows_.back()));
    audit::finish_root(head_);
  }
  void make_log() {
    audit::Entry accepted;
    accepted.event = "accepted";
    accepted.rung = "accepted";
    accepted.node = "demo";
    accepted.at = now;
    log_entry(accepted, "BXI-PSI/" + form_id_.str(), "LIEF", form_digest_);
    log_entry(accepted, "BXI-PSI/" + make_uuid(random_), "LIEF", Digest{});
    accepted.at = answered;
    log_entry(accepted, "LAMBETH-SPOC/" + reply_id_.str(), "Acknowledgement", reply_digest_);
    accepted.event = "rung-reached";
    accepted.rung = "acknowledged";
    log_entry(accepted, "BXI-PSI/" + form_id_.str(), {}, {});
  }

  gatepost::test::TemporaryFolder folder_;
  tests::SeededRandom random_{20260402};
  certs::DevelopmentAuthority authority_;
  std::unique_ptr<certs::Signer> prison_, spoc_, custodian_, gateway_;
  audit::NoteSigner log_;
  Bytes form_, reply_;
  Digest form_digest_, reply_digest_;
  MessageId form_id_, reply_id_;
  ConversationId conversation_;
  std::vector<Bytes> receipts_;
  std::vector<std::string> rows_;
  audit::Head head_ = audit::empty_head();
};

}  // namespace gatepost::evidence::test
