#include "gateway/evidence/verify.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/evidence/cover.hpp"
#include "gateway/evidence/head.hpp"

namespace gatepost::evidence {

namespace xmldsig = formats::xmldsig;

namespace {

class Judge {
 public:
  Judge(Opened opened, const Trust& trust) : opened_(std::move(opened)), given_(trust) {}

  Verdict run() {
    build_trust();
    judge_checkpoint();
    for (const LoggedEntry& entry : package().entries) judge_entry(entry);
    judge_form();
    for (const SignedForm& receipt : package().receipts) judge_receipt(receipt);
    for (const SignedForm& reply : package().replies) judge_reply(reply);
    judge_completeness();
    judge_cover();
    verdict_.package = std::move(opened_.package);
    return std::move(verdict_);
  }

 private:
  const Package& package() const { return opened_.package; }

  void wrong(std::string_view file, std::string what, std::string right) {
    verdict_.wrong.push_back({"Evidence", std::string(file), std::move(what), std::move(right)});
  }

  // Certificates of the package are only links of a chain: the anchors are the judge's own.
  void build_trust() {
    certs::TrustStore::Input input;
    input.anchors = given_.anchors;
    input.crls_der = given_.crls_der;
    for (const Bytes& der : package().crls_der) input.crls_der.push_back(der);
    for (const Bytes& der : package().certificates_der)
      if (auto certificate = certs::Certificate::from_der(der);
          certificate && certificate->role() == certs::Role::authority)
        input.intermediates.push_back(std::move(*certificate));
    auto built = certs::TrustStore::build(std::move(input));
    if (built) {
      trust_ = std::move(*built);
    } else {
      wrong("certificates and crls", built.error().context(),
            "an authority to trust, and revocation lists of it");
    }
  }

  void judge_checkpoint() {
    const auto opened = audit::open_checkpoint(package().checkpoint, given_.log_key);
    if (opened)
      verdict_.log_size = opened->size;
    else
      wrong("checkpoint", opened.error().context(), "a checkpoint signed with the log's key");
  }

  void judge_entry(const LoggedEntry& logged) {
    const std::string file = fmt::format("log/{}.json", logged.proof.index);
    if (logged.proof.checkpoint != package().checkpoint)
      wrong(file, "its proof leads to another checkpoint than the package's",
            "one checkpoint for all");
    if (const auto proven = audit::verify_entry(logged.proof, logged.bytes, given_.log_key);
        !proven)
      return wrong(file, proven.error().context(), "an entry that its proof leads to the log from");
    const auto parsed = audit::parse_canonical(logged.bytes);
    if (!parsed || parsed->second != logged.proof.index)
      return wrong(file, "it is no entry of the log at this place", "the entry as it was hashed");
    entries_.push_back(parsed->first);
  }

  // The proven entry about a message with this event and, unless empty, rung.
  const audit::Entry* find(std::string_view message, std::string_view event,
                           std::string_view rung = {}) const {
    const auto found = std::ranges::find_if(entries_, [&](const audit::Entry& entry) {
      return entry.message == message && entry.event == event &&
             (rung.empty() || entry.rung == rung);
    });
    return found == entries_.end() ? nullptr : &*found;
  }

  std::optional<xmldsig::Verified> verified(const std::string& file, const Bytes& xml,
                                            certs::Role role, Instant at) {
    if (!trust_) return std::nullopt;
    auto made = xmldsig::verify_enveloped(xml, *trust_, role, at);
    if (made) return std::move(*made);
    wrong(file, made.error().to_string(),
          "a form as it was signed, under a certificate that was good at the time");
    return std::nullopt;
  }

  // Whether the form's own sender signed it; and where the gateway did so for a person, whether it
  // names the one whose session the log says it came from.
  void judge_signer(const std::string& file, const xmldsig::Verified& made, const Head& head,
                    const audit::Entry* accepted) {
    const auto team = made.signer.certificate.team();
    if (!team || team->str() != head.from)
      wrong(file, fmt::format("it says that it is from {}, and another team signed it", head.from),
            "a form signed by the team it is from");
    const bool by_gateway = made.signer.certificate.role() == certs::Role::custodian;
    const auto control = made.document.root().child("Control");
    const auto signed_for = control ? control->child("SignedFor") : std::nullopt;
    const auto user = signed_for ? signed_for->child("User") : std::nullopt;
    const auto id = user ? UserId::parse(user->text()) : std::nullopt;
    const std::string person = id ? audit::actor_of(*id) : std::string();
    if (by_gateway != !person.empty())
      wrong(file, "whether the gateway signed it for a person does not agree with its certificate",
            "a person's name in what the gateway signed for a team, and in nothing else");
    if (accepted != nullptr && (by_gateway || accepted->actor.starts_with("user:")) &&
        accepted->actor != person)
      wrong(file, "the log names another person than the one it was signed for",
            "the person whose session it came from");
  }

  void judge_form() {
    const audit::Entry* accepted = find(package().message, "accepted");
    if (accepted == nullptr) {
      wrong("log", "no proven entry says that the message was accepted",
            "the entry \"accepted\" of this message, with its proof");
    } else {
      verdict_.accepted_at = accepted->at;
      if (accepted->node != package().gateway)
        wrong("manifest.json", "the log says that another gateway accepted the message",
              "the name of the gateway that did");
    }
    const auto digest = xmldsig::form_digest(package().form);
    if (!digest || *digest != package().digest)
      wrong("form.xml", "its digest is not the one that the manifest names",
            "the form as it was signed");
    const auto made = verified("form.xml", package().form, certs::Role::team,
                               accepted ? accepted->at : package().made_at);
    if (!made) return;
    const Head head = head_of(made->document);
    judge_signer("form.xml", *made, head, accepted);
    if (!package().message.starts_with(head.from + "/"))
      wrong("form.xml", "it is from another team than the message",
            "the form that the message carries");
    if (accepted == nullptr) return;
    if (accepted->digest != made->digest.hex() || accepted->form != head.root)
      wrong("form.xml", "the log holds another form's digest under this message",
            "the form that was accepted");
  }

  void judge_receipt(const SignedForm& receipt) {
    const std::string file = "receipts/" + receipt.name + ".xml";
    const auto document = formats::xml::Document::parse(receipt.xml);
    const auto claimed = document ? head_of(*document).reached_at : std::nullopt;
    if (!claimed) return wrong(file, "it is no receipt", "a signed receipt");
    const auto made = verified(file, receipt.xml, certs::Role::gateway, *claimed);
    if (!made) return;
    const Head head = head_of(made->document);
    if (head.root != "Receipt" || !head.about || head.about->digest != package().digest)
      return wrong(file, "it is not a receipt about this form", "a receipt that names its digest");
    const std::string rung = lower(head.rung);
    const audit::Entry* logged =
        find(package().message, rung == "accepted" ? "accepted" : "rung-reached", rung);
    if (logged == nullptr || logged->at != *head.reached_at)
      wrong(file, "the log does not say that this rung was reached then",
            "an entry of the same rung and instant, with its proof");
    if (head.rests_on) rests_on_.emplace_back(file, *head.rests_on);
  }

  void judge_reply(const SignedForm& reply) {
    const std::string file = "replies/" + reply.name + ".xml";
    const auto document = formats::xml::Document::parse(reply.xml);
    if (!document) return wrong(file, document.error().context(), "a signed form");
    const audit::Entry* accepted = find(head_of(*document).form, "accepted");
    if (accepted == nullptr)
      return wrong(file, "no proven entry says that it was accepted", "its entry, with its proof");
    const auto made = verified(file, reply.xml, certs::Role::team, accepted->at);
    if (!made) return;
    const Head head = head_of(made->document);
    judge_signer(file, *made, head, accepted);
    if (accepted->digest != made->digest.hex())
      wrong(file, "the log holds another form's digest under its name",
            "the reply that was accepted");
    if (!head.about || head.about->digest != package().digest)
      wrong(file, "it is not about this form", "a form that names its digest");
    reply_digests_.push_back(made->digest);
  }

  // What the package says of itself must be there.
  void judge_completeness() {
    for (const auto& [file, about] : rests_on_)
      if (std::ranges::find(reply_digests_, about.digest) == reply_digests_.end())
        wrong(
            file,
            fmt::format("the form {} that it rests on is not there, or is not proven", about.form),
            "the reply with that digest");
    if (std::ranges::none_of(package().receipts,
                             [](const SignedForm& each) { return each.name == "1-accepted"; }))
      wrong("receipts", "there is no receipt that the form was accepted",
            "receipts/1-accepted.xml");
  }

  void judge_cover() {
    if (opened_.readme != cover_text(package()))
      wrong("README.txt", "it does not say what the evidence says", "the page as it was made");
    if (opened_.index_html != cover_html(package()))
      wrong("index.html", "it does not say what the evidence says", "the page as it was made");
  }

  static std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
  }

  Opened opened_;
  const Trust& given_;
  std::optional<certs::TrustStore> trust_;
  std::vector<audit::Entry> entries_;  // proven ones
  std::vector<Digest> reply_digests_;  // of proven replies
  std::vector<std::pair<std::string, About>> rests_on_;
  Verdict verdict_;
};

}  // namespace

Verdict verify(ByteView archive, const Trust& trust) {
  auto opened = from_zip(archive);
  if (opened) return Judge(std::move(*opened), trust).run();
  Verdict verdict;
  verdict.wrong = std::move(opened).error();
  return verdict;
}

}  // namespace gatepost::evidence
