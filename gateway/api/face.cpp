#include "gateway/api/face.hpp"

#include <algorithm>
#include <array>

#include "formats/http1/target.hpp"
#include "gateway/api/bodies.hpp"
#include "gateway/api/views.hpp"
#include "gateway/audit/tiles.hpp"
#include "gateway/base/limits.hpp"

namespace gatepost::api {

namespace json = boost::json;
using app::Answer;
using app::Errc;
using formats::http1::Request;
using formats::http1::RequestHead;
using formats::http1::Response;

namespace {

constexpr std::string_view prefix = "/v1/";
constexpr std::size_t list_limit = 200;
constexpr std::size_t small_body_limit = std::size_t{4} << 10;

Response json_response(int status, const json::value& body) {
  Response response;
  response.status = status;
  response.fields.emplace_back("content-type", "application/json");
  response.body = to_bytes(json::serialize(body));
  return response;
}

// One row per refusal; the rest are 403.
int status_for(const Error& error) {
  if (error.library() == "store" || error.library() == "certs" || error.library() == "audit" ||
      error.is(Errc::unavailable))
    return 503;
  if (error.is(Errc::not_found) || error.is(exchange::Errc::unknown_task)) return 404;
  if (error.is(exchange::Errc::task_closed) || error.is(exchange::Errc::already_claimed) ||
      error.is(exchange::Errc::not_claimed) || error.is(exchange::Errc::message_ended))
    return 409;
  if (error.is(exchange::Errc::unknown_reason)) return 400;
  if (error.is(Errc::bad_request)) return 400;
  return 403;
}

}  // namespace

bool ApiFace::owns(std::string_view path) const { return path.starts_with(prefix); }

std::size_t ApiFace::body_limit(const RequestHead& head) const {
  if (head.method != "POST") return 0;
  return head.path == "/v1/reconcile" ? limits::caseload_bytes : small_body_limit;
}

Response ApiFace::refuse(const app::Refusal& refusal, const formats::http1::Fields&) const {
  const int status = status_for(refusal.error);
  json::object body{
      {"error", std::string(refusal.error.library()) + "." + std::string(refusal.error.name())},
      // What broke inside is for the log.
      {"message", status == 503 ? "the gateway cannot answer this now; try again later"
                                : refusal.error.context()}};
  json::array problems;
  for (const Problem& problem : refusal.problems)
    problems.push_back(json::object{{"label", problem.label},
                                    {"path", problem.path},
                                    {"wrong", problem.wrong},
                                    {"right", problem.right}});
  if (!problems.empty()) body["problems"] = problems;
  return json_response(status, body);
}

boost::asio::awaitable<Response> ApiFace::handle(app::Caller caller, Request request) {
  auto answer = co_await dispatch(std::move(caller), request);
  if (!answer) co_return refuse(answer.error(), request.head.fields);
  co_return std::move(*answer);
}

ApiFace::Reply ApiFace::dispatch(app::Caller caller, const Request& request) {
  const auto path =
      formats::http1::segments_of(std::string_view(request.head.path).substr(prefix.size()));
  const std::string& method = request.head.method;
  const bool get = method == "GET";
  if (path[0] == "messages" && get) {
    if (path.size() == 1) co_return co_await list_messages(std::move(caller));
    // A message is named by its id, its handle, or TEAM/id.
    const bool with_team = path.size() >= 3 && path[2] != "receipts" && path[2] != "evidence";
    const std::string id = with_team ? path[1] + "/" + path[2] : path[1];
    const std::size_t rest = with_team ? 3 : 2;
    if (path.size() == rest) co_return co_await show_message(std::move(caller), id);
    if (path.size() == rest + 2 && path[rest] == "receipts")
      co_return co_await show_receipt(std::move(caller), id, path[rest + 1]);
    if (path.size() == rest + 1 && path[rest] == "evidence")
      co_return co_await show_evidence(std::move(caller), id);
  }
  if (path[0] == "log" && get)
    co_return co_await read_log(
        std::move(caller),
        request.head.path.substr(prefix.size() + std::string_view("log/").size()));
  if (path[0] == "messages" && method == "POST" && path.size() >= 3 && path.back() == "close") {
    const std::string id = path.size() == 4 ? path[1] + "/" + path[2] : path[1];
    if (path.size() <= 4) co_return co_await close(std::move(caller), id, request.body);
  }
  if (path[0] == "reconcile" && path.size() == 1 && method == "POST")
    co_return co_await reconcile(std::move(caller), request.body);
  if (path[0] == "tasks") {
    if (path.size() == 1 && get)
      co_return co_await list_tasks(std::move(caller), request.head.query);
    if (path.size() == 3 && method == "POST")
      co_return co_await act_on_task(std::move(caller), path[1], path[2], request.body);
  }
  co_return app::refuse(Error(Errc::not_found, "no such resource under /v1"));
}

ApiFace::Reply ApiFace::list_messages(app::Caller caller) {
  const auto configuration = caller.configuration;
  auto found = co_await gateway_.messages(std::move(caller), list_limit);
  if (!found) co_return std::unexpected(std::move(found).error());
  json::array messages;
  for (const auto& message : *found) messages.push_back(message_json(message, *configuration));
  co_return json_response(200, json::object{{"messages", messages}});
}

ApiFace::Reply ApiFace::show_message(app::Caller caller, std::string id) {
  const auto configuration = caller.configuration;
  auto found = co_await gateway_.message(std::move(caller), std::move(id));
  if (!found) co_return std::unexpected(std::move(found).error());
  co_return json_response(200, message_json(*found, *configuration));
}

ApiFace::Reply ApiFace::show_receipt(app::Caller caller, std::string id, std::string rung) {
  const auto wanted = config::parse_rung(rung);
  if (!wanted) co_return app::refuse(Error(Errc::not_found, "no such rung"));
  auto xml = co_await gateway_.receipt_xml(std::move(caller), std::move(id), *wanted);
  if (!xml) co_return std::unexpected(std::move(xml).error());
  co_return Response{200, {{"content-type", "application/xml"}}, to_bytes(*xml)};
}

ApiFace::Reply ApiFace::show_evidence(app::Caller caller, std::string id) {
  const TeamCode team = caller.team;
  auto zip = co_await gateway_.evidence(std::move(caller), std::move(id));
  if (!zip) {
    co_await gateway_.record_refusal(team, zip.error().error, std::nullopt);
    co_return std::unexpected(std::move(zip).error());
  }
  co_return Response{200, {{"content-type", "application/zip"}}, std::move(*zip)};
}

// The read endpoints of C2SP tlog-tiles, with /v1/log as their prefix.
ApiFace::Reply ApiFace::read_log(app::Caller caller, std::string path) {
  if (path == "checkpoint") {
    auto note = co_await gateway_.log_checkpoint(std::move(caller));
    if (!note) co_return std::unexpected(std::move(note).error());
    co_return Response{200, {{"content-type", "text/plain; charset=utf-8"}}, to_bytes(*note)};
  }
  const auto tile = audit::parse_tile_path(path);
  if (!tile)
    co_return app::refuse(Error(
        Errc::not_found, "no such resource under /v1/log: checkpoint, tile/L/N, tile/entries/N"));
  auto bytes = co_await gateway_.log_tile(std::move(caller), *tile);
  if (!bytes) co_return std::unexpected(std::move(bytes).error());
  co_return Response{200,
                     {{"content-type", "application/octet-stream"},
                      {"cache-control", "private, max-age=31536000, immutable"}},
                     std::move(*bytes)};
}

ApiFace::Reply ApiFace::list_tasks(app::Caller caller, std::string query) {
  auto wanted = task_query_in(query);
  if (!wanted) co_return std::unexpected(std::move(wanted).error());
  const auto configuration = caller.configuration;
  auto page = co_await gateway_.tasks(std::move(caller), std::move(*wanted));
  if (!page) co_return std::unexpected(std::move(page).error());
  json::array tasks;
  const Instant now = gateway_.parts().clock.now();
  for (const auto& task : page->tasks) tasks.push_back(task_json(task, *configuration, now));
  json::object body{{"tasks", tasks}};
  if (page->next) body["continue_from"] = page->next->to_text();
  co_return json_response(200, body);
}

ApiFace::Reply ApiFace::act_on_task(app::Caller caller, std::string task, std::string verb,
                                    const Bytes& body) {
  using Read = app::Answer<app::TaskAct> (*)(const Bytes&);
  constexpr std::array<std::pair<std::string_view, Read>, 3> verbs{
      {{"claim", claim_in}, {"hand-over", hand_over_in}, {"complete", completion_in}}};
  const auto known = std::ranges::find(verbs, verb, &std::pair<std::string_view, Read>::first);
  if (known == verbs.end())
    co_return app::refuse(Error(Errc::not_found, "no such resource under /v1"));
  const auto id = TaskId::parse(task);
  if (!id) co_return app::refuse(Error(exchange::Errc::unknown_task, "this team has no such task"));
  auto act = known->second(body);
  if (!act) co_return std::unexpected(std::move(act).error());
  const auto configuration = caller.configuration;
  const TeamCode team = caller.team;
  auto done = co_await gateway_.act_on_task(std::move(caller), *id, std::move(*act));
  if (!done) {
    co_await gateway_.record_refusal(team, done.error().error, std::nullopt);
    co_return std::unexpected(std::move(done).error());
  }
  co_return json_response(200, task_json(*done, *configuration, gateway_.parts().clock.now()));
}

ApiFace::Reply ApiFace::close(app::Caller caller, std::string id, const Bytes& body) {
  auto by_hand = closing_in(body);
  if (!by_hand) co_return std::unexpected(std::move(by_hand).error());
  const auto configuration = caller.configuration;
  const TeamCode team = caller.team;
  auto closed = co_await gateway_.close(std::move(caller), std::move(id), std::move(*by_hand));
  if (!closed) {
    co_await gateway_.record_refusal(team, closed.error().error, std::nullopt);
    co_return std::unexpected(std::move(closed).error());
  }
  co_return json_response(200, message_json(*closed, *configuration));
}

ApiFace::Reply ApiFace::reconcile(app::Caller caller, const Bytes& body) {
  auto list = caseload_in(body);
  if (!list) co_return std::unexpected(std::move(list).error());
  auto findings = co_await gateway_.reconcile(std::move(caller), std::move(*list));
  if (!findings) co_return std::unexpected(std::move(findings).error());
  json::array found;
  for (const app::Finding& finding : *findings) {
    json::object one{{"line", finding.line},
                     {"step", finding.step},
                     {"of", format_date(finding.of)},
                     {"task_id", finding.task.str()},
                     {"new", finding.novelty == app::Finding::Novelty::opened_now}};
    if (finding.conversation) one["conversation_id"] = finding.conversation->str();
    found.push_back(std::move(one));
  }
  co_return json_response(200, json::object{{"findings", found}});
}

}  // namespace gatepost::api
