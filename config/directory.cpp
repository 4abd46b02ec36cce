#include "config/directory.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"
#include "config/directory_row.hpp"

namespace gatepost::config {

namespace {

using std::chrono::year_month_day;

constexpr std::string_view updated_note = "updated ";

bool overlap(const Team& a, const Team& b) {
  const bool a_ends_first = a.valid_to && b.valid_from && *a.valid_to < *b.valid_from;
  const bool b_ends_first = b.valid_to && a.valid_from && *b.valid_to < *a.valid_from;
  return !a_ends_first && !b_ends_first;
}

// What only shows when all rows are known: the same team or mailbox twice, unknown fallbacks, two
// SPOCs for one area at a time. Each names both rows.
class Joins {
 public:
  Joins(const std::vector<Team>& teams, std::vector<DirectoryRow>& readers)
      : teams_(teams), readers_(readers) {
    for (std::size_t i = 0; i < teams_.size(); ++i)
      if (!teams_[i].code.empty()) by_code_[teams_[i].code].push_back(i);
  }

  void check() {
    for (std::size_t i = 0; i < teams_.size(); ++i) {
      check_code(i);
      check_mailbox(i);
      check_fallback(i);
      check_areas(i);
    }
  }

 private:
  void check_code(std::size_t i) {
    for (const std::size_t other : by_code_[teams_[i].code])
      if (other < i && overlap(teams_[i], teams_[other]))
        readers_[i].report(
            "team",
            fmt::format("{} stands in line {} too, for the same time", teams_[i].code.str(),
                        teams_[other].line),
            "each team once, or rows that follow one another by valid_to and valid_from");
  }

  // A mailbox is a connection's identity, so it never changes hands, not even later.
  void check_mailbox(std::size_t i) {
    if (!teams_[i].mailbox) return;
    const auto [at, is_new] = mailboxes_.emplace(*teams_[i].mailbox, i);
    const Team& holder = teams_[at->second];
    if (!is_new && holder.code != teams_[i].code)
      readers_[i].report("mailbox",
                         fmt::format("{} belongs to {} (line {})", teams_[i].mailbox->str(),
                                     holder.code.str(), holder.line),
                         "a mailbox of its own");
  }

  void check_fallback(std::size_t i) {
    const auto& fallback = teams_[i].fallback_team;
    if (!fallback) return;
    if (*fallback == teams_[i].code)
      readers_[i].report("fallback_team", "it is the team itself",
                         "the code of another team of this file");
    else if (!by_code_.contains(*fallback))
      readers_[i].report("fallback_team", "no row has this team",
                         "the code of another team of this file");
  }

  void check_areas(std::size_t i) {
    for (const auto& area : teams_[i].areas) {
      for (const std::size_t other : spocs_[area])
        if (teams_[other].code != teams_[i].code && overlap(teams_[i], teams_[other]))
          readers_[i].report("areas",
                             fmt::format("{} already serves {} at that time (line {})",
                                         teams_[other].code.str(), area.str(), teams_[other].line),
                             "one SPOC for an area at a time (see valid_from and valid_to)");
      spocs_[area].push_back(i);
    }
  }

  const std::vector<Team>& teams_;
  std::vector<DirectoryRow>& readers_;
  std::map<TeamCode, std::vector<std::size_t>> by_code_;
  std::map<MailboxId, std::size_t> mailboxes_;
  std::map<AreaCode, std::vector<std::size_t>> spocs_;
};

std::optional<year_month_day> read_updated(const std::vector<std::string>& notes,
                                           std::string_view file_name, Problems& problems) {
  for (std::size_t i = 0; i < notes.size(); ++i) {
    if (!notes[i].starts_with(updated_note)) continue;
    const auto date = parse_date(std::string_view(notes[i]).substr(updated_note.size()));
    if (!date)
      problems.push_back({"Directory, first line", fmt::format("{}:{}", file_name, i + 1),
                          "the day of the last check is not a date",
                          "a line such as # updated 2026-04-01"});
    return date;
  }
  return std::nullopt;
}

// Whether row `a` is a better answer on that day than row `b` of the same team.
bool better_on(const Team& a, const Team& b, year_month_day day) {
  if (holds_on(a, day) != holds_on(b, day)) return holds_on(a, day);
  const bool a_began = !a.valid_from || *a.valid_from <= day;
  const bool b_began = !b.valid_from || *b.valid_from <= day;
  if (a_began != b_began) return a_began;
  const auto begin = [](const Team& team) { return team.valid_from.value_or(year_month_day{}); };
  return a_began ? begin(a) > begin(b) : begin(a) < begin(b);
}

const Team* first_of(const std::vector<Team>& rows, auto matches) {
  const auto found = std::ranges::find_if(rows, matches);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

bool pins(const Team& team, const Digest& issuer_pin) {
  return std::ranges::find(team.issuer_pins, issuer_pin) != team.issuer_pins.end();
}

std::string service_in_words(const Team& team) {
  std::string words;
  if (team.valid_from) words = "from " + format_date(*team.valid_from);
  if (team.valid_to) words += (words.empty() ? "until " : " until ") + format_date(*team.valid_to);
  return words.empty() ? "at all times" : words;
}

bool holds_on(const Team& team, year_month_day day) {
  return (!team.valid_from || *team.valid_from <= day) && (!team.valid_to || day <= *team.valid_to);
}

Checked<Directory> Directory::from_csv(std::string_view text, std::string_view file_name) {
  const auto document = parse_csv_with_notes(text, file_name);
  if (!document) return std::unexpected(document.error());
  const auto& rows = document->rows;
  Problems problems;
  if (rows.size() < 2) {
    problems.push_back({"Directory", std::string(file_name), "it holds no team",
                        "a header row and at least one team"});
    return std::unexpected(std::move(problems));
  }
  const auto header = read_directory_header(rows.front(), file_name, problems);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  Directory directory;
  directory.digest_hex_ = certs::sha256(as_bytes(text)).hex();
  directory.updated_ = read_updated(document->notes, file_name, problems);
  std::vector<DirectoryRow> readers;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    DirectoryRow reader(rows[i], header, file_name, problems);
    if (rows[i].fields.size() != rows.front().fields.size()) {
      reader.report("team",
                    fmt::format("the row has {} fields, the header {}", rows[i].fields.size(),
                                rows.front().fields.size()),
                    "as many; a field that holds a comma stands in quotes");
      continue;
    }
    directory.rows_.push_back(reader.read());
    readers.push_back(reader);
  }
  Joins(directory.rows_, readers).check();
  if (!problems.empty()) return std::unexpected(std::move(problems));
  directory.know_teams_by(std::nullopt);
  return directory;
}

void Directory::know_teams_by(std::optional<year_month_day> day) {
  teams_.clear();
  by_code_.clear();
  by_mailbox_.clear();
  for (const Team& row : rows_) {
    const auto [at, is_new] = by_code_.emplace(row.code, teams_.size());
    if (is_new)
      teams_.push_back(row);
    else if (day && better_on(row, teams_[at->second], *day))
      teams_[at->second] = row;
    if (row.mailbox) by_mailbox_.emplace(*row.mailbox, row.code);
  }
}

Directory Directory::on(year_month_day day) const {
  Directory directory = *this;
  directory.know_teams_by(day);
  return directory;
}

std::optional<year_month_day> Directory::next_change(year_month_day day) const {
  std::optional<year_month_day> next;
  const auto consider = [&](year_month_day change) {
    if (change > day && (!next || change < *next)) next = change;
  };
  for (const Team& row : rows_) {
    if (row.valid_from) consider(*row.valid_from);
    if (row.valid_to)
      consider(year_month_day{std::chrono::sys_days{*row.valid_to} + std::chrono::days{1}});
  }
  return next;
}

const Team* Directory::find(const TeamCode& code) const {
  const auto found = by_code_.find(code);
  return found == by_code_.end() ? nullptr : &teams_[found->second];
}

const Team* Directory::find(const TeamCode& code, year_month_day on) const {
  return first_of(rows_, [&](const Team& team) { return team.code == code && holds_on(team, on); });
}

const Team* Directory::by_mailbox(const MailboxId& mailbox) const {
  const auto found = by_mailbox_.find(mailbox);
  return found == by_mailbox_.end() ? nullptr : find(found->second);
}

const Team* Directory::team_at(std::string_view prison, TeamKind kind, year_month_day on) const {
  if (prison.empty()) return nullptr;
  return first_of(rows_, [&](const Team& team) {
    return team.kind == kind && team.prison == prison && holds_on(team, on);
  });
}

const Team* Directory::spoc_for(const AreaCode& area, year_month_day on) const {
  return first_of(rows_, [&](const Team& team) {
    return std::ranges::find(team.areas, area) != team.areas.end() && holds_on(team, on);
  });
}

}  // namespace gatepost::config
