#include "gateway/cli/form_file.hpp"

#include <fmt/format.h>

#include "config/calendar.hpp"
#include "config/samples.hpp"
#include "formats/forms/comments.hpp"
#include "formats/forms/signed_for.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace xmldsig = formats::xmldsig;

namespace {

std::string text_of(const formats::xml::Element& root, std::string_view first,
                    std::string_view second) {
  const auto outer = root.child(first);
  const auto inner = outer ? outer->child(second) : std::nullopt;
  return inner ? inner->text() : std::string{};
}

}  // namespace

bool looks_signed(ByteView bytes) {
  return as_text(bytes).find(":Signature") != std::string_view::npos ||
         as_text(bytes).find("<Signature") != std::string_view::npos;
}

Bytes without_draft_comments(Bytes bytes) {
  return looks_signed(bytes) ? std::move(bytes) : to_bytes(forms::strip_comments(as_text(bytes)));
}

Result<Bytes> read_form_file(const std::filesystem::path& file) {
  GP_TRY(Bytes bytes, posix::read_file(file, form_file_limit));
  return without_draft_comments(std::move(bytes));
}

std::optional<FormHead> head_of(const formats::xml::Document& document) {
  const auto root = document.root();
  const auto type = forms::type_from_root(root.name());
  const auto id = MessageId::parse(text_of(root, "Control", "MessageId"));
  const auto conversation = ConversationId::parse(text_of(root, "Control", "ConversationId"));
  if (!type || !id || !conversation) return std::nullopt;
  return FormHead{*type, *id, *conversation};
}

std::chrono::year_month_day today_in_london(Instant now) {
  if (auto calendar = config::Calendar::from_bank_holidays_json(config::bank_holidays_json()))
    return calendar->local_date(now);
  return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(now)};
}

Result<certs::TrustStore> load_trust(const TrustFiles& files) {
  certs::TrustStore::Input input;
  GP_TRY(const Bytes trust, posix::read_file(files.trust, form_file_limit));
  GP_TRY(input.anchors, certs::Certificate::all_from_pem(as_text(trust)));
  input.revocation = certs::TrustStore::Input::Revocation::not_checked;
  if (files.crl) {
    GP_TRY(const Bytes crl, posix::read_file(*files.crl, form_file_limit));
    GP_TRY(input.crls_der, certs::crls_from_file_bytes(crl));
    input.revocation = certs::TrustStore::Input::Revocation::required;
  }
  return certs::TrustStore::build(std::move(input));
}

Result<VerifiedForm> verify_form(ByteView bytes, const certs::TrustStore& trust, Instant at) {
  GP_TRY(const auto document, formats::xml::Document::parse(bytes));
  const std::string root(document.root().name());
  const auto role = root == "Receipt" ? certs::Role::gateway : certs::Role::team;
  GP_TRY(xmldsig::Verified verified, xmldsig::verify_enveloped(bytes, trust, role, at));
  const certs::Certificate& signer = verified.signer.certificate;
  VerifiedForm made{verified, root, signer.team(), signer.gateway_name(), std::nullopt, {}};
  const std::string from = text_of(verified.document.root(), "Control", "From");
  if (role == certs::Role::team && (!made.signing_team || made.signing_team->str() != from))
    return fail(certs::Errc::wrong_role,
                fmt::format("the form says it is from another team than {}, which signed it",
                            made.signing_team ? made.signing_team->str() : "nobody"));
  auto form = forms::read_form(verified.document, today_in_london(at));
  if (form) {
    if (role == certs::Role::team)
      GP_CHECK(forms::check_signed_for(signer, forms::control_of(*form)));
    made.form = std::move(*form);
  }
  if (!form) made.problems = std::move(form).error();
  return made;
}

}  // namespace gatepost::cli
