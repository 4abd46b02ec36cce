// Every flow of the 2009 guidance that a message gateway can carry (domain/flows.md F01 to F38),
// and the new ones, as one table: right parties, right form, right deadline, and the telephone task
// where the guidance says that a call must follow.
//
// Not carried: F02, F11, F24, F26, F28 and F33 are Activity Forms to regional data teams, which
// NDTMS has replaced (2011 addendum); the files themselves of F04 and F22 travel with the person or
// as attachments, here the reply about them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "gateway/exchange/alert_duties.hpp"
#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using forms::AlertDirection;
using forms::AlertForm;
using forms::Change;
using forms::Circumstance;
using forms::OtherCircumstance;
using testing::UnorderedElementsAreArray;

// Thursday 4 June 2026, 10:00 in London: an ordinary working morning.
constexpr std::string_view now = "2026-06-04T10:00:00+01:00";
constexpr std::string_view noon_tomorrow = "2026-06-05T12:00:00+01:00";  // noon, next working day
constexpr std::string_view in_two_hours = "2026-06-04T12:00:00+01:00";   // urgent
constexpr std::string_view in_a_day = "2026-06-05T10:00:00+01:00";       // T1 to T3
constexpr std::string_view in_four_hours = "2026-06-04T14:00:00+01:00";  // a reply is delivered

constexpr std::string_view more_teams =
    "BXI-COURT,Prison B court team (sample),prison-court,,mailbox,GPBXI03,020 7946 0104,,\n"
    "PVI-CLIN,Prison P clinical (sample),prison-clinical,,mailbox,GPPVI02,020 7946 0105,,\n"
    "INNER-COURT,Court team I (sample),court,,mailbox,GPCRT01,020 7946 0121,,\n"
    "LONDON-PROB,Probation team (sample),probation,,mailbox,GPPRO01,020 7946 0122,,\n"
    "FORWARD-DR,Recovery service (sample),dr,,mailbox,GPDR01,020 7946 0123,,\n";

// A scene in which Brixton has referred somebody to Lambeth, or has not yet.
struct Flows : Scene {
  Flows() {
    directory = tests::sound(config::Directory::from_csv(
        std::string(tests::sample_directory) + std::string(more_teams), "flows"));
    now = at(exchange::now);
  }
  AcceptCommand referral() {
    const auto lief = form_from<forms::Lief>(*this, FormType::lief, "BXI-PSI", "LAMBETH-SPOC");
    AcceptCommand command = command_of(*this, lief);
    must(command);
    return command;
  }
  AcceptCommand question(std::string_view from, std::string_view to,
                         forms::InformationTopic topic) {
    auto request =
        form_from<forms::InformationRequest>(*this, FormType::information_request, from, to);
    request.about.reset();
    request.topics = {topic};
    request.consent = agreement();
    return command_of(*this, request);
  }
  // What the sample LIEF says of consent, with every agency named.
  std::optional<forms::Consent> agreement() {
    auto consent = form_from<forms::Lief>(*this, FormType::lief, "BXI-PSI", "LAMBETH-SPOC").consent;
    consent->agencies = {forms::ConsentAgency::spoc, forms::ConsentAgency::dependency_and_recovery,
                         forms::ConsentAgency::probation};
    return consent;
  }
};

Change tick(Circumstance box, std::optional<OtherCircumstance> other = std::nullopt) {
  Change change;
  change.circumstance = box;
  change.other = other;
  switch (box) {
    case Circumstance::release_or_court_date:
      change.new_release_date = std::chrono::year{2026} / 7 / 20;
      break;
    case Circumstance::worker:
      change.new_worker = "Kim Worker-Example";
      break;
    case Circumstance::prison:
      change.new_prison = "PVI";
      change.new_prison_name = "Pentonville";
      break;
    case Circumstance::court:
      change.new_court = forms::Coded{"INNRCC", "Inner London Crown Court"};
      break;
    case Circumstance::release_status:
      change.new_status = forms::NewStatus::released;
      break;
    default:
      break;
  }
  const bool needs_words = box == Circumstance::treatment || box == Circumstance::release_plan ||
                           box == Circumstance::other;
  if (needs_words) change.sentence = "One fictional sentence of context.";
  return change;
}

using Make = std::function<AcceptCommand(Flows&)>;

AlertDirection direction_of(const Flows& flows, std::string_view from, std::string_view to) {
  const auto is_community = [&](std::string_view code) {
    return flows.directory.find(team(code))->prison.empty();
  };
  if (is_community(from))
    return is_community(to) ? AlertDirection::community_to_community
                            : AlertDirection::community_to_prison;
  return is_community(to) ? AlertDirection::prison_to_community : AlertDirection::prison_to_prison;
}

Make alert(std::string_view from, std::string_view to, std::vector<Change> changes) {
  return [=](Flows& flows) {
    auto form = form_from<AlertForm>(flows, FormType::alert_form, from, to);
    form.direction = direction_of(flows, from, to);
    form.completed_on = flows.calendar.local_date(flows.now);
    form.changes = changes;
    const bool leaves_remand = changes.front().circumstance == Circumstance::release_status;
    form.client.status =
        leaves_remand ? forms::JusticeStatus::remand : forms::JusticeStatus::sentenced;
    form.consent = flows.agreement();
    return command_of(flows, form);
  };
}

Make ask(std::string_view from, std::string_view to, forms::InformationTopic topic) {
  return [=](Flows& flows) { return flows.question(from, to, topic); };
}

// A reply to a question that was asked an instant ago, or information nobody asked for.
Make tell(std::string_view from, std::string_view to, forms::InformationTopic topic,
          bool was_asked) {
  return [=](Flows& flows) {
    std::optional<forms::Subject> about;
    if (was_asked) {
      const AcceptCommand question = flows.question(to, from, topic);
      flows.must(question);
      about = subject_of(question);
    }
    auto reply =
        form_from<forms::InformationReply>(flows, FormType::information_reply, from, to, about);
    if (!was_asked) reply.request.reset();
    reply.completeness = forms::ReplyCompleteness::complete;
    reply.topics = {topic};
    reply.prescribing.reset();
    reply.answer = "A fictional answer.";
    reply.assessed_on.reset();
    if (topic == forms::InformationTopic::assessment)
      reply.assessed_on = flows.calendar.local_date(flows.now);
    reply.consent = flows.agreement();
    return command_of(flows, reply);
  };
}

Make refer(std::string_view from, std::string_view to) {
  return [=](Flows& flows) {
    auto lief = form_from<forms::Lief>(flows, FormType::lief, from, to);
    lief.consent = flows.agreement();
    return command_of(flows, lief);
  };
}

enum class Before { nothing, referral };
struct Flow {
  std::string_view id;
  std::string_view source;
  Before before;
  Make make;
  std::vector<std::string_view> recipients;
  Rung rung;  // whose deadline is looked at
  std::string_view due;
  bool call;  // a telephone task opens at sending
  bool urgent;
};

std::vector<Flow> flows() {
  using C = Circumstance;
  using O = OtherCircumstance;
  using T = forms::InformationTopic;
  using enum Before;
  constexpr auto confirmed = Rung::confirmed, answered = Rung::answered,
                 delivered = Rung::delivered;
  const auto to_spoc = [](std::vector<Change> changes) {
    return alert("BXI-PSI", "LAMBETH-SPOC", std::move(changes));
  };
  const auto to_prison = [](std::vector<Change> changes) {
    return alert("LAMBETH-SPOC", "BXI-PSI", std::move(changes));
  };
  return {
      {"F01",
       "Pt 1 L187",
       nothing,
       tell("LAMBETH-SPOC", "BXI-PSI", T::assessment, false),
       {"BXI-PSI"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F03",
       "PP2",
       nothing,
       ask("PVI-PSI", "BXI-PSI", T::custody_file),
       {"BXI-PSI"},
       answered,
       in_a_day,
       false,
       false},
      {"F04",
       "PP2 L243",
       nothing,
       tell("BXI-PSI", "PVI-PSI", T::custody_file, true),
       {"PVI-PSI"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F05",
       "PP3",
       nothing,
       alert("LONDON-PROB", "BXI-PSI", {tick(C::other, O::other)}),
       {"BXI-PSI"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F06",
       "PP4",
       nothing,
       ask("BXI-CLIN", "LAMBETH-SPOC", T::assessment),
       {"LAMBETH-SPOC"},
       answered,
       in_a_day,
       false,
       false},
      {"F07",
       "PP4",
       nothing,
       tell("LAMBETH-SPOC", "BXI-CLIN", T::assessment, true),
       {"BXI-CLIN"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F08",
       "PP4 sc1",
       referral,
       to_spoc({tick(C::treatment)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       true,
       false},
      {"F09",
       "PP4 sc2a",
       referral,
       to_spoc({tick(C::other, O::accepted_on_caseload)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F10",
       "PP4 sc2c",
       referral,
       tell("BXI-PSI", "LAMBETH-SPOC", T::assessment, false),
       {"LAMBETH-SPOC"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F12",
       "PP5",
       nothing,
       to_spoc({tick(C::release_or_court_date)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F13 worker",
       "PP6",
       referral,
       to_spoc({tick(C::worker)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F13 court",
       "PP6",
       referral,
       to_spoc({tick(C::court)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F13 death",
       "PP6",
       referral,
       to_spoc({tick(C::death)}),
       {"LAMBETH-SPOC"},
       confirmed,
       in_two_hours,
       false,
       true},
      {"F14",
       "PP7, Annex D",
       nothing,
       refer("BXI-PSI", "LAMBETH-SPOC"),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F15",
       "PP7 L388",
       referral,
       to_spoc({tick(C::release_plan)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       true,
       false},
      {"F16",
       "PP7",
       referral,
       to_spoc({tick(C::treatment)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       true,
       false},
      {"F17",
       "PP7 L393",
       referral,
       to_prison({tick(C::release_plan)}),
       {"BXI-PSI"},
       confirmed,
       noon_tomorrow,
       true,
       false},
      {"F18",
       "PP7",
       referral,
       to_prison({tick(C::other, O::separate_contact)}),
       {"BXI-PSI"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F19, F20",
       "PP8",
       referral,
       to_spoc({tick(C::prison)}),
       {"LAMBETH-SPOC", "PVI-PSI"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F19 to the prison",
       "PP8",
       referral,
       alert("BXI-PSI", "PVI-PSI", {tick(C::prison)}),
       {"PVI-PSI", "LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F21",
       "PP8",
       nothing,
       ask("PVI-PSI", "BXI-PSI", T::custody_file),
       {"BXI-PSI"},
       answered,
       in_a_day,
       false,
       false},
      {"F22",
       "PP8 L416",
       nothing,
       tell("BXI-PSI", "PVI-PSI", T::custody_file, true),
       {"PVI-PSI"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F23",
       "PP8",
       nothing,
       alert("PVI-PSI", "LAMBETH-SPOC", {tick(C::other, O::arrived_at_prison), tick(C::worker)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F25",
       "PP9 L431",
       referral,
       to_prison({tick(C::reengaged), tick(C::other, O::gate_pickup)}),
       {"BXI-PSI"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F27",
       "PP10",
       referral,
       to_spoc({tick(C::other, O::going_to_court)}),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F29",
       "PP13 L502",
       referral,
       to_prison({tick(C::release_status)}),
       {"BXI-PSI"},
       confirmed,
       in_two_hours,
       true,
       true},
      {"F30",
       "PP13 L502",
       referral,
       to_prison({tick(C::other, O::post_release_contact)}),
       {"BXI-PSI"},
       confirmed,
       noon_tomorrow,
       true,
       false},
      {"F31",
       "PP13",
       referral,
       ask("LAMBETH-SPOC", "BXI-PSI", T::assessment),
       {"BXI-PSI"},
       answered,
       in_a_day,
       false,
       false},
      {"F32",
       "PP13",
       referral,
       tell("BXI-PSI", "LAMBETH-SPOC", T::assessment, true),
       {"LAMBETH-SPOC"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F34",
       "PP13 local",
       nothing,
       alert("LAMBETH-SPOC", "SOUTHWARK-SPOC", {tick(C::other, O::other)}),
       {"SOUTHWARK-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"F35",
       "PP14",
       referral,
       to_spoc({tick(C::release_status)}),
       {"LAMBETH-SPOC"},
       confirmed,
       in_two_hours,
       true,
       true},
      {"F36",
       "PP14",
       referral,
       ask("LAMBETH-SPOC", "BXI-PSI", T::assessment),
       {"BXI-PSI"},
       answered,
       in_a_day,
       false,
       false},
      {"F37",
       "PP14",
       referral,
       tell("BXI-PSI", "LAMBETH-SPOC", T::assessment, true),
       {"LAMBETH-SPOC"},
       delivered,
       in_four_hours,
       false,
       false},
      {"F38",
       "PP14 L521",
       referral,
       to_prison({tick(C::reengaged)}),
       {"BXI-PSI"},
       confirmed,
       noon_tomorrow,
       true,
       false},
      // Beyond 2009.
      {"LIEF, answered",
       "001 4.2.1",
       nothing,
       refer("BXI-PSI", "LAMBETH-SPOC"),
       {"LAMBETH-SPOC"},
       answered,
       "2026-06-08T17:00:00+01:00",
       false,
       false},
      {"copy to the recovery worker",
       "000 4.3",
       referral,
       refer("BXI-PSI", "FORWARD-DR"),
       {"FORWARD-DR"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"a court team sends",
       "001 4.2.2",
       nothing,
       refer("BXI-COURT", "LAMBETH-SPOC"),
       {"LAMBETH-SPOC"},
       confirmed,
       noon_tomorrow,
       false,
       false},
      {"a court team receives",
       "004 PP10",
       nothing,
       alert("BXI-PSI", "INNER-COURT", {tick(C::other, O::going_to_court)}),
       {"INNER-COURT"},
       confirmed,
       noon_tomorrow,
       false,
       false},
  };
}

std::vector<std::string> recipients_in(const Decision& decision) {
  std::vector<std::string> found;
  for (const MessageAccepted& accepted : all_of<MessageAccepted>(decision))
    found.push_back(accepted.message.to.str());
  return found;
}

bool asks_for_a_call(const Decision& decision) {
  return std::ranges::any_of(all_of<TaskOpened>(decision), [](const TaskOpened& opened) {
    return opened.task.step == steps::call_must_follow;
  });
}

TEST(Flows, EachGoesToTheRightPartiesByTheRightTimeWithTheCallThatMustFollow) {
  for (const Flow& flow : flows()) {
    SCOPED_TRACE(std::string(flow.id) + " (" + std::string(flow.source) + ")");
    Flows scene;
    if (flow.before == Before::referral) scene.referral();
    const AcceptCommand command = flow.make(scene);
    const Decision decision = scene.must(command);
    if (decision.events.empty()) continue;
    EXPECT_THAT(recipients_in(decision),
                UnorderedElementsAreArray(flow.recipients.begin(), flow.recipients.end()));
    EXPECT_EQ(decision.deliveries.size(), flow.recipients.size());
    EXPECT_EQ(to_rfc3339(scene.deadline(command, flow.rung).due), to_rfc3339(at(flow.due)));
    EXPECT_EQ(scene.message(command).urgent, flow.urgent);
    EXPECT_EQ(asks_for_a_call(decision), flow.call);
  }
}

// SPOC to prison, prison to prison, SPOC to SPOC: whoever does not confirm is escalated like any
// other, to a task that a named person must claim.
TEST(Flows, EachEscalatesToATaskWhenNobodyMoves) {
  for (const Flow& flow : flows()) {
    SCOPED_TRACE(std::string(flow.id));
    Flows scene;
    if (flow.before == Before::referral) scene.referral();
    const AcceptCommand command = flow.make(scene);
    scene.must(command);
    scene.live_until(scene.now + std::chrono::days{7});
    const auto about = [&](const Task& task) {
      return task.about == command.key && !task.closed_at;
    };
    EXPECT_TRUE(std::ranges::any_of(scene.conversation->tasks, about));
  }
}

TEST(Flows, SendersDutiesAreJudgedByWhenTheChangeHappened) {
  using C = Circumstance;
  using O = OtherCircumstance;
  struct Duty {
    std::string_view id;
    AlertDirection direction;
    Change change;
    std::string_view happened, in_time, late;
  };
  const auto to_spoc = AlertDirection::prison_to_community;
  const auto to_prison = AlertDirection::community_to_prison;
  const std::vector<Duty> duties{
      {"T10", to_spoc, tick(C::release_plan), "2026-06-12T15:00:00+01:00",
       "2026-06-13T15:00:00+01:00", "2026-06-13T15:00:01+01:00"},
      {"T11", to_prison, tick(C::release_plan), "2026-06-14T10:00:00+01:00",
       "2026-06-15T10:00:00+01:00", "2026-06-15T10:01:00+01:00"},
      {"T12", to_spoc, tick(C::prison), "2026-06-12T08:00:00+01:00", "2026-06-12T23:59:59+01:00",
       "2026-06-13T00:00:01+01:00"},
      {"T13", to_prison, tick(C::other, O::gate_pickup), "2026-06-12T09:00:00+01:00",
       "2026-06-19T17:00:00+01:00", "2026-06-19T17:00:01+01:00"},
      {"T13", to_prison, tick(C::other, O::gate_pickup), "2026-04-02T09:00:00+01:00",
       "2026-04-13T17:00:00+01:00", "2026-04-14T09:00:00+01:00"},
      {"T14", to_prison, tick(C::release_status), "2026-06-12T15:00:00+01:00",
       "2026-06-13T15:00:00+01:00", "2026-06-14T09:00:00+01:00"},
      {"T15", to_prison, tick(C::other, O::post_release_contact), "2026-06-12T15:00:00+01:00",
       "2026-06-13T15:00:00+01:00", "2026-06-14T09:00:00+01:00"},
  };
  const auto calendar = tests::shipped_calendar();
  for (const Duty& duty : duties) {
    AlertForm form;
    form.direction = duty.direction;
    form.changes = {duty.change};
    form.changes.front().occurred_at = at(duty.happened);
    const std::string name = "alert_duty_" + std::string(duty.id);
    using Facts = std::vector<std::pair<std::string, std::string>>;
    EXPECT_EQ(duty_facts(form, at(duty.in_time), calendar), (Facts{{name, "IN_TIME"}}));
    EXPECT_EQ(duty_facts(form, at(duty.late), calendar), (Facts{{name, "LATE"}}));
  }
}

TEST(Flows, EveryBoxOfTheAlertFormHasARowOrNeedsNone) {
  using C = Circumstance;
  for (const auto box : {C::release_or_court_date, C::worker, C::prison, C::court,
                         C::release_status, C::treatment, C::release_plan, C::death})
    EXPECT_NE(duty_for(tick(box), AlertDirection::prison_to_community), nullptr)
        << static_cast<int>(box);
}

}  // namespace
}  // namespace gatepost::exchange
