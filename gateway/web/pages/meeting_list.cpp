#include "gateway/web/pages/meeting_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "config/reference.hpp"
#include "gateway/base/csv_cell.hpp"
#include "gateway/web/components/controls.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/navigation.hpp"

namespace gatepost::web::pages {

using components::Table;
using exchange::MeetingStage;
using html::attr;
using html::css;
using html::el;
using html::Html;
using namespace admin;  // NOLINT: the words of these pages

namespace {

std::string stage_words(MeetingStage stage) {
  switch (stage) {
    case MeetingStage::referred:
      return "Referred, not confirmed";
    case MeetingStage::confirmed:
      return "Confirmed, not answered";
    case MeetingStage::answered:
      return "Accepted";
    case MeetingStage::appointment:
      return "Appointment given";
    case MeetingStage::attended:
      return "Appointment over, outcome told";
    case MeetingStage::engaged:
      return "In treatment";
    case MeetingStage::declined:
      return "Declined";
    case MeetingStage::ended:
      return "Ended";
  }
  return "?";
}

Html stage_tag(const app::MeetingPerson& person) {
  const std::string words = stage_words(person.standing.stage);
  switch (person.standing.stage) {
    case MeetingStage::referred:
    case MeetingStage::declined:
      return red(words);
    case MeetingStage::confirmed:
      return amber(words);
    case MeetingStage::engaged:
      return green(words);
    case MeetingStage::ended:
      return components::tag({.content = words, .classes = "govuk-tag--grey"});
    default:
      return components::tag({.content = words});
  }
}

std::string prison_of(const AdminFrame& frame, const TeamCode& code) {
  const config::Team* team = frame.configuration.directory.find(code);
  if (team == nullptr || team->prison.empty()) return team == nullptr ? code.str() : team->name;
  const auto* known = config::prisons().find(team->prison);
  return known == nullptr ? team->prison : known->label;
}

std::string name_of(const AdminFrame& frame, const TeamCode& code) {
  if (code.empty()) return "No team known";
  const config::Team* team = frame.configuration.directory.find(code);
  return team == nullptr ? code.str() : team->name;
}

bool is_released(const AdminFrame& frame, const app::MeetingPerson& person) {
  return person.release_at && *person.release_at <= frame.time.now();
}

std::string release_words(const AdminFrame& frame, const app::MeetingPerson& person) {
  if (!person.release_at) return "Not known";
  return (is_released(frame, person) ? "Released " : "") +
         frame.time.date(frame.configuration.calendar.local_date(*person.release_at));
}

Html turn_words(const AdminFrame& frame, const app::MeetingPerson& person) {
  const exchange::MeetingStanding& standing = person.standing;
  if (standing.turn.empty()) return "Nobody’s";
  Html content = name_of(frame, standing.turn);
  if (standing.by)
    content += el("br") +
               (standing.late ? Html::spaced({red("Late"), "since"}) + Html(" ") : Html("by ")) +
               Html(frame.time.near(*standing.by));
  return content;
}

Html person_words(const app::MeetingPerson& person) {
  if (!person.person) return "Name no longer kept";
  Html content = el("strong", {}, {person.person->name});
  if (person.person->prisoner_number) content += el("br") + Html(*person.person->prisoner_number);
  return content;
}

Fields fields_of(const app::MeetingQuery& asked) {
  return {{"team", asked.team.str()}, {"prison", asked.prison}, {"spoc", asked.spoc.str()}};
}

// What a team may choose: its own side is fixed.
Html choices(const AdminFrame& frame, const MeetingValues& values) {
  const config::Directory& directory = frame.configuration.directory;
  const config::Team* own = directory.find(values.asked.team);
  const bool fixed_prison = own != nullptr && !own->prison.empty();
  const bool fixed_spoc = own != nullptr && own->kind == config::TeamKind::spoc;
  std::map<std::string, std::string> prisons;
  std::map<std::string, TeamCode> spocs;
  for (const config::Team& team : directory.teams()) {
    if (!team.prison.empty()) {
      const auto* known = config::prisons().find(team.prison);
      prisons[known == nullptr ? team.prison : known->label] = team.prison;
    }
    if (team.kind == config::TeamKind::spoc) spocs[team.name] = team.code;
  }
  Html fields;
  const auto select = [&fields](const char* name, const char* label, const std::string& chosen,
                                std::vector<components::Select::Item> items) {
    fields += components::select(
        {.label = {.content = label}, .name = name, .items = std::move(items), .value = chosen});
  };
  if (values.teams.size() > 1) {
    std::vector<components::Select::Item> items;
    for (const TeamCode& team : values.teams)
      items.push_back({.content = team_in_words(directory, team), .value = team.str()});
    select("team", "For", values.asked.team.str(), std::move(items));
  } else {
    fields += hidden_field("team", values.asked.team.str());
  }
  if (!fixed_prison) {
    std::vector<components::Select::Item> items{{.content = "All prisons", .value = ""}};
    for (const auto& [name, code] : prisons) items.push_back({.content = name, .value = code});
    select("prison", "Prison", values.asked.prison, std::move(items));
  }
  if (!fixed_spoc) {
    std::vector<components::Select::Item> items{{.content = "All boroughs", .value = ""}};
    for (const auto& [name, code] : spocs) items.push_back({.content = name, .value = code.str()});
    select("spoc", "Borough", values.asked.spoc.str(), std::move(items));
  }
  fields += components::button({.content = "Show", .classes = "govuk-button--secondary"});
  return el(
      "form",
      {attr("method", "get"), html::action("/meeting-list"), css("app-filter-line app-no-print")},
      fields);
}

Html list_of(const AdminFrame& frame, const app::MeetingPage& page) {
  Table table;
  table.head = cells({"Person", "Release", "Prison", "Borough", "Where it stands", "Whose turn"});
  for (const app::MeetingPerson& person : page.people)
    table.rows.push_back(cells(
        {person_words(person), release_words(frame, person), prison_of(frame, person.standing.from),
         name_of(frame, person.standing.to), stage_tag(person), turn_words(frame, person)}));
  return wide_table("People on the list", std::move(table));
}

// No more than the number: that somebody did not agree is theirs.
Html not_shown(const app::MeetingPage& page) {
  if (page.not_agreed == 0) return {};
  return components::inset_text(
      {.content =
           page.not_agreed == 1
               ? std::string("1 person is not shown: no consent of theirs names your service.")
               : fmt::format("{} people are not shown: no consent of theirs names your service.",
                             page.not_agreed)});
}

Html pages_of(const MeetingValues& values) {
  const auto numbered = [&](std::size_t number) {
    Fields fields = fields_of(values.asked);
    fields.emplace_back("page", std::to_string(number));
    return address("/meeting-list", fields);
  };
  const app::MeetingQuery& asked = values.asked;
  components::Results results;
  results.noun = "people";
  results.count = static_cast<int>(values.page->total);
  results.from = static_cast<int>((asked.page - 1) * asked.page_size + 1);
  results.to = static_cast<int>(std::min(asked.page * asked.page_size, values.page->total));
  if (asked.page > 1)
    results.pages.previous = components::PaginationArrow{.link = numbered(asked.page - 1)};
  if (asked.page * asked.page_size < values.page->total)
    results.pages.next = components::PaginationArrow{.link = numbered(asked.page + 1)};
  return components::results(results);
}

}  // namespace

Page meeting_list(const AdminFrame& frame, const MeetingValues& values) {
  Page page;
  page.title = "Joint meeting list";
  page.section = sections::meeting;
  Html content;
  if (!values.problem.empty()) {
    page.outcome = Page::Outcome::with_errors;
    content += components::error_summary({.items = {{.content = values.problem}}});
  }
  content += el("span", {css("govuk-caption-l")},
                {team_in_words(frame.configuration.directory, values.asked.team)});
  content += heading(page.title);
  content += paragraph(
      "People who are to be released, or were in the last 12 weeks. Each page that you open stands "
      "in the log.");
  content += choices(frame, values);
  if (!values.page) {
    content += paragraph("Choose a prison or a borough to see its people.");
    page.content = content;
    return page;
  }
  if (values.page->total == 0)
    content += paragraph("There is nobody on this list.");
  else
    content += list_of(frame, *values.page) + pages_of(values);
  content += not_shown(*values.page);
  if (values.page->total > 0) {
    Html fields;
    for (const auto& [name, value] : fields_of(values.asked))
      if (!value.empty()) fields += hidden_field(name, value);
    content += button_to(frame.call, "/meeting-list/export", "Export the whole list as CSV",
                         std::move(fields), "govuk-button--secondary app-no-print");
  }
  page.content = content;
  return page;
}

std::string meeting_csv(const AdminFrame& frame, const app::MeetingPage& page) {
  std::string csv =
      "name,date of birth,prisoner number,release,prison,borough,where it stands,whose turn,by,"
      "late\r\n";
  for (const app::MeetingPerson& each : page.people) {
    const exchange::MeetingStanding& standing = each.standing;
    std::string born, number, name = "(no longer kept)";
    if (each.person) {
      name = each.person->name;
      number = each.person->prisoner_number.value_or("");
      if (each.person->date_of_birth) born = format_date(*each.person->date_of_birth);
    }
    const config::Calendar& calendar = frame.configuration.calendar;
    const std::string release =
        each.release_at ? format_date(calendar.local_date(*each.release_at)) : "";
    const std::string turn = standing.turn.empty() ? "" : name_of(frame, standing.turn);
    const std::string by = standing.by ? calendar.local_rfc3339(*standing.by) : "";
    bool first = true;
    for (const std::string& value :
         {name, born, number, release, prison_of(frame, standing.from), name_of(frame, standing.to),
          stage_words(standing.stage), turn, by, std::string(standing.late ? "late" : "")}) {
      csv += (first ? "" : ",") + csv_cell(value);
      first = false;
    }
    csv += "\r\n";
  }
  return csv;
}

}  // namespace gatepost::web::pages
