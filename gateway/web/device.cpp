#include "gateway/web/device.hpp"

#include <string_view>
#include <utility>

namespace gatepost::web {

namespace {

using Names = std::pair<std::string_view, std::string_view>;

// In this order: browsers name those whose pages they want to be given as well.
constexpr Names browsers[] = {{"Edg/", "Edge"},
                              {"OPR/", "Opera"},
                              {"Firefox/", "Firefox"},
                              {"Chrome/", "Chrome"},
                              {"Safari/", "Safari"}};
constexpr Names systems[] = {{"Windows", "Windows"}, {"Android", "Android"}, {"iPhone", "iPhone"},
                             {"iPad", "iPad"},       {"CrOS", "ChromeOS"},   {"Mac OS X", "macOS"},
                             {"Linux", "Linux"}};

template <std::size_t N>
std::string_view first_in(std::string_view agent, const Names (&names)[N]) {
  for (const auto& [mark, name] : names)
    if (agent.contains(mark)) return name;
  return {};
}

}  // namespace

std::string device_of(const formats::http1::Fields& fields) {
  const auto agent = formats::http1::find_field(fields, "user-agent").value_or("");
  const std::string_view browser = first_in(agent, browsers);
  const std::string_view system = first_in(agent, systems);
  std::string made(browser.empty() ? "a browser" : browser);
  if (!system.empty()) made += " on " + std::string(system);
  return made;
}

}  // namespace gatepost::web
