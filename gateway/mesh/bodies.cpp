#include "gateway/mesh/bodies.hpp"

#include <algorithm>

#include "gateway/mesh/workflow.hpp"

namespace gatepost::mesh {

namespace json = boost::json;
using exchange::ItemKind;
using exchange::Rung;
using formats::http1::Response;

namespace {

// MESH timestamps in headers: yyyyMMddHHmmss.
std::string compact_time(Instant at) {
  std::string digits;
  for (char c : to_rfc3339(std::chrono::floor<std::chrono::seconds>(at)))
    if (c >= '0' && c <= '9') digits += c;
  return digits;
}

std::string mailbox_of(const TeamCode& team, const app::Configuration& configuration) {
  const config::Team* found = configuration.directory.find(team);
  if (found != nullptr && found->mailbox) return found->mailbox->str();
  return configuration.gateway_code.str();
}

// Header values must be printable ASCII; what a sender's transport said may be anything.
std::string header_safe(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c < 0x20 || c > 0x7e; }, '?');
  return text;
}

std::string_view workflow_of(const exchange::InboxItem& item) {
  return item.kind == ItemKind::report ? report_workflow : workflow_for(item.type);
}

// How far a message is, in MESH's words.
std::string_view mesh_status(const exchange::MessageState& state) {
  if (state.standing == exchange::Standing::undeliverable) return "undeliverable";
  return state.reached(Rung::delivered) ? "acknowledged" : "accepted";
}

}  // namespace

Response ok_json(int status, const json::value& body, ApiVersion version) {
  Response response;
  response.status = status;
  response.fields.emplace_back("content-type", std::string(media_type(version)));
  response.body = to_bytes(json::serialize(body));
  return response;
}

json::object accepted_json(const app::Accepted& accepted, ApiVersion version) {
  json::object body;
  body[version == ApiVersion::v2 ? "message_id" : "messageID"] = accepted.handle.str();
  body["form_id"] = accepted.key.id.str();
  body["conversation_id"] = accepted.conversation.str();
  body["digest"] = accepted.digest.hex();
  body["repeat"] = accepted.kind == app::Accepted::Kind::repeat;
  body["receipt"] = accepted.receipt_xml;
  return body;
}

json::object inbox_json(const std::vector<exchange::InboxItem>& items, std::size_t waiting,
                        std::size_t limit, const std::string& mailbox_path, ApiVersion version) {
  json::array ids;
  for (const auto& item : items) ids.emplace_back(item.handle.str());
  json::object body{{"messages", ids}};
  if (version == ApiVersion::v1) return body;
  json::object links{{"self", mailbox_path + "/inbox"}};
  if (items.size() == limit)
    links["next"] = mailbox_path + "/inbox?max_results=" + std::to_string(limit) +
                    "&continue_from=" + items.back().handle.str();
  body["approx_inbox_count"] = waiting;
  body["links"] = links;
  return body;
}

json::object tracking_json(const app::MessageView& message, const app::Configuration& configuration,
                           ApiVersion version) {
  const auto& state = message.state;
  const bool v2 = version == ApiVersion::v2;
  const config::Team* recipient = configuration.directory.find(state.to);
  json::object body;
  body[v2 ? "message_id" : "messageId"] = state.handle.str();
  body[v2 ? "workflow_id" : "workflowId"] = workflow_for(state.type);
  body["status"] = mesh_status(state);
  body["recipient"] = mailbox_of(state.to, configuration);
  body[v2 ? "recipient_name" : "recipientName"] = recipient == nullptr ? "" : recipient->name;
  body[v2 ? "upload_timestamp" : "uploadTimestamp"] =
      v2 ? to_rfc3339(state.accepted_at) : compact_time(state.accepted_at);
  if (const auto delivered = state.reached(Rung::delivered))
    body[v2 ? "download_timestamp" : "downloadTimestamp"] =
        v2 ? to_rfc3339(*delivered) : compact_time(*delivered);
  const bool well = state.standing != exchange::Standing::undeliverable;
  if (v2)
    body["status_success"] = well;
  else
    body["statusSuccess"] = well ? "SUCCESS" : "ERROR";
  // Gatepost's own ladder, for clients that know it.
  body["gatepost_rung"] = config::to_string(state.highest());
  return body;
}

Response download_response(const app::Download& download, const app::Configuration& configuration,
                           const TeamCode& team) {
  const exchange::InboxItem& item = download.item;
  const bool report = item.kind == ItemKind::report;
  Response response;
  auto add = [&](const char* name, std::string value) {
    if (!value.empty()) response.fields.emplace_back(name, std::move(value));
  };
  add("content-type", report ? "" : "application/xml");
  add("mex-from", mailbox_of(item.from, configuration));
  add("mex-to", mailbox_of(team, configuration));
  add("mex-workflowid", std::string(workflow_of(item)));
  add("mex-messageid", item.handle.str());
  add("mex-messagetype", report ? "REPORT" : "DATA");
  add("mex-chunk-range", "1:1");
  add("mex-total-chunks", "1");
  add("mex-addresstype", "ALL");
  add("mex-version", "1.0");
  add("mex-localid", header_safe(download.notes.local_id));
  add("mex-subject", header_safe(download.notes.subject));
  add("mex-filename", download.notes.file_name.empty() ? item.handle.str() + ".xml"
                                                       : header_safe(download.notes.file_name));
  add("mex-statustimestamp", compact_time(item.arrived_at));
  add("mex-statussuccess", report ? "ERROR" : "SUCCESS");
  if (report && item.report) {
    add("mex-linkedmsgid", item.report->linked.str());
    add("mex-statusevent", item.report->event);
    add("mex-statuscode", item.report->code);
    add("mex-statusdescription", item.report->description);
  } else {
    add("mex-statuscode", "00");
    add("mex-statusevent", "TRANSFER");
    add("mex-statusdescription", "Transferred to recipient mailbox");
  }
  response.body = download.bytes;
  return response;
}

}  // namespace gatepost::mesh
