#include "gateway/web/pages/delivery_log.hpp"

#include <fmt/format.h>

#include <array>

#include "gateway/web/components/controls.hpp"
#include "gateway/web/forms.hpp"

namespace gatepost::web::pages {

using components::Table;
using html::attr;
using html::css;
using html::el;
using html::Html;
using namespace admin;  // NOLINT: the words of these pages

namespace {

// What the Data Protection Act calls them (section 62), as people say it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> verbs{
    {{"collection", "Collection: something came in"},
     {"alteration", "Alteration: something changed"},
     {"consultation", "Consultation: somebody looked"},
     {"disclosure", "Disclosure: something went out"},
     {"combination", "Combination"},
     {"erasure", "Erasure"},
     {"system", "System: no personal data"}}};

Fields fields_of(const LogFilterValues& filter) {
  return {{"message", filter.message}, {"team", filter.team},   {"actor", filter.actor},
          {"verb", filter.verb},       {"event", filter.event}, {"from", filter.from},
          {"until", filter.until}};
}

Html text_field(const FormErrors& errors, const char* name, const char* label, const char* hint,
                const std::string& value) {
  components::Input input;
  input.label = {.content = label};
  input.name = name;
  input.value = value;
  if (*hint != '\0') input.hint = components::Hint{.content = hint};
  input.error = errors.beside(name);
  input.spellcheck = false;
  input.autocomplete = "off";
  return components::input(input);
}

Html filter_form(const LogFilterValues& filter) {
  const FormErrors errors(filter.problems);
  components::Select select;
  select.label = {.content = "Kind"};
  select.name = "verb";
  select.value = filter.verb;
  select.items.push_back({.content = "All kinds", .value = ""});
  for (const auto& [name, words] : verbs)
    select.items.push_back({.content = words, .value = std::string(name)});
  const Html fields = Html::of(
      {text_field(errors, "message", "Message reference", "Its id, or TEAM/id", filter.message),
       text_field(errors, "team", "Team", "Its code, such as BXI-PSI", filter.team),
       components::select(select),
       text_field(errors, "event", "Event", "Such as refused, opened or rung-reached",
                  filter.event),
       text_field(errors, "actor", "Who",
                  "Such as team:BXI-PSI, gateway, or the user: and code of a person", filter.actor),
       text_field(errors, "from", "From", "A day, such as 2 4 2026, or 2 4 2026 14:30",
                  filter.from),
       text_field(errors, "until", "To", "A day counts to its end", filter.until),
       components::button({.content = "Search", .classes = "govuk-button--secondary"})});
  components::Details details;
  details.summary = "Search the log";
  details.open = !filter.empty() || !filter.problems.empty();
  details.classes = "app-no-print";
  details.content =
      el("form", {attr("method", "get"), html::action("/administration/log")}, fields);
  return components::details(details);
}

Html actor_words(const DeliveryLogValues& values, const std::string& actor) {
  const auto name = values.page.names.find(actor);
  Html shown = name == values.page.names.end() ? Html(actor) : Html(name->second);
  return whole(link(address("/administration/log", {{"actor", actor}}), shown));
}

// A digest's first digits tell it apart; the export has the whole.
std::string with_short_digests(const std::string& text) {
  constexpr std::size_t digits = 64;
  constexpr std::size_t shown = 12;
  std::string made;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789abcdef", i), text.size());
    if (end - i == digits)
      made += text.substr(i, shown) + "…";
    else
      made += text.substr(i, end - i);
    if (end < text.size()) made += text[end];
    i = end + 1;
  }
  return made;
}

Html details_of(const audit::Entry& entry) {
  Html content;
  const auto line = [&content](std::string_view name, Html value) {
    if (value.empty()) return;
    content += el("div", {}, {Html(name), ": ", value});
  };
  if (!entry.message.empty())
    line("message",
         link(address("/administration/log", {{"message", entry.message}}), entry.message));
  line("form", entry.form);
  line("rung", entry.rung);
  line("to", entry.recipient);
  line("detail", with_short_digests(entry.reason));
  return el("div", {css("app-codes-in-cell")}, content);
}

Html entries(const AdminFrame& frame, const DeliveryLogValues& values) {
  Table table;
  table.head = cells({"Entry", "When", "What happened", "Who", "Details"});
  for (const auto& [index, entry] : values.page.lines)
    table.rows.push_back(cells({std::to_string(index), frame.time.near(entry.at),
                                Html::of({in_words(entry.event), el("br"),
                                          el("span", {css("govuk-hint govuk-!-margin-bottom-0")},
                                             {Html(audit::to_string(entry.verb))})}),
                                actor_words(values, entry.actor), details_of(entry)}));
  table.classes = "govuk-table--small-text-until-tablet";
  return wide_table("Entries of the delivery log", std::move(table));
}

Html how_far(const AdminFrame& frame, const DeliveryLogValues& values) {
  const app::LogPage& page = values.page;
  Html content;
  if (page.damaged > 0)
    content += components::warning_text(
        {.content = Html::of({"Some entries cannot be read. ",
                              link("/administration/log/verification", "Verify the log"), "."})});
  if (page.searched_to)
    content +=
        paragraph(fmt::format("This looked back to {}. There may be older ones: go on with "
                              "“Next page”.",
                              frame.time.at(*page.searched_to)));
  return content;
}

Html export_form(const AdminFrame& frame, const DeliveryLogValues& values) {
  if (!could(frame.call, identity::Action::export_delivery_log)) return {};
  Html fields;
  for (const auto& [name, value] : fields_of(values.filter))
    if (!value.empty()) fields += hidden_field(name, value);
  return button_to(frame.call, "/administration/log/export",
                   values.filter.empty() ? "Export the log as CSV" : "Export these as CSV", fields);
}

}  // namespace

Page delivery_log(const AdminFrame& frame, const DeliveryLogValues& values) {
  Page page = page_of(frame.call, parts::log, "Delivery log");
  Problems problems = values.filter.problems;
  if (!values.export_problem.empty())
    problems.push_back({"Export", "from", values.export_problem, ""});
  const FormErrors errors(values.filter.problems);
  page.outcome = problems.empty() ? Page::Outcome::fine : Page::Outcome::with_errors;
  Html content = errors.summary();
  if (!values.export_problem.empty())
    content += components::error_summary(
        {.items = {{.content = "Nothing was exported: " + values.export_problem,
                    .link = html::Url::fragment("from")}}});
  content += heading(page.title);
  content += paragraph(Html::of(
      {fmt::format("{} entries. It holds no personal data: messages and people stand in it by "
                   "their references. ",
                   values.page.size),
       link("/administration/log/verification", "Was it altered?")}));
  content += filter_form(values.filter);
  if (!values.filter.problems.empty()) return with(std::move(page), content);
  content += how_far(frame, values);
  if (values.page.lines.empty())
    content += paragraph(values.page.next ? "Nothing was found in the part that was searched."
                                          : "There are no such entries.");
  else
    content += entries(frame, values);
  std::optional<html::Url> first;
  if (!values.is_first) first = address("/administration/log", fields_of(values.filter));
  std::optional<html::Url> next;
  if (values.page.next) {
    Fields fields = fields_of(values.filter);
    fields.emplace_back("before", std::to_string(*values.page.next));
    next = address("/administration/log", fields);
  }
  return with(std::move(page), content + next_page(first, next) + export_form(frame, values));
}

static Html verification_state(const AdminFrame& frame, const app::LogVerification& last) {
  using State = app::LogVerification::State;
  const auto found = [&](Html tag, const std::string& words) {
    components::SummaryList list;
    const auto add = [&list](const char* key, Html value) {
      list.rows.push_back({.key = key, .value = std::move(value)});
    };
    add("Result", Html::spaced({std::move(tag), words}));
    add("Finished", frame.time.near(last.ended_at));
    add("Entries looked at", fmt::format("{} of {}", last.checked, last.size));
    add("Root", el("code", {css("app-break")}, {last.root.hex()}));
    return components::summary_list(list);
  };
  switch (last.state) {
    case State::never:
      return paragraph("Nobody has verified it since the gateway started.");
    case State::running:
      return components::inset_text(
          {.content = Html::of({fmt::format("It is being verified: {} of {} entries so far. ",
                                            last.checked, last.size),
                                link("/administration/log/verification", "Look again")})});
    case State::sound:
      return found(green("Sound"), "Every entry is as it was written.");
    case State::damaged:
      return components::warning_text({.content = "The log was altered, or is damaged."}) +
             found(red("Damaged"), last.wrong);
    case State::failed:
      return found(amber("Not finished"),
                   last.wrong.empty() ? "The gateway was stopped." : last.wrong);
  }
  return {};
}

static Html second_place(const AdminFrame& frame, const app::Health& health) {
  using enum app::Gateway::LogState;
  const auto& audit = frame.configuration.settings.audit;
  if (!audit || !audit->checkpoint_copy)
    return paragraph(
        "This gateway writes no signed checkpoint to a second place. So whoever could write to its "
        "database could have written the whole log anew, and this page would not see it.");
  if (health.log_state == forked)
    return components::warning_text(
        {.content = "The log does not continue the checkpoint that was signed before. Whoever runs "
                    "the gateway must look at once."});
  if (!health.checkpoint_copied_at)
    return paragraph(
        "It has not been compared with the signed checkpoint in the second place yet.");
  return paragraph(fmt::format(
      "It continues the signed checkpoint in the second place, with which it was compared {}.",
      frame.time.distance(*health.checkpoint_copied_at)));
}

Page verification(const AdminFrame& frame, const app::LogVerification& last,
                  const app::Health& health) {
  Page page = page_of(frame.call, parts::log, "Was the log altered?");
  page.breadcrumbs = components::Breadcrumbs{
      .items = {{.content = "Delivery log", .link = html::Url("/administration/log")},
                {.content = "Verification"}}};
  Html content = heading(page.title) + verification_state(frame, last);
  if (could(frame.call, identity::Action::read_audit_log) &&
      last.state != app::LogVerification::State::running)
    content += button_to(frame.call, "/administration/log/verification", "Verify it now", {}, "");
  content += subheading("What this proves");
  content += paragraph(
      "Every entry is read again and hashed, and the hashes are put together into one, the root. "
      "When it is the root that the log’s head says, no entry was changed, taken out, put in or "
      "moved since it was written.");
  content += second_place(frame, health);
  content += subheading("What it does not prove");
  content += paragraph(
      "That what was written was true when it was written; and nothing to somebody who does not "
      "trust this gateway. For them there are the signed checkpoints, and “gatepost audit verify”, "
      "which they run themselves.");
  return with(std::move(page), two_thirds(content));
}

}  // namespace gatepost::web::pages
