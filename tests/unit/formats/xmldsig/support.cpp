#include "tests/unit/formats/xmldsig/support.hpp"

#include <fmt/format.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <stdexcept>

#include "certs/digest.hpp"
#include "formats/xmldsig/signed_info.hpp"

namespace gatepost::formats::xmldsig::test {
namespace {

template <class T>
T value_of(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().to_string());
  return std::move(*result);
}

void done(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().to_string());
}

std::string base64(ByteView bytes) { return to_base64(bytes); }

std::optional<xml::Element> first_dsig(const xml::Element& element, std::string_view name) {
  if (is_dsig(element, name)) return element;
  for (const auto& child : element.children()) {
    if (const auto found = first_dsig(child, name)) return found;
  }
  return std::nullopt;
}

}  // namespace

TempFolder::TempFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "gatepost-xmldsig-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TempFolder::~TempFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string TempFolder::write(std::string_view name, std::string_view content) const {
  const auto path = path_ / name;
  std::ofstream(path, std::ios::binary) << content;
  return path.string();
}

std::string TempFolder::read(std::string_view name) const {
  std::ifstream file(path_ / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

Instant now() {
  using namespace std::chrono;
  return sys_days{2026y / March / 2} + 12h;
}

World::World(std::string_view name, std::uint64_t seed)
    : random_(seed),
      authority_(value_of(
          certs::DevelopmentAuthority::create(folder_.path() / "ca", name, now(), random_))) {}

Party World::party(certs::Role role, std::string_view name, Key key, std::chrono::days valid_for) {
  const auto issued = value_of(authority_.issue(
      {.role = role, .name = std::string(name), .dns = {}, .valid_for = valid_for, .key = key},
      now(), random_));
  return {.key_pem = issued.key_pem,
          .cert_pem = issued.cert_pem,
          .signer = value_of(certs::signer_from_pem(issued.key_pem, issued.cert_pem))};
}

void World::revoke(const Party& party) {
  done(authority_.revoke(party.signer->certificate().serial_hex(), now()));
}

void World::renew_crl(Instant at) { done(authority_.renew_crl(at)); }

certs::TrustStore World::trust() const {
  const auto crl = folder_.read("ca/crl.pem");
  return value_of(
      certs::TrustStore::build({.anchors = {authority_.certificate()},
                                .intermediates = {},
                                .crls_der = value_of(certs::crls_from_file_bytes(as_bytes(crl)))}));
}

std::string sample_form(std::string_view name) {
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<LIEF xmlns=\"urn:example:lief\" xmlns:unused=\"urn:example:unused\"  version='1'>\n"
      "  <MessageId>5f0c9f0e-0000-4000-8000-000000000001</MessageId>\n"
      "  <Client kind=\"adult\"><Name>{}</Name><Note>5 &lt; 6 &amp; \"so\" &#233;</Note></Client>\n"
      "  <Empty/>\n</LIEF>\n",
      name);
}

std::string sign(std::string_view unsigned_form, const certs::Signer& signer) {
  return std::string(as_text(value_of(sign_enveloped(as_bytes(unsigned_form), signer))));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::logic_error(fmt::format("nothing to replace: {}", from));
  return text.replace(at, from.size(), to);
}

std::string between(std::string_view text, std::string_view first, std::string_view last) {
  const auto from = text.find(first);
  const auto to = text.find(last, from);
  if (from == text.npos || to == text.npos) throw std::logic_error("no such part");
  return std::string(text.substr(from, to + last.size() - from));
}

std::string signature_template(std::string_view signature_method) {
  return fmt::format(
      R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>)"
      R"(<ds:CanonicalizationMethod Algorithm="{0}"/><ds:SignatureMethod Algorithm="{1}"/>)"
      R"(<ds:Reference URI=""><ds:Transforms><ds:Transform Algorithm="{2}"/>)"
      R"(<ds:Transform Algorithm="{0}"/></ds:Transforms><ds:DigestMethod Algorithm="{3}"/>)"
      R"(<ds:DigestValue>{{DIGEST}}</ds:DigestValue></ds:Reference></ds:SignedInfo>)"
      R"(<ds:SignatureValue>{{VALUE}}</ds:SignatureValue><ds:KeyInfo><ds:X509Data>)"
      R"(<ds:X509Certificate>{{CERT}}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>)"
      R"(</ds:Signature>)",
      uri::exclusive_c14n, signature_method, uri::enveloped, uri::sha256);
}

std::string forge(std::string document, const certs::Signer& signer) {
  const auto fill = [&](std::string_view place, const std::function<std::string()>& content) {
    if (document.find(place) == std::string::npos) return;
    const auto filling = content();
    while (document.find(place) != std::string::npos) document = replaced(document, place, filling);
  };
  const auto parsed = [&] { return value_of(xml::Document::parse(as_bytes(document))); };
  fill("{CERT}", [&] { return base64(signer.certificate().der()); });
  fill("{DIGEST}", [&] {
    const auto tree = parsed();
    return base64(certs::sha256(tree.canonical({}, first_dsig(tree.root(), "Signature"))).view());
  });
  fill("{VALUE}", [&] {
    const auto tree = parsed();
    return base64(value_of(signer.sign(tree.canonical(first_dsig(tree.root(), "SignedInfo")))));
  });
  return document;
}

Ran xmlsec1(const TempFolder& folder, const std::string& arguments) {
  const auto log = (folder.path() / "xmlsec1.log").string();
  const auto command = fmt::format("xmlsec1 {} >{} 2>&1", arguments, log);
  // NOLINTNEXTLINE(concurrency-mt-unsafe): a test of one thread
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, folder.read("xmlsec1.log")};
}

}  // namespace gatepost::formats::xmldsig::test
