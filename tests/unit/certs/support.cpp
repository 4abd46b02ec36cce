#include "tests/unit/certs/support.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>

namespace gatepost::certs::test {

namespace fs = std::filesystem;

TempFolder::TempFolder() {
  std::string pattern = (fs::temp_directory_path() / "gatepost-certs-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = pattern;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

std::string TempFolder::write(std::string_view name, std::string_view content) const {
  const fs::path path = path_ / name;
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

std::string TempFolder::read(std::string_view name) const {
  std::ifstream file(path_ / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Ran run(const std::string& command) {
  Ran out;
  FILE* pipe = popen((command + " 2>&1").c_str(), "r");
  if (pipe == nullptr) return out;
  std::array<char, 4096> block{};
  while (const std::size_t got = std::fread(block.data(), 1, block.size(), pipe))
    out.output.append(block.data(), got);
  const int status = pclose(pipe);
  if (WIFEXITED(status)) out.status = WEXITSTATUS(status);
  return out;
}

Instant noon() { return *from_rfc3339("2026-04-02T11:00:00Z"); }

TestAuthority::TestAuthority(std::uint64_t seed, std::string_view name)
    : random(seed),
      authority(DevelopmentAuthority::create(home / "ca", name, noon(), random).value()) {}

TestAuthority::Issued TestAuthority::issue(Role role, std::string_view name, Key key,
                                           std::chrono::days valid_for) {
  const DevelopmentAuthority::Request request{role, std::string(name), {}, valid_for, key};
  const IssuedKey issued = authority.issue(request, noon(), random).value();
  return {Certificate::from_pem(issued.cert_pem).value(), issued.cert_pem, issued.key_pem};
}

std::vector<Bytes> TestAuthority::crls() const {
  return crls_from_file_bytes(as_bytes(home.read("ca/crl.pem"))).value();
}

TrustStore TestAuthority::trust() const {
  return TrustStore::build({{authority.certificate()}, {}, crls()}).value();
}

const SharedRsa& shared_rsa() {
  static const SharedRsa shared;
  return shared;
}

std::string self_signed_pem(const TempFolder& home, const std::string& arguments) {
  const std::string out = (home / "self.pem").string();
  const Ran ran = run("openssl req -x509 -nodes -days 3650 -keyout " +
                      (home / "self.key.pem").string() + " -out " + out + " " + arguments);
  EXPECT_EQ(ran.status, 0) << ran.output;
  return home.read("self.pem");
}

}  // namespace gatepost::certs::test
