// Watch: which dropped files are complete. A renamed-in file is whole at once; a writer that does
// not rename is given away by a size or time that changes between two looks. Pure: entries and
// instants in, entries out; the caller looks at the folder.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "gateway/base/time.hpp"

namespace gatepost::cli::agent {

struct Entry {
  std::string name;
  enum class Kind { file, link, other } kind = Kind::file;
  std::uint64_t inode = 0;
  std::uint64_t size = 0;
  std::int64_t changed_ns = 0;  // modification time, nanoseconds since 1970

  bool operator==(const Entry&) const = default;
};

// Not for us: hidden names, and the names that writers give to what is not finished.
bool is_passed_over(std::string_view name);

class Watch {
 public:
  struct Settled {
    Entry entry;
    milliseconds quiet{};  // unchanged for so long, as far as we saw
  };
  // What has not changed since the look before, oldest first. What is gone is forgotten.
  std::vector<Settled> look(const std::vector<Entry>& entries, Instant now);

 private:
  struct Known {
    Entry entry;
    Instant since;
  };
  std::map<std::string, Known> known_;
};

// A document that does not end yet may still grow. It is taken for broken only when nobody has
// touched it for this long, by our own observation or by its time stamp.
inline constexpr std::chrono::seconds growing_patience{30};
bool may_still_grow(const Watch::Settled& settled, Instant now);

// How long to leave a gateway alone that could not be reached `failures` times in a row: doubled
// each time from `base` to five minutes, and spread by a tenth either way so that many agents do
// not come back in step. `chance` is 0..255.
milliseconds back_off(int failures, milliseconds base, std::uint8_t chance);

}  // namespace gatepost::cli::agent
