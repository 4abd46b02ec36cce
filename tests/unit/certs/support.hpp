// Shared by the tests of certs: a folder that goes away, randomness from a seed, an authority, and
// the openssl program as a judge that shares no code of ours.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <random>
#include <string>

#include "certs/authority.hpp"
#include "certs/trust.hpp"
#include "gateway/base/random.hpp"

namespace gatepost::certs::test {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : engine_(seed) {}
  void fill(std::span<std::uint8_t> out) override {
    for (std::uint8_t& byte : out) byte = static_cast<std::uint8_t>(engine_() & 0xFF);
  }

 private:
  std::mt19937_64 engine_;
};

class TempFolder {
 public:
  TempFolder();
  ~TempFolder();
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  std::string write(std::string_view name, std::string_view content) const;  // answers the path
  std::string read(std::string_view name) const;

 private:
  std::filesystem::path path_;
};

struct Ran {
  int status = -1;
  std::string output;  // both streams
};
// Runs a shell command to its end.
Ran run(const std::string& command);

// 2026-04-02T11:00:00Z: every test's "now".
Instant noon();

// An authority in its own folder, and what tests ask of it in one line each. Failures throw.
struct TestAuthority {
  explicit TestAuthority(std::uint64_t seed = 1, std::string_view name = "Sample Authority");

  struct Issued {
    Certificate certificate;
    std::string cert_pem;
    std::string key_pem;
  };
  using Key = DevelopmentAuthority::Request::Key;
  Issued issue(Role role, std::string_view name, Key key = Key::p256,
               std::chrono::days valid_for = std::chrono::days{397});
  std::vector<Bytes> crls() const;
  TrustStore trust() const;

  TempFolder home;
  SeededRandom random;
  DevelopmentAuthority authority;
};

// A team's RSA certificate of an authority of its own, made once for the whole program: such a key
// takes a second.
struct SharedRsa {
  TestAuthority ca{77, "Sample RSA Authority"};
  TestAuthority::Issued leaf = ca.issue(Role::team, "BXI-PSI", TestAuthority::Key::rsa3072);
};
const SharedRsa& shared_rsa();

// A certificate made by `openssl req -x509` with these further arguments; empty on failure.
std::string self_signed_pem(const TempFolder& home, const std::string& arguments);

}  // namespace gatepost::certs::test

// A Result's value, or a test failure that names the error.
#define EXPECT_ERROR(expression, code)                                        \
  do {                                                                        \
    const auto gp_result = (expression);                                      \
    ASSERT_FALSE(gp_result.has_value());                                      \
    EXPECT_TRUE(gp_result.error().is(code)) << gp_result.error().to_string(); \
  } while (false)
