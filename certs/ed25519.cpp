#include "certs/ed25519.hpp"

#include <openssl/pem.h>

#include "certs/openssl.hpp"
#include "certs/secret_key.hpp"

namespace gatepost::certs {

struct Ed25519Key::Impl {
  PkeyPtr key;
  Ed25519Public public_key{};
};

namespace {

Ed25519Key from_pkey(PkeyPtr key) {
  auto impl = std::make_shared<Ed25519Key::Impl>();
  std::size_t size = impl->public_key.size();
  require(EVP_PKEY_get_raw_public_key(key.get(), impl->public_key.data(), &size) == 1 &&
              size == impl->public_key.size(),
          "reading an Ed25519 public key");
  impl->key = std::move(key);
  return Ed25519Key(std::move(impl));
}

}  // namespace

Ed25519Key Ed25519Key::generate(Random& random) {
  const SecretKey seed = SecretKey::drawn_from(random);
  return from_pkey(
      PkeyPtr(required(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.view().data(),
                                                    seed.view().size()),
                       "making an Ed25519 key")));
}

Result<Ed25519Key> Ed25519Key::from_pem(std::string_view pem) {
  const ErrorScope errors;
  PkeyPtr key = private_key_from_pem(as_bytes(pem));
  if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_ED25519)
    return fail(Errc::unreadable, "not an Ed25519 private key in PEM, or one behind a password");
  return from_pkey(std::move(key));
}

std::string Ed25519Key::pem() const {
  const BioPtr bio(required(BIO_new(BIO_s_mem()), "making a buffer"));
  require(PEM_write_bio_PKCS8PrivateKey(bio.get(), impl_->key.get(), nullptr, nullptr, 0, nullptr,
                                        nullptr) == 1,
          "writing a private key");
  return std::string(written_into(bio.get()));
}

const Ed25519Public& Ed25519Key::public_key() const { return impl_->public_key; }

Bytes Ed25519Key::sign(ByteView data) const {
  const MdCtxPtr context(required(EVP_MD_CTX_new(), "making a digest context"));
  Bytes out(ed25519_signature_bytes);
  std::size_t size = out.size();
  require(EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, impl_->key.get()) == 1 &&
              EVP_DigestSign(context.get(), out.data(), &size, data.data(), data.size()) == 1 &&
              size == out.size(),
          "signing with Ed25519");
  return out;
}

bool verify_ed25519(const Ed25519Public& key, ByteView data, ByteView signature) {
  if (signature.size() != ed25519_signature_bytes) return false;
  const ErrorScope errors;
  const PkeyPtr pkey(
      EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, key.data(), key.size()));
  if (!pkey) return false;
  const MdCtxPtr context(required(EVP_MD_CTX_new(), "making a digest context"));
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, pkey.get()) == 1 &&
         EVP_DigestVerify(context.get(), signature.data(), signature.size(), data.data(),
                          data.size()) == 1;
}

}  // namespace gatepost::certs
