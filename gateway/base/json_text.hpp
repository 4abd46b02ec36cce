// Reading a text out of a JSON object. Pure; thread-safe.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace gatepost {

// A text member; empty when it is absent, null, or anything but text.
inline std::string text_of(const boost::json::object& object, std::string_view name) {
  const boost::json::value* member = object.if_contains(name);
  return member != nullptr && member->is_string() ? std::string(member->as_string())
                                                  : std::string();
}

}  // namespace gatepost
