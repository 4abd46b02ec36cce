#include "certs/openssl.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/objects.h>
#include <openssl/pem.h>

#include <ctime>
#include <stdexcept>

namespace gatepost::certs {

namespace {

// A CRL of a large authority is the biggest file anybody gives us.
constexpr std::size_t file_bytes = std::size_t{16} << 20;
// Larger moduli are legal and serve nobody but a peer who wants us to compute.
constexpr int rsa_bits_most = 8192;
constexpr int rsa_exponent_bits_least = 17;

// One PEM block as OpenSSL hands it over. It may be a private key passed over on the way, so it is
// wiped.
struct PemBlock {
  PemBlock() = default;
  PemBlock(const PemBlock&) = delete;
  PemBlock& operator=(const PemBlock&) = delete;
  ~PemBlock() {
    OPENSSL_free(name);
    OPENSSL_free(header);
    OPENSSL_clear_free(data, static_cast<std::size_t>(size));
  }
  char* name = nullptr;
  char* header = nullptr;
  unsigned char* data = nullptr;
  long size = 0;
};

// OpenSSL would ask at the terminal for an encrypted key's password; a daemon has none.
int no_password(char*, int, int, void*) { return -1; }

Result<void> check_rsa(EVP_PKEY* key, RsaFloor floor) {
  const int bits = EVP_PKEY_get_bits(key);
  if (bits < static_cast<int>(floor) || bits > rsa_bits_most)
    return fail(Errc::weak_key, fmt::format("an RSA key of {} bits; {} to {} are taken", bits,
                                            static_cast<int>(floor), rsa_bits_most));
  BIGNUM* raw = nullptr;
  require(EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &raw) == 1, "reading an RSA exponent");
  const BignumPtr exponent(raw);
  if (BN_num_bits(exponent.get()) < rsa_exponent_bits_least)
    return fail(Errc::weak_key, "an RSA key with an exponent below 65537");
  return {};
}

Result<void> check_ec(EVP_PKEY* key) {
  // A curve spelt out in numbers can be one that merely resembles a named one (CVE-2020-0601).
  int from_explicit = 0;
  EVP_PKEY_get_int_param(key, OSSL_PKEY_PARAM_EC_DECODED_FROM_EXPLICIT_PARAMS, &from_explicit);
  char group[80] = {};
  std::size_t size = 0;
  const bool named = EVP_PKEY_get_group_name(key, group, sizeof group, &size) == 1;
  const int curve = named ? OBJ_sn2nid(group) : NID_undef;
  if (from_explicit != 0 || (curve != NID_X9_62_prime256v1 && curve != NID_secp384r1))
    return fail(Errc::weak_key, "an EC key on a curve other than the named P-256 and P-384");
  return {};
}

}  // namespace

void require(bool holds, const char* what) {
  if (!holds) throw std::runtime_error(std::string("OpenSSL failed while ") + what);
}

X509* native(const Certificate& certificate) { return certificate.impl().x509.get(); }

BioPtr reader_of(ByteView text) {
  if (text.size() > file_bytes) return nullptr;
  // A null pointer with length 0 would be an error to OpenSSL, and an empty file is merely empty.
  const void* start = text.empty() ? static_cast<const void*>("") : text.data();
  return BioPtr(required(BIO_new_mem_buf(start, static_cast<int>(text.size())), "making a reader"));
}

std::string_view written_into(BIO* bio) {
  char* start = nullptr;
  const long size = BIO_ctrl(bio, BIO_CTRL_INFO, 0, static_cast<void*>(&start));
  if (size <= 0) return {};
  return {start, static_cast<std::size_t>(size)};
}

Result<std::vector<Bytes>> pem_bodies(ByteView text, std::string_view type) {
  const ErrorScope errors;
  const BioPtr bio = reader_of(text);
  if (!bio) return fail(Errc::unreadable, "a PEM file of more than 16 MiB");
  std::vector<Bytes> out;
  while (true) {
    PemBlock block;
    if (PEM_read_bio(bio.get(), &block.name, &block.header, &block.data, &block.size) != 1) {
      if (ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE) break;
      return fail(Errc::unreadable, fmt::format("PEM block {} is damaged", out.size() + 1));
    }
    if (block.name == type)
      out.emplace_back(block.data, block.data + static_cast<std::size_t>(block.size));
  }
  if (out.empty()) return fail(Errc::unreadable, fmt::format("no PEM block of type {}", type));
  return out;
}

std::string pem_of(ByteView der, const char* type) {
  const BioPtr bio(required(BIO_new(BIO_s_mem()), "making a buffer"));
  require(PEM_write_bio(bio.get(), type, "", der.data(), static_cast<long>(der.size())) > 0,
          "writing PEM");
  return std::string(written_into(bio.get()));
}

PkeyPtr private_key_from_pem(ByteView pem) {
  const ErrorScope errors;
  const BioPtr bio = reader_of(pem);
  if (!bio) return nullptr;
  return PkeyPtr(PEM_read_bio_PrivateKey(bio.get(), nullptr, no_password, nullptr));
}

std::optional<Instant> instant_of(const ASN1_TIME* time) {
  std::tm parts{};
  if (time == nullptr || ASN1_TIME_to_tm(time, &parts) != 1) return std::nullopt;
  const std::chrono::year_month_day date{
      std::chrono::year{parts.tm_year + 1900},
      std::chrono::month{static_cast<unsigned>(parts.tm_mon) + 1},
      std::chrono::day{static_cast<unsigned>(parts.tm_mday)}};
  if (!date.ok()) return std::nullopt;
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours{parts.tm_hour} +
         std::chrono::minutes{parts.tm_min} + std::chrono::seconds{parts.tm_sec};
}

Asn1TimePtr asn1_time_of(Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch();
  return Asn1TimePtr(required(ASN1_TIME_set(nullptr, seconds.count()), "making a time"));
}

std::string hex_of(const ASN1_INTEGER* number) {
  const std::string sign = ASN1_STRING_type(number) == V_ASN1_NEG_INTEGER ? "-" : "";
  return sign + to_hex(bytes_of(number));
}

std::string text_of(const X509_NAME* name) {
  const BioPtr bio(required(BIO_new(BIO_s_mem()), "making a buffer"));
  // RFC 2253 would escape every byte of UTF-8 as \xx, which nobody can read.
  const unsigned long flags = XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB);
  require(X509_NAME_print_ex(bio.get(), name, 0, flags) >= 0, "printing a name");
  return std::string(written_into(bio.get()));
}

Bytes bytes_of(const ASN1_STRING* text) {
  if (text == nullptr) return {};
  const unsigned char* start = ASN1_STRING_get0_data(text);
  return Bytes(start, start + ASN1_STRING_length(text));
}

Result<void> check_key(EVP_PKEY* key, RsaFloor floor) {
  const ErrorScope errors;
  switch (EVP_PKEY_get_base_id(key)) {
    case EVP_PKEY_RSA:
      return check_rsa(key, floor);
    case EVP_PKEY_EC:
      return check_ec(key);
    default:
      return fail(Errc::weak_key, "a key that is neither RSA nor EC");
  }
}

}  // namespace gatepost::certs
