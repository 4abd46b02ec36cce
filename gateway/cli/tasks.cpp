// gatepost tasks, claim, hand-over, complete and close: what needs a person, and what they did.
#include <fmt/format.h>

#include "gateway/cli/answers.hpp"
#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

void print_task(const json::object& task) {
  say(fmt::format("{}  {}", text_of(task, "task_id"), text_of(task, "state")));
  say(fmt::format("  {}", text_of(task, "what")));
  if (text_of(task, "form").empty())
    say(fmt::format("  open since {}", text_of(task, "opened_local")));
  else
    say(fmt::format("  about {} {} from {}, open since {}", text_of(task, "form"),
                    text_of(task, "message_id"), text_of(task, "from"),
                    text_of(task, "opened_local")));
  if (!text_of(task, "about").empty()) say(fmt::format("  who: {}", text_of(task, "about")));
  if (!text_of(task, "claimed_by").empty())
    say(fmt::format("  claimed by {}", text_of(task, "claimed_by")));
}

// Does one thing to a task and prints it as it then is.
Exit act_on(const std::string& doing, const std::string& task, const std::string& verb,
            const json::object& body, const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  const std::string text = json::serialize(body);
  auto done = object_of(doing, client->api("POST", "/tasks/" + task + "/" + verb, as_bytes(text)));
  if (!done) return done.error();
  if (options.style == Style::json)
    print_json(*done);
  else
    print_task(*done);
  return Exit::yes;
}

}  // namespace

Exit tasks(TaskList list, const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  auto body = object_of(
      "tasks", client->api("GET", list == TaskList::all ? "/tasks?all=true" : "/tasks", {}));
  if (!body) return body.error();
  if (options.style == Style::json) {
    print_json(*body);
    return Exit::yes;
  }
  const json::array& found = body->at("tasks").as_array();
  if (found.empty()) say("Nothing needs you.");
  for (const json::value& task : found) print_task(task.as_object());
  return Exit::yes;
}

Exit claim(const std::string& task, const std::string& by, const ClientOptions& options) {
  return act_on("claim", task, "claim", {{"by", by}}, options);
}

Exit hand_over(const HandOverOptions& over, const ClientOptions& options) {
  json::object body{{"to", nullptr}};
  if (over.to) body["to"] = *over.to;
  return act_on("hand-over", over.task, "hand-over", body, options);
}

Exit complete(const std::string& task, const std::string& outcome, const ClientOptions& options) {
  return act_on("complete", task, "complete", {{"outcome", outcome}}, options);
}

Exit close(const std::string& id, const std::string& reason, const std::string& by,
           const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  const std::string text = json::serialize(json::object{{"reason", reason}, {"by", by}});
  auto closed =
      object_of("close", client->api("POST", "/messages/" + id + "/close", as_bytes(text)));
  if (!closed) return closed.error();
  if (options.style == Style::json)
    print_json(*closed);
  else
    say(fmt::format("{}: closed by {}; nothing more is asked about it",
                    text_of(*closed, "message_id"), by));
  return Exit::yes;
}

}  // namespace gatepost::cli
