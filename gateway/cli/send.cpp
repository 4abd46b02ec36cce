// gatepost send: a signed form to the gateway, with its bytes on disk first.
#include <fmt/format.h>

#include <algorithm>

#include "gateway/cli/client.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/form_file.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;
namespace json = boost::json;

namespace {

// Says early, and for people, what the gateway would say too.
std::optional<Exit> refuse_early(const Path& file, ByteView bytes, const Client& client) {
  const auto document = formats::xml::Document::parse(bytes);
  if (!document) return give_up(file.string(), document.error());
  const auto form = forms::read_form(*document, today_in_london(client.clock().now()));
  if (!form) {
    print_problems(
        fmt::format("{}: not sent: gateway.invalid_form: the form has {} problem{}:", file.string(),
                    form.error().size(), form.error().size() == 1 ? "" : "s"),
        form.error());
    return Exit::no;
  }
  if (as_text(bytes).find("Signature") == std::string_view::npos) {
    complain(
        fmt::format("{}: not sent: not_signed: sign it first with\n  gatepost sign {} --key {} "
                    "--cert {} --out SIGNED.xml",
                    file.string(), file.string(), client.settings().key.string(),
                    client.settings().certificate.string()));
    return Exit::no;
  }
  return std::nullopt;
}

void report(const Path& file, const Client::Sent& sent, Style style) {
  const json::object& answer = sent.answer;
  const std::string id(answer.at("form_id").as_string());
  const bool repeat = answer.at("repeat").as_bool();
  if (style == Style::json) {
    print_json(json::object{{"message_id", id},
                            {"handle", answer.at("message_id")},
                            {"conversation_id", answer.at("conversation_id")},
                            {"digest", answer.at("digest")},
                            {"repeat", repeat},
                            {"receipt", answer.at("receipt")}});
    return;
  }
  say(id);
  complain(
      fmt::format("{}: {}", file.string(),
                  repeat ? "accepted before; the same receipt came back"
                         : "accepted: stored durably, and the gateway's signed receipt verified"));
}

Exit send_file(Client& client, const Path& file, Style style) {
  auto bytes = read_form_file(file);
  if (!bytes) return give_up(file.string(), bytes.error());
  if (auto early = refuse_early(file, *bytes, client)) return *early;
  auto sent = client.send_signed(*bytes);
  if (!sent) {
    const int code = explain(fmt::format("{}: not accepted", file.string()), sent.error());
    if (code == static_cast<int>(Exit::unreachable))
      complain(
          "The signed form waits in the outbox; `gatepost send --pending` sends the same bytes "
          "again.");
    return static_cast<Exit>(code);
  }
  report(file, *sent, style);
  return Exit::yes;
}

}  // namespace

Exit send(const Path& file, const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  return send_file(*client, file, options.style);
}

Exit send_pending(const ClientOptions& options) {
  const auto client = Client::open(options.config);
  if (!client) return Exit::usage;
  std::vector<Path> waiting;
  for (const auto& entry : std::filesystem::directory_iterator(client->settings().outbox))
    if (entry.is_regular_file() && entry.path().extension() == ".xml")
      waiting.push_back(entry.path());
  std::ranges::sort(waiting);
  if (waiting.empty()) say("Nothing waits in the outbox.");
  Exit worst = Exit::yes;
  for (const Path& file : waiting) worst = std::max(worst, send_file(*client, file, options.style));
  return worst;
}

}  // namespace gatepost::cli
