#include "certs/signer.hpp"

#include <openssl/core_names.h>

#include "certs/openssl.hpp"

namespace gatepost::certs {

namespace {

Algorithm algorithm_of(EVP_PKEY* key) {
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA ? Algorithm::rsa_sha256
                                                   : Algorithm::ecdsa_sha256;
}

// The bytes of r, and of s, for this curve: 32 or 48.
std::size_t half_size(EVP_PKEY* key) {
  return (static_cast<std::size_t>(EVP_PKEY_get_bits(key)) + 7) / 8;
}

// DER SEQUENCE { r, s } to r || s (RFC 6931 section 2.3.6).
Bytes raw_from_der(ByteView der, std::size_t half) {
  const unsigned char* at = der.data();
  const EcdsaSigPtr value(
      required(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())), "reading a signature"));
  Bytes out(2 * half);
  const int size = static_cast<int>(half);
  require(BN_bn2binpad(ECDSA_SIG_get0_r(value.get()), out.data(), size) == size &&
              BN_bn2binpad(ECDSA_SIG_get0_s(value.get()), out.data() + half, size) == size,
          "writing a signature");
  return out;
}

// r || s to DER; nothing unless each is in 1..n-1 (FIPS 186-5 section 6.4.2). An all-zero signature
// once verified in other people's programs (CVE-2022-21449).
std::optional<Bytes> der_from_raw(EVP_PKEY* key, ByteView raw) {
  const std::size_t half = half_size(key);
  if (raw.size() != 2 * half) return std::nullopt;
  BIGNUM* order_raw = nullptr;
  require(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_EC_ORDER, &order_raw) == 1, "reading a curve");
  const BignumPtr order(order_raw);
  const int size = static_cast<int>(half);
  BignumPtr r(required(BN_bin2bn(raw.data(), size, nullptr), "reading r"));
  BignumPtr s(required(BN_bin2bn(raw.data() + half, size, nullptr), "reading s"));
  for (const BIGNUM* half_value : {r.get(), s.get()})
    if (BN_is_zero(half_value) || BN_cmp(half_value, order.get()) >= 0) return std::nullopt;
  const EcdsaSigPtr value(required(ECDSA_SIG_new(), "making a signature"));
  require(ECDSA_SIG_set0(value.get(), r.get(), s.get()) == 1, "making a signature");
  now_owned_elsewhere(r);
  now_owned_elsewhere(s);
  return der_of(value.get(), i2d_ECDSA_SIG);
}

class MemorySigner final : public Signer {
 public:
  MemorySigner(PkeyPtr key, Certificate certificate)
      : key_(std::move(key)), certificate_(std::move(certificate)) {}

  const Certificate& certificate() const override { return certificate_; }
  Algorithm algorithm() const override { return algorithm_of(key_.get()); }

  Result<Bytes> sign(ByteView data) const override {
    const ErrorScope errors;
    const MdCtxPtr context(required(EVP_MD_CTX_new(), "making a digest context"));
    std::size_t size = 0;
    // The default padding of an RSA key is PKCS#1 v1.5; check_key has kept RSA-PSS keys out.
    if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key_.get()) != 1 ||
        EVP_DigestSign(context.get(), nullptr, &size, data.data(), data.size()) != 1)
      return fail(Errc::cannot_sign, "the key refuses to sign with SHA-256");
    Bytes out(size);
    if (EVP_DigestSign(context.get(), out.data(), &size, data.data(), data.size()) != 1)
      return fail(Errc::cannot_sign, "signing failed");
    out.resize(size);
    if (algorithm() == Algorithm::rsa_sha256) return out;
    return raw_from_der(out, half_size(key_.get()));
  }

 private:
  PkeyPtr key_;
  Certificate certificate_;
};

}  // namespace

Result<std::unique_ptr<Signer>> signer_from_pem(std::string_view key_pem,
                                                std::string_view cert_pem) {
  const ErrorScope errors;
  GP_TRY(Certificate certificate, Certificate::from_pem(cert_pem));
  PkeyPtr key = private_key_from_pem(as_bytes(key_pem));
  if (!key) return fail(Errc::unreadable, "not a private key in PEM, or one behind a password");
  GP_CHECK(check_key(key.get(), RsaFloor::signing));
  if (X509_check_private_key(native(certificate), key.get()) != 1)
    return fail(Errc::cannot_sign, "the private key does not belong to the certificate");
  return std::make_unique<MemorySigner>(std::move(key), std::move(certificate));
}

bool verify_signature(const Certificate& certificate, Algorithm algorithm, ByteView data,
                      ByteView signature) {
  const ErrorScope errors;
  EVP_PKEY* key = X509_get0_pubkey(native(certificate));
  if (algorithm_of(key) != algorithm) return false;
  Bytes converted;
  if (algorithm == Algorithm::ecdsa_sha256) {
    auto der = der_from_raw(key, signature);
    if (!der) return false;
    converted = std::move(*der);
    signature = converted;
  }
  const MdCtxPtr context(required(EVP_MD_CTX_new(), "making a digest context"));
  return EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), data.data(),
                          data.size()) == 1;
}

}  // namespace gatepost::certs
