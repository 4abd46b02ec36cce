#include "config/directory_review.hpp"

#include <fmt/format.h>

#include "config/reference.hpp"

namespace gatepost::config {

namespace {

using std::chrono::year_month_day;

// 004 PP4 L280: the list of SPOCs is updated monthly.
constexpr std::chrono::months list_is_fresh_for{1};
constexpr std::string_view london_areas = "E09";

class Review {
 public:
  Review(const Directory& directory, std::string_view file_name, year_month_day today)
      : directory_(directory), file_name_(file_name), today_(today) {}

  std::vector<Remark> made() {
    check_age();
    for (const Team& row : directory_.rows()) {
      if (row.valid_to && *row.valid_to < today_) continue;
      check_people(row);
      check_codes(row);
      check_signer(row);
    }
    check_every_area_is_served();
    note_who_is_asleep();
    return std::move(remarks_);
  }

 private:
  using Weight = Remark::Weight;

  void list(Weight weight, std::string wrong, std::string right) {
    remarks_.push_back(
        {weight, {"Directory", std::string(file_name_), std::move(wrong), std::move(right)}});
  }
  void row(Weight weight, const Team& team, std::string_view column, std::string wrong,
           std::string right) {
    remarks_.push_back({weight,
                        {fmt::format("Directory, column {}", column),
                         fmt::format("{}:{}:{}", file_name_, team.line, column),
                         fmt::format("{}: {}", team.code.str(), wrong), std::move(right)}});
  }

  void check_age() {
    constexpr std::string_view right =
        "check the list with its teams every month, and say so in the first line: # updated ";
    const auto updated = directory_.updated();
    if (!updated)
      list(Weight::warning, "it does not say when it was last checked",
           std::string(right) + format_date(today_));
    else if (*updated > today_)
      list(Weight::warning,
           fmt::format("it says that it was last checked on {}, which is yet to come",
                       format_date(*updated)),
           std::string(right) + format_date(today_));
    else if (std::chrono::sys_days{*updated} < month_before(today_))
      list(Weight::warning,
           fmt::format("it was last checked on {}, more than a month ago", format_date(*updated)),
           std::string(right) + format_date(today_));
  }

  // A day that the month before does not have is its last one.
  static std::chrono::sys_days month_before(year_month_day day) {
    const auto before = day - list_is_fresh_for;
    if (before.ok()) return std::chrono::sys_days{before};
    return std::chrono::sys_days{before.year() / before.month() / std::chrono::last};
  }

  // The people that escalation turns to: where there is nobody, a step of the policy reaches
  // nobody.
  void check_people(const Team& team) {
    const bool escalates = team.kind == TeamKind::spoc || !team.prison.empty();
    if (!escalates) return;
    if (!team.fallback_team && team.fallback_contact.empty())
      row(Weight::warning, team, "fallback_contact", "nobody is named to turn to when it is silent",
          "a fallback_team or a fallback_contact");
    if (team.service_manager.empty())
      row(Weight::warning, team, "service_manager", "nobody answers for it when it is silent",
          "its service manager and how to reach them");
    if (team.oversight.empty())
      row(Weight::warning, team, "oversight", "nobody oversees it",
          team.prison.empty() ? "the borough's commissioner" : "the prison's lead");
    if (team.telephone.empty())
      row(Weight::warning, team, "telephone", "a sender who is asked to ring it has no number",
          "the number that its people answer");
    if (team.kind == TeamKind::spoc && team.urgent_contact.empty() && !team.hours.always)
      asleep_.push_back(team.code.str());
  }

  // One note for all of them: most SPOCs have nobody at night, and nothing is wrong with that.
  void note_who_is_asleep() {
    if (asleep_.empty()) return;
    list(Weight::note,
         fmt::format("nobody answers at night at {} SPOC{}: {}; senders of urgent forms are told "
                     "when it opens",
                     asleep_.size(), asleep_.size() == 1 ? "" : "s", fmt::join(asleep_, ", ")),
         "an urgent_contact that answers at any hour, where there is one");
  }

  void check_codes(const Team& team) {
    for (const auto& area : team.areas)
      if (area.str().starts_with(london_areas) && areas().find(area.str()) == nullptr)
        row(Weight::warning, team, "areas",
            fmt::format("{} is no area of London that we know", area.str()),
            fmt::format("E09000001 to E09000033 (list {} of {})", areas().id(),
                        format_date(areas().effective())));
    if (!team.prison.empty() && prisons().find(team.prison) == nullptr)
      row(Weight::warning, team, "prison", fmt::format("{} is no prison that we know", team.prison),
          fmt::format("a code of the prison register; ours is {} of {}", prisons().version(),
                      format_date(prisons().effective())));
  }

  void check_signer(const Team& team) {
    if (team.route == RouteKind::telephone || !team.mailbox || !team.issuer_pins.empty()) return;
    row(Weight::warning, team, "issuer_pin",
        "any authority that the gateway trusts may issue its certificate",
        "the pin of the one that does, as `gatepost cert issue` prints it");
  }

  void check_every_area_is_served() {
    for (const CodeList::Entry& area : areas().entries()) {
      const auto code = AreaCode::parse(area.code);
      if (!code || directory_.spoc_for(*code, today_) != nullptr) continue;
      list(Weight::warning, fmt::format("no SPOC serves {} ({}) today", area.label, area.code),
           "a SPOC for every area of London, by telephone if there is no other way");
    }
  }

  const Directory& directory_;
  std::string_view file_name_;
  year_month_day today_;
  std::vector<Remark> remarks_;
  std::vector<std::string> asleep_;
};

}  // namespace

std::vector<Remark> review(const Directory& directory, std::string_view file_name,
                           year_month_day today) {
  return Review(directory, file_name, today).made();
}

}  // namespace gatepost::config
