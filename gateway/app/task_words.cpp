#include "gateway/app/task_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gateway/exchange/steps.hpp"

namespace gatepost::app {

namespace steps = exchange::steps;

namespace {

struct Words {
  const TaskView& view;
  const Configuration& configuration;
  Instant now;

  std::string whom() const {
    return view.team_name.empty() ? "the area's drug and alcohol service" : view.team_name;
  }
  std::string number() const { return view.telephone.empty() ? "" : " on " + view.telephone; }
  std::string them() const { return view.telephone.empty() ? "them" : view.telephone; }
  std::string form() const {
    return view.message ? std::string(formats::forms::words_for(view.message->type)) : "form";
  }
  // The SPOC's side of the message, whoever sent it.
  std::string spoc() const {
    if (!view.message) return whom();
    for (const TeamCode& side : {view.message->to, view.message->key.from})
      if (const config::Team* team = configuration.directory.find(side);
          team != nullptr && team->kind == config::TeamKind::spoc)
        return fmt::format("{} ({})", team->name, team->code.str());
    return whom();
  }
  std::string not_told(std::string_view why, std::string_view what_helps) const {
    return fmt::format(
        "The person's transfer was not told to {}: {}. Put it right: {}; then complete this task",
        spoc(), why, what_helps);
  }
  // Who can be reached first, and when (DESIGN section 4).
  std::string first_reachable() const {
    const config::Team* team =
        view.message ? configuration.directory.find(view.message->to) : nullptr;
    if (team == nullptr) return "Nobody is known to be on duty.";
    const auto opens = configuration.calendar.next_open(team->hours, now);
    const std::string when =
        opens ? configuration.calendar.local_in_words(*opens) : "their next working day";
    if (opens && *opens <= now) return fmt::format("{} is open now.", team->name);
    const std::string& at_any_hour = team->urgent_contact.telephone;
    return fmt::format("{} is closed until {}.{}", team->name, when,
                       at_any_hour.empty() ? " No contact at any hour is listed."
                                           : " At any hour: ring " + at_any_hour + ".");
  }
};

using Say = std::string (*)(const Words&);
constexpr std::array<std::pair<std::string_view, Say>, 23> sayings{{
    {steps::no_route,
     [](const Words&) -> std::string {
       return "No SPOC is known for this area. Find the service's number and ring it; then record "
              "who confirmed";
     }},
    {steps::telephone_route,
     [](const Words& w) {
       return fmt::format(
           "{} is reached by telephone only. Ring {}, pass the {} on, and record who "
           "took it",
           w.whom(), w.them(), w.form());
     }},
    {steps::call_must_follow,
     [](const Words& w) {
       return fmt::format(
           "The guidance asks for a call after this {}: ring {}{}, make sure that they "
           "know, and record who you spoke to",
           w.form(), w.whom(), w.number());
     }},
    {steps::nobody_on_duty,
     [](const Words& w) {
       return fmt::format(
           "This is urgent, and {} Ring{} all the "
           "same, and see who can act before then; record who confirmed",
           w.first_reachable(), w.number().empty() ? " them" : w.number());
     }},
    {steps::clinical_part,
     [](const Words& w) {
       return fmt::format(
           "The referral to {} went out without its prescribing part. Write a "
           "ClinicalPart for it, sign and send it",
           w.whom());
     }},
    {steps::complete_referral,
     [](const Words& w) {
       return fmt::format(
           "The referral to {} went out with the few fields that matter. Send it whole, "
           "as an UPDATE in the same conversation",
           w.whom());
     }},
    {steps::choose_another_spoc,
     [](const Words& w) {
       return fmt::format(
           "{} declined the referral (their response says why). Send it to the right "
           "SPOC in the same conversation; this task ends when they acknowledge",
           w.whom());
     }},
    {steps::confirm_death,
     [](const Words&) -> std::string {
       return "The other side reports that the person has died. All reminders about them have "
              "stopped. Check it, and confirm that you have seen it";
     }},
    {steps::confirm_withdrawal,
     [](const Words&) -> std::string {
       return "The other side has withdrawn a form. Reminders about it have stopped. Confirm that "
              "you have seen it";
     }},
    {steps::taken_back,
     [](const Words& w) {
       return fmt::format(
           "The {} to {} was taken back: the person no longer agrees to what it shares. See what "
           "may still be sent, such as a referral in its minimal form; then complete this task",
           w.form(), w.whom());
     }},
    {steps::no_longer_agreed,
     [](const Words& w) {
       const bool to_tell = w.view.message && w.view.message->to != w.view.task.owner;
       return to_tell ? fmt::format(
                            "The person no longer agrees to what the {} shared. Ring {}{}, "
                            "say so, and complete this task",
                            w.form(), w.whom(), w.number())
                      : fmt::format(
                            "The person no longer agrees to what a {} to your team shares. "
                            "Do not use it or pass it on without asking them; complete "
                            "this task to confirm that you have seen this",
                            w.form());
     }},
    {steps::tell_new_prison,
     [](const Words&) -> std::string {
       return "The person moves to a prison whose team is not known to this gateway. Ring that "
              "prison's substance misuse team; then complete this task";
     }},
    {steps::check_duplicate,
     [](const Words& w) {
       return fmt::format(
           "{} declined the referral as one of two, and this conversation has no other that is "
           "open to them. Check that the other one exists and is confirmed; else send it again",
           w.whom());
     }},
    {steps::death_taken_back,
     [](const Words&) -> std::string {
       return "A report that the person had died was taken back. The forms that it closed wait "
              "again; tasks that it closed do not. See what is still to be done";
     }},
    {steps::not_told_consent_unstated,
     [](const Words& w) {
       return w.not_told("no form says whether the person agrees to sharing",
                         "ask them, and send an Alert Form whose Consent says so");
     }},
    {steps::not_told_consent_refused,
     [](const Words& w) {
       return w.not_told("the person refused sharing, and the form says more than may leave then",
                         "send that SPOC an Alert Form of box 3 alone, without a sentence");
     }},
    {steps::not_told_consent_withdrawn,
     [](const Words& w) {
       return w.not_told("the person has withdrawn consent",
                         "ask them again; without their word nothing more is shared");
     }},
    {steps::not_told_not_covered,
     [](const Words& w) {
       return w.not_told("the person's consent does not name the SPOC",
                         "ask them, and send an Alert Form whose Consent names it");
     }},
    {steps::not_told_out_of_service,
     [](const Words& w) {
       return w.not_told("it is no longer in service in the directory",
                         "find out who serves the area now, and refer the person there");
     }},
    {steps::lief_missing,
     [](const Words&) -> std::string {
       return "Due out within six weeks, and no LIEF has been sent. Send one to their borough's "
              "SPOC";
     }},
    {steps::release_alert_missing,
     [](const Words&) -> std::string {
       return "Released, and no Alert Form has been sent. Tell the SPOC with an Alert Form";
     }},
    {steps::transfer_alert_missing,
     [](const Words&) -> std::string {
       return "Transferred, and no Alert Form has been sent. Tell the new prison and the SPOC with "
              "an Alert Form";
     }},
    {steps::death_alert_missing,
     [](const Words&) -> std::string {
       return "Died in custody, and no Alert Form has been sent. Tell the SPOC with an Alert Form, "
              "so "
              "that nobody writes to them";
     }},
}};

static_assert(steps::has_words_for_all(sayings));

std::string missing(exchange::Rung rung) {
  using exchange::Rung;
  switch (rung) {
    case Rung::outcome:
      return "nobody has said what became of the appointment";
    case Rung::followed_up:
      return "nobody has said whether the person who did not attend was found";
    case Rung::engaged:
      return "nobody has said whether the person is in treatment, three weeks after release";
    case Rung::answered:
      return "it has not been answered";
    default:
      return fmt::format("it is not {} yet", config::to_string(rung));
  }
}

}  // namespace

std::string task_words(const TaskView& task, const Configuration& configuration, Instant now) {
  const Words words{task, configuration, now};
  const auto known = std::ranges::find(sayings, std::string_view(task.task.step),
                                       &std::pair<std::string_view, Say>::first);
  if (known != sayings.end()) return known->second(words);
  if (task.task.role == exchange::StepRole::sender && task.task.rung <= exchange::Rung::confirmed)
    return fmt::format(
        "Ring {}{} and ask a named person to confirm that they have the form; then "
        "record it",
        words.whom(), words.number());
  if (task.task.role == exchange::StepRole::sender)
    return fmt::format("Ring {}{} about the {}: {}", words.whom(), words.number(), words.form(),
                       missing(task.task.rung));
  return fmt::format("About the {} to {}: {}. Take it on, and see that a person there does it",
                     words.form(), words.whom(), missing(task.task.rung));
}

}  // namespace gatepost::app
