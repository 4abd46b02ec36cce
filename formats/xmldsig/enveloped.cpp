#include "formats/xmldsig/enveloped.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "certs/digest.hpp"
#include "formats/xmldsig/signed_info.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::formats::xmldsig {

ErrorInfo error_info(Errc code) {
  constexpr std::string_view library = "formats.xmldsig";
  switch (code) {
    case Errc::not_signed:
      return {library, "not_signed"};
    case Errc::wrong_shape:
      return {library, "wrong_shape"};
    case Errc::wrong_algorithm:
      return {library, "wrong_algorithm"};
    case Errc::bad_base64:
      return {library, "bad_base64"};
    case Errc::bad_certificate:
      return {library, "bad_certificate"};
    case Errc::bad_signature:
      return {library, "bad_signature"};
    case Errc::changed:
      return {library, "changed"};
  }
  return {library, "unknown"};
}

namespace {

using xml::Document;
using xml::Element;

constexpr std::array transforms{uri::enveloped, uri::exclusive_c14n};

// Elements of the signature namespace at or below `element`, the inside of a ds:Signature not
// counted: one stray ds:Object is as suspicious as a second signature. Recursion is bounded by
// limits::xml_depth.
int count_dsig(const Element& element) {
  if (element.namespace_uri() == dsig_namespace) return 1;
  int count = 0;
  for (const auto& child : element.children()) count += count_dsig(child);
  return count;
}

// The one ds:Signature, last child of the root; nothing when the document has no dsig element at
// all. Errors: wrong_shape.
Result<std::optional<Element>> find_signature(const Document& document) {
  const auto root = document.root();
  const int count = count_dsig(root);
  if (count == 0) return std::nullopt;
  if (root.namespace_uri() == dsig_namespace) {
    return fail(Errc::wrong_shape, "the root is a part of a signature");
  }
  if (count > 1) return fail(Errc::wrong_shape, "more than one signature element");
  const auto children = root.children();
  if (children.empty() || !is_dsig(children.back(), "Signature")) {
    return fail(Errc::wrong_shape, "the signature is not the last child of the root");
  }
  return children.back();
}

// SECURITY-AND-FAULTS, "exactly one shape", point 2: what may stand in a form's SignedInfo.
Result<certs::Algorithm> check_policy(const SignedInfo& info) {
  if (info.canonicalization != uri::exclusive_c14n) {
    return fail(Errc::wrong_algorithm, "SignedInfo is not canonicalised exclusively");
  }
  const auto algorithm = algorithm_of(info.signature_method);
  if (!algorithm) return fail(Errc::wrong_algorithm, "neither rsa-sha256 nor ecdsa-sha256");
  if (info.references.size() != 1) return fail(Errc::wrong_shape, "more than one Reference");
  const auto& reference = info.references.front();
  if (!reference.uri.empty()) return fail(Errc::wrong_shape, "the Reference's URI is not \"\"");
  if (!std::ranges::equal(reference.transforms, transforms)) {
    return fail(Errc::wrong_algorithm, "the transforms are not enveloped-signature and exc-c14n");
  }
  if (reference.digest_method != uri::sha256) {
    return fail(Errc::wrong_algorithm, "the digest method is not SHA-256");
  }
  if (reference.digest.size() != Digest{}.bytes.size()) {
    return fail(Errc::wrong_shape, "the digest is not 32 bytes long");
  }
  return *algorithm;
}

Result<std::vector<certs::Certificate>> read_certificates(const std::vector<Bytes>& all_der) {
  std::vector<certs::Certificate> out;
  for (const auto& der : all_der) {
    auto certificate = certs::Certificate::from_der(der);
    if (!certificate) return fail(Errc::bad_certificate, std::string(certificate.error().name()));
    out.push_back(std::move(*certificate));
  }
  return out;
}

// The signature stands directly before the root's end tag, with nothing around it, so that leaving
// it out again gives back the canonical form of the document before.
Bytes with_signature(ByteView document, std::size_t end_tag, std::string_view signature) {
  const auto text = as_text(document);
  return to_bytes(fmt::format("{}{}{}", text.substr(0, end_tag), signature, text.substr(end_tag)));
}

}  // namespace

Result<Verified> verify_enveloped(ByteView bytes, const certs::TrustStore& trust, certs::Role role,
                                  Instant at) {
  // 1. The shape, before any key is used: a wrong one costs a parse and nothing more.
  GP_TRY(const auto document, Document::parse(bytes));
  GP_TRY(const auto element, find_signature(document));
  if (!element) return fail(Errc::not_signed, "no ds:Signature");
  if (document.root().has_own_text()) {
    return fail(Errc::wrong_shape, "text stands beside the signature");
  }
  GP_TRY(const auto signature, read_signature(*element));
  GP_TRY(const auto algorithm, check_policy(signature.signed_info));

  // 2. Whose key: KeyInfo only suggests a certificate, the trust store decides.
  GP_TRY(auto certificates, read_certificates(signature.certificates_der));
  const auto leaf = certificates.front();
  certificates.erase(certificates.begin());
  const bool by_custodian = role == certs::Role::team && leaf.role() == certs::Role::custodian;
  GP_TRY(auto signer,
         trust.validate(leaf, certificates, by_custodian ? certs::Role::custodian : role, at));

  // 3. SignatureValue over SignedInfo, so that the digest compared in step 4 is the signer's own.
  const auto signed_bytes = document.canonical(signature.signed_info_element);
  if (!certs::verify_signature(signer.certificate, algorithm, signed_bytes, signature.value)) {
    return fail(Errc::bad_signature, "SignatureValue does not match SignedInfo");
  }

  // 4. The Reference over everything but the signature.
  const auto content = document.canonical({}, signature.element);
  const auto digest = certs::sha256(content);
  const auto& claimed = signature.signed_info.references.front().digest;
  if (!certs::equal_constant_time(digest.view(), claimed)) {
    return fail(Errc::changed, "the document is not the one that was signed");
  }

  // 5. The application sees only what was hashed: a tree parsed from those very bytes.
  GP_TRY(auto hashed, Document::parse(content));
  return Verified{.document = std::move(hashed), .digest = digest, .signer = std::move(signer)};
}

Result<Bytes> sign_enveloped(ByteView unsigned_document, const certs::Signer& signer) {
  GP_TRY(const auto document, Document::parse(unsigned_document));
  GP_TRY(const auto present, find_signature(document));
  if (present) return fail(Errc::wrong_shape, "the document is signed already");
  if (document.root().has_own_text()) {
    return fail(Errc::wrong_shape, "the root holds text beside its elements");
  }
  // No comment or instruction may follow the root, so the last end tag is the root's own.
  const auto end_tag = as_text(unsigned_document).rfind("</");
  if (end_tag == std::string_view::npos) return fail(Errc::wrong_shape, "the root is empty");
  const auto content = document.canonical();
  // The verifier parses the canonical form again, and it may be larger than the document.
  GP_CHECK(Document::parse(content));

  const auto digest = certs::sha256(content);
  const SignedInfo info{
      .canonicalization = std::string(uri::exclusive_c14n),
      .signature_method = std::string(uri_of(signer.algorithm())),
      .references = {Reference{.uri = "",
                               .transforms = {transforms.begin(), transforms.end()},
                               .digest_method = std::string(uri::sha256),
                               .digest = Bytes(digest.bytes.begin(), digest.bytes.end())}}};
  const auto certificate = signer.certificate().der();

  // SignedInfo is canonicalised where it stands, from the parsed result, exactly as a verifier
  // will.
  const auto draft =
      with_signature(unsigned_document, end_tag, write_signature(info, {}, certificate));
  GP_TRY(const auto draft_document, Document::parse(draft));
  const auto signature = draft_document.root().children().back();
  GP_TRY(const auto value, signer.sign(draft_document.canonical(signature.children().front())));

  auto out = with_signature(unsigned_document, end_tag, write_signature(info, value, certificate));
  if (out.size() > limits::xml_document_bytes) {
    return fail(xml::Errc::too_large, "the document is too large once it is signed");
  }
  return out;
}

Result<Digest> form_digest(ByteView bytes) {
  GP_TRY(const auto document, Document::parse(bytes));
  GP_TRY(const auto signature, find_signature(document));
  return certs::sha256(document.canonical({}, signature));
}

}  // namespace gatepost::formats::xmldsig
