#include "gateway/mesh/face.hpp"

#include <fmt/format.h>
#include <boost/json.hpp>

#include <charconv>

#include "formats/http1/target.hpp"
#include "formats/mime/gzip.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/mesh/bodies.hpp"
#include "gateway/mesh/workflow.hpp"

namespace gatepost::mesh {

namespace json = boost::json;
using app::Answer;
using formats::http1::find_field;
using formats::http1::query_value;
using formats::http1::Request;
using formats::http1::RequestHead;
using formats::http1::Response;

namespace {

constexpr std::string_view prefix = "/messageexchange/";
constexpr std::size_t default_results = 500, least_results = 10, most_results = 5000;
constexpr std::size_t note_limit = 256;  // characters kept of each of the transport's notes

}  // namespace

ErrorInfo error_info(Errc code) {
  switch (code) {
    case Errc::wrong_mailbox:
      return {"mesh", "wrong_mailbox"};
    case Errc::no_recipient:
      return {"mesh", "no_recipient"};
    case Errc::unregistered_recipient:
      return {"mesh", "unregistered_recipient"};
    case Errc::unknown_workflow:
      return {"mesh", "unknown_workflow"};
    case Errc::bad_chunk_range:
      return {"mesh", "bad_chunk_range"};
    case Errc::bad_encoding:
      return {"mesh", "bad_encoding"};
    case Errc::missing_body:
      return {"mesh", "missing_body"};
  }
  return {"mesh", "?"};
}

// One request, as the face's functions see it.
struct MeshFace::Call {
  app::Caller caller;
  Request request;
  MailboxId mailbox;                  // of the path, and of the caller
  std::vector<std::string> segments;  // of the path, the mailbox first
  ApiVersion version{};

  std::string mailbox_path() const { return std::string(prefix) + mailbox.str(); }
  std::string_view field(std::string_view name) const {
    return find_field(request.head.fields, name).value_or(std::string_view{});
  }
};

bool MeshFace::owns(std::string_view path) const { return path.starts_with(prefix); }

std::size_t MeshFace::body_limit(const RequestHead& head) const {
  // PUT carries a small JSON body with some clients; it is read and ignored.
  if (head.method == "POST") return limits::http_body_bytes;
  return head.method == "PUT" ? std::size_t{4} << 10 : 0;
}

Response MeshFace::refuse(const app::Refusal& refusal,
                          const formats::http1::Fields& request_fields) const {
  return refusal_response(refusal, version_of(request_fields));
}

boost::asio::awaitable<Response> MeshFace::handle(app::Caller caller, Request request) {
  Call call;
  call.caller = std::move(caller);
  call.version = version_of(request.head.fields);
  std::string_view path = std::string_view(request.head.path).substr(prefix.size());
  if (path.ends_with('/')) path.remove_suffix(1);  // clients of MESH end some paths with one
  call.segments = formats::http1::segments_of(path);
  call.request = std::move(request);
  if (auto mailbox = MailboxId::parse(call.segments.empty() ? "" : call.segments.front()))
    call.mailbox = *mailbox;
  if (auto authorized = authorize(call); !authorized) {
    co_await gateway_.record_refusal(call.caller.team, authorized.error().error, std::nullopt);
    co_return refusal_response(authorized.error(), call.version);
  }
  auto answer = co_await dispatch(call);
  if (answer) co_return std::move(*answer);
  // What the gateway's services refused is in the log already; what this face refused is not.
  const Error& error = answer.error().error;
  if (error.library() == "mesh" || error.library() == "formats.mime")
    co_await gateway_.record_refusal(call.caller.team, error, std::nullopt);
  co_return refusal_response(answer.error(), call.version);
}

Answer<void> MeshFace::authorize(const Call& call) {
  const app::Configuration& configuration = *call.caller.configuration;
  const config::Team* team = configuration.directory.find(call.caller.team);
  const MailboxId& mailbox = call.mailbox;
  if (team == nullptr || !team->mailbox || *team->mailbox != mailbox)
    return app::refuse(Error(Errc::wrong_mailbox, fmt::format("the path's mailbox is not {}'s",
                                                              call.caller.team.str())));
  const auto known = configuration.mailboxes.passwords.find(mailbox);
  std::optional<std::string_view> password;
  if (known != configuration.mailboxes.passwords.end()) password = known->second;
  auto checked =
      check_token(call.field("authorization"), mailbox, configuration.mailboxes.shared_key,
                  password, replays_, gateway_.parts().clock.now());
  if (!checked) return app::refuse(std::move(checked).error());
  return {};
}

MeshFace::Reply MeshFace::dispatch(const Call& call) {
  const auto& path = call.segments;
  const std::string& method = call.request.head.method;
  if (path.size() == 1 && (method == "GET" || method == "POST")) co_return co_await handshake(call);
  if (path.size() == 2 && path[1] == "outbox" && method == "POST") co_return co_await send(call);
  if (path.size() == 2 && path[1] == "inbox" && method == "GET") co_return co_await list(call);
  if (path.size() == 2 && path[1] == "count" && method == "GET") co_return co_await count(call);
  if (path.size() == 3 && path[1] == "outbox" && path[2] == "tracking" && method == "GET")
    co_return co_await track(call);
  const auto handle = path.size() >= 3 ? Handle::parse(path[2]) : std::nullopt;
  if (handle && path[1] == "inbox") {
    const bool first_chunk = path.size() == 3 || (path.size() == 4 && path[3] == "1");
    if (first_chunk && method == "GET") co_return co_await download(call, *handle);
    if (path.size() == 5 && path[3] == "status" && path[4] == "acknowledged" && method == "PUT")
      co_return co_await acknowledge(call, *handle);
  }
  co_return app::refuse(Error(app::Errc::not_found, "no such resource in the mailbox API"));
}

MeshFace::Reply MeshFace::handshake(const Call& call) {
  co_return ok_json(200, json::object{{"mailboxId", call.mailbox.str()}}, call.version);
}

MeshFace::Reply MeshFace::send(const Call& call) {
  const app::Configuration& configuration = *call.caller.configuration;
  app::Submission submission;
  const std::string_view to = call.field("mex-to");
  if (to.empty()) co_return app::refuse(Error(Errc::no_recipient, "the header mex-to is missing"));
  submission.mailbox_to = MailboxId::parse(to);
  const bool known = submission.mailbox_to &&
                     (submission.mailbox_to->str() == configuration.gateway_code.str() ||
                      configuration.directory.by_mailbox(*submission.mailbox_to) != nullptr);
  if (!known)
    co_return app::refuse(
        Error(Errc::unregistered_recipient,
              fmt::format("mex-to names no mailbox here; use the recipient's, or {} "
                          "to route by the form",
                          configuration.gateway_code.str())));
  submission.expected_type = type_for(call.field("mex-workflowid"));
  if (!submission.expected_type)
    co_return app::refuse(
        Error(Errc::unknown_workflow,
              "mex-workflowid must name the form: GATEPOST_LIEF, GATEPOST_ACK, ..."));
  const std::string_view range = call.field("mex-chunk-range");
  if (!range.empty() && range != "1:1")
    co_return app::refuse(Error(Errc::bad_chunk_range, "a form travels in one chunk: 1:1"));
  if (call.request.body.empty())
    co_return app::refuse(Error(Errc::missing_body, "the body must be the signed form"));
  const std::string_view encoding = call.field("content-encoding");
  if (!encoding.empty() && encoding != "identity" && encoding != "gzip")
    co_return app::refuse(Error(Errc::bad_encoding, "content-encoding must be gzip or absent"));
  submission.bytes = call.request.body;
  if (encoding == "gzip") {
    auto plain = formats::mime::gunzip(call.request.body, limits::xml_document_bytes);
    if (!plain) co_return app::refuse(std::move(plain).error());
    submission.bytes = std::move(*plain);
  }
  submission.notes = {std::string(call.field("mex-localid").substr(0, note_limit)),
                      std::string(call.field("mex-subject").substr(0, note_limit)),
                      std::string(call.field("mex-filename").substr(0, note_limit))};
  auto accepted = co_await gateway_.accept(call.caller, std::move(submission));
  if (!accepted) co_return std::unexpected(std::move(accepted).error());
  co_return ok_json(202, accepted_json(*accepted, call.version), call.version);
}

MeshFace::Reply MeshFace::list(const Call& call) {
  const std::string& query = call.request.head.query;
  std::size_t limit = default_results;
  if (const auto wanted = query_value(query, "max_results")) {
    const char* end = wanted->data() + wanted->size();
    const auto [stop, error] = std::from_chars(wanted->data(), end, limit);
    if (error != std::errc{} || stop != end || limit < least_results || limit > most_results)
      co_return app::refuse(Error(app::Errc::bad_request, "max_results must be 10 to 5000"));
  }
  Handle after;
  if (const auto from = query_value(query, "continue_from")) {
    const auto parsed = Handle::parse(*from);
    if (!parsed)
      co_return app::refuse(Error(app::Errc::bad_request, "continue_from must be a message id"));
    after = *parsed;
  }
  auto items = co_await gateway_.inbox(call.caller, limit, after);
  if (!items) co_return std::unexpected(std::move(items).error());
  auto waiting = co_await gateway_.inbox_count(call.caller);
  if (!waiting) co_return std::unexpected(std::move(waiting).error());
  co_return ok_json(200, inbox_json(*items, *waiting, limit, call.mailbox_path(), call.version),
                    call.version);
}

MeshFace::Reply MeshFace::count(const Call& call) {
  auto waiting = co_await gateway_.inbox_count(call.caller);
  if (!waiting) co_return std::unexpected(std::move(waiting).error());
  co_return ok_json(
      200, json::object{{"count", *waiting}, {"internalID", ""}, {"allResultsIncluded", true}},
      call.version);
}

MeshFace::Reply MeshFace::download(const Call& call, Handle handle) {
  auto download = co_await gateway_.download(call.caller, handle);
  if (!download) co_return std::unexpected(std::move(download).error());
  co_return download_response(*download, *call.caller.configuration, call.caller.team);
}

MeshFace::Reply MeshFace::acknowledge(const Call& call, Handle handle) {
  auto collected = co_await gateway_.collect(call.caller, handle);
  if (!collected) co_return std::unexpected(std::move(collected).error());
  if (call.version == ApiVersion::v1)
    co_return ok_json(200, json::object{{"messageId", handle.str()}}, call.version);
  co_return Response{200, {}, {}};
}

MeshFace::Reply MeshFace::track(const Call& call) {
  const auto id = query_value(call.request.head.query, "messageID");
  if (!id) co_return app::refuse(Error(app::Errc::bad_request, "the query must give messageID"));
  auto found = co_await gateway_.message(call.caller, *id);
  if (!found) co_return std::unexpected(std::move(found).error());
  if (found->record.key.from != call.caller.team)
    co_return app::refuse(Error(app::Errc::not_found, "this team sent no such message"));
  co_return ok_json(200, tracking_json(*found, *call.caller.configuration, call.version),
                    call.version);
}

}  // namespace gatepost::mesh
