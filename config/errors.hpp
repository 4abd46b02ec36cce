// What can go wrong while reading configuration. Problems in people's files are returned as
// Problems, all at once.
#pragma once

#include "gateway/base/problem.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::config {

enum class Errc {
  unreadable,          // the file cannot be read
  no_time_zone,        // the machine has no Europe/London zone (package tzdata)
  calendar_exhausted,  // a due time lies past the bank holidays we hold
};
ErrorInfo error_info(Errc code);

// A value, or everything that is wrong with the text it was read from.
template <class T>
using Checked = std::expected<T, Problems>;

}  // namespace gatepost::config
