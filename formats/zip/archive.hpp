// Zip archives in memory, through libzip: written plainly, and read as if they came from an enemy.
// Pure: bytes in, files out; nothing ever touches a disk here. Any thread.
#pragma once

#include <string>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::formats::zip {

enum class Errc {
  unreadable,  // no zip archive, a damaged one, or one whose directory contradicts its files
  bad_name,    // a name that could lead out of a folder, or that some system reads as another
  duplicate,   // two files of one name, letter case apart
  not_plain,   // a folder, a link, an encrypted file, or an unknown compression
  too_large,   // more files or bytes than the caller's limits, whatever the archive says of itself
};
ErrorInfo error_info(Errc code);

struct File {
  std::string name;  // "receipts/1-accepted.xml"
  Bytes content;
  bool operator==(const File&) const = default;
};

struct Limits {
  std::size_t files;
  std::size_t file_bytes;   // of one, inflated
  std::size_t total_bytes;  // of all, inflated
};

// Letters, digits, dots, hyphens and underscores, in parts separated by single slashes; no part
// begins with a dot.
bool is_plain_name(std::string_view name);

// Names must be plain and different: std::logic_error otherwise. `modified` is every file's.
Bytes write(const std::vector<File>& files, Instant modified);

// All files in the archive's order, or nothing of them. Errors: as above.
Result<std::vector<File>> read(ByteView archive, const Limits& limits);

}  // namespace gatepost::formats::zip
