// Fuzz target: reading never crashes, and what a form says survives being written and read again.
#include <cstdint>
#include <cstdlib>

#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gatepost;
  namespace forms = formats::forms;
  const forms::Date today{std::chrono::year{2026} / 3 / 2};
  const std::string stripped = forms::strip_comments(as_text({data, size}));
  const auto document = formats::xml::Document::parse(as_bytes(stripped));
  if (!document) return 0;
  const auto form = forms::read_form(*document, today);
  if (!form) {
    if (form.error().empty()) std::abort();  // refused without a word
    return 0;
  }
  const std::string once = forms::write_form(*form);
  const auto again = formats::xml::Document::parse(as_bytes(once));
  if (!again) std::abort();
  const auto reread = forms::read_form(*again, today);
  if (!reread || forms::write_form(*reread) != once) std::abort();
  if (!forms::check_form(*form, today).empty() || forms::show_form(*form).empty()) std::abort();
  return 0;
}
