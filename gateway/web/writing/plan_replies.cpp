#include "gateway/web/writing/plan_replies.hpp"

#include <algorithm>

#include "gateway/web/writing/build.hpp"
#include "gateway/web/writing/plan_parts.hpp"
#include "gateway/web/writing/prefill.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;

namespace {

// A part without questions of its own: the answer chosen means that this section is there, so that
// each field missing in it is named beside itself.
Part stands_with(std::string_view kind, std::string_view section) {
  return {.slug = section,
          .title = section,
          .asks = {},
          .section = section,
          .when = {{"Kind", {kind}}}};
}

void see_all(Typed& typed, const Envelope&, const Plan& plan) {
  for (const Part* part : plan.parts()) mark_seen(typed, *part);
}

std::vector<Saying> kind_sayings(bool is_first) {
  return {
      {"ACCEPTED", "Accept the referral",
       "The prison is told. After an appointment we ask you whether the person came."},
      {"DECLINED", is_first ? "Decline the referral" : "You cannot take the person after all",
       "The prison is told, and sees your reason. You get no more reminders."},
      {"APPOINTMENT", "Give another appointment",
       "The prison is told. Afterwards we ask you whether the person came."},
      {"OUTCOME", "What became of the appointment",
       "The prison is told. If the person did not attend, we ask you next how you followed up."},
      {"FOLLOW_UP", "How you followed up", "The prison is told that you tried, and how."},
      {"ENGAGED", "The person is in treatment",
       "The prison is told. That the person is in treatment is what this referral was for."}};
}

std::vector<Ask> appointment_asks(std::string_view kind) {
  const When chosen{"Kind", {kind}};
  std::vector<Ask> asks{
      {.name = "Appointment.At",
       .label = "When is the appointment?",
       .hint = "For example, 27 3 2026 and 14:30",
       .when = chosen},
      {.name = "Appointment.Place",
       .label = "Where?",
       .hint = "The address, so that the person finds it on the day of release.",
       .when = chosen},
      {.name = "Appointment.With", .label = "With whom?", .when = chosen},
      {.name = "Appointment.Telephone", .label = "Telephone there", .when = chosen}};
  if (kind == "ACCEPTED")
    asks.push_back({.name = "DropInTimes",
                    .label = "Or: when and where the person can drop in",
                    .hint = "Give this, or an appointment, or both.",
                    .when = chosen});
  return asks;
}

std::vector<Ask> decline_asks() {
  const When chosen{"Kind", {"DECLINED"}};
  return {{.name = "Decline.Reason", .label = "Why?", .when = chosen},
          {.name = "Decline.RedirectArea",
           .label = "The right area",
           .hint = "For wrong borough and moved away, when you know it. It saves the prison a day.",
           .when = chosen},
          {.name = "Decline.Note",
           .label = "What the prison should know",
           .hint = "Leave it out when there is nothing to add.",
           .when = chosen}};
}

std::vector<Ask> outcome_asks() {
  const When chosen{"Kind", {"OUTCOME"}};
  return {{.name = "Outcome.Result", .label = "What happened?", .when = chosen},
          {.name = "Outcome.AppointmentAt",
           .label = "When was the appointment?",
           .hint = "Or when they came without one.",
           .when = chosen},
          {.name = "Outcome.Reason",
           .label = "Why, if they did not attend or it was cancelled (optional)",
           .hint = "When you know it.",
           .when = chosen},
          {.name = "MetAtGate", .label = "Were they met at the gate?", .when = chosen}};
}

std::vector<Ask> follow_up_asks() {
  const When chosen{"Kind", {"FOLLOW_UP"}};
  return {{.name = "FollowUp.How", .label = "How did you follow up?", .when = chosen},
          {.name = "FollowUp.Attempts",
           .label = "How many times did you try?",
           .hint = "1, 2, or 3 for three or more. 0 if it was not followed up.",
           .when = chosen},
          {.name = "FollowUp.LastOn", .label = "When did you last try?", .when = chosen},
          {.name = "FollowUp.Reached", .label = "Did you reach the person?", .when = chosen}};
}

std::vector<Ask> engagement_asks() {
  const When chosen{"Kind", {"ENGAGED"}};
  return {
      {.name = "Engagement.InterventionStartOn",
       .label = "When did the first intervention start?",
       .hint = "Whether treatment began within 21 days of release is counted from this.",
       .when = chosen},
      {.name = "Engagement.Intervention",
       .label = "Which interventions?",
       .hint = "Tick all that have started.",
       .when = chosen},
      {.name = "Engagement.TriageOn", .label = "When was the triage?", .when = chosen},
      {.name = "Engagement.NdtmsRecorded", .label = "Is it recorded in NDTMS?", .when = chosen}};
}

// The continuity audit's questions 1, 2 and 6: asked once, with the first answer.
std::vector<Ask> identification_asks() {
  const When first{"Kind", {"ACCEPTED", "DECLINED"}};
  return {{.name = "Identification.KnownToService",
           .label = "Was the person known to your service before this referral? (optional)",
           .hint = "-",
           .when = first,
           .heading = "What you know of the person"},
          {.name = "Identification.AttributorMatches",
           .label = "Do initials, date of birth and sex agree with your record?",
           .hint = "-",
           .when = {"Identification.KnownToService", {"YES"}}},
          {.name = "ContactInCustody",
           .label = "Has your service been in contact with the person in custody?",
           .hint = "-",
           .when = first}};
}

void append(std::vector<Ask>& asks, std::vector<Ask> more) {
  for (Ask& ask : more) asks.push_back(std::move(ask));
}

void ask_for_client(std::vector<Ask>& asks, const Unknown& unknown) {
  std::string_view heading = "Who it is about";
  for (const auto& [name, hint] : {std::pair{"Client.Name", ""},
                                   {"Client.DateOfBirth", "For example, 27 3 1990"},
                                   {"Client.PrisonerNumber", "Such as A1234BC."},
                                   {"Client.Status", "As it is now."}}) {
    if (std::ranges::find(unknown, name) == unknown.end()) continue;
    asks.push_back({.name = name, .hint = hint, .heading = heading});
    heading = {};
  }
}

// Who says it is the person who has signed in; only their job may have to be asked for.
void ask_who(std::vector<Ask>& asks, std::string_view role, const Unknown& unknown) {
  asks.push_back({.name = "Telephone",
                  .label = "Your telephone",
                  .hint = "For questions: a number that is answered in working hours.",
                  .heading = "How to reach you"});
  if (std::ranges::find(unknown, role) != unknown.end())
    asks.push_back({.name = role, .label = "Your job", .hint = "Such as Duty worker."});
}

}  // namespace

Plan response_plan(const std::vector<std::string_view>& kinds, const Unknown& unknown) {
  const auto has = [&](std::string_view kind) {
    return std::ranges::find(kinds, kind) != kinds.end();
  };
  const bool is_first = has("ACCEPTED");
  Part page{.slug = "answer",
            .title = is_first ? "Answer this referral" : "What became of this referral",
            .asks = {{.name = "Kind",
                      .label = is_first ? "What is your answer?" : "What do you report?",
                      .hint = "-",
                      .offered = kinds,
                      .sayings = kind_sayings(is_first)}}};
  std::vector<Part> parts;
  for (const std::string_view kind : kinds) {
    if (kind == "ACCEPTED" || kind == "APPOINTMENT") append(page.asks, appointment_asks(kind));
    if (kind == "APPOINTMENT") parts.push_back(stands_with(kind, "Appointment"));
    if (kind == "DECLINED") {
      append(page.asks, decline_asks());
      parts.push_back(stands_with(kind, "Decline"));
    }
    if (kind == "OUTCOME") {
      append(page.asks, outcome_asks());
      parts.push_back(stands_with(kind, "Outcome"));
    }
    if (kind == "FOLLOW_UP") {
      append(page.asks, follow_up_asks());
      parts.push_back(stands_with(kind, "FollowUp"));
    }
    if (kind == "ENGAGED") {
      append(page.asks, engagement_asks());
      parts.push_back(stands_with(kind, "Engagement"));
    }
  }
  if (is_first) append(page.asks, identification_asks());
  ask_who(page.asks, "PersonRole", unknown);
  parts.insert(parts.begin(), std::move(page));
  return {forms::FormType::response,
          forms::response_table(),
          "answer",
          {{"Answer", std::move(parts)}},
          see_all};
}

Plan question_plan(const Unknown& unknown) {
  Part page{
      .slug = "question",
      .title = "Ask a question",
      .asks = {{.name = "Topic",
                .label = "What do you need to know?",
                .hint = "Tick all that you "
                        "need."},
               {.name = "Question",
                .label = "Your question, in words",
                .hint = "Needed for something else. Leave it out when the ticks say it all."}}};
  ask_for_client(page.asks, unknown);
  ask_who(page.asks, "AskedByRole", unknown);
  return {forms::FormType::information_request,
          forms::information_request_table(),
          "question",
          {{"Question", {std::move(page)}}},
          see_all};
}

namespace {

// What does not go with the answer that was chosen.
void leave_out_what_is_not_given(Typed& typed, const Envelope& envelope, const Plan& plan) {
  see_all(typed, envelope, plan);
  const bool gives =
      typed.holds("Completeness", "COMPLETE") || typed.holds("Completeness", "PARTIAL");
  if (gives && typed.holds("Topic", "PRESCRIBING")) return;
  typed.erase_at("Prescribing");
  if (!gives) typed.erase_at("AssessedOn");
}

// Below the tick that they belong to.
std::vector<Ask> prescribing_asks() {
  std::vector<Ask> asks = prescribing_status().asks;
  append(asks, prescribing_details().asks);
  std::erase_if(asks,
                [](const Ask& ask) { return ask.name == "Prescribing.ClinicalPartToFollow"; });
  for (Ask& ask : asks) {
    if (ask.when.name.empty()) ask.when = {"Topic", {"PRESCRIBING"}};
    ask.heading = {};
  }
  return asks;
}

}  // namespace

Plan question_reply_plan(Prescribing prescribing, const Unknown& unknown) {
  const When gives{"Completeness", {"COMPLETE", "PARTIAL"}};
  Part page{
      .slug = "answer",
      .title = "Answer the question",
      .asks = {
          {.name = "Completeness",
           .label = "What is your answer?",
           .hint = "-",
           .sayings = {{"COMPLETE", "A complete answer"},
                       {"PARTIAL", "An answer in part", "More follows, or you do not hold it."},
                       {"NOT_HELD", "We do not hold it",
                        "That is an answer, too: it saves the other side the waiting."},
                       {"REFUSED", "We may not share it", "Say why in words, if you may."}}},
          {.name = "Topic",
           .label = "What does your answer hold?",
           .hint = "For a complete answer or one in part: tick all that it says.",
           .when = gives},
          {.name = "AssessedOn",
           .label = "When was the assessment made?",
           .hint = "An assessment counts for six months.",
           .when = {"Topic", {"ASSESSMENT"}}}}};
  if (prescribing == Prescribing::in_fields) append(page.asks, prescribing_asks());
  page.asks.push_back(
      {.name = "Answer",
       .label = "Your answer, in words",
       .hint = prescribing == Prescribing::in_fields
                   ? "Not needed when the prescribing above says it all."
                   : "For prescribing: the medicine, the dose and when the last one was."});
  ask_for_client(page.asks, unknown);
  ask_who(page.asks, "AnsweredByRole", unknown);
  return {forms::FormType::information_reply,
          forms::information_reply_table(),
          "answer",
          {{"Answer", {std::move(page)}}},
          leave_out_what_is_not_given};
}

void prefill_client(Typed& typed, const forms::Form& earlier, const config::Calendar& calendar) {
  Typed known;
  prefill_alert(known, earlier, calendar);
  typed.take_at("Client", known);
}

Unknown unknown_of_client(const Typed& typed) {
  Unknown unknown;
  for (const std::string_view name :
       {"Client.Name", "Client.DateOfBirth", "Client.PrisonerNumber", "Client.Status"})
    if (!typed.any_at(name)) unknown.push_back(name);
  return unknown;
}

Problems beside_fields(const Plan& plan, const Problems& problems) {
  Problems moved = problems;
  const Part& page = the_page(plan);
  for (Problem& problem : moved) {
    const auto asks = [&](std::string_view name) {
      return std::ranges::find(page.asks, name, &Ask::name) != page.asks.end();
    };
    if (asks(problem.path)) continue;
    const auto first = std::ranges::find_if(
        page.asks, [&](const Ask& ask) { return ask.name.starts_with(problem.path + "."); });
    if (first != page.asks.end() && !problem.path.empty()) problem.path = first->name;
  }
  // Two that came to stand in one place: the first says it.
  Problems said;
  for (const Problem& problem : moved)
    if (problem.path.empty() || std::ranges::find(said, problem.path, &Problem::path) == said.end())
      said.push_back(problem);
  return said;
}

}  // namespace gatepost::web::writing
