// The Alert Form: each of the eleven boxes of Annex E, and one row or more per rule.
#include "tests/unit/formats/forms/rule_rows.hpp"

namespace gatepost::formats::forms {
namespace {

using namespace testing;
using std::chrono::sys_days;
using ::testing::HasSubstr;
using Box = Circumstance;

Change tick(Box box) {
  Change change;
  change.circumstance = box;
  return change;
}

// A box filled in as Annex E asks.
Change filled(Box box) {
  Change change = tick(box);
  switch (box) {
    case Box::release_or_court_date:
      change.new_release_date = day(9);
      break;
    case Box::worker:
      change.new_worker = "Lee Worker-Example";
      break;
    case Box::prison:
      change.new_prison = "PVI";
      change.new_prison_name = "Pentonville";
      break;
    case Box::court:
      change.new_court = Coded{"SNRSCC", "Snaresbrook Crown Court"};
      break;
    case Box::release_status:
      change.new_status = NewStatus::released;
      break;
    case Box::other:
      change.other = OtherCircumstance::accepted_on_caseload;
      change.sentence = "Accepted on to the caseload today.";
      break;
    case Box::treatment:
    case Box::release_plan:
      change.sentence = "Now on a daily dose of 40 mg.";
      break;
    default:
      break;
  }
  return change;
}

AlertForm alert_with(const std::vector<Change>& changes) {
  AlertForm form = sample<AlertForm>(FormType::alert_form);
  form.client.status = JusticeStatus::remand;
  form.changes = changes;
  return form;
}

struct BoxRow {
  Box box;
  const char *code, *shown;
};
const std::vector<BoxRow>& boxes() {
  static const std::vector<BoxRow> rows{
      {Box::release_or_court_date, "RELEASE_OR_COURT_DATE",
       "  [x] 1 Change of release / court date: new release date 11 March 2026\n"},
      {Box::worker, "WORKER",
       "  [x] 2 Change of key / case worker: new key / case worker Lee Worker-Example\n"},
      {Box::prison, "PRISON",
       "  [x] 3 Change of prison: new prison's code PVI; new prison Pentonville\n"},
      {Box::court, "COURT",
       "  [x] 4 Change of court appearance venue: new court Snaresbrook Crown Court\n"
       "      (SNRSCC)\n"},
      {Box::release_status, "RELEASE_STATUS",
       "  [x] 5 Change of release status: new status Released, from remand\n"},
      {Box::disengaged, "DISENGAGED", "  [x] 6 Client disengaged from treatment\n"},
      {Box::reengaged, "REENGAGED", "  [x] 7 Client re-engaged with treatment\n"},
      {Box::treatment, "TREATMENT",
       "  [x] 8 Change of treatment delivered: Now on a daily dose of 40 mg.\n"},
      {Box::release_plan, "RELEASE_PLAN",
       "  [x] 9 Change in release plan: Now on a daily dose of 40 mg.\n"},
      {Box::death, "DEATH", "  [x] 10 Death\n"},
      {Box::other, "OTHER",
       "  [x] 11 Other: kind of change Accepted on to the caseload. Accepted on to the\n"
       "      caseload today.\n"},
  };
  return rows;
}

TEST(AlertForm, EveryBoxOfAnnexEIsWrittenReadAndShown) {
  ASSERT_EQ(codes_of(Of<Box>{}).names.size(), boxes().size());
  int number = 0;
  for (const BoxRow& row : boxes()) {
    EXPECT_EQ(static_cast<int>(row.box), ++number);
    const Form form{alert_with({filled(row.box)})};
    EXPECT_EQ(said(check_form(form, today)), "") << row.code;
    const std::string xml = write_form(form);
    EXPECT_THAT(xml, HasSubstr("<Circumstance>" + std::string(row.code) + "</Circumstance>"));
    const auto again = read(xml);
    ASSERT_TRUE(again) << said(again.error());
    EXPECT_EQ(write_form(*again), xml);
    EXPECT_THAT(show_form(form), HasSubstr("Change of circumstance\n----------------------\n" +
                                           std::string(row.shown)));
  }
}

TEST(AlertForm, TicksSeveralBoxesAtOnce) {
  std::vector<Change> all;
  for (const BoxRow& row : boxes()) {
    const bool apart = row.box == Box::death || row.box == Box::reengaged;
    if (!apart) all.push_back(filled(row.box));
  }
  EXPECT_EQ(said(check_form(Form{alert_with(all)}, today)), "");
}

using C = Change;

std::vector<Row<C>> insertion_rows() {
  const auto bare = [](Box box) { return [box](C& c) { c = tick(box); }; };
  const auto but = [](Box box, void (*change)(C&)) {
    return [=](C& c) { c = filled(box), change(c); };
  };
  return {
      {"box-1-date", bare(Box::release_or_court_date)},
      {"box-2-worker", bare(Box::worker)},
      {"box-3-code", but(Box::prison, [](C& c) { c.new_prison.reset(); })},
      {"box-3-name", but(Box::prison, [](C& c) { c.new_prison_name.reset(); })},
      {"box-4-court", bare(Box::court)},
      {"box-4-court", but(Box::court, [](C& c) { c.new_court->label.clear(); })},
      {"box-5-status", bare(Box::release_status)},
      {"sentence", bare(Box::treatment)},
      {"sentence", bare(Box::release_plan)},
      {"sentence", but(Box::other, [](C& c) { c.sentence.reset(); })},
      {"box-11-kind", but(Box::other, [](C& c) { c.other.reset(); })},
  };
}
std::vector<Row<C>> wrong_box_rows() {
  const auto under_death = [](void (*change)(C&)) {
    return [=](C& c) { c = tick(Box::death), change(c); };
  };
  return {
      {"release-date-box", under_death([](C& c) { c.new_release_date = day(5); })},
      {"court-date-box", under_death([](C& c) { c.new_court_date = day(5); })},
      {"worker-box", under_death([](C& c) { c.new_worker = "Lee Worker-Example"; })},
      {"worker-box", under_death([](C& c) { c.new_worker_telephone = "020 7946 0101"; })},
      {"prison-box", under_death([](C& c) { c.new_prison = "PVI"; })},
      {"prison-box", under_death([](C& c) { c.new_prison_name = "Pentonville"; })},
      {"court-box", under_death([](C& c) { c.new_court = Coded{"SNRSCC", ""}; })},
      {"status-box", under_death([](C& c) { c.new_status = NewStatus::sentenced; })},
      {"kind-box", under_death([](C& c) { c.other = OtherCircumstance::gate_pickup; })},
  };
}
std::vector<Row<C>> date_rows() {
  return {
      {"occurred-future", [](C& c) { c.occurred_at = sys_days{day(1)}; }},
      {"occurred-early", [](C& c) { c.occurred_at = from_unix_ms(0); }},
      {"release-date-far", [](C& c) { c.new_release_date = day(41 * 366); }},
      {"court-date-far", [](C& c) { c.new_court_date = day(6 * 366); }},
  };
}

TEST(ChangeRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  auto rows = insertion_rows();
  for (const auto& more : {wrong_box_rows(), date_rows()}) {
    rows.insert(rows.end(), more.begin(), more.end());
  }
  expect_rows<C>(change_rules(), rows, filled(Box::release_or_court_date),
                 {{"AlertForm/Change[1]", [](const C& c) { return Form{alert_with({c})}; }},
                  {"AlertForm/Change[2]",
                   [](const C& c) { return Form{alert_with({filled(Box::disengaged), c})}; }}});
}

using A = AlertForm;

std::vector<Row<A>> header_rows() {
  return {
      {"completed-on", [](A& f) { f.completed_on = day(1); }},
      {"completed-on", [](A& f) { f.completed_on = Date{std::chrono::year{2019} / 12 / 31}; }},
      {"prison-code", [](A& f) { f.places.prison.reset(); }},
      {"prison-code",
       [](A& f) {
         f.direction = AlertDirection::prison_to_prison;
         f.places.prison.reset();
       }},
      {"prisoner-number", [](A& f) { f.client.prisoner_number.reset(); }},
      {"consent-spoc", [](A& f) { f.consent->agencies = {ConsentAgency::gp}; }},
      {"refused-minimal", [](A& f) { refuse_consent(*f.consent); }},
      {"refused-minimal",
       [](A& f) {
         f.changes = {filled(Box::prison)};
         f.changes[0].sentence = "Moved with his medicine.";
         refuse_consent(*f.consent);
       }},
      {"consent-withdrawn", [](A& f) { withdraw_consent(*f.consent); }},
  };
}
std::vector<Row<A>> tick_rows() {
  const auto ticks = [](const std::vector<Box>& boxes_ticked) {
    return [=](A& f) {
      f.changes.clear();
      for (const Box box : boxes_ticked) f.changes.push_back(filled(box));
    };
  };
  const auto box_5 = [](JusticeStatus status, NewStatus change) {
    return [=](A& f) {
      f.client.status = status;
      f.changes = {filled(Box::release_status)};
      f.changes[0].new_status = change;
    };
  };
  return {
      {"box-once", ticks({Box::disengaged, Box::worker, Box::disengaged})},
      {"box-once", ticks({Box::other, Box::other})},
      {"death-alone", ticks({Box::death, Box::release_or_court_date})},
      {"death-alone", ticks({Box::disengaged, Box::death})},
      {"death-alone", ticks({Box::death, Box::reengaged})},
      {"death-alone", ticks({Box::death, Box::treatment})},
      {"death-alone", ticks({Box::death, Box::release_plan})},
      {"engaged-both", ticks({Box::disengaged, Box::reengaged})},
      {"status-from-remand", box_5(JusticeStatus::released, NewStatus::sentenced)},
      {"status-from-remand", box_5(JusticeStatus::sentenced, NewStatus::released)},
      {"release-before-birth",
       [](A& f) {
         f.changes = {filled(Box::release_or_court_date)};
         f.changes[0].new_release_date = Date{std::chrono::year{1989} / 12 / 31};
       }},
  };
}

TEST(AlertFormRules, AskForTheSpocOnlyWhereTheFormGoesToOne) {
  expect_good<A>(FormType::alert_form, [](A& f) {
    f.control.to_area.reset();
    f.control.to_team = TeamCode::parse("LAMBETH-DR");
    f.consent->agencies = {ConsentAgency::dependency_and_recovery};
  });
}

TEST(AlertFormRules, EachHoldsInTheSampleAndIsBrokenByItsRow) {
  auto rows = header_rows();
  for (const auto& each : tick_rows()) rows.push_back(each);
  expect_rows<A>(FormType::alert_form, alert_form_rules(), rows);
}

TEST(AlertFormRules, AdmitWhatThePaperFormAdmits) {
  const auto good = [](const std::function<void(A&)>& change) {
    expect_good<A>(FormType::alert_form, change);
  };
  good([](A& f) { f.consent.reset(); });
  good([](A& f) {
    f.direction = AlertDirection::community_to_prison;
    f.places.prison.reset();
    f.client.prisoner_number.reset();
    f.consent->agencies = {ConsentAgency::probation};
  });
  good([](A& f) { f.changes = {filled(Box::death), filled(Box::worker)}; });
  good([](A& f) {
    refuse_consent(*f.consent);
    f.changes = {filled(Box::release_or_court_date), filled(Box::prison)};
  });
  for (const JusticeStatus status : {JusticeStatus::remand, JusticeStatus::released}) {
    good([=](A& f) { f.client.status = status, f.changes = {filled(Box::release_status)}; });
  }
}

// What people write wrongly, as they are told of it.
struct Wrong {
  const char *from, *to, *told;
};
TEST(AlertForm, TellsWhereBadInputIsAndWhatWouldBeRight) {
  const std::vector<Wrong> rows{
      {"<NewReleaseDate>2026-03-16<", "<NewReleaseDate>2026-02-30<",
       "New release date | AlertForm/Change[1]/NewReleaseDate | \"2026-02-30\" is not a date | "
       "year-month-day, such as 2026-04-02\n"},
      {"<CompletedOn>2026-03-02<", "<CompletedOn>2027-03-02<",
       "Date form completed | AlertForm/CompletedOn | this date cannot be right | when it was "
       "filled in: not in the future, not before 2020\n"},
      {"<NewReleaseDate>2026-03-16<", "<NewReleaseDate>2126-03-16<",
       "New release date | AlertForm/Change[1]/NewReleaseDate | this is more than 40 years ahead | "
       "the new release date\n"},
      {"<Circumstance>RELEASE_PLAN<", "<Circumstance>PLAN<",
       "Box | AlertForm/Change[2]/Circumstance | \"PLAN\" is not one of the codes of this list | "
       "one of RELEASE_OR_COURT_DATE, WORKER, PRISON, COURT, RELEASE_STATUS, DISENGAGED, "
       "REENGAGED, TREATMENT, RELEASE_PLAN, DEATH, OTHER\n"},
      {"<Direction>PRISON_TO_COMMUNITY<", "<Direction>TO_BOROUGH<",
       "Direction | AlertForm/Direction | \"TO_BOROUGH\" is not one of the codes of this list | "
       "one of PRISON_TO_COMMUNITY, COMMUNITY_TO_PRISON, PRISON_TO_PRISON, "
       "COMMUNITY_TO_COMMUNITY\n"},
      {"<Prison>BXI<", "<Prison>Brixton<",
       "Prison code | AlertForm/Places/Prison | this is not a prison's NOMIS code | three capital "
       "letters, such as BXI for Brixton\n"},
      {"<Circumstance>RELEASE_PLAN<", "<Circumstance>DEATH<",
       "Change of circumstance | AlertForm/Change | contradictory ticks: box 10, Death, with a box "
       "that speaks of the person's release or treatment to come (1, 6, 7, 8 or 9) | DEATH without "
       "them; or, when the person lives, those boxes without DEATH\n"},
      {"<NewReleaseDate>2026-03-16</NewReleaseDate>", "<NewPrison>PVI</NewPrison>",
       "New release date | AlertForm/Change[1]/NewReleaseDate | box 1 is ticked, and there is no "
       "new date | NewReleaseDate, or NewCourtDate, or both\n"
       "New prison's code | AlertForm/Change[1]/NewPrison | contradictory ticks: a new prison "
       "belongs to box 3, and another box is ticked here | a Change of its own with PRISON; or "
       "leave the prison out\n"},
  };
  for (const Wrong& row : rows) {
    EXPECT_EQ(said(problems_of(with(sample_xml(FormType::alert_form), row.from, row.to))), row.told)
        << row.to;
  }
}

TEST(AlertForm, ASentenceIsNotAnEssay) {
  A form = sample<A>(FormType::alert_form);
  form.changes[1].sentence = std::string(301, 'a');
  EXPECT_EQ(said(check_form(Form{form}, today)),
            "In one sentence | AlertForm/Change[2]/Sentence | this is not text of the allowed "
            "length on one line | 1 to 300 characters on one line\n");
}

TEST(AlertForm, WithoutATickIsNoAlert) {
  A form = sample<A>(FormType::alert_form);
  form.changes.clear();
  EXPECT_EQ(
      said(check_form(Form{form}, today)),
      "Change of circumstance | AlertForm/Change | this is missing | this part of the form\n");
}

TEST(AlertForm, IsOnePageOfPaper) {
  const std::string page = show_form(Form{sample<A>(FormType::alert_form)});
  EXPECT_LE(std::ranges::count(page, '\n'), 60) << page;
  EXPECT_THAT(page, HasSubstr("\n  [x] 1 Change of release / court date: "));
  EXPECT_THAT(page, HasSubstr("\n  [x] 9 Change in release plan: "));
}

}  // namespace
}  // namespace gatepost::formats::forms
