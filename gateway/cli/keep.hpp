// Keeping files in folders that people look into: nothing is ever written or moved over something
// else; a name that is taken gets a number ("form-2.xml"). Blocking file I/O; one thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::cli {

// One of the files that lie beside each other under one stem: "form" + ".receipt.xml".
struct Piece {
  std::string extension;
  ByteView content;
};

inline constexpr int most_names = 10'000;

// `stem`, or `stem-2`, `stem-3`, ...: the first under which no piece would replace other content,
// and nothing is called by an ending of `absent`. The very same content may be there already: then
// an earlier try, cut short by a crash, is finished instead of begun anew.
// Errors: posix::Errc::cannot_write when all of most_names are taken.
Result<std::filesystem::path> free_stem(const std::filesystem::path& folder,
                                        const std::string& stem, const std::vector<Piece>& pieces,
                                        const std::vector<std::string>& absent = {});

// Writes the pieces, in their order, under a free stem, and answers that stem.
Result<std::filesystem::path> keep_pieces(const std::filesystem::path& folder,
                                          const std::string& stem, const std::vector<Piece>& pieces,
                                          const std::vector<std::string>& absent = {});

// Renames, never over something else, and fsyncs both folders. Errors: posix::Errc::cannot_write.
Result<void> move_file(const std::filesystem::path& from, const std::filesystem::path& to);

// A file's bytes, when it is a regular file and no link to one. Errors: posix::Errc::cannot_open,
// cannot_read, too_large.
Result<Bytes> read_regular_file(const std::filesystem::path& file, std::size_t limit);

// Is anything there, a dangling link included?
bool is_there(const std::filesystem::path& path);

}  // namespace gatepost::cli
