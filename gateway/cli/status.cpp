// gatepost status and phone-confirm: the ladder, and the call that climbs it.
#include <fmt/format.h>

#include "gateway/cli/answers.hpp"
#include "gateway/cli/client.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/form_file.hpp"
#include "gateway/cli/reply.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;

namespace {

void print_ladder(const json::object& message) {
  const std::string to = text_of(message, "to_name");
  say(fmt::format("{} {}", text_of(message, "form"), text_of(message, "message_id")));
  say(fmt::format("  from {} to {}{}", text_of(message, "from"),
                  to.empty() ? "nobody known for " + text_of(message, "area") : to,
                  message.at("urgent").as_bool() ? "   URGENT" : ""));
  for (const json::value& value : message.at("ladder").as_array()) {
    const json::object& rung = value.as_object();
    const std::string at = text_of(rung, "reached_at");
    const std::string name = text_of(rung, "rung");
    std::string extra;
    if (name == "confirmed" && !at.empty()) extra = "  (" + text_of(message, "confirmed_how") + ")";
    if (!text_of(rung, "receipt_id").empty()) extra += "  signed receipt";
    say(fmt::format("  [{}] {:<13} {}{}", at.empty() ? ' ' : 'x', name, at, extra));
  }
  for (const json::value& value : message.at("deadlines").as_array()) {
    const json::object& deadline = value.as_object();
    const std::string state = text_of(deadline, "state");
    if (state == "met") continue;
    say(fmt::format("  {} to be {}: {}", state == "overdue" ? "OVERDUE," : "due",
                    text_of(deadline, "rung"), text_of(deadline, "due_in_words")));
  }
  for (const json::value& value : message.at("tasks").as_array()) {
    const json::object& task = value.as_object();
    if (text_of(task, "state") != "closed")
      say(fmt::format("  task {} is {} ({})", text_of(task, "task_id"), text_of(task, "state"),
                      text_of(task, "step")));
  }
}

bool is_overdue(const json::object& message) {
  for (const json::value& value : message.at("deadlines").as_array())
    if (text_of(value.as_object(), "state") == "overdue") return true;
  return false;
}

forms::PhoneConfirmation phone_form(const PhoneOptions& phone, const json::object& message,
                                    Client& client) {
  const ReplyContext about = reply_context(message, client);
  forms::PhoneConfirmation call;
  call.control = about.control;
  // Nobody was known to send the form to: the call is for the sender's own record.
  if (!call.control.to_team && !call.control.to_area) call.control.to_team = client.settings().team;
  call.subject = about.subject;
  call.spoken_at = call.control.created_at;
  call.spoke_to = phone.spoke_to;
  call.confirmed_by = phone.by;
  return call;
}

}  // namespace

// With an id, the exit code answers "is all in order?": 1 when a deadline has passed.
Exit status(const std::optional<std::string>& id, const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  auto body = object_of("status", client->api("GET", id ? "/messages/" + *id : "/messages", {}));
  if (!body) return body.error();
  if (options.style == Style::json) {
    print_json(*body);
  } else if (id) {
    print_ladder(*body);
  } else {
    const json::array& messages = body->at("messages").as_array();
    if (messages.empty()) say("No messages yet.");
    for (const json::value& value : messages) {
      const json::object& message = value.as_object();
      say(fmt::format("{}  {:<17} {:<13} {}{}", text_of(message, "message_id"),
                      text_of(message, "form"), text_of(message, "rung"),
                      text_of(message, "from") + " -> " + text_of(message, "to"),
                      is_overdue(message) ? "  OVERDUE" : ""));
    }
  }
  return id && is_overdue(*body) ? Exit::no : Exit::yes;
}

Exit phone_confirm(const PhoneOptions& phone, const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  auto message = object_of("phone-confirm", client->api("GET", "/messages/" + phone.id, {}));
  if (!message) return message.error();
  const auto call = phone_form(phone, *message, *client);
  const std::string text = forms::write_form(call);
  const auto document = formats::xml::Document::parse(as_bytes(text));
  if (document)
    if (const auto form = forms::read_form(*document, today_in_london(client->clock().now()));
        !form) {
      print_problems("phone-confirm: this cannot be recorded:", form.error());
      return Exit::usage;
    }
  auto signed_call = formats::xmldsig::sign_enveloped(as_bytes(text), client->signer());
  if (!signed_call) return give_up("phone-confirm", signed_call.error());
  auto sent = client->send_signed(*signed_call);
  if (!sent) return static_cast<Exit>(explain("phone-confirm: not accepted", sent.error()));
  if (options.style == Style::json)
    print_json(json::object{{"message_id", text_of(*message, "message_id")},
                            {"phone_confirmation_id", sent->answer.at("form_id")},
                            {"rung", "confirmed"}});
  else
    say(fmt::format("{}: confirmed by telephone", text_of(*message, "message_id")));
  return Exit::yes;
}

}  // namespace gatepost::cli
