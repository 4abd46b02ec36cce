// Drawing the cohort. The margins are the audit's; everything beside them is drawn from the seed.
#include <algorithm>

#include "tests/cohort/audit_2016_17.hpp"
#include "tests/cohort/referral.hpp"

namespace gatepost::cohort {

using std::chrono::days;
using std::chrono::sys_days;
using Date = std::chrono::year_month_day;

namespace {

constexpr Date first_day{std::chrono::year{2026}, std::chrono::January, std::chrono::day{5}};

// Of the 149 whose recipients collect. The audit knows nothing of this; these are our guesses.
constexpr int late_recipients = 18, only_told_recipients = 12;
// People released within two working days of the referral: courts let them go from the dock.
constexpr int near_releases = 16;
// Referrals to an area that is only known by telephone; they are among the never collected.
constexpr int to_telephone_area = 9;
// 10 of the audit's 149 came from the clinical team, 139 from the psychosocial one.
constexpr int from_clinical_team = 18;

template <class T>
void shuffle(std::vector<T>& all, tests::SeededRandom& random) {
  for (std::size_t i = all.size(); i > 1; --i) std::swap(all[i - 1], all[random.below(i)]);
}

// So many of each, in any order.
template <class T, std::size_t N>
std::vector<T> deal(const std::array<std::pair<T, int>, N>& counts, tests::SeededRandom& random) {
  std::vector<T> all;
  for (const auto& [value, count] : counts)
    all.insert(all.end(), static_cast<std::size_t>(count), value);
  if (all.size() != audit_2016_17::transfers) throw Broken("the parts of the cohort are not 264");
  shuffle(all, random);
  return all;
}

Date working_day_after(const World& world, Date from, int working_days) {
  Date day = from;
  while (working_days > 0) {
    day = sys_days{day} + days{1};
    if (world.calendar().is_working_day(day)) --working_days;
  }
  return day;
}

Date some_working_day(World& world, int weeks) {
  for (;;) {
    const Date day = sys_days{first_day} + days{world.random().between(0, weeks * 7 - 1)};
    if (world.calendar().is_working_day(day)) return day;
  }
}

// How long somebody was in custody, in days that are well inside the audit's class: months are
// calendar months, of 28 to 31 days.
struct Span {
  int least, most;
};
Span span_of(std::string_view custody) {
  if (custody == "UP_TO_1_MONTH") return {5, 27};
  if (custody == "1_TO_3_MONTHS") return {32, 88};
  return {93, 900};
}

enum class Time { ordinary, near_release };

void date(World& world, Referral& referral, Time time, int weeks) {
  const bool near_release = time == Time::near_release;
  auto& random = world.random();
  const Date day = some_working_day(world, weeks);
  referral.sent_at =
      world.local(day, 9, static_cast<int>(random.between(5, near_release ? 355 : 470)));
  const bool brief = referral.custody == "UP_TO_1_MONTH";
  const int lead = static_cast<int>(near_release ? random.between(1, 2)
                                    : brief      ? random.between(3, 10)
                                                 : random.between(3, 28));
  referral.release = working_day_after(world, day, lead);
  const Span span = span_of(referral.custody);
  const int until_release = static_cast<int>((sys_days{referral.release} - sys_days{day}).count());
  const auto in_custody = random.between(std::max(span.least, until_release + 2), span.most);
  referral.reception = sys_days{referral.release} - days{in_custody};
}

// Five areas, as in the audit. Whoever has only a telephone cannot collect.
void address(World& world, std::vector<Referral>& cohort) {
  static const std::vector<std::string> boroughs{"E09000022", "E09000022", "E09000028", "E09000012",
                                                 "E09000001"};
  int by_telephone = 0;
  for (Referral& referral : cohort) {
    const bool telephone =
        referral.recipient == Recipient::never && by_telephone < to_telephone_area;
    by_telephone += telephone ? 1 : 0;
    referral.area =
        AreaCode::parse(telephone ? "E06000046" : world.random().pick(boroughs)).value();
  }
}

}  // namespace

std::vector<Referral> draw_cohort(World& world, int weeks) {
  using enum Recipient;
  using audit_2016_17::confirmed, audit_2016_17::transfers;
  auto& random = world.random();
  const auto substances = deal(audit_2016_17::by_substance, random);
  const auto custodies = deal(audit_2016_17::by_custody, random);
  const auto recipients =
      deal<Recipient, 4>({{{prompt, confirmed - late_recipients - only_told_recipients},
                           {late, late_recipients},
                           {only_told, only_told_recipients},
                           {never, transfers - confirmed}}},
                         random);
  const auto times = deal<Time, 2>(
      {{{Time::near_release, near_releases}, {Time::ordinary, transfers - near_releases}}}, random);
  const auto teams = deal<std::string_view, 2>(
      {{{"BXI-CLIN", from_clinical_team}, {"BXI-PSI", transfers - from_clinical_team}}}, random);
  std::vector<Referral> cohort(transfers);
  for (std::size_t i = 0; i < cohort.size(); ++i) {
    Referral& referral = cohort[i];
    referral.substance = substances[i];
    referral.custody = custodies[i];
    referral.recipient = recipients[i];
    referral.from = TeamCode::parse(teams[i]).value();
    date(world, referral, times[i], weeks);
  }
  address(world, cohort);
  std::ranges::sort(cohort, {}, &Referral::sent_at);
  for (std::size_t i = 0; i < cohort.size(); ++i) cohort[i].number = static_cast<int>(i) + 1;
  return cohort;
}

}  // namespace gatepost::cohort
