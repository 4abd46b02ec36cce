// Shared by the tests of xmldsig: a certificate authority in a temporary folder, forms to sign, an
// attacker's workshop that signs any shape with a good key, and the xmlsec1 program as a judge that
// shares no code of ours.
#pragma once

#include <filesystem>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "certs/authority.hpp"
#include "certs/signer.hpp"
#include "certs/trust.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::formats::xmldsig::test {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override {
    for (auto& byte : out) byte = static_cast<std::uint8_t>(engine_());
  }

 private:
  std::mt19937_64 engine_;
};

// A new folder that goes away with its owner.
class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  // Writes a file and answers its path.
  std::string write(std::string_view name, std::string_view content) const;
  std::string read(std::string_view name) const;

 private:
  std::filesystem::path path_;
};

using Key = certs::DevelopmentAuthority::Request::Key;

struct Party {
  std::string key_pem;
  std::string cert_pem;
  std::unique_ptr<certs::Signer> signer;
};

// 2026-03-02 12:00 UTC: every test's "now".
Instant now();

// An authority of its own, with what its parties sign by.
class World {
 public:
  explicit World(std::string_view name, std::uint64_t seed);
  Party party(certs::Role role, std::string_view name, Key key = Key::p256,
              std::chrono::days valid_for = std::chrono::days{397});
  void revoke(const Party& party);
  void renew_crl(Instant at);
  certs::TrustStore trust() const;
  const TempFolder& folder() const { return folder_; }
  std::string ca_file() const { return (folder_.path() / "ca" / "ca.pem").string(); }

 private:
  TempFolder folder_;
  SeededRandom random_;
  certs::DevelopmentAuthority authority_;
};

// A form as a sender writes it, unsigned.
std::string sample_form(std::string_view name = "Fictional Person");
std::string sign(std::string_view unsigned_form, const certs::Signer& signer);

std::string replaced(std::string text, std::string_view from, std::string_view to);
// The part of `text` from `first` to the end of `last`.
std::string between(std::string_view text, std::string_view first, std::string_view last);

// The one shape, spelt out for attackers to change: {DIGEST}, {VALUE} and {CERT} are still open.
std::string signature_template(std::string_view signature_method);
// Fills the open places of a document as an attacker with this key would: the digest of everything
// but the first ds:Signature, then the value over the first ds:SignedInfo, whatever these look
// like.
std::string forge(std::string document, const certs::Signer& signer);

struct Ran {
  int status;
  std::string output;
};
// Runs xmlsec1 with these arguments; status 127 where it is not installed.
Ran xmlsec1(const TempFolder& folder, const std::string& arguments);

}  // namespace gatepost::formats::xmldsig::test
