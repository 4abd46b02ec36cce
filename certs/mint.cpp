#include "certs/mint.hpp"

#include <openssl/pem.h>

#include <array>

namespace gatepost::certs {

namespace {

constexpr long version_3 = 2;      // RFC 5280 section 4.1.2.1: the number is one less
constexpr long crl_version_2 = 1;  // section 5.1.2.1

Asn1IntegerPtr integer_of(ByteView magnitude) {
  const BignumPtr number(required(
      BN_bin2bn(magnitude.data(), static_cast<int>(magnitude.size()), nullptr), "making a number"));
  return Asn1IntegerPtr(required(BN_to_ASN1_INTEGER(number.get(), nullptr), "making a number"));
}

// 128 random bits; the first bit of the first byte off and the second on, so that it is positive
// and has one length.
Asn1IntegerPtr random_serial(Random& random) {
  std::array<std::uint8_t, 16> bytes{};
  random.fill(bytes);
  bytes[0] = static_cast<std::uint8_t>((bytes[0] & 0x3F) | 0x40);
  return integer_of(bytes);
}

void add_extension(X509* x509, X509V3_CTX* context, int nid, const char* value) {
  const X509ExtensionPtr made(
      required(X509V3_EXT_conf_nid(nullptr, context, nid, value), "making an extension"));
  require(X509_add_ext(x509, made.get(), -1) == 1, "adding an extension");
}

void push_name(GENERAL_NAMES* names, int type, const std::string& text) {
  GeneralNamePtr name(required(GENERAL_NAME_new(), "making a name"));
  if (type == GEN_IPADD) {
    ASN1_OCTET_STRING* address = required(a2i_IPADDRESS(text.c_str()), "reading an IP address");
    GENERAL_NAME_set0_value(name.get(), type, address);
  } else {
    ASN1_IA5STRING* value = required(ASN1_IA5STRING_new(), "making a name");
    GENERAL_NAME_set0_value(name.get(), type, value);
    require(ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) == 1,
            "making a name");
  }
  require(sk_GENERAL_NAME_push(names, name.get()) > 0, "adding a name");
  now_owned_elsewhere(name);
}

// Built from values, never from OpenSSL's configuration syntax, in which a comma in a name would be
// another name.
void add_alternative_names(X509* x509, const CertificatePlan& plan) {
  const GeneralNamesPtr names(required(GENERAL_NAMES_new(), "making names"));
  if (!plan.uri.empty()) push_name(names.get(), GEN_URI, plan.uri);
  for (const std::string& host : plan.hosts) {
    const ErrorScope errors;
    const std::unique_ptr<ASN1_OCTET_STRING, FreedBy<ASN1_OCTET_STRING_free>> address(
        a2i_IPADDRESS(host.c_str()));
    push_name(names.get(), address ? GEN_IPADD : GEN_DNS, host);
  }
  if (sk_GENERAL_NAME_num(names.get()) == 0) return;
  require(X509_add1_ext_i2d(x509, NID_subject_alt_name, names.get(), 0, 0) == 1, "adding names");
}

void add_extensions(X509* x509, const CertificatePlan& plan, X509* issuer) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, x509, nullptr, nullptr, 0);
  const auto add = [&](int nid, const char* value) { add_extension(x509, &context, nid, value); };
  const bool authority = plan.role == Role::authority;
  add(NID_basic_constraints, authority ? "critical,CA:TRUE,pathlen:0" : "critical,CA:FALSE");
  add(NID_key_usage, authority ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
  if (plan.role == Role::team) add(NID_ext_key_usage, "clientAuth");
  // Document signing (RFC 9336): a custodian's key opens no connection.
  if (plan.role == Role::custodian) add(NID_ext_key_usage, "1.3.6.1.5.5.7.3.36");
  if (plan.role == Role::server) add(NID_ext_key_usage, "serverAuth");
  add(NID_subject_key_identifier, "hash");
  add(NID_authority_key_identifier, "keyid:always");
  add_alternative_names(x509, plan);
}

void add_revoked(X509_CRL* crl, const IssuedRecord& record) {
  const auto serial_bytes = from_hex(record.serial_hex);
  require(serial_bytes.has_value() && record.revoked_at.has_value(), "listing a serial");
  X509RevokedPtr entry(required(X509_REVOKED_new(), "making a CRL entry"));
  const Asn1IntegerPtr serial = integer_of(*serial_bytes);
  const Asn1TimePtr at = asn1_time_of(*record.revoked_at);
  require(X509_REVOKED_set_serialNumber(entry.get(), serial.get()) == 1 &&
              X509_REVOKED_set_revocationDate(entry.get(), at.get()) == 1 &&
              X509_CRL_add0_revoked(crl, entry.get()) == 1,
          "listing a serial");
  now_owned_elsewhere(entry);
}

}  // namespace

PkeyPtr generate_key(DevelopmentAuthority::Request::Key kind) {
  using Key = DevelopmentAuthority::Request::Key;
  constexpr std::size_t rsa_bits = 3072;
  EVP_PKEY* key = nullptr;
  switch (kind) {
    case Key::p256:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
      break;
    case Key::p384:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-384");
      break;
    case Key::rsa3072:
      key = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", rsa_bits);
      break;
  }
  return PkeyPtr(required(key, "making a key"));
}

std::string private_key_pem(EVP_PKEY* key) {
  const BioPtr bio(required(BIO_new(BIO_s_secmem()), "making a buffer"));
  require(PEM_write_bio_PKCS8PrivateKey(bio.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "writing a key");
  return std::string(written_into(bio.get()));
}

X509Ptr mint_certificate(const CertificatePlan& plan, EVP_PKEY* subject_key, const Issuer& issuer,
                         Random& random) {
  X509Ptr out(required(X509_new(), "making a certificate"));
  const X509NamePtr subject(required(X509_NAME_new(), "making a name"));
  const ByteView name = as_bytes(plan.common_name);
  require(X509_NAME_add_entry_by_NID(subject.get(), NID_commonName, MBSTRING_UTF8, name.data(),
                                     static_cast<int>(name.size()), -1, 0) == 1,
          "making a name");
  X509* signed_by = issuer.certificate != nullptr ? issuer.certificate : out.get();
  const Asn1IntegerPtr serial = random_serial(random);
  const Asn1TimePtr not_before = asn1_time_of(plan.not_before);
  const Asn1TimePtr not_after = asn1_time_of(plan.not_after);
  require(X509_set_version(out.get(), version_3) == 1 &&
              X509_set_serialNumber(out.get(), serial.get()) == 1 &&
              X509_set1_notBefore(out.get(), not_before.get()) == 1 &&
              X509_set1_notAfter(out.get(), not_after.get()) == 1 &&
              X509_set_subject_name(out.get(), subject.get()) == 1 &&
              X509_set_issuer_name(out.get(), X509_get_subject_name(signed_by)) == 1 &&
              X509_set_pubkey(out.get(), subject_key) == 1,
          "filling a certificate");
  add_extensions(out.get(), plan, signed_by);
  require(X509_sign(out.get(), issuer.key, EVP_sha256()) > 0, "signing a certificate");
  return out;
}

X509CrlPtr mint_crl(const CrlPlan& plan, const Issuer& issuer) {
  X509CrlPtr out(required(X509_CRL_new(), "making a CRL"));
  const Asn1TimePtr this_update = asn1_time_of(plan.this_update);
  const Asn1TimePtr next_update = asn1_time_of(plan.next_update);
  require(X509_CRL_set_version(out.get(), crl_version_2) == 1 &&
              X509_CRL_set_issuer_name(out.get(), X509_get_subject_name(issuer.certificate)) == 1 &&
              X509_CRL_set1_lastUpdate(out.get(), this_update.get()) == 1 &&
              X509_CRL_set1_nextUpdate(out.get(), next_update.get()) == 1,
          "filling a CRL");
  for (const IssuedRecord& record : plan.revoked) add_revoked(out.get(), record);
  X509_CRL_sort(out.get());
  const Asn1IntegerPtr number(required(ASN1_INTEGER_new(), "making a number"));
  require(ASN1_INTEGER_set_uint64(number.get(), plan.number) == 1 &&
              X509_CRL_add1_ext_i2d(out.get(), NID_crl_number, number.get(), 0, 0) == 1,
          "numbering a CRL");
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer.certificate, nullptr, nullptr, out.get(), 0);
  const X509ExtensionPtr key_id(
      required(X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"),
               "making an extension"));
  require(X509_CRL_add_ext(out.get(), key_id.get(), -1) == 1, "adding an extension");
  require(X509_CRL_sign(out.get(), issuer.key, EVP_sha256()) > 0, "signing a CRL");
  return out;
}

std::optional<std::uint64_t> crl_number(const X509_CRL* crl) {
  const Asn1IntegerPtr number(
      static_cast<ASN1_INTEGER*>(X509_CRL_get_ext_d2i(crl, NID_crl_number, nullptr, nullptr)));
  std::uint64_t out = 0;
  if (!number || ASN1_INTEGER_get_uint64(&out, number.get()) != 1) return std::nullopt;
  return out;
}

}  // namespace gatepost::certs
