// SoftwareKey: a security key as the standard describes one, made of OpenSSL and a few bytes of
// CBOR, for tests. Its answers are built by hand from Web Authentication sections 6.1 and 6.5; the
// gateway's reading of them is libfido2's.
#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include <stdexcept>
#include <string>

#include "certs/digest.hpp"
#include "gateway/identity/security_key.hpp"

namespace gatepost::identity::test {

// What an answer may be told to lie about; what is empty is as it should be.
struct Lies {
  std::string origin{}, party{}, type{}, challenge{};
  std::uint8_t flags = 0;
  std::string extra{};  // further members of the client data, with a leading comma
};

class SoftwareKey {
 public:
  explicit SoftwareKey(KeyAlgorithm algorithm) : algorithm_(algorithm) {
    switch (algorithm) {
      case KeyAlgorithm::es256:
        key_ = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
        break;
      case KeyAlgorithm::eddsa:
        key_ = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
        break;
      case KeyAlgorithm::rs256:
        key_ = EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", std::size_t{2048});
        break;
    }
    if (key_ == nullptr) throw std::runtime_error("no key");
    const Digest drawn = certs::sha256(public_key());
    id_.assign(drawn.bytes.begin(), drawn.bytes.begin() + 16);
  }
  ~SoftwareKey() { EVP_PKEY_free(key_); }
  SoftwareKey(const SoftwareKey&) = delete;
  SoftwareKey& operator=(const SoftwareKey&) = delete;

  KeyRegistration registration(const RelyingParty& party, const Digest& challenge,
                               const Lies& lies = {}) const {
    Bytes data = head(party, lies, 0x41);
    data.insert(data.end(), 16, 0);  // AAGUID
    data.push_back(0);
    data.push_back(static_cast<std::uint8_t>(id_.size()));
    append(data, id_);
    append(data, public_key());
    return {client_data("webauthn.create", party, challenge, lies), data};
  }
  KeyAssertion assertion(const RelyingParty& party, const Digest& challenge,
                         const Lies& lies = {}) {
    ++counter;
    KeyAssertion made{
        id_, client_data("webauthn.get", party, challenge, lies), head(party, lies, 0x01), {}};
    Bytes covered = made.authenticator_data;
    append(covered, certs::sha256(made.client_data).view());
    made.signature = sign(covered);
    return made;
  }

  std::uint32_t counter = 0;
  const Bytes& id() const { return id_; }

 private:
  static void append(Bytes& to, ByteView more) { to.insert(to.end(), more.begin(), more.end()); }

  static Bytes client_data(const std::string& type, const RelyingParty& party,
                           const Digest& challenge, const Lies& lies) {
    return to_bytes("{\"type\":\"" + (lies.type.empty() ? type : lies.type) +
                    "\",\"challenge\":\"" +
                    (lies.challenge.empty() ? to_base64url(challenge.view()) : lies.challenge) +
                    "\",\"origin\":\"" + (lies.origin.empty() ? party.origin : lies.origin) +
                    "\",\"crossOrigin\":false" + lies.extra + "}");
  }
  Bytes head(const RelyingParty& party, const Lies& lies, std::uint8_t flags) const {
    Bytes data;
    append(data, certs::sha256(as_bytes(lies.party.empty() ? party.id : lies.party)).view());
    data.push_back(lies.flags == 0 ? flags : lies.flags);
    for (int shift = 24; shift >= 0; shift -= 8)
      data.push_back(static_cast<std::uint8_t>(counter >> shift));
    return data;
  }
  Bytes number(const char* name, std::size_t width) const {
    BIGNUM* value = nullptr;
    if (EVP_PKEY_get_bn_param(key_, name, &value) != 1) throw std::runtime_error(name);
    Bytes out(width);
    BN_bn2binpad(value, out.data(), static_cast<int>(width));
    BN_free(value);
    return out;
  }
  // COSE_Key (RFC 9052 section 7), in canonical CBOR.
  Bytes public_key() const {
    Bytes out;
    switch (algorithm_) {
      case KeyAlgorithm::es256:
        append(out, Bytes{0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        append(out, number(OSSL_PKEY_PARAM_EC_PUB_X, 32));
        append(out, Bytes{0x22, 0x58, 0x20});
        append(out, number(OSSL_PKEY_PARAM_EC_PUB_Y, 32));
        break;
      case KeyAlgorithm::eddsa: {
        append(out, Bytes{0xA4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20});
        Bytes raw(32);
        std::size_t size = raw.size();
        EVP_PKEY_get_raw_public_key(key_, raw.data(), &size);
        append(out, raw);
        break;
      }
      case KeyAlgorithm::rs256:
        append(out, Bytes{0xA4, 0x01, 0x03, 0x03, 0x39, 0x01, 0x00, 0x20, 0x59, 0x01, 0x00});
        append(out, number(OSSL_PKEY_PARAM_RSA_N, 256));
        append(out, Bytes{0x21, 0x43});
        append(out, number(OSSL_PKEY_PARAM_RSA_E, 3));
        break;
    }
    return out;
  }
  Bytes sign(const Bytes& covered) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const EVP_MD* hash = algorithm_ == KeyAlgorithm::eddsa ? nullptr : EVP_sha256();
    std::size_t size = 0;
    bool good = EVP_DigestSignInit(context, nullptr, hash, nullptr, key_) == 1 &&
                EVP_DigestSign(context, nullptr, &size, covered.data(), covered.size()) == 1;
    Bytes out(size);
    good = good && EVP_DigestSign(context, out.data(), &size, covered.data(), covered.size()) == 1;
    EVP_MD_CTX_free(context);
    if (!good) throw std::runtime_error("cannot sign");
    out.resize(size);
    return out;
  }

  KeyAlgorithm algorithm_;
  EVP_PKEY* key_ = nullptr;
  Bytes id_;
};

}  // namespace gatepost::identity::test
