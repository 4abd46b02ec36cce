// Directory: the teams, their areas, routes, contacts and pinned issuers, from a CSV that people
// keep in a spreadsheet. Values only; a reload builds another.
//
// Columns (header row required, any order, unknown columns refused): team, name, kind, prison,
// areas, route, mailbox, telephone, email, hours, urgent_contact, fallback_team, fallback_contact,
// service_manager, oversight, issuer_pin, acknowledgement, valid_from, valid_to. The columns team,
// name, kind and route must be there; a row needs no value in the others unless its route asks for
// one. Several areas are separated by semicolons. A contact is written as in an address book:
// `Duty desk <duty@spoc.example> 020 7946 0111`, any part but the name may be left out. A first
// line
// `# updated 2026-04-01` says when the list was last checked.
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
  std::optional<Digest>
      issuer_pin;  // certs::Certificate::issuer_pin of whoever may issue its certificates
  std::optional<AcknowledgementKind> acknowledgement;
  std::optional<std::chrono::year_month_day> valid_from, valid_to;  // both inclusive
};

class Directory {
 public:
  // RFC 4180 CSV. All problems at once, with row and column: bad codes, duplicate teams or
  // mailboxes, two SPOCs for one area at the same time, a mailbox route without a mailbox, a
  // telephone route without a telephone, unknown fallback.
  static Checked<Directory> from_csv(std::string_view text, std::string_view file_name);

  const Team* find(const TeamCode& code) const;
  const Team* by_mailbox(const MailboxId& mailbox) const;
  // The SPOC that serves an area on a day.
  const Team* spoc_for(const AreaCode& area, std::chrono::year_month_day on) const;
  // The team of that kind at a prison that is in service on a day.
  const Team* team_at(std::string_view prison, TeamKind kind, std::chrono::year_month_day on) const;
  const std::vector<Team>& teams() const { return teams_; }
  // When the list was last checked, where it says so.
  std::optional<std::chrono::year_month_day> updated() const { return updated_; }
  std::string digest_hex() const { return digest_hex_; }

 private:
  std::vector<Team> teams_;
  std::map<TeamCode, std::size_t> by_code_;
  std::map<MailboxId, std::size_t> by_mailbox_;
  std::optional<std::chrono::year_month_day> updated_;
  std::string digest_hex_;
};

}  // namespace gatepost::config
