#include "tests/cohort/print.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tests/cohort/audit_2016_17.hpp"

namespace gatepost::cohort {

using exchange::ReachedHow;
using Kind = Verdict::Kind;

namespace {

using Some = std::vector<const Verdict*>;

template <class Wanted>
Some those(const std::vector<Verdict>& verdicts, Wanted wanted) {
  Some some;
  for (const Verdict& verdict : verdicts)
    if (wanted(verdict)) some.push_back(&verdict);
  return some;
}
template <class Wanted>
int how_many(const Some& some, Wanted wanted) {
  return static_cast<int>(
      std::ranges::count_if(some, [&](const Verdict* one) { return wanted(*one); }));
}

std::string share(int part, int whole) {
  return fmt::format("{} of {} ({:.0f}%)", part, whole, whole == 0 ? 0.0 : 100.0 * part / whole);
}

// "3 hours 20 minutes"; the middle one of an odd number, the lower of the two of an even one.
std::optional<milliseconds> median(std::vector<milliseconds> spans) {
  if (spans.empty()) return std::nullopt;
  const auto middle = spans.begin() + static_cast<std::ptrdiff_t>((spans.size() - 1) / 2);
  std::ranges::nth_element(spans, middle);
  return *middle;
}
template <class Reached>
std::optional<milliseconds> median_until(const Some& some, Reached reached) {
  std::vector<milliseconds> spans;
  for (const Verdict* one : some)
    if (const std::optional<Instant> at = reached(*one))
      spans.push_back(*at - one->referral->sent_at);
  return median(std::move(spans));
}

std::string hours(std::optional<milliseconds> span) {
  if (!span) return "-";
  return fmt::format("{:.1f} h", std::chrono::duration<double, std::ratio<3600>>(*span).count());
}

std::string row(std::string_view name, const Some& some) {
  const auto confirmed_by = [&](ReachedHow how) {
    return how_many(some, [&](const Verdict& v) { return v.confirmed_how == how; });
  };
  return fmt::format("{:<24}{:>6}{:>11}{:>14}{:>11}{:>11}{:>13}{:>13}{:>11}\n", name, some.size(),
                     how_many(some, [](const Verdict& v) { return v.delivered; }),
                     how_many(some, [](const Verdict& v) { return v.acknowledged_by_system; }),
                     confirmed_by(ReachedHow::person), confirmed_by(ReachedHow::telephone),
                     how_many(some, [](const Verdict& v) { return v.kind == Kind::claimed; }),
                     how_many(some, [](const Verdict& v) { return v.kind == Kind::unaccounted; }),
                     hours(median_until(some, [](const Verdict& v) { return v.confirmed_at; })));
}

// By the program's own facts about each form, in the audit's order.
std::string table(const std::vector<Verdict>& verdicts) {
  const auto row_of = [&](std::string_view name, std::string Referral::* said,
                          std::string_view code) {
    return row(name, those(verdicts, [&](const Verdict& v) { return v.referral->*said == code; }));
  };
  std::string text = fmt::format(
      "{:<24}{:>6}{:>11}{:>14}{:>11}{:>11}{:>13}{:>13}{:>11}\n"
      "{:<24}{:>6}{:>11}{:>14}{:>11}{:>11}{:>13}{:>13}{:>11}\n",
      "", "", "", "acknowledged", "confirmed", "confirmed", "only claimed", "unaccounted",
      "median to", "", "sent", "delivered", "by a system", "by person", "by phone", "by a person",
      "for", "confirm");
  text += row("All", those(verdicts, [](const Verdict&) { return true; }));
  text += "By substance\n";
  text += row_of("  opiate", &Referral::said_substance, "OPIATE");
  text += row_of("  alcohol only", &Referral::said_substance, "ALCOHOL_ONLY");
  text += row_of("  non-opiate and alcohol", &Referral::said_substance, "NON_OPIATE_AND_ALCOHOL");
  text += row_of("  non-opiate", &Referral::said_substance, "NON_OPIATE");
  text += "By time in custody\n";
  text += row_of("  up to 1 month", &Referral::said_custody, "UP_TO_1_MONTH");
  text += row_of("  1 to 3 months", &Referral::said_custody, "1_TO_3_MONTHS");
  text += row_of("  over 3 months", &Referral::said_custody, "OVER_3_MONTHS");
  return text;
}

std::string beginning(const Replay& replay) {
  const auto& cohort = replay.cohort;
  const auto never =
      static_cast<int>(std::ranges::count(cohort, Recipient::never, &Referral::recipient));
  const auto by_telephone = std::ranges::count(cohort, std::string("E06000046"),
                                               [](const Referral& r) { return r.area.str(); });
  const Habits& habits = replay.habits;
  std::string text = fmt::format(
      "The 2016-17 audit again: {} transfers from one prison to five areas, sent from {} to {} of\n"
      "virtual time, through the real exchange and store, with the shipped policy ({}),\n"
      "bank holidays and sample directory. Seed {}.\n\n"
      "The form never reaches anybody at the SPOC in {}: nobody opens it, or\n"
      "the area has no more than a telephone ({} of these). The others are collected; some are "
      "seen late.\n",
      cohort.size(), to_rfc3339(cohort.front().sent_at).substr(0, 10),
      to_rfc3339(cohort.back().sent_at).substr(0, 10), replay.policy, replay.options.seed,
      share(never, static_cast<int>(cohort.size())), by_telephone);
  if (replay.options.tasks == Tasks::claimed_by_nobody)
    return text + "Nobody ever claims a task, and nobody of the prison rings.\n\n";
  return text + fmt::format(
                    "People are as we guess them (tests/cohort/habits.hpp). A look at the task "
                    "list, about hourly in\n"
                    "working hours, claims what is there with {}%, a service manager's with {}%; "
                    "on {}% of days nobody of a\n"
                    "team looks; a notification makes somebody claim with {}%; a call to a SPOC "
                    "that opens nothing\n"
                    "reaches somebody with {}%.\n\n",
                    habits.sender_claims, habits.manager_claims, habits.days_without_anybody,
                    habits.notice_claims, habits.call_reaches_nobody_watches);
}

std::string unaccounted(const Some& missing) {
  std::string text;
  for (const Verdict* one : missing) {
    const auto known = one->known_at();
    text += fmt::format("UNACCOUNTED {} sent {}, at the latest {}, {}\n", one->referral->key.str(),
                        to_rfc3339(one->referral->sent_at), to_rfc3339(one->limit),
                        known ? "a named person knew only " + to_rfc3339(*known)
                              : std::string("no named person ever knew"));
  }
  return text;
}

// The gateway cannot make people act, but it may not fall silent: from the limit on, oversight
// hears at least once in every day until somebody knows, or to the end.
constexpr milliseconds a_day = std::chrono::hours{24} + std::chrono::minutes{5};

bool told_daily(const Verdict& one, const std::vector<Instant>& told, Instant ended) {
  const Instant until = std::min(one.known_at().value_or(ended), ended);
  Instant last = one.limit - std::chrono::hours{24};  // the first is due at the limit
  for (const Instant at : told) {
    if (at > until) break;
    if (at - last > a_day) return false;
    last = std::max(last, at);
  }
  return until - last <= a_day;
}

std::string oversight(const Some& missing, const Replay& replay) {
  if (missing.empty()) return {};
  std::size_t notices = 0;
  int daily = 0;
  for (const Verdict* one : missing) {
    const auto found = replay.log.oversight_told.find(one->referral->key.str());
    if (found == replay.log.oversight_told.end()) continue;
    notices += found->second.size();
    daily += told_daily(*one, found->second, replay.ended) ? 1 : 0;
  }
  return fmt::format(
      "Oversight was told {} times about these; daily, from the limit until a named person knew or "
      "the\n"
      "replay ended, about {}.\n",
      notices, share(daily, static_cast<int>(missing.size())));
}

std::string meaning(const Replay& replay, const Some& all) {
  const int whole = static_cast<int>(all.size());
  const int confirmed = how_many(all, [](const Verdict& v) { return v.confirmed_at.has_value(); });
  const int delivered = how_many(all, [](const Verdict& v) { return v.delivered; });
  std::string text = fmt::format(
      "Collected by the SPOC: {}. Confirmed by a named person: {};\n"
      "the audit: {}.\n",
      share(delivered, whole), share(confirmed, whole),
      share(audit_2016_17::confirmed, audit_2016_17::transfers));
  const auto knew = [](const Verdict& v) { return v.known_at(); };
  const auto known =
      those(replay.verdicts, [](const Verdict& v) { return v.known_at().has_value(); });
  text += fmt::format(
      "A named person knew (confirmed, or claimed the task): {}, after {} in the median.\n",
      share(static_cast<int>(known.size()), whole), hours(median_until(known, knew)));
  const auto spare = [](const Verdict* v) { return v->limit - *v->known_at(); };
  const auto in_time =
      those(replay.verdicts, [](const Verdict& v) { return v.kind != Kind::unaccounted; });
  if (const auto nearest = std::ranges::min_element(in_time, {}, spare); nearest != in_time.end())
    text += fmt::format(
        "The nearest thing to a failure was known {} before its limit, which is the deadline to "
        "be\n"
        "confirmed and then every step delay of the policy.\n",
        hours(spare(*nearest)));
  return text + fmt::format("The audit log's {} entries verify.\n", replay.log.entries);
}

}  // namespace

Count count_of(const std::vector<Verdict>& verdicts) {
  Count count;
  for (const Verdict& verdict : verdicts) {
    switch (verdict.kind) {
      case Kind::confirmed:
        ++count.confirmed;
        break;
      case Kind::claimed:
        ++count.claimed;
        break;
      case Kind::unaccounted:
        ++count.unaccounted;
        break;
    }
  }
  return count;
}

std::string in_words(const Replay& replay) {
  const auto all = those(replay.verdicts, [](const Verdict&) { return true; });
  const auto missing =
      those(replay.verdicts, [](const Verdict& v) { return v.kind == Kind::unaccounted; });
  return beginning(replay) + table(replay.verdicts) + "\n" + meaning(replay, all) +
         unaccounted(missing) + oversight(missing, replay);
}

std::string last_line(const Count& count) {
  return fmt::format(
      "{} referrals: {} confirmed, {} claimed by a named person in time, {} unaccounted for",
      count.confirmed + count.claimed + count.unaccounted, count.confirmed, count.claimed,
      count.unaccounted);
}

}  // namespace gatepost::cohort
