// The wall around OpenSSL, private to certs/*.cpp and transports/tls: owning handles, the
// certificate's inside, and the few conversions both need. Functions here are thread-safe. It never
// reads a file, the clock or the network.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "certs/certificate.hpp"

namespace gatepost::certs {

template <auto Free>
struct FreedBy {
  template <class T>
  void operator()(T* handle) const noexcept {
    Free(handle);
  }
};
// The typed stacks are macros over one untyped stack; the elements stay their owners'.
struct StackFreed {
  void operator()(STACK_OF(X509) * stack) const noexcept { sk_X509_free(stack); }
};

using X509Ptr = std::unique_ptr<X509, FreedBy<X509_free>>;
using X509CrlPtr = std::unique_ptr<X509_CRL, FreedBy<X509_CRL_free>>;
using X509NamePtr = std::unique_ptr<X509_NAME, FreedBy<X509_NAME_free>>;
using X509StorePtr = std::unique_ptr<X509_STORE, FreedBy<X509_STORE_free>>;
using X509StoreCtxPtr = std::unique_ptr<X509_STORE_CTX, FreedBy<X509_STORE_CTX_free>>;
using X509ExtensionPtr = std::unique_ptr<X509_EXTENSION, FreedBy<X509_EXTENSION_free>>;
using X509RevokedPtr = std::unique_ptr<X509_REVOKED, FreedBy<X509_REVOKED_free>>;
using X509StackPtr = std::unique_ptr<STACK_OF(X509), StackFreed>;
using GeneralNamesPtr = std::unique_ptr<GENERAL_NAMES, FreedBy<GENERAL_NAMES_free>>;
using GeneralNamePtr = std::unique_ptr<GENERAL_NAME, FreedBy<GENERAL_NAME_free>>;
using Asn1TimePtr = std::unique_ptr<ASN1_TIME, FreedBy<ASN1_TIME_free>>;
using Asn1IntegerPtr = std::unique_ptr<ASN1_INTEGER, FreedBy<ASN1_INTEGER_free>>;
using BioPtr = std::unique_ptr<BIO, FreedBy<BIO_free>>;
using BignumPtr = std::unique_ptr<BIGNUM, FreedBy<BN_free>>;
using EcdsaSigPtr = std::unique_ptr<ECDSA_SIG, FreedBy<ECDSA_SIG_free>>;
using PkeyPtr = std::unique_ptr<EVP_PKEY, FreedBy<EVP_PKEY_free>>;
using MdCtxPtr = std::unique_ptr<EVP_MD_CTX, FreedBy<EVP_MD_CTX_free>>;
using CipherCtxPtr = std::unique_ptr<EVP_CIPHER_CTX, FreedBy<EVP_CIPHER_CTX_free>>;

// For the `..0..` calls of OpenSSL, which have just taken the object over.
template <class Handle>
void now_owned_elsewhere(Handle& handle) {
  static_cast<void>(handle.release());
}

// What OpenSSL thinks went wrong stays behind in a queue of the thread, where the next user (a TLS
// stream, say) would take it for its own. A scope that may fail takes back what it left there.
class ErrorScope {
 public:
  ErrorScope() { ERR_set_mark(); }
  ~ErrorScope() { ERR_pop_to_mark(); }
  ErrorScope(const ErrorScope&) = delete;
  ErrorScope& operator=(const ErrorScope&) = delete;
};

// For calls that fail only when memory is out or the program is wrong: throws std::runtime_error.
void require(bool holds, const char* what);
template <class T>
T* required(T* made, const char* what) {
  require(made != nullptr, what);
  return made;
}

// Everything read from a certificate is read once, when it is parsed; afterwards it is only looked
// at.
struct Certificate::Impl {
  X509Ptr x509;
  Bytes der;
  Digest fingerprint;
  Digest issuer_pin;
  std::optional<Role> role;
  std::optional<TeamCode> team;
  std::string gateway_name;
  std::string subject;
  std::string issuer;
  std::string serial_hex;
  Instant not_before;
  Instant not_after;
};

// Borrowed from the certificate. OpenSSL takes it as non-const, and locks what it changes inside.
X509* native(const Certificate& certificate);

// A reader over `text`, which must outlive it; nothing when the text is longer than any key or CRL
// file of ours may be.
BioPtr reader_of(ByteView text);
// What was written into a memory BIO; borrowed.
std::string_view written_into(BIO* bio);
// The DER bodies of all PEM blocks of this type ("CERTIFICATE"), in order; other types are passed
// over. Errors: unreadable (a broken block of whatever type, or none of this type).
Result<std::vector<Bytes>> pem_bodies(ByteView text, std::string_view type);
std::string pem_of(ByteView der, const char* type);

// An unencrypted private key; nothing for anything else.
PkeyPtr private_key_from_pem(ByteView pem);

std::optional<Instant> instant_of(const ASN1_TIME* time);
// In whole seconds, as X.509 has it.
Asn1TimePtr asn1_time_of(Instant instant);
// Lower-case hexadecimal without leading zero bytes; "-" before a negative one.
std::string hex_of(const ASN1_INTEGER* number);
std::string text_of(const X509_NAME* name);
Bytes bytes_of(const ASN1_STRING* text);

// i2d_* of an object into bytes. I2d is OpenSSL's function, which writes and moves a pointer.
template <class T, class I2d>
Bytes der_of(T* object, I2d i2d) {
  const int size = i2d(object, nullptr);
  require(size > 0, "encoding DER");
  Bytes out(static_cast<std::size_t>(size));
  unsigned char* end = out.data();
  require(i2d(object, &end) == size, "encoding DER");
  return out;
}

// The least RSA modulus: certificates in use may have 2048 bits, keys that sign for us from now on
// have 3072.
enum class RsaFloor : int { verifying = 2048, signing = 3072 };
// RSA (not RSA-PSS) of floor..8192 bits with an exponent of at least 65537, or EC on named P-256 or
// P-384. Errors: weak_key.
Result<void> check_key(EVP_PKEY* key, RsaFloor floor);

}  // namespace gatepost::certs
