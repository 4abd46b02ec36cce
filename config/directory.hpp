// Directory: the teams, their areas, routes, contacts and pinned issuers, from a CSV that people
// keep in a spreadsheet. Values only; a reload builds another.
//
// Columns (header row required, any order, unknown columns refused): team, name, kind, prison,
// areas, route, mailbox, telephone, email, hours, urgent_contact, fallback_team, fallback_contact,
// service_manager, oversight, issuer_pin, acknowledgement, valid_from, valid_to. The columns team,
// name, kind and route must be there; a row needs no value in the others unless its route asks for
// one. Several areas, and several pins, are separated by semicolons. A contact is written as in an
// address book: `Duty desk <duty@spoc.example> 020 7946 0111`, any part but the name may be left
// out. A first line `# updated 2026-04-01` says when the list was last checked.
//
// A change that is known beforehand ("the telephone changes on 1 May") is a second row of the same
// team: the first row ends with valid_to 2026-04-30, the second begins with valid_from 2026-05-01.
// Which row a team is known by depends on the day; a gateway takes the list up anew when that
// changes.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/calendar.hpp"
#include "config/errors.hpp"
#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::config {

enum class TeamKind {
  prison_psychosocial,
  prison_clinical,
  prison_court,
  spoc,
  court,
  probation,
  dr
};
enum class RouteKind { mailbox, console, as4, mesh, email, telephone };
// Who usually acknowledges for the team: its system by itself, or a person.
enum class AcknowledgementKind { automatic, person };
std::string_view to_string(TeamKind kind);
std::string_view to_string(RouteKind kind);
std::string_view to_string(AcknowledgementKind kind);

// Whom to turn to: a name or a function, and how to reach it.
struct Contact {
  std::string name;
  std::string email;      // a functional mailbox, or empty
  std::string telephone;  // or empty
  bool empty() const { return name.empty() && email.empty() && telephone.empty(); }
  std::string str() const;  // as in the CSV
  bool operator==(const Contact&) const = default;
};

struct Team {
  int line = 0;  // of its row in the file
  TeamCode code;
  std::string name;  // "Lambeth drug and alcohol SPOC"
  TeamKind kind{};
  std::string prison;           // NOMIS code of a prison's team, "BXI"; else empty
  std::vector<AreaCode> areas;  // GSS codes a SPOC serves
  RouteKind route{};
  std::optional<MailboxId>
      mailbox;  // for route mailbox (and any team that sends through the mailbox API)
  std::string telephone;
  std::string email;       // functional mailbox
  OpeningHours hours;      // when its people are there; Mon-Fri 09:00-17:00 when not said
  Contact urgent_contact;  // reachable at any hour; empty when there is none
  std::optional<TeamCode> fallback_team;
  Contact fallback_contact;
  Contact service_manager;
  Contact oversight;  // borough commissioner, prison lead
  // certs::Certificate::issuer_pin of whoever may issue its certificates: its own authority, and
  // the one of the key that the gateway holds for its people, where that is another.
  std::vector<Digest> issuer_pins;
  std::optional<AcknowledgementKind> acknowledgement;
  std::optional<std::chrono::year_month_day> valid_from, valid_to;  // both inclusive
};

class Directory {
 public:
  // RFC 4180 CSV. All problems at once, with row and column: bad codes, a team or mailbox that
  // stands twice for the same time, two SPOCs for one area at the same time, a mailbox route
  // without a mailbox, a telephone route without a telephone, unknown fallback.
  static Checked<Directory> from_csv(std::string_view text, std::string_view file_name);

  // The list as it stands on a day: where a team has several rows, `find`, `by_mailbox` and `teams`
  // of the result know it by the row that holds then; by the last that held when none does any
  // more, by the first to come when none has begun. A list fresh from its file knows each team by
  // its first row.
  Directory on(std::chrono::year_month_day day) const;
  // The first day after `day` on which some row begins to hold, or holds no longer.
  std::optional<std::chrono::year_month_day> next_change(std::chrono::year_month_day day) const;

  const Team* find(const TeamCode& code) const;
  // The row that holds on that day; nothing when none does.
  const Team* find(const TeamCode& code, std::chrono::year_month_day on) const;
  const Team* by_mailbox(const MailboxId& mailbox) const;
  // The SPOC that serves an area on a day.
  const Team* spoc_for(const AreaCode& area, std::chrono::year_month_day on) const;
  // The team of that kind at a prison that is in service on a day.
  const Team* team_at(std::string_view prison, TeamKind kind, std::chrono::year_month_day on) const;
  const std::vector<Team>& teams() const { return teams_; }  // each team once
  const std::vector<Team>& rows() const { return rows_; }    // as in the file
  // When the list was last checked, where it says so.
  std::optional<std::chrono::year_month_day> updated() const { return updated_; }
  std::string digest_hex() const { return digest_hex_; }

 private:
  void know_teams_by(std::optional<std::chrono::year_month_day> day);

  std::vector<Team> rows_;
  std::vector<Team> teams_;
  std::map<TeamCode, std::size_t> by_code_;  // into teams_
  std::map<MailboxId, TeamCode> by_mailbox_;
  std::optional<std::chrono::year_month_day> updated_;
  std::string digest_hex_;
};

// Whether the directory lets this issuer certify the team.
bool pins(const Team& team, const Digest& issuer_pin);

// "from 2026-05-01", "until 2026-04-30", both, or "at all times".
std::string service_in_words(const Team& team);

// Whether a row holds on a day.
bool holds_on(const Team& team, std::chrono::year_month_day day);

}  // namespace gatepost::config
