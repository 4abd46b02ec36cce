#include "certs/expiry.hpp"

#include <algorithm>
#include <tuple>

namespace gatepost::certs {

std::vector<Expiring> expiring_within(
    const std::vector<std::pair<std::string, Certificate>>& certificates,
    std::optional<Instant> crl_next_update, Instant now, std::chrono::days within) {
  std::vector<Expiring> out;
  out.reserve(certificates.size() + 1);
  for (const auto& [name, certificate] : certificates)
    out.push_back({name, certificate.not_after()});
  if (crl_next_update) out.push_back({"revocation list", *crl_next_update});
  std::erase_if(out, [&](const Expiring& item) { return item.at > now + within; });
  std::ranges::sort(out, {}, [](const Expiring& item) { return std::tie(item.at, item.what); });
  return out;
}

}  // namespace gatepost::certs
