// Evidence and notes beside a form, as the payload parts they are sealed in: "chain" (certificates
// and the digests of the CRLs consulted) and "transport" (what the sender's transport said).
#pragma once

#include "certs/certificate.hpp"
#include "gateway/app/gateway.hpp"

namespace gatepost::app {

inline constexpr const char* form_part = "form";
inline constexpr const char* chain_part = "chain";
inline constexpr const char* transport_part = "transport";

// {"chain":[base64 DER, leaf first],"crls":[hex digest of each CRL kept by Transaction::keep_crl]}
std::string chain_json(const certs::ChainEvidence& evidence);
// {"local_id":"...","subject":"...","file_name":"..."}
std::string notes_json(const TransportNotes& notes);
TransportNotes notes_from_json(std::string_view text);

}  // namespace gatepost::app
