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

KeptChain chain_from_json(std::string_view text) {
  KeptChain kept;
  json::error_code error;
  const json::value value = json::parse(text, error);
  if (error || !value.is_object()) return kept;
  const auto each = [&](const char* name, auto use) {
    const json::value* list = value.as_object().if_contains(name);
    if (list == nullptr || !list->is_array()) return;
    for (const json::value& item : list->as_array())
      if (item.is_string()) use(std::string_view(item.as_string()));
  };
  each("chain", [&](std::string_view item) {
    if (auto der = from_base64(item)) kept.chain_der.push_back(std::move(*der));
  });
  each("crls", [&](std::string_view item) {
    if (const auto digest = Digest::from_hex(item)) kept.crls.push_back(*digest);
  });
  return kept;
}

Answer<Bytes> unsealed_part(exchange::View& view, const Configuration& configuration,
                            const exchange::MessageKey& key, const std::string& part) {
  GP_TRY_ANSWER(const auto row, view.payload_part(key, part));
  if (!row) return Bytes{};
  GP_TRY_ANSWER(Bytes plain, certs::unseal(configuration.keys, key.str(), row->wrap, row->part));
  return plain;
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
