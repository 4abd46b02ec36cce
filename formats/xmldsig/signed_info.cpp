#include "formats/xmldsig/signed_info.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

namespace gatepost::formats::xmldsig {
namespace {

using xml::Element;

std::unexpected<Error> wrong(std::string why) { return fail(Errc::wrong_shape, std::move(why)); }

// An element of the signature namespace with exactly these attributes (none of them in a
// namespace). The name of what was found is not repeated: it is the peer's text.
Result<void> expect(const Element& element, std::string_view name,
                    std::initializer_list<std::string_view> attributes) {
  if (!is_dsig(element, name)) {
    return wrong(fmt::format("line {}: expected ds:{}", element.line(), name));
  }
  const auto found = element.attributes();
  const auto known = [&](const Element::Attribute& attribute) {
    return attribute.namespace_uri.empty() &&
           std::ranges::find(attributes, attribute.name) != attributes.end();
  };
  if (found.size() != attributes.size() || !std::ranges::all_of(found, known)) {
    return wrong(fmt::format("the attributes of ds:{} are not exactly {{{}}}", name,
                             fmt::join(attributes, ", ")));
  }
  return {};
}

// Child elements only, as many as `least` to `most`.
Result<std::vector<Element>> children_of(const Element& element, std::string_view name,
                                         std::size_t least, std::size_t most) {
  if (element.has_own_text()) return wrong(fmt::format("ds:{} holds text", name));
  auto children = element.children();
  if (children.size() < least || children.size() > most) {
    return wrong(fmt::format("ds:{} has {} child elements, not {} to {}", name, children.size(),
                             least, most));
  }
  return children;
}

// ds:NAME with an Algorithm and nothing inside: parameters would change what the algorithm does.
Result<std::string> read_algorithm(const Element& element, std::string_view name) {
  GP_CHECK(expect(element, name, {"Algorithm"}));
  if (!element.children().empty() || element.has_own_text()) {
    return wrong(fmt::format("ds:{} has parameters", name));
  }
  return *element.attribute("Algorithm");
}

// xsd:base64Binary: XML white space is allowed, anything else is not (xmlsec1 wraps its lines).
Result<Bytes> read_base64(const Element& element, std::string_view name) {
  GP_CHECK(expect(element, name, {}));
  if (!element.children().empty()) return wrong(fmt::format("ds:{} holds elements", name));
  auto value = from_base64_wrapped(element.text());
  if (!value || value->empty()) return fail(Errc::bad_base64, fmt::format("ds:{}", name));
  return std::move(*value);
}

Result<Reference> read_reference(const Element& element) {
  GP_CHECK(expect(element, "Reference", {"URI"}));
  GP_TRY(const auto children, children_of(element, "Reference", 3, 3));
  Reference reference;
  reference.uri = *element.attribute("URI");
  GP_CHECK(expect(children[0], "Transforms", {}));
  GP_TRY(const auto transforms, children_of(children[0], "Transforms", 1, most_transforms));
  for (const auto& transform : transforms) {
    GP_TRY(auto algorithm, read_algorithm(transform, "Transform"));
    reference.transforms.push_back(std::move(algorithm));
  }
  GP_TRY(reference.digest_method, read_algorithm(children[1], "DigestMethod"));
  GP_TRY(reference.digest, read_base64(children[2], "DigestValue"));
  return reference;
}

Result<std::vector<Bytes>> read_key_info(const Element& element) {
  GP_CHECK(expect(element, "KeyInfo", {}));
  GP_TRY(const auto data, children_of(element, "KeyInfo", 1, 1));
  GP_CHECK(expect(data[0], "X509Data", {}));
  GP_TRY(const auto certificates, children_of(data[0], "X509Data", 1, most_certificates));
  std::vector<Bytes> out;
  for (const auto& certificate : certificates) {
    GP_TRY(auto der, read_base64(certificate, "X509Certificate"));
    out.push_back(std::move(der));
  }
  return out;
}

}  // namespace

std::optional<certs::Algorithm> algorithm_of(std::string_view signature_method) {
  if (signature_method == uri::rsa_sha256) return certs::Algorithm::rsa_sha256;
  if (signature_method == uri::ecdsa_sha256) return certs::Algorithm::ecdsa_sha256;
  return std::nullopt;
}

std::string_view uri_of(certs::Algorithm algorithm) {
  return algorithm == certs::Algorithm::rsa_sha256 ? uri::rsa_sha256 : uri::ecdsa_sha256;
}

bool is_dsig(const Element& element, std::string_view name) {
  return element.name() == name && element.namespace_uri() == dsig_namespace;
}

Result<SignedInfo> read_signed_info(const Element& element) {
  GP_CHECK(expect(element, "SignedInfo", {}));
  GP_TRY(const auto children, children_of(element, "SignedInfo", 3, 2 + most_references));
  SignedInfo info;
  GP_TRY(info.canonicalization, read_algorithm(children[0], "CanonicalizationMethod"));
  GP_TRY(info.signature_method, read_algorithm(children[1], "SignatureMethod"));
  for (std::size_t i = 2; i < children.size(); ++i) {
    GP_TRY(auto reference, read_reference(children[i]));
    info.references.push_back(std::move(reference));
  }
  return info;
}

Result<Signature> read_signature(const Element& element) {
  GP_CHECK(expect(element, "Signature", {}));
  GP_TRY(const auto children, children_of(element, "Signature", 3, 3));
  GP_TRY(auto info, read_signed_info(children[0]));
  GP_TRY(auto value, read_base64(children[1], "SignatureValue"));
  GP_TRY(auto certificates, read_key_info(children[2]));
  return Signature{.element = element,
                   .signed_info_element = children[0],
                   .signed_info = std::move(info),
                   .value = std::move(value),
                   .certificates_der = std::move(certificates)};
}

std::string write_signature(const SignedInfo& info, ByteView value, const Bytes& certificate_der) {
  std::string references;
  for (const auto& reference : info.references) {
    std::string transforms;
    for (const auto& transform : reference.transforms) {
      transforms += fmt::format("<ds:Transform Algorithm=\"{}\"/>", transform);
    }
    references += fmt::format(
        "<ds:Reference URI=\"{}\"><ds:Transforms>{}</ds:Transforms>"
        "<ds:DigestMethod Algorithm=\"{}\"/><ds:DigestValue>{}</ds:DigestValue></ds:Reference>",
        reference.uri, transforms, reference.digest_method, to_base64(reference.digest));
  }
  return fmt::format(
      "<ds:Signature xmlns:ds=\"{}\"><ds:SignedInfo>"
      "<ds:CanonicalizationMethod Algorithm=\"{}\"/><ds:SignatureMethod Algorithm=\"{}\"/>{}"
      "</ds:SignedInfo><ds:SignatureValue>{}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>"
      "<ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>",
      dsig_namespace, info.canonicalization, info.signature_method, references, to_base64(value),
      to_base64(certificate_der));
}

}  // namespace gatepost::formats::xmldsig
