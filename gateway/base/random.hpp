// Randomness is injected, so that a simulation replays from its seed. `posix::SystemRandom` is the
// real one.
#pragma once

#include <cstdint>
#include <span>

namespace gatepost {

class Random {
 public:
  virtual ~Random() = default;
  // Fills with unpredictable bytes; the real one aborts rather than return weak ones. Thread-safe.
  virtual void fill(std::span<std::uint8_t> out) = 0;
};

}  // namespace gatepost
