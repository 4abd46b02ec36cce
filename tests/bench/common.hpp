// What several measurements share: a form of a wanted size, the program as a child, a stopwatch,
// and what one accept costs stage by stage.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "gateway/base/random.hpp"

namespace gatepost::bench {

namespace fs = std::filesystem;
using Steady = std::chrono::steady_clock;

inline double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

// Says why, and ends the program: a measurement that cannot be made is none.
[[noreturn]] void die(const std::string& why);

// A valid LIEF of about the wanted size: the sample, with its free text filled up.
std::string make_lief(Random& random, std::size_t bytes);

// The program as a child process, ended with the object.
class Child {
 public:
  Child(const std::string& program, const std::vector<std::string>& arguments, const fs::path& log);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  int wait() const;  // as waitpid(2) says it
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

// Processor time of this process so far: what others do on the machine does not count.
double cpu_ms();

// Mean milliseconds of one core that one call takes.
template <class F>
double mean_ms(F call) {
  constexpr int rounds = 200;
  const double start = cpu_ms();
  for (int round = 0; round < rounds; ++round) call();
  return (cpu_ms() - start) / rounds;
}

// Where the time of one accept goes, stage by stage, as the gateway's worker does them.
struct Stages {
  double signature = 0, fields = 0, receipt = 0, seal = 0;
};

// `folder` is one that `gatepost init` made.
Stages time_stages(std::size_t form_bytes, const fs::path& folder);

}  // namespace gatepost::bench
