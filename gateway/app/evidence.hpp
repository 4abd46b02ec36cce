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
// The reverse; what cannot be read is left out.
struct KeptChain {
  std::vector<Bytes> chain_der;
  std::vector<Digest> crls;
};
KeptChain chain_from_json(std::string_view text);

// One part of a stored payload, unsealed; empty when the part is absent.
Answer<Bytes> unsealed_part(exchange::View& view, const Configuration& configuration,
                            const exchange::MessageKey& key, const std::string& part);
// {"local_id":"...","subject":"...","file_name":"..."}
std::string notes_json(const TransportNotes& notes);
TransportNotes notes_from_json(std::string_view text);

}  // namespace gatepost::app
