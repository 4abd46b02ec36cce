#include "gateway/cli/client.hpp"

#include <fmt/format.h>

#include <thread>

#include "formats/xmldsig/enveloped.hpp"
#include "gateway/cli/form_file.hpp"
#include "gateway/cli/output.hpp"
#include "gateway/mesh/token.hpp"
#include "gateway/mesh/workflow.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;
using formats::http1::Fields;
using formats::http1::Response;

namespace {

// The largest answer is a message's evidence: a form, its replies and revocation lists, compressed.
constexpr std::size_t answer_limit = std::size_t{64} << 20;
constexpr int send_attempts = 3;
constexpr std::chrono::milliseconds first_pause{300};

bool worth_another_try(const Client::SendResult& result) {
  if (result) return false;
  if (const auto* error = std::get_if<Error>(&result.error()))
    return error->library() == "transports" && error->name() != "bad_tls_material" &&
           error->name() != "peer_not_trusted";
  return std::get<ServerRefusal>(result.error()).status >= 500;
}

}  // namespace

bool is_final(const ServerRefusal& refusal) {
  // About how this machine or its team stands with the gateway, not about the form.
  if (refusal.code == "GP-TOKEN" || refusal.code == "GP-MAILBOX" ||
      refusal.code == "GP-OUT-OF-SERVICE")
    return false;
  switch (refusal.status) {
    case 404:  // also what any other web server says to a wrong address
      return !refusal.code.empty();
    case 400:
    case 403:
    case 409:
    case 413:
    case 417:
    case 422:
      return true;
    default:
      return false;
  }
}

Client::Client(config::ClientSettings settings, std::unique_ptr<certs::Signer> signer,
               certs::TrustStore trust, transports::HttpClient http)
    : settings_(std::move(settings)),
      signer_(std::move(signer)),
      trust_(std::move(trust)),
      http_(std::move(http)) {}

std::unique_ptr<Client> Client::open(const std::filesystem::path& config) {
  auto settings = config::ClientSettings::load(config);
  if (!settings) {
    print_problems(fmt::format("{}:", config.string()), settings.error());
    return nullptr;
  }
  auto build = [&]() -> Result<std::unique_ptr<Client>> {
    GP_TRY(const Bytes key, posix::read_secret_file(settings->key, form_file_limit));
    GP_TRY(const Bytes cert, posix::read_file(settings->certificate, form_file_limit));
    GP_TRY(auto signer, certs::signer_from_pem(as_text(key), as_text(cert)));
    GP_TRY(auto trust, load_trust({settings->trust, settings->crl}));
    transports::HttpClient::Options options;
    options.base_url = settings->gateway_url;
    options.trust = settings->trust;
    options.crl = settings->crl;
    options.certificate = settings->certificate;
    options.key = settings->key;
    options.response_limit = answer_limit;
    options.timeout = std::chrono::seconds{settings->timeout_seconds};
    GP_TRY(auto http, transports::HttpClient::create(std::move(options)));
    GP_CHECK(posix::make_folder(settings->outbox, posix::Mode::secret));
    GP_CHECK(posix::make_folder(settings->outbox / "sent", posix::Mode::secret));
    return std::unique_ptr<Client>(
        new Client(std::move(*settings), std::move(signer), std::move(trust), std::move(http)));
  };
  auto client = build();
  if (client) return std::move(*client);
  complain(fmt::format("{}: {}", config.string(), client.error().to_string()));
  return nullptr;
}

std::filesystem::path Client::pending_file(const MessageId& id) const {
  return settings_.outbox / (id.str() + ".xml");
}
std::filesystem::path Client::sent_file(const MessageId& id) const {
  return settings_.outbox / "sent" / (id.str() + ".xml");
}

Result<Response> Client::mailbox(std::string_view method, const std::string& path, Fields fields,
                                 ByteView body) {
  fields.emplace_back(
      "authorization",
      mesh::make_authorization(settings_.mailbox, make_uuid(random_), settings_.shared_key,
                               settings_.mailbox_password, clock_.now()));
  fields.emplace_back("accept", "application/vnd.mesh.v2+json");
  return http_.request(method, "/messageexchange/" + settings_.mailbox.str() + path, fields, body);
}

Result<Response> Client::api(std::string_view method, const std::string& path, ByteView body) {
  return http_.request(method, "/v1" + path, {{"content-type", "application/json"}}, body);
}

Client::SendResult Client::send_signed(ByteView signed_form) {
  using Failure = std::variant<Error, ServerRefusal>;
  auto document = formats::xml::Document::parse(signed_form);
  if (!document) return std::unexpected(Failure(std::move(document).error()));
  auto form = forms::read_form(*document, today_in_london(clock_.now()));
  if (!form) return std::unexpected(Failure(ServerRefusal{0, "the form has problems", {}}));
  const forms::Control& control = forms::control_of(*form);
  const auto file = pending_file(control.message_id);
  // What is in the outbox under this id was perhaps half sent: only the same bytes may follow it.
  if (auto known = posix::read_file(file, form_file_limit);
      known && as_text(*known) != as_text(signed_form))
    return std::unexpected(Failure(
        ServerRefusal{409,
                      "another form with the same MessageId waits in the outbox (" + file.string() +
                          "); send that one, or give this one a new MessageId",
                      {}}));
  if (auto written = posix::write_file_durably(file, signed_form, posix::Mode::secret); !written)
    return std::unexpected(Failure(std::move(written).error()));
  const FormHead head{forms::type_of(*form), control.message_id, control.conversation_id};
  SendResult result = deliver(head, signed_form);
  auto pause = first_pause;
  for (int attempt = 1; attempt < send_attempts && worth_another_try(result); ++attempt) {
    std::this_thread::sleep_for(pause);
    pause *= 3;
    result = deliver(head, signed_form);
  }
  if (result) {
    if (auto kept = keep_receipt(control.message_id, *result); !kept)
      return std::unexpected(Failure(std::move(kept).error()));
    return result;
  }
  // A form that the gateway refused for what it is will be refused again: it leaves the outbox.
  // Whatever else came back may hide an accepted form, so its bytes stay and go again.
  if (const auto* refusal = std::get_if<ServerRefusal>(&result.error());
      refusal != nullptr && is_final(*refusal)) {
    const auto refused = settings_.outbox / "refused" / file.filename();
    std::error_code ignored;
    std::filesystem::create_directories(refused.parent_path(), ignored);
    std::filesystem::rename(file, refused, ignored);
  }
  return result;
}

Client::SendResult Client::deliver(const FormHead& head, ByteView signed_form) {
  using Failure = std::variant<Error, ServerRefusal>;
  auto response = mailbox("POST", "/outbox",
                          {{"content-type", "application/xml"},
                           {"mex-to", "GATEPOST"},
                           {"mex-workflowid", std::string(mesh::workflow_for(head.type))},
                           {"mex-localid", head.message_id.str()}},
                          signed_form);
  if (!response) return std::unexpected(Failure(std::move(response).error()));
  if (response->status != 202) return std::unexpected(Failure(refusal_of(*response)));
  json::error_code bad;
  json::value body = json::parse(as_text(response->body), bad);
  const json::value* kept_receipt =
      !bad && body.is_object() ? body.as_object().if_contains("receipt") : nullptr;
  const json::value* form_id =
      !bad && body.is_object() ? body.as_object().if_contains("form_id") : nullptr;
  if (kept_receipt == nullptr || !kept_receipt->is_string() || form_id == nullptr ||
      !form_id->is_string())
    return std::unexpected(
        Failure(ServerRefusal{502, "the gateway's answer is not what it should be", {}}));
  json::object answer = body.as_object();
  const std::string receipt(answer.at("receipt").as_string());
  auto digest = formats::xmldsig::form_digest(signed_form);
  if (!digest) return std::unexpected(Failure(std::move(digest).error()));
  if (auto good = check_receipt(receipt, head.message_id, *digest); !good)
    return std::unexpected(Failure(std::move(good).error()));
  return Sent{std::move(answer)};
}

Result<void> Client::keep_receipt(const MessageId& id, const Sent& sent) {
  const auto file = sent_file(id);
  auto receipt = file;
  receipt.replace_extension(".receipt.xml");
  GP_CHECK(posix::write_file_durably(
      receipt, as_bytes(std::string_view(sent.answer.at("receipt").as_string())),
      posix::Mode::secret));
  std::error_code ignored;
  std::filesystem::rename(pending_file(id), file, ignored);
  return {};
}

// "Accepted" counts only with a receipt that verifies and is about exactly this form.
Result<void> Client::check_receipt(const std::string& xml, const MessageId& id,
                                   const Digest& digest) {
  GP_TRY(const VerifiedForm verified, verify_form(as_bytes(xml), trust_, clock_.now()));
  const auto* receipt = verified.form ? std::get_if<forms::Receipt>(&*verified.form) : nullptr;
  if (receipt == nullptr || receipt->subject.message_id != id || receipt->subject.digest != digest)
    return fail(formats::xmldsig::Errc::changed,
                "the receipt that came back is not about the form that was sent");
  return {};
}

ServerRefusal refusal_of(const Response& response) {
  json::error_code bad;
  const json::value body = json::parse(as_text(response.body), bad);
  ServerRefusal refusal{response.status, {}, {}};
  if (!bad && body.is_object()) {
    const json::object& object = body.as_object();
    if (const json::value* detail = object.if_contains("detail");
        detail != nullptr && detail->is_array())
      for (const json::value& entry : detail->as_array()) {
        if (!entry.is_object()) continue;
        const json::value* text = entry.as_object().if_contains("msg");
        if (text != nullptr && text->is_string())
          refusal.text += (refusal.text.empty() ? "" : "\n  ") + std::string(text->as_string());
        const json::value* code = entry.as_object().if_contains("code");
        if (code != nullptr && code->is_string()) refusal.code = std::string(code->as_string());
      }
    const json::value* message = object.if_contains("message");
    const json::value* code = object.if_contains("error");
    if (message != nullptr && message->is_string()) {
      refusal.text = std::string(message->as_string());
      if (code != nullptr && code->is_string())
        refusal.text += " (" + std::string(code->as_string()) + ")";
    }
  }
  if (refusal.text.empty()) refusal.text = fmt::format("HTTP status {}", response.status);
  return refusal;
}

int explain(const std::string& doing, const std::variant<Error, ServerRefusal>& failure) {
  if (const auto* error = std::get_if<Error>(&failure))
    return static_cast<int>(give_up(doing, *error));
  const auto& refusal = std::get<ServerRefusal>(failure);
  complain(fmt::format("{}: {}", doing, refusal.text));
  return static_cast<int>(refusal.status >= 500 ? Exit::unreachable : Exit::no);
}

}  // namespace gatepost::cli
