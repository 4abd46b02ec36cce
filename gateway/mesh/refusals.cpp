#include "gateway/mesh/refusals.hpp"

#include <boost/json.hpp>

#include <array>

namespace gatepost::mesh {

namespace json = boost::json;
using formats::http1::Fields;
using formats::http1::Response;

namespace {

struct Row {
  std::string_view library, name;  // an empty name stands for the rest of the library
  Status status;
};

// transports/mesh/README.md shows this table to suppliers.
constexpr std::array rows{
    Row{"mesh.token", "", {403, "", "GP-TOKEN"}},
    Row{"gateway", "wrong_signer", {403, "SEND", "GP-SIGNER"}},
    Row{"gateway", "wrong_connection", {403, "SEND", "GP-SIGNER"}},
    Row{"gateway", "issuer_not_pinned", {403, "SEND", "GP-SIGNER"}},
    Row{"gateway", "unknown_team", {403, "SEND", "07"}},
    Row{"gateway", "out_of_service", {403, "SEND", "GP-OUT-OF-SERVICE"}},
    Row{"gateway", "invalid_form", {422, "SEND", "GP-INVALID"}},
    Row{"gateway", "wrong_workflow", {417, "SEND", "17"}},
    Row{"gateway", "wrong_recipient", {417, "SEND", "12"}},
    Row{"gateway", "not_for_senders", {417, "SEND", "17"}},
    Row{"gateway", "not_found", {404, "RECEIVE", "20"}},
    Row{"gateway", "unavailable", {503, "SEND", "GP-UNAVAILABLE"}},
    Row{"gateway", "bad_request", {400, "SEND", "06"}},
    Row{"mesh", "no_recipient", {400, "SEND", "08"}},
    Row{"mesh", "unregistered_recipient", {417, "SEND", "12"}},
    Row{"mesh", "unknown_workflow", {417, "SEND", "17"}},
    Row{"mesh", "bad_chunk_range", {417, "SEND", "InvalidHeaderChunks"}},
    Row{"mesh", "bad_encoding", {422, "SEND", "UnsupportedContentEncoding"}},
    Row{"mesh", "missing_body", {417, "SEND", "02"}},
    Row{"mesh", "wrong_mailbox", {403, "", "GP-MAILBOX"}},
    Row{"formats.mime", "", {422, "SEND", "UnsupportedContentEncoding"}},
    Row{"formats.xml", "too_large", {413, "SEND", "GP-TOO-LARGE"}},
    Row{"formats.xml", "", {422, "SEND", "GP-XML"}},
    Row{"formats.xmldsig", "", {403, "SEND", "GP-SIGNATURE"}},
    Row{"certs", "", {403, "SEND", "GP-CERTIFICATE"}},
    Row{"exchange", "id_reused", {409, "SEND", "GP-ID-REUSED"}},
    Row{"exchange", "unknown_original", {404, "SEND", "GP-UNKNOWN-ORIGINAL"}},
    Row{"exchange", "wrong_digest", {409, "SEND", "GP-WRONG-DIGEST"}},
    Row{"exchange", "wrong_destination", {417, "SEND", "12"}},
    Row{"exchange", "conversation_full", {409, "SEND", "GP-CONVERSATION-FULL"}},
    Row{"exchange", "message_ended", {409, "SEND", "GP-MESSAGE-ENDED"}},
    Row{"exchange", "consent_not_stated", {403, "SEND", "GP-CONSENT"}},
    Row{"exchange", "consent_refused", {403, "SEND", "GP-CONSENT"}},
    Row{"exchange", "consent_withdrawn", {403, "SEND", "GP-CONSENT"}},
    Row{"exchange", "agency_not_covered", {403, "SEND", "GP-CONSENT"}},
    Row{"exchange", "", {403, "SEND", "GP-NOT-A-PARTY"}},
    Row{"store", "", {503, "SEND", "GP-UNAVAILABLE"}},
};

json::object entry(std::string_view event, std::string_view code, const std::string& text) {
  return json::object{{"event", event}, {"code", code}, {"msg", text}};
}

json::object problem_json(const Problem& problem) {
  return json::object{{"label", problem.label},
                      {"path", problem.path},
                      {"wrong", problem.wrong},
                      {"right", problem.right}};
}

}  // namespace

ApiVersion version_of(const Fields& request_fields) {
  const auto accept = formats::http1::find_field(request_fields, "accept");
  return accept && accept->find("application/vnd.mesh.v2+json") != std::string_view::npos
             ? ApiVersion::v2
             : ApiVersion::v1;
}

std::string_view media_type(ApiVersion version) {
  return version == ApiVersion::v2 ? "application/vnd.mesh.v2+json" : "application/json";
}

Status status_for(const Error& error) {
  for (const Row& row : rows)
    if (row.library == error.library() && (row.name.empty() || row.name == error.name()))
      return row.status;
  return {500, "SEND", "GP-INTERNAL"};
}

Response refusal_response(const app::Refusal& refusal, ApiVersion version) {
  const Status status = status_for(refusal.error);
  // What broke inside is for the log; a peer hears that it was us.
  const std::string text =
      status.http == 500 ? "an internal error; nothing was accepted" : refusal.error.to_string();
  json::object body;
  json::array problems;
  for (const Problem& problem : refusal.problems) problems.push_back(problem_json(problem));
  if (version == ApiVersion::v2) {
    json::array detail{entry(status.event, status.code, text)};
    for (const Problem& problem : refusal.problems)
      detail.push_back(entry(
          status.event, status.code,
          problem.label + " (" + problem.path + "): " + problem.wrong + "; " + problem.right));
    body = {{"message_id", nullptr}, {"internal_id", nullptr}, {"detail", detail}};
  } else {
    body = {{"messageID", nullptr},
            {"errorEvent", status.event},
            {"errorCode", status.code},
            {"errorDescription", text}};
  }
  if (!problems.empty()) body["problems"] = problems;
  Response response;
  response.status = status.http;
  response.fields.emplace_back("content-type", std::string(media_type(version)));
  response.body = to_bytes(json::serialize(body));
  return response;
}

}  // namespace gatepost::mesh
