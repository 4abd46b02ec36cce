#include "certs/key_ring.hpp"

#include <algorithm>
#include <array>

#include "certs/digest.hpp"
#include "gateway/base/posix/posix.hpp"

namespace gatepost::certs {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kek_id_bytes = 8;
constexpr std::size_t key_file_bytes = 128;  // 64 digits and a line end; more is not a key
constexpr std::string_view kek_suffix = ".kek";

std::unexpected<Error> store_failed(const Error& cause) {
  return fail(Errc::store_failed, cause.context());
}

// Drawn at random, not counted: two nodes that rotate at once then make two keys, never one name
// for two.
std::string draw_id(Random& random) {
  std::array<std::uint8_t, kek_id_bytes> bytes{};
  random.fill(bytes);
  return to_hex(bytes);
}

Result<void> write_secret(const fs::path& path, std::string_view line) {
  std::string text(line.size() + 1, '\n');
  const WipedOnExit wiped(text);
  std::ranges::copy(line, text.begin());
  if (auto written = posix::write_file_durably(path, as_bytes(text), posix::Mode::secret); !written)
    return store_failed(written.error());
  return {};
}

Result<void> write_key(const fs::path& path, const SecretKey& key) {
  std::string digits = to_hex(key.view());
  const WipedOnExit wiped(digits);
  return write_secret(path, digits);
}

// The file's one line, with or without its line end. The caller wipes it.
Result<Bytes> read_line(const fs::path& path) {
  auto raw = posix::read_secret_file(path, key_file_bytes);
  if (!raw) return store_failed(raw.error());
  if (!raw->empty() && raw->back() == '\n') raw->pop_back();
  return std::move(*raw);
}

Result<SecretKey> read_key(const fs::path& path) {
  GP_TRY(Bytes line, read_line(path));
  const WipedOnExit wiped(line);
  auto key = SecretKey::from_hex(as_text(line));
  if (!key) return fail(Errc::unreadable, path.string() + " is not 64 hexadecimal digits");
  return std::move(*key);
}

// A folder that others may enter today holds keys that others may read after the next careless
// copy.
Result<void> check_private(const fs::path& folder) {
  std::error_code unknown;
  const fs::file_status status = fs::status(folder, unknown);
  if (unknown || status.type() != fs::file_type::directory)
    return fail(Errc::store_failed, folder.string() + " is not a folder we can read");
  if ((status.permissions() & (fs::perms::group_all | fs::perms::others_all)) != fs::perms::none)
    return fail(Errc::store_failed, folder.string() + " is open to group or others; set mode 0700");
  return {};
}

Result<void> read_keks(const fs::path& folder, KeyRing::Impl& ring) {
  std::error_code failed;
  fs::directory_iterator entries(folder, failed);
  for (; !failed && entries != fs::directory_iterator(); entries.increment(failed)) {
    const fs::path path = entries->path();
    if (path.extension() != kek_suffix) continue;
    const std::string id = path.stem().string();
    if (!is_kek_id(id)) return fail(Errc::unreadable, path.string() + ": not a key's name");
    GP_TRY(SecretKey key, read_key(path));
    ring.keks.emplace(id, std::move(key));
  }
  if (failed) return fail(Errc::store_failed, folder.string() + ": " + failed.message());
  return {};
}

fs::path kek_path(const fs::path& folder, const std::string& id) {
  return folder / (id + std::string(kek_suffix));
}

// 1. The key, 2. then its name in `current`: a crash between leaves a key unused, never a name
// without a key.
Result<void> add_kek(const fs::path& folder, Random& random) {
  const std::string id = draw_id(random);
  GP_CHECK(write_key(kek_path(folder, id), SecretKey::drawn_from(random)));
  return write_secret(folder / "current", id);
}

}  // namespace

bool is_kek_id(std::string_view id) {
  const auto fits = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  return !id.empty() && id.size() <= 64 && std::ranges::all_of(id, fits);
}

Result<KeyRing> KeyRing::create(const fs::path& folder, Random& random) {
  if (auto made = posix::make_folder(folder, posix::Mode::secret); !made)
    return store_failed(made.error());
  GP_CHECK(check_private(folder));
  std::error_code unknown;
  for (const char* name : {"current", "blind.key"})
    if (fs::exists(folder / name, unknown) || unknown)
      return fail(Errc::store_failed, folder.string() + " already holds a key ring");
  // The blind key first: `current` says that the ring is whole.
  GP_CHECK(write_key(folder / "blind.key", SecretKey::drawn_from(random)));
  GP_CHECK(add_kek(folder, random));
  return open(folder);
}

Result<KeyRing> KeyRing::open(const fs::path& folder) {
  GP_CHECK(check_private(folder));
  GP_TRY(SecretKey blind, read_key(folder / "blind.key"));
  GP_TRY(const Bytes current, read_line(folder / "current"));
  auto impl = std::make_shared<Impl>(
      Impl{.keks = {}, .current = std::string(as_text(current)), .blind = std::move(blind)});
  GP_CHECK(read_keks(folder, *impl));
  if (!impl->keks.contains(impl->current))
    return fail(Errc::unreadable, (folder / "current").string() + " names no key of the folder");
  return KeyRing(std::move(impl));
}

Result<void> KeyRing::rotate(const fs::path& folder, Random& random) {
  // Only a ring that is whole may change: adding to a broken one would hide the breach.
  if (auto ring = open(folder); !ring) return std::unexpected(ring.error());
  return add_kek(folder, random);
}

KeyRing KeyRing::in_memory(Random& random) {
  auto impl = std::make_shared<Impl>(
      Impl{.keks = {}, .current = draw_id(random), .blind = SecretKey::drawn_from(random)});
  impl->keks.emplace(impl->current, SecretKey::drawn_from(random));
  return KeyRing(std::move(impl));
}

Digest KeyRing::blind_token(std::string_view kind, std::string_view value) const {
  // The length in front keeps ("nhs", "1...") and ("nhs1", "...") apart, whatever characters a kind
  // may have.
  Bytes data;
  data.reserve(2 + kind.size() + value.size());
  data.push_back(static_cast<std::uint8_t>(kind.size() >> 8));
  data.push_back(static_cast<std::uint8_t>(kind.size() & 0xFF));
  data.insert(data.end(), kind.begin(), kind.end());
  data.insert(data.end(), value.begin(), value.end());
  return hmac_sha256(impl_->blind.view(), data);
}

}  // namespace gatepost::certs
