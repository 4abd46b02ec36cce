#include "gateway/cli/agent/watch.hpp"

#include <algorithm>
#include <array>

namespace gatepost::cli::agent {

namespace {

constexpr std::array<std::string_view, 6> unfinished{".tmp",      ".part",       ".partial",
                                                     ".filepart", ".crdownload", "~"};
constexpr std::chrono::minutes longest_back_off{5};

std::string lower_case(std::string_view text) {
  std::string made(text);
  std::ranges::transform(made, made.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return made;
}

}  // namespace

bool is_passed_over(std::string_view name) {
  if (name.starts_with('.')) return true;
  const std::string lower = lower_case(name);
  return std::ranges::any_of(unfinished, [&](auto ending) { return lower.ends_with(ending); });
}

std::vector<Watch::Settled> Watch::look(const std::vector<Entry>& entries, Instant now) {
  std::map<std::string, Known> seen;
  std::vector<Settled> settled;
  for (const Entry& entry : entries) {
    if (is_passed_over(entry.name)) continue;
    const auto before = known_.find(entry.name);
    const bool same = before != known_.end() && before->second.entry == entry;
    const Instant since = same ? before->second.since : now;
    seen.emplace(entry.name, Known{entry, since});
    if (same) settled.push_back({entry, now - since});
  }
  known_ = std::move(seen);
  std::ranges::sort(settled, {}, [](const Settled& each) {
    return std::pair{each.entry.changed_ns, each.entry.name};
  });
  return settled;
}

bool may_still_grow(const Watch::Settled& settled, Instant now) {
  if (settled.quiet >= growing_patience) return false;
  const Instant changed{
      std::chrono::floor<milliseconds>(std::chrono::nanoseconds{settled.entry.changed_ns})};
  // A time stamp in the future comes from another machine's clock and says nothing.
  return changed > now || now - changed < growing_patience;
}

milliseconds back_off(int failures, milliseconds base, std::uint8_t chance) {
  milliseconds pause = base;
  for (int doubled = 1; doubled < failures && pause < longest_back_off; ++doubled) pause *= 2;
  pause = std::min<milliseconds>(pause, std::max<milliseconds>(longest_back_off, base));
  return pause + pause / 10 * (static_cast<int>(chance) - 128) / 128;
}

}  // namespace gatepost::cli::agent
