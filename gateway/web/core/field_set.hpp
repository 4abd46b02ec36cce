// FieldSet: what a form or a query carried, decoded, bounded and checked to be UTF-8. A value; any
// thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/http1/message.hpp"
#include "formats/http1/target.hpp"
#include "gateway/web/core/errors.hpp"

namespace gatepost::web {

class FieldSet {
 public:
  FieldSet() = default;
  // Of a query, without "?". Errors: bad_form.
  static Result<FieldSet> from_query(std::string_view query);
  // Of a body, which must be application/x-www-form-urlencoded. Errors: bad_form.
  static Result<FieldSet> from_form(const formats::http1::Request& request);

  // The first value of that name, with line ends as "\n" and white space at both ends gone; empty
  // when there is none.
  std::string text(std::string_view name) const;
  // As it was typed: for passwords. A view into this.
  std::string_view raw(std::string_view name) const;
  bool has(std::string_view name) const;
  // Every value of that name, as from checkboxes.
  std::vector<std::string> all(std::string_view name) const;
  // A whole number of plain digits within the bounds; nothing otherwise.
  struct Bounds {
    int least, most;
  };
  std::optional<int> number(std::string_view name, Bounds bounds) const;
  // For giving back what was typed.
  const formats::http1::Pairs& pairs() const { return pairs_; }

 private:
  explicit FieldSet(formats::http1::Pairs pairs) : pairs_(std::move(pairs)) {}
  static Result<FieldSet> checked(std::string_view text);
  formats::http1::Pairs pairs_;
};

}  // namespace gatepost::web
