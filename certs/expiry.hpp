// The expiry watch: which certificates, and whether the CRLs, end soon. Pure; any thread. It tells
// nobody; app does.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "certs/certificate.hpp"

namespace gatepost::certs {

struct Expiring {
  std::string what;  // the name given with the certificate, or "revocation list"
  Instant at;

  bool operator==(const Expiring&) const = default;
};

// Everything that ends at or before `now` + `within`, what has ended already included; soonest
// first.
std::vector<Expiring> expiring_within(
    const std::vector<std::pair<std::string, Certificate>>& certificates,
    std::optional<Instant> crl_next_update, Instant now, std::chrono::days within);

}  // namespace gatepost::certs
