#include "gateway/evidence/package.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "certs/certificate.hpp"
#include "certs/digest.hpp"
#include "gateway/evidence/cover.hpp"

namespace gatepost::evidence {

namespace json = boost::json;
using formats::zip::File;

namespace {

constexpr std::string_view readme_file = "README.txt";
constexpr std::string_view index_file = "index.html";
constexpr std::string_view manifest_file = "manifest.json";
constexpr std::string_view form_file = "form.xml";
constexpr std::string_view checkpoint_file = "checkpoint";

std::string manifest_of(const Package& package) {
  return json::serialize(json::object{{"format", format_name},
                                      {"gateway", package.gateway},
                                      {"made_at", to_rfc3339(package.made_at)},
                                      {"message", package.message},
                                      {"digest", package.digest.hex()}}) +
         "\n";
}

std::string short_name(const Bytes& der) { return certs::sha256(der).hex().substr(0, 16); }

std::string pem_or_nothing(const Bytes& der) {
  const auto certificate = certs::Certificate::from_der(der);
  return certificate ? certificate->pem() : std::string{};
}

// Takes an archive's files apart, and keeps every complaint.
class Reader {
 public:
  explicit Reader(std::vector<File> files) {
    for (File& file : files) files_.emplace(std::move(file.name), std::move(file.content));
  }

  std::expected<Opened, Problems> run() {
    opened_.readme = text(readme_file);
    opened_.index_html = text(index_file);
    read_manifest(text(manifest_file));
    Package& package = opened_.package;
    package.form = take(form_file);
    package.checkpoint = text(checkpoint_file);
    package.receipts = signed_forms("receipts/");
    package.replies = signed_forms("replies/");
    read_certificates();
    for (auto& [name, content] : folder("crls/", ".crl"))
      if (named_by(name, content)) package.crls_der.push_back(std::move(content));
    read_entries();
    for (const auto& [name, content] : files_)
      complain(name, "nothing of the evidence has this name", "no file beside the evidence's own");
    if (!problems_.empty()) return std::unexpected(std::move(problems_));
    return std::move(opened_);
  }

 private:
  void complain(std::string_view file, std::string wrong, std::string right) {
    problems_.push_back({"Evidence", std::string(file), std::move(wrong), std::move(right)});
  }

  Bytes take(std::string_view name) {
    const auto found = files_.find(name);
    if (found == files_.end()) {
      complain(name, "it is missing", "the archive as the gateway made it");
      return {};
    }
    Bytes content = std::move(found->second);
    files_.erase(found);
    return content;
  }
  std::string text(std::string_view name) { return std::string(as_text(take(name))); }

  // The files of a folder, by name without folder and extension, taken out.
  std::map<std::string, Bytes> folder(std::string_view prefix, std::string_view extension) {
    std::map<std::string, Bytes> found;
    for (auto at = files_.begin(); at != files_.end();) {
      std::string_view name = at->first;
      if (!name.starts_with(prefix) || !name.ends_with(extension)) {
        ++at;
        continue;
      }
      name.remove_prefix(prefix.size());
      name.remove_suffix(extension.size());
      found.emplace(std::string(name), std::move(at->second));
      at = files_.erase(at);
    }
    return found;
  }

  std::vector<SignedForm> signed_forms(std::string_view prefix) {
    std::vector<SignedForm> found;
    for (auto& [name, content] : folder(prefix, ".xml"))
      found.push_back({name, std::move(content)});
    return found;
  }

  void read_manifest(const std::string& content) {
    Package& package = opened_.package;
    json::error_code error;
    const json::value value = json::parse(content, error);
    const json::object* object = error ? nullptr : value.if_object();
    const auto member = [&](const char* key) -> std::string {
      const json::value* found = object == nullptr ? nullptr : object->if_contains(key);
      return found != nullptr && found->is_string() ? std::string(found->as_string())
                                                    : std::string{};
    };
    package.gateway = member("gateway");
    package.message = member("message");
    const auto made_at = from_rfc3339(member("made_at"));
    const auto digest = Digest::from_hex(member("digest"));
    if (made_at) package.made_at = *made_at;
    if (digest) package.digest = *digest;
    // Written anew it must be the same: no second spelling, nothing beside it.
    if (member("format") != format_name || !made_at || !digest || content != manifest_of(package))
      complain(manifest_file, "it is not the manifest of an evidence package",
               fmt::format("a package of the format {}", format_name));
  }

  bool named_by(const std::string& name, const Bytes& content) {
    if (name == short_name(content)) return true;
    complain(name, "its content is not what its name says", "the archive as the gateway made it");
    return false;
  }

  void read_certificates() {
    for (const auto& [name, pem] : folder("certificates/", ".pem")) {
      const auto certificate = certs::Certificate::from_pem(as_text(pem));
      if (!certificate) {
        complain("certificates/" + name + ".pem", certificate.error().context(),
                 "a certificate in PEM");
      } else if (named_by(name, certificate->der())) {
        opened_.package.certificates_der.push_back(certificate->der());
      }
    }
  }

  void read_entries() {
    auto proofs = folder("log/", audit::proof_extension);
    for (auto& [name, content] : folder("log/", ".json")) {
      const auto found = proofs.find(name);
      if (found == proofs.end()) {
        complain("log/" + name + ".json", "there is no proof beside it", "a .tlog-proof");
        continue;
      }
      auto proof = audit::EntryProof::parse(as_text(found->second));
      proofs.erase(found);
      if (!proof || std::to_string(proof->index) != name) {
        complain("log/" + name + ".tlog-proof",
                 proof ? "it proves another entry than its name says" : proof.error().context(),
                 "a C2SP tlog-proof of that entry");
        continue;
      }
      opened_.package.entries.push_back({std::string(as_text(content)), std::move(*proof)});
    }
    for (const auto& [name, content] : proofs)
      complain("log/" + name + ".tlog-proof", "there is no entry beside it", "the log's entry");
    std::ranges::sort(opened_.package.entries, {},
                      [](const LoggedEntry& entry) { return entry.proof.index; });
  }

  std::map<std::string, Bytes, std::less<>> files_;
  Opened opened_;
  Problems problems_;
};

}  // namespace

std::string receipt_name(int rung, std::string_view rung_name) {
  return fmt::format("{}-{}", rung, rung_name);
}
std::string reply_name(std::size_t number, std::string_view root_name) {
  return fmt::format("{:04}-{}", number, root_name);
}

Bytes to_zip(const Package& package) {
  std::vector<File> files{{std::string(readme_file), to_bytes(cover_text(package))},
                          {std::string(index_file), to_bytes(cover_html(package))},
                          {std::string(manifest_file), to_bytes(manifest_of(package))},
                          {std::string(form_file), package.form}};
  for (const SignedForm& receipt : package.receipts)
    files.push_back({"receipts/" + receipt.name + ".xml", receipt.xml});
  for (const SignedForm& reply : package.replies)
    files.push_back({"replies/" + reply.name + ".xml", reply.xml});
  for (const Bytes& der : package.certificates_der)
    files.push_back({"certificates/" + short_name(der) + ".pem", to_bytes(pem_or_nothing(der))});
  for (const Bytes& der : package.crls_der)
    files.push_back({"crls/" + short_name(der) + ".crl", der});
  for (const LoggedEntry& entry : package.entries) {
    const std::string stem = fmt::format("log/{}", entry.proof.index);
    files.push_back({stem + ".json", to_bytes(entry.bytes)});
    files.push_back({stem + std::string(audit::proof_extension), to_bytes(entry.proof.str())});
  }
  files.push_back({std::string(checkpoint_file), to_bytes(package.checkpoint)});
  return formats::zip::write(files, package.made_at);
}

std::expected<Opened, Problems> from_zip(ByteView archive) {
  auto files = formats::zip::read(archive, package_limits);
  if (!files)
    return std::unexpected(Problems{{"Evidence", "the archive", files.error().context(),
                                     "the zip as `gatepost evidence export` wrote it"}});
  return Reader(std::move(*files)).run();
}

}  // namespace gatepost::evidence
