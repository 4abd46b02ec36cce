// gatepost form template|check|show, sign and verify: forms in files, without a gateway.
#include <fmt/format.h>

#include <array>

#include "formats/forms/signed_for.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/answers.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/form_file.hpp"
#include "gateway/cli/reply.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;

namespace {

Instant now() { return posix::SystemClock{}.now(); }

// Receipts are made by gateways only, so there is no template of one.
constexpr std::array kinds{
    std::pair{"lief", forms::FormType::lief},
    std::pair{"alert", forms::FormType::alert_form},
    std::pair{"clinical-part", forms::FormType::clinical_part},
    std::pair{"information-request", forms::FormType::information_request},
    std::pair{"information-reply", forms::FormType::information_reply},
    std::pair{"acknowledgement", forms::FormType::acknowledgement},
    std::pair{"response", forms::FormType::response},
    std::pair{"phone-confirmation", forms::FormType::phone_confirmation},
    std::pair{"withdrawal", forms::FormType::withdrawal},
};

std::optional<forms::FormType> template_type(const std::string& kind) {
  for (const auto& [name, type] : kinds)
    if (kind == name) return type;
  return std::nullopt;
}

Exit answer_check(const Path& file, const Problems& problems, const std::string& form,
                  Style style) {
  if (style == Style::json) {
    print_json(json::object{
        {"valid", problems.empty()}, {"form", form}, {"problems", problems_json(problems)}});
  } else if (problems.empty()) {
    say(fmt::format("{}: a complete and valid {}", file.string(), form));
  } else {
    print_problems(fmt::format("{}: {} problem{}:", file.string(), problems.size(),
                               problems.size() == 1 ? "" : "s"),
                   problems);
  }
  return problems.empty() ? Exit::yes : Exit::no;
}

}  // namespace

const std::vector<std::string>& template_kinds() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> made;
    made.reserve(kinds.size());
    for (const auto& [name, type] : kinds) made.emplace_back(name);
    return made;
  }();
  return names;
}

namespace {

Exit print_template(const std::string& kind, const std::string& sample, Style style) {
  if (style == Style::json)
    print_json(json::object{{"kind", kind}, {"xml", sample}});
  else
    fmt::print("{}", sample);
  return Exit::yes;
}

// For a conversation that has begun: the gateway says what the form is about and whom it goes to.
Exit template_about(const std::string& kind, forms::FormType type, const TemplateOptions& options) {
  if (options.client.config.empty()) {
    complain("form template: --about asks the gateway; name the team's client.toml with --config");
    return Exit::usage;
  }
  const auto client = Client::open(options.client.config);
  if (!client) return Exit::usage;
  auto message = object_of("form template", client->api("GET", "/messages/" + *options.about, {}));
  if (!message) return message.error();
  const ReplyContext context = reply_context(*message, *client);
  return print_template(kind, forms::template_form(type, context.control, context.subject),
                        options.client.style);
}

}  // namespace

Exit form_template(const std::string& kind, const TemplateOptions& options) {
  const auto type = template_type(kind);
  if (!type) {
    complain(
        fmt::format("no template \"{}\"; there are: {}", kind, fmt::join(template_kinds(), ", ")));
    return Exit::usage;
  }
  if (options.about) return template_about(kind, *type, options);
  posix::SystemRandom random;
  return print_template(kind,
                        forms::template_form(*type, {make_id<MessageId>(random),
                                                     make_id<ConversationId>(random), now()}),
                        options.client.style);
}

Exit form_check(const Path& file, Style style) {
  auto bytes = read_form_file(file);
  if (!bytes) return give_up(file.string(), bytes.error());
  auto document = formats::xml::Document::parse(*bytes);
  if (!document)
    return answer_check(
        file,
        {{"The document", file.string(), document.error().context(),
          "one well-formed XML form; `gatepost form template lief` prints a sample"}},
        "", style);
  const std::string root(document->root().name());
  const auto form = forms::read_form(*document, today_in_london(now()));
  return answer_check(file, form ? Problems{} : form.error(), root, style);
}

Exit form_show(const Path& file, Style style) {
  auto bytes = read_form_file(file);
  if (!bytes) return give_up(file.string(), bytes.error());
  auto document = formats::xml::Document::parse(*bytes);
  if (!document) return give_up(file.string(), document.error());
  const auto form = forms::read_form(*document, today_in_london(now()));
  if (!form) return answer_check(file, form.error(), "", style);
  if (style == Style::json)
    print_json(json::object{{"form", std::string(document->root().name())},
                            {"text", forms::show_form(*form)}});
  else
    fmt::print("{}", forms::show_form(*form));
  return Exit::yes;
}

Exit sign(const SignOptions& options) {
  auto bytes = read_form_file(options.file);
  if (!bytes) return give_up(options.file.string(), bytes.error());
  auto key = posix::read_secret_file(options.key, form_file_limit);
  if (!key) return give_up("--key", key.error());
  auto cert = posix::read_file(options.cert, form_file_limit);
  if (!cert) return give_up("--cert", cert.error());
  auto signer = certs::signer_from_pem(as_text(*key), as_text(*cert));
  if (!signer) return give_up("--key and --cert", signer.error());
  auto signed_form = formats::xmldsig::sign_enveloped(*bytes, **signer);
  if (!signed_form) return give_up(options.file.string(), signed_form.error());
  if (auto written = posix::write_file_durably(options.out, *signed_form, posix::Mode::secret);
      !written)
    return give_up("--out", written.error());
  const auto document = formats::xml::Document::parse(*bytes);
  const auto form = forms::read_form(*document, today_in_london(now()));
  if (options.style == Style::json) {
    print_json(json::object{{"signed", options.out.string()},
                            {"fields_valid", form.has_value()},
                            {"problems", problems_json(form ? Problems{} : form.error())}});
    return Exit::yes;
  }
  if (!form)
    print_problems("warning: signed, but a gateway will refuse this form:", form.error());
  else if ((*signer)->certificate().team() != forms::control_of(*form).from)
    complain(
        fmt::format("warning: signed, but a gateway will refuse it: the form is from {}, and the "
                    "certificate is another team's",
                    forms::control_of(*form).from.str()));
  say(fmt::format("signed: {}", options.out.string()));
  return Exit::yes;
}

namespace {

Exit verified_no(const VerifyOptions& options, const Error& error) {
  if (options.style == Style::json)
    print_json(
        json::object{{"valid", false},
                     {"error", std::string(error.library()) + "." + std::string(error.name())},
                     {"message", error.context()}});
  else
    complain(fmt::format("{}: NOT verified: {} ({}.{})", options.file.string(), error.context(),
                         error.library(), error.name()));
  return Exit::no;
}

Exit verified_yes(const VerifyOptions& options, const VerifiedForm& form) {
  const certs::Certificate& signer = form.verified.signer.certificate;
  std::string who = "gateway " + form.gateway_name;
  if (form.signing_team)
    who = form.form ? forms::signer_in_words(signer, forms::control_of(*form.form))
                    : forms::signer_in_words(signer);
  if (options.style == Style::json) {
    print_json(json::object{{"valid", true},
                            {"form", form.root},
                            {"signed_by", who},
                            {"digest", form.verified.digest.hex()},
                            {"certificate_subject", signer.subject()},
                            {"certificate_issuer", signer.issuer()},
                            {"certificate_ends", to_rfc3339(signer.not_after())},
                            {"revocation_checked", options.crl.has_value()},
                            {"fields_valid", form.form.has_value()},
                            {"problems", problems_json(form.problems)}});
    return Exit::yes;
  }
  say(fmt::format("{}: verified", options.file.string()));
  say(fmt::format("  {} signed by {}, certificate good until {}", form.root, who,
                  to_rfc3339(signer.not_after())));
  say(fmt::format("  digest {}", form.verified.digest.hex()));
  if (!options.crl) say("  revocation was not checked: give --crl to check it");
  if (!form.problems.empty())
    print_problems("  the signature is right, but the fields are not:", form.problems);
  return Exit::yes;
}

}  // namespace

Exit verify(const VerifyOptions& options) {
  Instant at = now();
  if (options.at) {
    const auto given = from_rfc3339(*options.at);
    if (!given) {
      complain("--at: give an instant such as 2026-04-02T11:00:00Z");
      return Exit::usage;
    }
    at = *given;
  }
  auto bytes = posix::read_file(options.file, form_file_limit);
  if (!bytes) return give_up(options.file.string(), bytes.error());
  auto trust = load_trust({options.trust, options.crl});
  if (!trust) {
    complain(fmt::format("--trust or --crl: {}", trust.error().to_string()));
    return Exit::usage;
  }
  auto form = verify_form(*bytes, *trust, at);
  if (!form) return verified_no(options, form.error());
  if (options.team && (!form->signing_team || form->signing_team->str() != *options.team))
    return verified_no(
        options, Error(certs::Errc::wrong_role,
                       fmt::format("signed by {}, not by {}",
                                   form->signing_team ? form->signing_team->str() : "a gateway",
                                   *options.team)));
  return verified_yes(options, *form);
}

}  // namespace gatepost::cli
