#include "gateway/cli/audit_log.hpp"

#include <fmt/format.h>

#include "gateway/base/posix/posix.hpp"

namespace gatepost::cli {

std::optional<audit::VerifierKey> verifier_key(const std::string& text_or_file) {
  std::string text = text_or_file;
  std::error_code ignored;
  if (std::filesystem::is_regular_file(text_or_file, ignored)) {
    const auto content = posix::read_file(text_or_file, 4096);
    if (content) text = as_text(*content);
  }
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  auto key = audit::VerifierKey::parse(text);
  if (key) return std::move(*key);
  complain(
      fmt::format("--log-key: {}: give what `gatepost audit key` prints, or a file that holds it",
                  key.error().context()));
  return std::nullopt;
}

}  // namespace gatepost::cli
