// What a refusal looks like to a MESH client.
#include "gateway/mesh/refusals.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "certs/errors.hpp"
#include "formats/xmldsig/enveloped.hpp"
#include "gateway/exchange/decide.hpp"
#include "gateway/mesh/face.hpp"
#include "gateway/mesh/workflow.hpp"

namespace gatepost::mesh {
namespace {

namespace json = boost::json;

TEST(Refusal, HasTheStatusThatMeshClientsKnow) {
  struct Row {
    Error error;
    int status;
  };
  const std::vector<Row> table{
      {Error(Errc::no_recipient, ""), 400},
      {Error(Errc::unregistered_recipient, ""), 417},
      {Error(Errc::bad_chunk_range, ""), 417},
      {Error(Errc::missing_body, ""), 417},
      {Error(Errc::bad_encoding, ""), 422},
      {Error(Errc::wrong_mailbox, ""), 403},
      {Error(TokenErrc::replayed, ""), 403},
      {Error(app::Errc::invalid_form, ""), 422},
      {Error(app::Errc::not_found, ""), 404},
      {Error(app::Errc::unavailable, ""), 503},
      {Error(exchange::Errc::id_reused, ""), 409},
      {Error(exchange::Errc::not_a_party, ""), 403},
      {Error(exchange::StoreErrc::full, ""), 503},
      {Error(certs::Errc::revoked, ""), 403},
      {Error(formats::xmldsig::Errc::bad_signature, ""), 403},
      {Error(formats::xml::Errc::malformed, ""), 422},
      {Error(formats::xml::Errc::too_large, ""), 413},
  };
  for (const Row& row : table)
    EXPECT_EQ(status_for(row.error).http, row.status) << row.error.to_string();
}

// A party that speaks about what is over used to be told that it was no party.
TEST(Refusal, SaysThatAMessageHasEndedInItsOwnWords) {
  const Status status = status_for(Error(exchange::Errc::message_ended, ""));
  EXPECT_EQ(status.http, 409);
  EXPECT_EQ(status.code, "GP-MESSAGE-ENDED");
}

TEST(Refusal, ListsEveryProblemInBothVersions) {
  const app::Refusal refusal{Error(app::Errc::invalid_form, "2 problems in the form"),
                             {{"Surname", "LIEF/Client/Surname", "it is missing", "give it"},
                              {"Sex", "LIEF/Client/Sex", "\"X\" is no code", "M or F"}}};
  const auto v2 = json::parse(as_text(refusal_response(refusal, ApiVersion::v2).body));
  EXPECT_EQ(v2.at("detail").as_array().size(), 3U);
  EXPECT_EQ(v2.at("problems").at(1).at("path").as_string(), "LIEF/Client/Sex");
  const auto v1 = json::parse(as_text(refusal_response(refusal, ApiVersion::v1).body));
  EXPECT_EQ(v1.at("errorCode").as_string(), "GP-INVALID");
  EXPECT_EQ(v1.at("problems").as_array().size(), 2U);
}

enum class Inner { broken };
ErrorInfo error_info(Inner) { return {"inner", "broken"}; }

TEST(Refusal, KeepsWhatBrokeInsideToItself) {
  const app::Refusal refusal{Error(Inner::broken, "row 17 of table x"), {}};
  const auto response = refusal_response(refusal, ApiVersion::v2);
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(as_text(response.body).find("row 17"), std::string_view::npos);
}

TEST(Workflow, NamesEveryFormTypeBothWays) {
  using formats::forms::FormType;
  for (FormType type :
       {FormType::lief, FormType::clinical_part, FormType::alert_form,
        FormType::information_request, FormType::information_reply, FormType::acknowledgement,
        FormType::response, FormType::phone_confirmation, FormType::withdrawal, FormType::receipt})
    EXPECT_EQ(type_for(workflow_for(type)), type);
  EXPECT_FALSE(type_for("API-DOCS-TEST"));
  EXPECT_FALSE(type_for(""));
}

}  // namespace
}  // namespace gatepost::mesh
