// The real clock, randomness and files. Only `app`, `cli`, and drivers of stores and keys use
// these.
#pragma once

#include <filesystem>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/random.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::posix {

enum class Errc {
  cannot_open,  // missing, or permission denied; the context names the path and errno's text
  cannot_read,
  cannot_write,  // disk full, I/O error; nothing half-written is left under the final name
  too_large,     // larger than the caller's limit
  bad_mode,      // a secret that others can read
};
ErrorInfo error_info(Errc code);

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

class SystemRandom final : public Random {  // getrandom(2)
 public:
  void fill(std::span<std::uint8_t> out) override;
};

// The whole file, refused when longer than `limit` bytes. Errors: cannot_open, cannot_read,
// too_large.
Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit);
// As read_file, but also refuses a file that group or others can read (bad_mode).
Result<Bytes> read_secret_file(const std::filesystem::path& path, std::size_t limit);

enum class Mode { shared = 0644, secret = 0600 };
// Writes beside the target, fsyncs, renames over it, and fsyncs the folder: after a crash there is
// the old file or the new one, never a part. Errors: cannot_write.
Result<void> write_file_durably(const std::filesystem::path& path, ByteView content, Mode mode);

// Creates the folder and its parents (0700 for secret). Errors: cannot_write.
Result<void> make_folder(const std::filesystem::path& path, Mode mode);

}  // namespace gatepost::posix
