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

// Page after page until there are no more, or as many as were asked for.
std::expected<json::object, Exit> pages_of(const TaskListOptions& list, Client& client) {
  constexpr std::size_t page = 200;
  json::array all;
  std::string from = list.continue_from;
  do {
    const std::size_t left = list.limit == 0 ? page : std::min(page, list.limit - all.size());
    std::string path = fmt::format("/tasks?max_results={}", left);
    if (list.which == TaskList::all) path += "&all=true";
    if (!from.empty()) path += "&continue_from=" + from;
    auto body = object_of("tasks", client.api("GET", path, {}));
    if (!body) return std::unexpected(body.error());
    for (json::value& task : body->at("tasks").as_array()) all.push_back(std::move(task));
    from = text_of(*body, "continue_from");
  } while (!from.empty() && (list.limit == 0 || all.size() < list.limit));
  json::object found{{"tasks", std::move(all)}};
  if (!from.empty()) found["continue_from"] = from;
  return found;
}

}  // namespace

Exit tasks(const TaskListOptions& list, const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  auto found = pages_of(list, *client);
  if (!found) return found.error();
  if (options.style == Style::json) {
    print_json(*found);
    return Exit::yes;
  }
  const json::array& shown = found->at("tasks").as_array();
  if (shown.empty()) say("Nothing needs you.");
  for (const json::value& task : shown) print_task(task.as_object());
  const std::string next = text_of(*found, "continue_from");
  if (!next.empty()) say(fmt::format("There are more: gatepost tasks --continue-from {}", next));
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
