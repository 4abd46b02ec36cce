// The parts of an XML signature (W3C XML Signature Syntax and Processing 1.1), read and written
// strictly, and apart from any policy: which algorithms, references and keys are good is for the
// caller (enveloped.cpp for forms). An element, attribute or text beyond the ones named here is
// refused, so nothing that is not looked at can stand in a signature. Pure; thread-safe.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/signer.hpp"
#include "formats/xml/document.hpp"
#include "formats/xmldsig/enveloped.hpp"

namespace gatepost::formats::xmldsig {

inline constexpr std::string_view dsig_namespace = "http://www.w3.org/2000/09/xmldsig#";

// Algorithm identifiers (RFC 9231).
namespace uri {
inline constexpr std::string_view exclusive_c14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr std::string_view enveloped =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr std::string_view sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr std::string_view rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
inline constexpr std::string_view ecdsa_sha256 =
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";
}  // namespace uri

std::optional<certs::Algorithm> algorithm_of(std::string_view signature_method);
std::string_view uri_of(certs::Algorithm algorithm);

struct Reference {
  std::string uri;
  std::vector<std::string> transforms;  // algorithms, in order; none has parameters
  std::string digest_method;
  Bytes digest;
};

struct SignedInfo {
  std::string canonicalization;
  std::string signature_method;
  std::vector<Reference> references;
};

struct Signature {
  xml::Element element;
  xml::Element signed_info_element;  // what is canonicalised and signed
  SignedInfo signed_info;
  Bytes value;
  std::vector<Bytes> certificates_der;  // X509Data, leaf first: 1 to most_certificates
};

inline constexpr std::size_t most_references = 16;
inline constexpr std::size_t most_transforms = 4;
inline constexpr std::size_t most_certificates = 4;

bool is_dsig(const xml::Element& element, std::string_view name);

// SignedInfo: CanonicalizationMethod, SignatureMethod, 1 to most_references References, no Id, no
// parameters. Errors: wrong_shape, bad_base64.
Result<SignedInfo> read_signed_info(const xml::Element& element);

// A Signature of exactly SignedInfo, SignatureValue and KeyInfo/X509Data/X509Certificate. Errors:
// wrong_shape, bad_base64.
Result<Signature> read_signature(const xml::Element& element);

// `<ds:Signature xmlns:ds="...">` on one line, ready to stand in a document; `value` may be empty
// while it is not known.
std::string write_signature(const SignedInfo& info, ByteView value, const Bytes& certificate_der);

}  // namespace gatepost::formats::xmldsig
