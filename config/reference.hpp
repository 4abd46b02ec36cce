// Reference lists: codes and their labels, as versioned data (config/reference/README.md). Values
// only; any thread. A code that a list does not hold is unknown, never wrong.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/errors.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::config {

class CodeList {
 public:
  struct Entry {
    std::string code, label;
    std::map<std::string, std::string, std::less<>> more;  // the list's other columns, not empty
    // Empty when the list has no such column, or nothing in it.
    std::string_view get(std::string_view column) const;
  };

  // `# list: ...` and its three companions first, then CSV with the columns code and label. All
  // problems at once: a missing note, a missing column, a code twice, a row without a label.
  static Checked<CodeList> from_csv(std::string_view text, std::string_view file_name);

  const std::string& id() const { return id_; }
  const std::string& version() const { return version_; }
  const std::string& source() const { return source_; }
  std::chrono::year_month_day effective() const { return effective_; }
  const Entry* find(std::string_view code) const;
  const std::vector<Entry>& entries() const { return entries_; }  // as in the file

 private:
  void read_notes(const std::vector<std::string>& notes, std::string_view file_name,
                  Problems& problems);

  std::string id_, version_, source_;
  std::chrono::year_month_day effective_{};
  std::vector<Entry> entries_;
  std::map<std::string, std::size_t, std::less<>> by_code_;
};

// The lists built into the program. They are read once, at the first call; thread-safe.
const CodeList& prisons();         // NOMIS codes
const CodeList& areas();           // the 33 London authorities by GSS code, with old_code
const CodeList& delivery_units();  // London's probation delivery units, with their areas
const CodeList& courts();          // London courts of the court register
const CodeList& release_statuses();
const CodeList& discharge_reasons();
const CodeList& substance_groups();
const CodeList& drugs();  // offered, never a limit: its note says where the codes are from
// All of them, for whoever shows or checks every list.
std::vector<const CodeList*> reference_lists();

}  // namespace gatepost::config
