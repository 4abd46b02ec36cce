// The canary: it must fail on its corpus, or a replay that finds nothing would prove nothing.
#include <cstdint>
#include <cstdlib>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view gas = "gas";
  if (size < gas.size()) return 0;
  for (std::size_t i = 0; i < gas.size(); ++i)
    if (data[i] != static_cast<std::uint8_t>(gas[i])) return 0;
  std::abort();
}
