// gatepost reconcile: a prison's caseload and discharge list against what was sent.
#include <fmt/format.h>

#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/answers.hpp"
#include "gateway/cli/caseload.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::cli {

namespace json = boost::json;
namespace steps = exchange::steps;

namespace {

constexpr std::size_t most_bytes = std::size_t{1} << 20;

std::string_view whereabouts_code(exchange::Whereabouts where) {
  switch (where) {
    case exchange::Whereabouts::in_custody:
      return "IN_CUSTODY";
    case exchange::Whereabouts::released:
      return "RELEASED";
    case exchange::Whereabouts::transferred:
      return "TRANSFERRED";
    case exchange::Whereabouts::died:
      return "DIED";
  }
  return "IN_CUSTODY";
}

// No more than the gateway needs: the number and the dates. Names stay with the prison.
json::object request_for(const std::vector<CaseloadRow>& list) {
  json::array people;
  for (const CaseloadRow& row : list) {
    json::object person{{"prisoner_number", row.prisoner_number},
                        {"whereabouts", whereabouts_code(row.where.whereabouts)}};
    if (row.where.received_on) person["received_on"] = format_date(*row.where.received_on);
    if (row.where.release_on) person["release_on"] = format_date(*row.where.release_on);
    if (row.where.left_on) person["left_on"] = format_date(*row.where.left_on);
    people.push_back(std::move(person));
  }
  return {{"people", people}};
}

std::string words_for(std::string_view step, const std::string& day) {
  if (step == steps::lief_missing) return fmt::format("due out on {}, and no LIEF was sent", day);
  if (step == steps::transfer_alert_missing)
    return fmt::format("transferred on {}, and no Alert Form was sent", day);
  if (step == steps::death_alert_missing)
    return fmt::format("died on {}, and no Alert Form was sent", day);
  return fmt::format("released on {}, and no Alert Form was sent", day);
}

// Writes the draft and answers its file's name; empty when the list says too little for one. A
// draft that somebody is working on is never written over.
Result<std::string> write_draft(const Path& folder, const CaseloadRow& row,
                                const json::object& finding, Client& client) {
  const std::string step = text_of(finding, "step");
  const Path file = folder / fmt::format("{}-{}.xml", step, text_of(finding, "task_id"));
  if (std::filesystem::exists(file)) return file.string();
  const std::string team = client.settings().team.str();
  // In the conversation that the person has: a new one would know nothing of their consent.
  auto conversation = ConversationId::parse(text_of(finding, "conversation_id"));
  if (!conversation) conversation = make_id<ConversationId>(client.random());
  const auto draft =
      draft_for(row, step,
                {make_id<MessageId>(client.random()), *conversation, client.clock().now(),
                 client.settings().team, team.substr(0, team.find('-'))});
  if (!draft) return std::string{};
  GP_CHECK(posix::write_file_durably(file, as_bytes(*draft), posix::Mode::secret));
  return file.string();
}

void print_finding(const CaseloadRow& row, const json::object& finding, const std::string& draft) {
  const json::value* fresh = finding.if_contains("new");
  say(fmt::format("line {}: {}", row.line,
                  words_for(text_of(finding, "step"), text_of(finding, "of"))));
  say(fmt::format(
      "  task {}{}", text_of(finding, "task_id"),
      fresh != nullptr && fresh->is_bool() && fresh->as_bool() ? "" : " (known before)"));
  if (!draft.empty()) say(fmt::format("  draft {}", draft));
}

}  // namespace

Exit reconcile(const ReconcileOptions& options, const ClientOptions& client_options) {
  auto bytes = posix::read_file(options.file, most_bytes);
  if (!bytes) return give_up(options.file.string(), bytes.error());
  const auto list = read_caseload(as_text(*bytes), options.file.string());
  if (!list) {
    print_problems(options.file.string() + ": nothing of it was sent:", list.error());
    return Exit::usage;
  }
  const auto client = Client::open(client_options.config);
  if (!client) return Exit::usage;
  if (options.drafts)
    if (auto made = posix::make_folder(*options.drafts, posix::Mode::secret); !made)
      return give_up("reconcile: drafts", made.error());
  const std::string body = json::serialize(request_for(*list));
  auto answer = object_of("reconcile", client->api("POST", "/reconcile", as_bytes(body)));
  if (!answer) return answer.error();
  json::array& findings = answer->at("findings").as_array();
  for (json::value& value : findings) {
    json::object& finding = value.as_object();
    const CaseloadRow& row = list->at(finding.at("line").to_number<std::size_t>());
    std::string draft;
    if (options.drafts) {
      auto written = write_draft(*options.drafts, row, finding, *client);
      if (!written) return give_up("reconcile: draft", written.error());
      draft = std::move(*written);
    }
    finding["file_line"] = row.line;
    if (!draft.empty()) finding["draft"] = draft;
    if (client_options.style == Style::text) print_finding(row, finding, draft);
  }
  if (client_options.style == Style::json)
    print_json(*answer);
  else
    say(fmt::format("{} people, {} forms missing", list->size(), findings.size()));
  return findings.empty() ? Exit::yes : Exit::no;
}

}  // namespace gatepost::cli
