// Rules of the Alert Form: Annex E of the 2009 guidance says which insertion each box asks for.
#include <algorithm>
#include <map>

#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

namespace {

using C = Change;

bool is(const Change& change, Circumstance box) { return change.circumstance == box; }
const Change* find(const AlertForm& form, Circumstance box) {
  const auto at = std::ranges::find(form.changes, box, &Change::circumstance);
  return at == form.changes.end() ? nullptr : &*at;
}
bool ticked(const AlertForm& form, Circumstance box) { return find(form, box) != nullptr; }
bool from_prison(const AlertForm& form) {
  return form.direction == AlertDirection::prison_to_community ||
         form.direction == AlertDirection::prison_to_prison;
}
bool consent_is(const AlertForm& form, ConsentStatus status) {
  return form.consent && form.consent->status == status;
}

// Boxes that say where a person is and when they leave. The others, and any sentence, say that
// they are, or were, in treatment.
bool says_treatment(const Change& change) {
  using enum Circumstance;
  switch (change.circumstance) {
    case release_or_court_date:
    case worker:
    case prison:
    case court:
    case release_status:
    case death:
      return change.sentence.has_value();
    case disengaged:
    case reengaged:
    case treatment:
    case release_plan:
    case other:
      return true;
  }
  return true;
}

std::vector<Rule<C>> insertion_rules() {
  using enum Circumstance;
  return {
      {"box-1-date",
       "New release date",
       {"NewReleaseDate", "NewCourtDate", "Circumstance"},
       "box 1 is ticked, and there is no new date",
       "NewReleaseDate, or NewCourtDate, or both",
       [](const C& c, Date) {
         return is(c, release_or_court_date) && !c.new_release_date && !c.new_court_date;
       }},
      {"box-2-worker",
       "New key / case worker",
       {"NewWorker", "Circumstance"},
       "box 2 is ticked, and the new worker is not named",
       "the new worker's name",
       [](const C& c, Date) { return is(c, worker) && !c.new_worker; }},
      {"box-3-code",
       "New prison's code",
       {"NewPrison", "Circumstance"},
       "box 3 is ticked, and the new prison's code is missing",
       "the prison's NOMIS code, such as BXI",
       [](const C& c, Date) { return is(c, prison) && !c.new_prison; }},
      {"box-3-name",
       "New prison",
       {"NewPrisonName", "Circumstance"},
       "box 3 is ticked, and the new prison is not named",
       "the prison's name",
       [](const C& c, Date) { return is(c, prison) && !c.new_prison_name; }},
      {"box-4-court",
       "New court",
       {"NewCourt", "Circumstance"},
       "box 4 is ticked, and the new court or its name is missing",
       "the court's code, its name in the attribute label",
       [](const C& c, Date) {
         return is(c, court) && (!c.new_court || c.new_court->label.empty());
       }},
      {"box-5-status",
       "New status",
       {"NewStatus", "Circumstance"},
       "box 5 is ticked, and the new status is missing",
       "SENTENCED or RELEASED",
       [](const C& c, Date) { return is(c, release_status) && !c.new_status; }},
      {"box-11-kind",
       "Kind of change",
       {"Other", "Circumstance"},
       "box 11 is ticked, and not which circumstance it stands for",
       "one of the circumstances; OTHER when none fits",
       [](const C& c, Date) { return is(c, other) && !c.other; }},
      {"sentence",
       "In one sentence",
       {"Sentence", "Circumstance"},
       "this box says what changed in words only, and there are none",
       "one sentence of at most 300 characters",
       [](const C& c, Date) {
         return (is(c, treatment) || is(c, release_plan) || is(c, other)) && !c.sentence;
       }},
  };
}

// An insertion that belongs to another box: which of the two is meant, nobody could tell.
std::vector<Rule<C>> wrong_box_rules() {
  using enum Circumstance;
  return {
      {"release-date-box",
       "New release date",
       {"NewReleaseDate", "Circumstance"},
       "contradictory ticks: a new release date belongs to box 1, and another box is ticked here",
       "a Change of its own with RELEASE_OR_COURT_DATE; or leave the date out",
       [](const C& c, Date) { return !is(c, release_or_court_date) && c.new_release_date; }},
      {"court-date-box",
       "New court date",
       {"NewCourtDate", "Circumstance"},
       "contradictory ticks: a new court date belongs to box 1, and another box is ticked here",
       "a Change of its own with RELEASE_OR_COURT_DATE; or leave the date out",
       [](const C& c, Date) { return !is(c, release_or_court_date) && c.new_court_date; }},
      {"worker-box",
       "New key / case worker",
       {"NewWorker", "NewWorkerTelephone", "Circumstance"},
       "contradictory ticks: a new worker belongs to box 2, and another box is ticked here",
       "a Change of its own with WORKER; or leave the worker out",
       [](const C& c, Date) { return !is(c, worker) && (c.new_worker || c.new_worker_telephone); }},
      {"prison-box",
       "New prison's code",
       {"NewPrison", "NewPrisonName", "Circumstance"},
       "contradictory ticks: a new prison belongs to box 3, and another box is ticked here",
       "a Change of its own with PRISON; or leave the prison out",
       [](const C& c, Date) { return !is(c, prison) && (c.new_prison || c.new_prison_name); }},
      {"court-box",
       "New court",
       {"NewCourt", "Circumstance"},
       "contradictory ticks: a new court belongs to box 4, and another box is ticked here",
       "a Change of its own with COURT; or leave the court out",
       [](const C& c, Date) { return !is(c, court) && c.new_court; }},
      {"status-box",
       "New status",
       {"NewStatus", "Circumstance"},
       "contradictory ticks: a new status belongs to box 5, and another box is ticked here",
       "a Change of its own with RELEASE_STATUS; or leave the status out",
       [](const C& c, Date) { return !is(c, release_status) && c.new_status; }},
      {"kind-box",
       "Kind of change",
       {"Other", "Circumstance"},
       "contradictory ticks: this kind belongs to box 11, and another box is ticked here",
       "a Change of its own with OTHER; or leave the kind out",
       [](const C& c, Date) { return !is(c, other) && c.other; }},
  };
}

std::vector<Rule<C>> date_rules() {
  return {
      {"occurred-future",
       "Happened or became known",
       {"OccurredAt"},
       "this is in the future",
       "when the change happened or became known to you",
       [](const C& c, Date today) { return c.occurred_at && after_today(*c.occurred_at, today); }},
      {"occurred-early",
       "Happened or became known",
       {"OccurredAt"},
       "this date cannot be right",
       "when the change happened or became known to you: not before 2020",
       [](const C& c, Date) {
         return c.occurred_at && *c.occurred_at < std::chrono::sys_days{service_began};
       }},
      {"release-date-far",
       "New release date",
       {"NewReleaseDate"},
       "this is more than 40 years ahead",
       "the new release date",
       [](const C& c, Date today) {
         return c.new_release_date && *c.new_release_date > months_after(today, 40 * 12);
       }},
      {"court-date-far",
       "New court date",
       {"NewCourtDate"},
       "this is more than 5 years ahead",
       "the new court date",
       [](const C& c, Date today) {
         return c.new_court_date && *c.new_court_date > months_after(today, 5 * 12);
       }},
  };
}

using A = AlertForm;

std::vector<Rule<A>> tick_rules() {
  using enum Circumstance;
  return {
      {"box-once",
       "Change of circumstance",
       {"Change"},
       "contradictory ticks: a box is ticked twice",
       "each box once",
       [](const A& f, Date) {
         std::map<Circumstance, int> times;
         return std::ranges::any_of(
             f.changes, [&](const Change& each) { return ++times[each.circumstance] > 1; });
       }},
      {"death-alone",
       "Change of circumstance",
       {"Change"},
       "contradictory ticks: box 10, Death, with a box that speaks of the person's release or "
       "treatment to come (1, 6, 7, 8 or 9)",
       "DEATH without them; or, when the person lives, those boxes without DEATH",
       [](const A& f, Date) {
         return ticked(f, death) &&
                (ticked(f, release_or_court_date) || ticked(f, disengaged) ||
                 ticked(f, reengaged) || ticked(f, treatment) || ticked(f, release_plan));
       }},
      {"engaged-both",
       "Change of circumstance",
       {"Change"},
       "contradictory ticks: boxes 6 and 7, disengaged and re-engaged",
       "how it stands now: one of the two",
       [](const A& f, Date) { return ticked(f, disengaged) && ticked(f, reengaged); }},
      {"status-from-remand",
       "Criminal justice status",
       {"Client/Status", "Change"},
       "contradictory ticks: box 5 is a change from remand, and this status fits neither before "
       "nor after it",
       "REMAND, or the same as NewStatus; RELEASED after a sentence belongs to box 1",
       [](const A& f, Date) {
         const Change* change = find(f, release_status);
         if (!change || !change->new_status || f.client.status == JusticeStatus::remand) {
           return false;
         }
         return (f.client.status == JusticeStatus::released) !=
                (change->new_status == NewStatus::released);
       }},
      {"release-before-birth",
       "New release date",
       {"Change", "Client/DateOfBirth"},
       "the new release date is before the client was 15 years old",
       "the new release date",
       [](const A& f, Date) {
         const Change* change = find(f, release_or_court_date);
         return change && change->new_release_date &&
                *change->new_release_date < months_after(f.client.date_of_birth, 15 * 12);
       }},
  };
}

std::vector<Rule<A>> header_rules() {
  return {
      {"completed-on",
       "Date form completed",
       {"CompletedOn"},
       "this date cannot be right",
       "when it was filled in: not in the future, not before 2020",
       [](const A& f, Date today) {
         return f.completed_on > today || f.completed_on < service_began;
       }},
      {"prison-code",
       "Prison code",
       {"Places/Prison", "Direction"},
       "the Alert comes from a prison, and its code is missing",
       "the prison's NOMIS code, such as BXI",
       [](const A& f, Date) { return from_prison(f) && !f.places.prison; }},
      {"prisoner-number",
       "Prisoner number",
       {"Client/PrisonerNumber", "Direction"},
       "the Alert comes from a prison, and the prisoner number is missing",
       "one letter, four digits, two letters, such as A1234BC",
       [](const A& f, Date) { return from_prison(f) && !f.client.prisoner_number; }},
      {"consent-spoc",
       "May be shared with",
       {"Consent/Agency", "Consent/Status", "Direction", "Control/ToArea", "Control/ToTeam"},
       "the Alert goes to an area's drug and alcohol service, its SPOC, and the SPOC is not among "
       "the agencies",
       "every agency that the client agreed to, SPOC among them; or ToTeam instead of ToArea for a "
       "team that the consent covers",
       [](const A& f, Date) {
         return f.direction == AlertDirection::prison_to_community && goes_to_a_spoc(f.control) &&
                consent_is(f, ConsentStatus::given) && !f.consent->agencies.empty() &&
                std::ranges::find(f.consent->agencies, ConsentAgency::spoc) ==
                    f.consent->agencies.end();
       }},
      {"refused-minimal",
       "Change of circumstance",
       {"Change", "Consent/Status"},
       "sharing is refused, and this says more than where the client is and when they leave",
       "boxes 1 to 5 and 10 only, without a sentence",
       [](const A& f, Date) {
         return consent_is(f, ConsentStatus::refused) &&
                std::ranges::any_of(f.changes, says_treatment);
       }},
      {"consent-withdrawn",
       "Consent",
       {"Consent/Status"},
       "consent is withdrawn, so nothing further may be shared",
       "a Withdrawal of your earlier form, and no Alert",
       [](const A& f, Date) { return consent_is(f, ConsentStatus::withdrawn); }},
  };
}

}  // namespace

const std::vector<Rule<AlertClient>>& alert_client_rules() {
  static const std::vector<Rule<AlertClient>> rules{
      {"birth-future",
       "Date of birth",
       {"DateOfBirth"},
       "this is in the future",
       "the client's date of birth",
       [](const AlertClient& c, Date today) { return c.date_of_birth > today; }},
      {"birth-age",
       "Date of birth",
       {"DateOfBirth"},
       "by this date the client would not be 15 to 110 years old",
       "the client's date of birth",
       [](const AlertClient& c, Date today) { return absurd_age(c.date_of_birth, today); }},
  };
  return rules;
}

const std::vector<Rule<Change>>& change_rules() {
  static const std::vector<Rule<Change>> rules = [] {
    auto made = insertion_rules();
    for (const auto& group : {wrong_box_rules(), date_rules()}) {
      made.insert(made.end(), group.begin(), group.end());
    }
    return made;
  }();
  return rules;
}

const std::vector<Rule<AlertForm>>& alert_form_rules() {
  static const std::vector<Rule<AlertForm>> rules = [] {
    auto made = header_rules();
    for (const auto& each : tick_rules()) made.push_back(each);
    return made;
  }();
  return rules;
}

}  // namespace gatepost::formats::forms
