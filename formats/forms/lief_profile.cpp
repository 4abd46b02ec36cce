// Which sections a LIEF has, by kind and consent: one table.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "formats/forms/rules.hpp"
#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

enum class Place { required, allowed, refused };

struct SectionRow {
  std::string_view path;
  std::string_view label;
  bool (*present)(const Lief& lief);
  std::optional<LiefSection> follows;  // its name in ToFollow
  std::array<Place, 4> places;         // by LiefProfile
};

const std::vector<SectionRow>& section_rows() {
  using enum Place;
  using L = LiefSection;
  // Columns: full, court_release, minimal, withdrawn. Supervision and the appointment matter in
  // full; a withdrawal keeps consent only, which may be its reason (domain/consent-law-mail.md
  // section 6.1).
  static const std::vector<SectionRow> rows{
      {"LIEF/Client",
       "Client",
       [](const Lief& f) { return f.client.has_value(); },
       {},
       {required, required, required, refused}},
      {"LIEF/Consent",
       "Consent",
       [](const Lief& f) { return f.consent.has_value(); },
       {},
       {required, required, required, allowed}},
      {"LIEF/Custody",
       "Custody",
       [](const Lief& f) { return f.custody.has_value(); },
       L::custody,
       {required, allowed, refused, refused}},
      {"LIEF/Release",
       "Release",
       [](const Lief& f) { return f.release.has_value(); },
       {},
       {required, required, required, refused}},
      {"LIEF/Substance",
       "Substances",
       [](const Lief& f) { return f.substance.has_value(); },
       L::substance,
       {required, allowed, refused, refused}},
      {"LIEF/Treatment",
       "Treatment in custody",
       [](const Lief& f) { return f.treatment.has_value(); },
       L::treatment,
       {required, allowed, refused, refused}},
      {"LIEF/Prescribing",
       "Prescribing",
       [](const Lief& f) { return f.prescribing.has_value(); },
       L::prescribing,
       {allowed, allowed, refused, refused}},
      {"LIEF/Health",
       "Health",
       [](const Lief& f) { return f.health.has_value(); },
       L::health,
       {required, allowed, refused, refused}},
      {"LIEF/Housing",
       "Housing and social",
       [](const Lief& f) { return f.housing.has_value(); },
       L::housing,
       {required, allowed, refused, refused}},
      {"LIEF/Risk",
       "Risk",
       [](const Lief& f) { return f.risk.has_value(); },
       L::risk,
       {required, allowed, refused, refused}},
      {"LIEF/Supervision",
       "Licence and supervision",
       [](const Lief& f) { return f.supervision.has_value(); },
       L::supervision,
       {required, allowed, refused, refused}},
      {"LIEF/OtherReferral",
       "Other referral",
       [](const Lief& f) { return !f.other_referrals.empty(); },
       {},
       {allowed, allowed, refused, refused}},
      {"LIEF/Appointment",
       "Appointment",
       [](const Lief& f) { return f.appointment.has_value(); },
       L::appointment,
       {required, allowed, refused, refused}},
  };
  return rows;
}

// What decides a profile; while one of these is wrong, nothing is said about sections.
constexpr std::array<std::string_view, 2> deciding{"LIEF/Referral/Kind", "LIEF/Consent/Status"};

bool named(const Problems& problems, std::string_view path) {
  return std::ranges::any_of(problems,
                             [&](const Problem& each) { return paths_touch(each.path, path); });
}

std::optional<Problem> problem_of(const SectionRow& row, const Lief& lief, LiefProfile profile) {
  const Place place = row.places[static_cast<std::size_t>(profile)];
  const bool present = row.present(lief);
  const std::string label(row.label);
  const std::string path(row.path);
  if (place == Place::required && !present) {
    return Problem{label, path, "this part is missing",
                   "every part that this kind of referral needs"};
  }
  if (place == Place::refused && present) {
    return Problem{label, path,
                   profile == LiefProfile::minimal
                       ? "sharing is refused, and this part says more than a minimal referral may"
                       : "a withdrawal shares nothing further",
                   "leave this part out"};
  }
  // A court release may leave parts out, but never silently.
  const bool promised = row.follows && std::ranges::find(lief.referral.to_follow, *row.follows) !=
                                           lief.referral.to_follow.end();
  if (profile == LiefProfile::court_release && row.follows && !present && !promised) {
    return Problem{"To be completed", path, "this part is missing and not named as to follow",
                   fmt::format("the part, or ToFollow {}", code_of(*row.follows))};
  }
  return std::nullopt;
}

}  // namespace

LiefProfile profile_of(const Lief& lief) {
  if (lief.referral.kind == LiefKind::withdrawn) return LiefProfile::withdrawn;
  if (lief.consent && lief.consent->status == ConsentStatus::refused) return LiefProfile::minimal;
  if (lief.referral.kind == LiefKind::court_release) return LiefProfile::court_release;
  return LiefProfile::full;
}

void check_lief_sections(const Lief& lief, Problems& problems) {
  const Problems before = problems;
  if (std::ranges::any_of(deciding, [&](auto path) { return named(before, path); })) return;
  const LiefProfile profile = profile_of(lief);
  for (const SectionRow& row : section_rows()) {
    if (named(before, row.path)) continue;
    if (auto problem = problem_of(row, lief, profile)) problems.push_back(std::move(*problem));
  }
}

}  // namespace gatepost::formats::forms
