// The names that stand in Gatepost's certificates and files, in one place for those who write and
// those who read them. Pure functions; any thread.
#pragma once

#include <string_view>

namespace gatepost::certs {

inline constexpr std::string_view team_uri_prefix = "urn:gatepost:team:";
inline constexpr std::string_view custodian_uri_prefix = "urn:gatepost:custodian:";
inline constexpr std::string_view gateway_uri_prefix = "urn:gatepost:gateway:";

// Whether a URI claims a role, in whatever case: RFC 8141 section 3.1 makes "URN:GatePost:" the
// same namespace, and a second role spelt that way must be seen. Only the lower-case spelling is
// then a well-formed one.
bool is_gatepost_uri(std::string_view uri);

// 1 to 63 of a-z, A-Z, 0-9, '-', '.', '_', beginning with a letter or digit.
bool is_gateway_name(std::string_view name);

// A DNS name (letters, digits, hyphens and dots, "*." in front allowed; 1 to 253) of a server
// certificate.
bool is_host_name(std::string_view name);

}  // namespace gatepost::certs
