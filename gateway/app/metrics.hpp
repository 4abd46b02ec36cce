// Metrics: counters and histograms for Prometheus, by names and labels from closed tables only:
// never an id, never personal data. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace gatepost::app {

class Histogram {
 public:
  void observe(std::chrono::nanoseconds duration);
  // Prometheus text of this histogram in seconds.
  std::string expose(std::string_view name, std::string_view help) const;

 private:
  static constexpr std::array<double, 12> bounds{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
                                                 0.05,   0.1,   0.25,   0.5,   1,    5};
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> counts_{};
  std::atomic<std::uint64_t> total_ns_{0};
};

class Metrics {
 public:
  void accepted(std::string_view form, bool repeat_of_known);
  void refused(std::string_view reason);
  void step_decided(std::string_view kind);
  void notified(std::string_view role, std::string_view ending);
  void request(std::string_view face, int status);

  Histogram accept_duration;
  Histogram commit_duration;

  // A value read at exposition time.
  struct Gauge {
    std::string name, help, labels;
    double value;
  };
  std::string expose(const std::vector<Gauge>& gauges) const;

 private:
  void count(std::string name, std::string labels);
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, std::uint64_t> counters_;
};

}  // namespace gatepost::app
