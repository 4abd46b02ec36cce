// The page of an Alert Form: Annex E, box by box.
#include <string>

#include "gateway/web/writing/plan_parts.hpp"

namespace gatepost::web::writing {

namespace {

// What each box asks for beside its sentence and when it happened.
std::vector<Ask> box_asks() {
  const auto box = [](std::string_view code) { return When{"Change", {code}}; };
  return {
      {.name = "Change"},
      {.name = "Change.RELEASE_OR_COURT_DATE.NewReleaseDate",
       .hint = "This, or the new court date, or both.",
       .when = box("RELEASE_OR_COURT_DATE")},
      {.name = "Change.RELEASE_OR_COURT_DATE.NewCourtDate", .when = box("RELEASE_OR_COURT_DATE")},
      {.name = "Change.RELEASE_OR_COURT_DATE.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("RELEASE_OR_COURT_DATE")},
      {.name = "Change.RELEASE_OR_COURT_DATE.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("RELEASE_OR_COURT_DATE")},
      {.name = "Change.WORKER.NewWorker", .when = box("WORKER")},
      {.name = "Change.WORKER.NewWorkerTelephone", .hint = "-", .when = box("WORKER")},
      {.name = "Change.WORKER.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("WORKER")},
      {.name = "Change.PRISON.NewPrison", .hint = "Such as BXI.", .when = box("PRISON")},
      {.name = "Change.PRISON.NewPrisonName", .when = box("PRISON")},
      {.name = "Change.PRISON.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("PRISON")},
      {.name = "Change.PRISON.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("PRISON")},
      {.name = "Change.COURT.NewCourt", .when = box("COURT")},
      {.name = "Change.COURT.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("COURT")},
      {.name = "Change.RELEASE_STATUS.NewStatus", .when = box("RELEASE_STATUS")},
      {.name = "Change.RELEASE_STATUS.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("RELEASE_STATUS")},
      {.name = "Change.RELEASE_STATUS.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("RELEASE_STATUS")},
      {.name = "Change.DISENGAGED.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("DISENGAGED")},
      {.name = "Change.REENGAGED.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("REENGAGED")},
      {.name = "Change.REENGAGED.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("REENGAGED")},
      {.name = "Change.TREATMENT.Sentence", .hint = "What changed.", .when = box("TREATMENT")},
      {.name = "Change.RELEASE_PLAN.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("RELEASE_PLAN")},
      {.name = "Change.RELEASE_PLAN.Sentence",
       .hint = "What changed.",
       .when = box("RELEASE_PLAN")},
      {.name = "Change.DEATH.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("DEATH")},
      {.name = "Change.DEATH.Sentence",
       .label = "In one sentence (optional)",
       .hint = "-",
       .when = box("DEATH")},
      {.name = "Change.OTHER.Other", .when = box("OTHER")},
      {.name = "Change.OTHER.OccurredAt",
       .label = "When it happened or became known",
       .hint = "-",
       .when = box("OTHER")},
      {.name = "Change.OTHER.Sentence", .hint = "What happened.", .when = box("OTHER")}};
}

Part alert() {
  Part part{.slug = "alert",
            .title = "Alert Form",
            .before = {"Tick what has changed and add one sentence. If sharing was refused, only "
                       "boxes 1 to 5 and 10 may be ticked, and without a sentence."},
            .asks = {{.name = "Client.Name", .heading = "Client"},
                     {.name = "Client.DateOfBirth", .hint = "For example, 27 3 1990"},
                     {.name = "Client.PrisonerNumber", .hint = "Such as A1234BC."},
                     {.name = "Client.Status",
                      .hint = "As it is now. With box 5, before or after the change."}}};
  for (const Ask& ask : box_asks()) part.asks.push_back(ask);
  for (const Ask& ask :
       std::vector<Ask>{{.name = "Contacts.KeyWorker", .heading = "Contacts"},
                        {.name = "Contacts.PrisonTelephone"},
                        {.name = "Contacts.CaseWorker"},
                        {.name = "Contacts.CommunityTelephone"},
                        {.name = "Places.PrisonName", .heading = "Prison"},
                        {.name = "Places.Prison", .hint = "Such as BXI."},
                        {.name = "CourtOfOrigin.Court", .heading = "Court of origin"},
                        {.name = "CourtOfOrigin.HearingDate"},
                        {.name = "CourtOfOrigin.InitialReleaseDate"},
                        {.name = "CompletedBy", .hint = "-", .heading = "Who fills it in"},
                        {.name = "CompletedByRole"}})
    part.asks.push_back(ask);
  return part;
}

Part consent() {
  Part part = consent_part();
  part.when = {{about::conversation, {"new"}}};
  part.not_needed = "Not asked: an earlier form says what the client agreed to.";
  return part;
}

}  // namespace

const Plan& alert_plan() {
  static const Plan plan{formats::forms::FormType::alert_form,
                         formats::forms::alert_form_table(),
                         "Alert Form",
                         {{"Alert Form", {alert(), consent()}}},
                         [](Typed& typed, const Envelope& envelope, const Plan&) {
                           const std::string_view today = envelope.today;
                           typed.set("CompletedOn-year", std::string(today.substr(0, 4)));
                           typed.set("CompletedOn-month", std::string(today.substr(5, 2)));
                           typed.set("CompletedOn-day", std::string(today.substr(8, 2)));
                         }};
  return plan;
}

}  // namespace gatepost::web::writing
