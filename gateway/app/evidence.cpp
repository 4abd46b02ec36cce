#include "gateway/app/evidence.hpp"

#include <boost/json.hpp>

#include "certs/digest.hpp"

namespace gatepost::app {

namespace json = boost::json;

std::string chain_json(const certs::ChainEvidence& evidence) {
  json::array chain;
  for (const Bytes& der : evidence.chain_der) chain.emplace_back(to_base64(der));
  json::array crls;
  for (const Bytes& der : evidence.crl_der) crls.emplace_back(certs::sha256(der).hex());
  return json::serialize(json::object{{"chain", chain}, {"crls", crls}});
}

std::string notes_json(const TransportNotes& notes) {
  return json::serialize(json::object{
      {"local_id", notes.local_id}, {"subject", notes.subject}, {"file_name", notes.file_name}});
}

TransportNotes notes_from_json(std::string_view text) {
  json::error_code error;
  const json::value value = json::parse(text, error);
  TransportNotes notes;
  if (error || !value.is_object()) return notes;
  auto read = [&](const char* name, std::string& into) {
    const json::value* member = value.as_object().if_contains(name);
    if (member != nullptr && member->is_string()) into = std::string(member->as_string());
  };
  read("local_id", notes.local_id);
  read("subject", notes.subject);
  read("file_name", notes.file_name);
  return notes;
}

}  // namespace gatepost::app
