#include "formats/zip/archive.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <algorithm>
#include <memory>
#include <set>
#include <stdexcept>

namespace gatepost::formats::zip {

namespace {

struct Discard {
  void operator()(zip_t* archive) const { ::zip_discard(archive); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { ::zip_source_free(source); }
};
struct CloseFile {
  void operator()(zip_file_t* file) const { ::zip_fclose(file); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, FreeSource>;
using OpenFile = std::unique_ptr<zip_file_t, CloseFile>;

// Of writing into memory: fails when memory is out, or the program is wrong.
void require(bool holds) {
  if (!holds) throw std::runtime_error("libzip failed to write an archive");
}

// For libzip's calls that have just taken the object over, or given it back to nobody.
template <class Handle>
void now_owned_elsewhere(Handle& handle) {
  [[maybe_unused]] auto* const taken = handle.release();
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lower(std::string_view name) {
  std::string made(name);
  std::ranges::transform(made, made.begin(), [](char c) { return lower(c); });
  return made;
}

std::uint64_t little_endian(ByteView four) {
  return static_cast<std::uint64_t>(four[0]) | static_cast<std::uint64_t>(four[1]) << 8 |
         static_cast<std::uint64_t>(four[2]) << 16 | static_cast<std::uint64_t>(four[3]) << 24;
}

// Archives may have anything before their beginning, between their files and their directory, and
// after their end, and then two programs read two archives in one file. So: a file at the first
// byte, the end record at the last, and the directory right before it (APPNOTE 6.3.10, 4.3.16).
bool begins_and_ends_as_one(ByteView archive) {
  constexpr std::size_t end_record = 22;
  if (archive.size() < end_record || as_text(archive.first(4)) != "PK\3\4") return false;
  const ByteView end = archive.last(end_record);
  const std::uint64_t directory_bytes = little_endian(end.subspan(12, 4));
  const std::uint64_t directory_at = little_endian(end.subspan(16, 4));
  return as_text(end.first(4)) == "PK\5\6" &&
         directory_at + directory_bytes + end_record == archive.size();
}

// What the archive's directory says of one file. `name` is copied out of libzip's memory.
struct Listed {
  std::string name;
  std::uint64_t index = 0;
  std::uint64_t size = 0;
};

bool is_regular(zip_t* archive, std::uint64_t index) {
  zip_uint8_t system = ZIP_OPSYS_DOS;
  zip_uint32_t attributes = 0;
  if (::zip_file_get_external_attributes(archive, index, 0, &system, &attributes) != 0)
    return false;
  if (system != ZIP_OPSYS_UNIX) return true;
  const mode_t mode = static_cast<mode_t>(attributes >> 16);
  return (mode & S_IFMT) == 0 || S_ISREG(mode);
}

Result<Listed> look_at(zip_t* archive, std::uint64_t index) {
  zip_stat_t stat;
  ::zip_stat_init(&stat);
  constexpr zip_uint64_t needed =
      ZIP_STAT_NAME | ZIP_STAT_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;
  if (::zip_stat_index(archive, index, ZIP_FL_ENC_RAW, &stat) != 0 ||
      (stat.valid & needed) != needed)
    return fail(Errc::unreadable,
                fmt::format("file {} of the archive has no directory entry", index));
  Listed listed{stat.name, index, stat.size};
  // The name itself is the enemy's: it does not stand in what we say.
  if (!is_plain_name(listed.name))
    return fail(Errc::bad_name, fmt::format("file {} of the archive has a name that is not plain: "
                                            "it could lead out of its folder",
                                            index));
  if (stat.encryption_method != ZIP_EM_NONE ||
      (stat.comp_method != ZIP_CM_STORE && stat.comp_method != ZIP_CM_DEFLATE) ||
      !is_regular(archive, index))
    return fail(Errc::not_plain, fmt::format("file {} of the archive is no plain file", index));
  return listed;
}

// No more than the directory says, and no less: a file that inflates further is a bomb.
Result<Bytes> inflate(zip_t* archive, const Listed& listed) {
  const OpenFile file(::zip_fopen_index(archive, listed.index, 0));
  if (!file)
    return fail(Errc::unreadable,
                fmt::format("file {} of the archive cannot be opened", listed.index));
  Bytes content(static_cast<std::size_t>(listed.size) + 1);
  std::size_t held = 0;
  while (held < content.size()) {
    const auto got = ::zip_fread(file.get(), content.data() + held, content.size() - held);
    if (got < 0)
      return fail(Errc::unreadable, fmt::format("file {} of the archive is damaged", listed.index));
    if (got == 0) break;
    held += static_cast<std::size_t>(got);
  }
  if (held != listed.size)
    return fail(Errc::unreadable,
                fmt::format("file {} of the archive has another size than it says", listed.index));
  content.resize(held);
  return content;
}

Result<std::vector<Listed>> list(zip_t* archive, const Limits& limits) {
  const auto count = ::zip_get_num_entries(archive, 0);
  if (count < 0 || static_cast<std::uint64_t>(count) > limits.files)
    return fail(Errc::too_large, fmt::format("more than {} files in the archive", limits.files));
  std::vector<Listed> all;
  std::set<std::string> names;
  std::uint64_t total = 0;
  for (std::uint64_t index = 0; index < static_cast<std::uint64_t>(count); ++index) {
    GP_TRY(Listed listed, look_at(archive, index));
    if (!names.insert(lower(listed.name)).second)
      return fail(Errc::duplicate,
                  fmt::format("file {} of the archive has the name of an earlier one", index));
    if (listed.size > limits.file_bytes || listed.size > limits.total_bytes - total)
      return fail(Errc::too_large,
                  fmt::format("file {} of the archive is larger than is read", index));
    total += listed.size;
    all.push_back(std::move(listed));
  }
  return all;
}

}  // namespace

ErrorInfo error_info(Errc code) {
  constexpr std::string_view library = "formats.zip";
  switch (code) {
    case Errc::unreadable:
      return {library, "unreadable"};
    case Errc::bad_name:
      return {library, "bad_name"};
    case Errc::duplicate:
      return {library, "duplicate"};
    case Errc::not_plain:
      return {library, "not_plain"};
    case Errc::too_large:
      return {library, "too_large"};
  }
  return {library, "?"};
}

bool is_plain_name(std::string_view name) {
  if (name.empty() || name.size() > 200) return false;
  char before = '/';
  for (const char c : name) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                        (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (!letter && c != '.' && c != '/') return false;
    if (before == '/' && !letter) return false;
    before = c;
  }
  return before != '/';
}

Bytes write(const std::vector<File>& files, Instant modified) {
  Source kept(::zip_source_buffer_create(nullptr, 0, 0, nullptr));
  require(kept != nullptr);
  ::zip_source_keep(kept.get());  // closing the archive gives up its own share
  Archive archive(::zip_open_from_source(kept.get(), ZIP_TRUNCATE, nullptr));
  require(archive != nullptr);
  const auto seconds = static_cast<time_t>(
      std::chrono::floor<std::chrono::seconds>(modified).time_since_epoch().count());
  std::set<std::string> names;
  for (const File& file : files) {
    if (!is_plain_name(file.name) || !names.insert(lower(file.name)).second)
      throw std::logic_error("a file's name in an archive must be plain and its own");
    Source source(::zip_source_buffer(archive.get(), file.content.data(), file.content.size(), 0));
    require(source != nullptr);
    const auto index =
        ::zip_file_add(archive.get(), file.name.c_str(), source.get(), ZIP_FL_ENC_UTF_8);
    require(index >= 0);
    now_owned_elsewhere(source);
    const auto at = static_cast<zip_uint64_t>(index);
    require(::zip_set_file_compression(archive.get(), at, ZIP_CM_DEFLATE, 0) == 0);
    require(::zip_file_set_mtime(archive.get(), at, seconds, 0) == 0);
  }
  require(::zip_close(archive.get()) == 0);
  now_owned_elsewhere(archive);

  zip_stat_t stat;
  ::zip_stat_init(&stat);
  require(::zip_source_stat(kept.get(), &stat) == 0 && (stat.valid & ZIP_STAT_SIZE) != 0);
  Bytes bytes(static_cast<std::size_t>(stat.size));
  require(::zip_source_open(kept.get()) == 0);
  const auto got = ::zip_source_read(kept.get(), bytes.data(), bytes.size());
  ::zip_source_close(kept.get());
  require(got >= 0 && static_cast<std::size_t>(got) == bytes.size());
  return bytes;
}

Result<std::vector<File>> read(ByteView bytes, const Limits& limits) {
  if (!begins_and_ends_as_one(bytes))
    return fail(Errc::unreadable, "not one zip archive from its first byte to its last");
  Source source(::zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr));
  if (!source) return fail(Errc::unreadable, "not a zip archive");
  const Archive archive(::zip_open_from_source(source.get(), ZIP_RDONLY | ZIP_CHECKCONS, nullptr));
  if (!archive) return fail(Errc::unreadable, "not a zip archive, or a damaged one");
  now_owned_elsewhere(source);
  // Everything that the directory says is judged before anything is inflated.
  GP_TRY(const std::vector<Listed> all, list(archive.get(), limits));
  std::vector<File> files;
  for (const Listed& listed : all) {
    GP_TRY(Bytes content, inflate(archive.get(), listed));
    files.push_back({listed.name, std::move(content)});
  }
  return files;
}

}  // namespace gatepost::formats::zip
