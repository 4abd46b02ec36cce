#include "gateway/app/metrics.hpp"

#include <fmt/format.h>

namespace gatepost::app {

namespace {

std::string_view help_of(std::string_view counter) {
  if (counter == "gatepost_accepted_total")
    return "Forms accepted, by type; repeats answered with the stored receipt apart";
  if (counter == "gatepost_refused_total") return "Refusals, by reason";
  if (counter == "gatepost_effects_total") return "Effects carried out, by kind";
  if (counter == "gatepost_notifications_total")
    return "Attempts to tell people, by role and how they ended";
  return "Requests answered, by face and status";
}

}  // namespace

void Histogram::observe(std::chrono::nanoseconds duration) {
  const double seconds = std::chrono::duration<double>(duration).count();
  std::size_t bucket = 0;
  while (bucket < bounds.size() && seconds > bounds.at(bucket)) ++bucket;
  counts_.at(bucket).fetch_add(1, std::memory_order_relaxed);
  total_ns_.fetch_add(static_cast<std::uint64_t>(duration.count()), std::memory_order_relaxed);
}

std::string Histogram::expose(std::string_view name, std::string_view help) const {
  std::string text = fmt::format("# HELP {0} {1}\n# TYPE {0} histogram\n", name, help);
  std::uint64_t running = 0;
  for (std::size_t bucket = 0; bucket < bounds.size(); ++bucket) {
    running += counts_.at(bucket).load(std::memory_order_relaxed);
    text += fmt::format("{}_bucket{{le=\"{}\"}} {}\n", name, bounds.at(bucket), running);
  }
  running += counts_.back().load(std::memory_order_relaxed);
  const double sum = static_cast<double>(total_ns_.load(std::memory_order_relaxed)) / 1e9;
  text += fmt::format("{0}_bucket{{le=\"+Inf\"}} {1}\n{0}_sum {2}\n{0}_count {1}\n", name, running,
                      sum);
  return text;
}

void Metrics::count(std::string name, std::string labels) {
  const std::lock_guard lock(mutex_);
  ++counters_[{std::move(name), std::move(labels)}];
}

void Metrics::accepted(std::string_view form, bool repeat_of_known) {
  count("gatepost_accepted_total",
        fmt::format("form=\"{}\",repeat=\"{}\"", form, repeat_of_known ? "yes" : "no"));
}

void Metrics::refused(std::string_view reason) {
  count("gatepost_refused_total", fmt::format("reason=\"{}\"", reason));
}

void Metrics::step_decided(std::string_view kind) {
  count("gatepost_effects_total", fmt::format("kind=\"{}\"", kind));
}

void Metrics::notified(std::string_view role, std::string_view ending) {
  count("gatepost_notifications_total", fmt::format("ending=\"{}\",role=\"{}\"", ending, role));
}

void Metrics::request(std::string_view face, int status) {
  count("gatepost_requests_total", fmt::format("face=\"{}\",status=\"{}\"", face, status));
}

std::string Metrics::expose(const std::vector<Gauge>& gauges) const {
  std::string text;
  {
    const std::lock_guard lock(mutex_);
    std::string_view last;
    for (const auto& [key, value] : counters_) {
      if (key.first != last)
        text += fmt::format("# HELP {0} {1}\n# TYPE {0} counter\n", key.first, help_of(key.first));
      last = key.first;
      text += fmt::format("{}{{{}}} {}\n", key.first, key.second, value);
    }
  }
  std::string last;
  for (const Gauge& gauge : gauges) {
    if (gauge.name != last)
      text += fmt::format("# HELP {0} {1}\n# TYPE {0} gauge\n", gauge.name, gauge.help);
    last = gauge.name;
    text += gauge.labels.empty()
                ? fmt::format("{} {}\n", gauge.name, gauge.value)
                : fmt::format("{}{{{}}} {}\n", gauge.name, gauge.labels, gauge.value);
  }
  text += accept_duration.expose("gatepost_accept_seconds",
                                 "From a form's last byte to its committed receipt");
  text +=
      commit_duration.expose("gatepost_commit_seconds", "One batch of the store, fsync included");
  return text;
}

}  // namespace gatepost::app
