// SeededRandom: randomness that replays from its seed, for tests and the simulation. One thread.
// Never for keys.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "gateway/base/random.hpp"

namespace gatepost::tests {

class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed) : state_(seed) {}

  // SplitMix64: passes the usual statistical tests, needs one word of state, and takes any seed.
  std::uint64_t next() {
    state_ += 0x9E3779B97F4A7C15ULL;
    std::uint64_t word = state_;
    word = (word ^ (word >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    word = (word ^ (word >> 27U)) * 0x94D049BB133111EBULL;
    return word ^ (word >> 31U);
  }

  void fill(std::span<std::uint8_t> out) override {
    std::uint64_t word = 0;
    int left = 0;
    for (std::uint8_t& byte : out) {
      if (left == 0) {
        word = next();
        left = 8;
      }
      byte = static_cast<std::uint8_t>(word);
      word >>= 8U;
      --left;
    }
  }

  // 0 <= result < bound; the bias of the remainder does not matter here.
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  std::int64_t between(std::int64_t least, std::int64_t most) {
    return least + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most - least + 1)));
  }
  bool chance(int percent) { return below(100) < static_cast<std::uint64_t>(percent); }
  template <class T>
  const T& pick(const std::vector<T>& from) {
    return from[below(from.size())];
  }

 private:
  std::uint64_t state_;
};

}  // namespace gatepost::tests
