// The one shape of signature that a form may carry (SECURITY-AND-FAULTS, "the verifier accepts
// exactly one shape"). The primitives are in signed_info.hpp, so that AS4 can have a policy of its
// own later. Pure; thread-safe.
#pragma once

#include "certs/signer.hpp"
#include "certs/trust.hpp"
#include "formats/xml/document.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::formats::xmldsig {

enum class Errc {
  not_signed,   // no ds:Signature
  wrong_shape,  // anything but the one shape; the context names the first deviation
  wrong_algorithm,
  bad_base64,
  bad_certificate,  // KeyInfo's certificate does not parse, or its key is too weak
  bad_signature,    // SignatureValue does not match SignedInfo
  changed,          // the document is not what was signed: digest mismatch
};
ErrorInfo error_info(Errc code);

struct Verified {
  xml::Document document;  // parsed from exactly the bytes that were hashed: read only this
  Digest digest;           // SHA-256 of those bytes: the form's digest, its equality
  certs::TrustStore::Validated signer;
};

// Whose certificate may sign: a team's for forms, or the one that the gateway holds for the team
// (its custodian's); a gateway's for receipts. Order: shape, certificate path at `at` for `role`,
// SignatureValue over SignedInfo, then the Reference's digest. Errors: xml::Errc, Errc above,
// certs::Errc from validation.
Result<Verified> verify_enveloped(ByteView bytes, const certs::TrustStore& trust, certs::Role role,
                                  Instant at);

// Appends the signature as the last child of the root; the rest of the document's bytes stay as
// they are. The KeyInfo carries the signer's certificate. Errors: xml::Errc,
// certs::Errc::cannot_sign, wrong_shape when it is signed already.
Result<Bytes> sign_enveloped(ByteView unsigned_document, const certs::Signer& signer);

// The digest that a signature over this (signed or unsigned) document covers, without verifying
// anything.
Result<Digest> form_digest(ByteView bytes);

}  // namespace gatepost::formats::xmldsig
