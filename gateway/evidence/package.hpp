// Evidence: everything about one message that stands up by itself, in one zip (layout below).
// Making and reading the archive; judging it is verify.hpp. Pure; any thread.
//
//   README.txt, index.html          for people; say only what the rest proves
//   manifest.json {"format":"gatepost-evidence/1","gateway":"...","made_at":"...",
//                                    "message":"TEAM/id","digest":"hex"}
//   form.xml                        the form as it was signed
//   receipts/1-accepted.xml ...     every receipt about it, in the ladder's order
//   replies/0001-Acknowledgement.xml  every form that answers it, in order of acceptance
//   certificates/<16 hex>.pem       whom the signatures rest on, named by fingerprint
//   crls/<16 hex>.crl               revocation lists (DER) in force at the time
//   log/<index>.json                the log's entries, as they are hashed
//   log/<index>.tlog-proof          that they are in it (C2SP tlog-proof), one for each
//   checkpoint                      what all the proofs lead to (C2SP tlog-checkpoint)
#pragma once

#include <expected>
#include <string>
#include <vector>

#include "formats/zip/archive.hpp"
#include "gateway/audit/checkpoint.hpp"
#include "gateway/base/problem.hpp"

namespace gatepost::evidence {

inline constexpr std::string_view format_name = "gatepost-evidence/1";
// A form and a reply have at most a MiB each; a revocation list of a large authority some.
inline constexpr formats::zip::Limits package_limits{
    .files = 4096, .file_bytes = std::size_t{8} << 20, .total_bytes = std::size_t{64} << 20};

struct SignedForm {
  std::string name;  // of its file, without folder and extension: "1-accepted"
  Bytes xml;
  bool operator==(const SignedForm&) const = default;
};

struct LoggedEntry {
  std::string bytes;
  audit::EntryProof proof;
};

struct Package {
  std::string gateway;  // the name of the one that accepted the message
  Instant made_at;      // the maker's clock; nothing vouches for it
  std::string message;  // "BXI-PSI/uuid"
  Digest digest;        // of the form
  Bytes form;
  std::vector<SignedForm> receipts, replies;
  std::vector<Bytes> certificates_der, crls_der;
  std::vector<LoggedEntry> entries;  // in the log's order
  std::string checkpoint;            // a signed note
};

std::string receipt_name(int rung, std::string_view rung_name);          // "1-accepted"
std::string reply_name(std::size_t number, std::string_view root_name);  // "0001-Acknowledgement"

// With the cover pages (cover.hpp).
Bytes to_zip(const Package& package);

// What was read, and the pages for people as they stand in it.
struct Opened {
  Package package;
  std::string readme, index_html;
};
// Everything that keeps it from being a package, or the package. Nothing of it is proven yet.
std::expected<Opened, Problems> from_zip(ByteView archive);

}  // namespace gatepost::evidence
