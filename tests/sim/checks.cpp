// What people see.
#include "tests/sim/checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/exchange/command.hpp"
#include "gateway/exchange/steps.hpp"

namespace gatepost::sim {

namespace act = exchange::act;
namespace steps = exchange::steps;
using exchange::AcceptCommand;
using exchange::AcceptOutcome;
using exchange::Conversation;
using exchange::InboxItem;
using exchange::ItemKind;
using exchange::MessageKey;
using exchange::Rung;

namespace {

void require(bool holds, const std::string& rule) {
  if (!holds) throw Violation(rule);
}

}  // namespace

Checks::Checks(World& world, Gateway& gateway) : world_(world), gateway_(gateway) {}

void Checks::accepted(const AcceptCommand& command, const Result<std::string>& answer) {
  require(answer.has_value(),
          "a proper form was refused: " + (answer ? "" : answer.error().to_string()));
  const auto outcome = AcceptOutcome::from_text(*answer);
  require(outcome.has_value(), "an answer cannot be read: " + *answer);
  const auto [told, first] = answers_.emplace(command.key.str(), outcome->handle);
  require(told->second == outcome->handle, "two answers for one form differ: " + command.key.str());
  if (world_.options().plant == Plant::retry_with_new_id) return;  // the client itself lost track
  const auto view = gateway_.view();
  const auto form = view->form(command.key).value();
  require(form.has_value(), "a receipt for a form that is not in the store: " + command.key.str());
  require(form->digest == command.digest && form->handle == outcome->handle,
          "the store holds another form than was answered: " + command.key.str());
  require(view->receipt(command.key, Rung::accepted).value().has_value(),
          "an accepted form without its receipt: " + command.key.str());
  check_act(command, *view->conversation(command.conversation).value());
}

// What was answered is so: the rungs that the form proves, and the tasks that it asks for.
void Checks::check_act(const AcceptCommand& command, const Conversation& conversation) {
  for (const Rung rung : exchange::rungs_proved(command.act)) {
    const bool reached = std::ranges::any_of(conversation.messages, [&](const auto& message) {
      return message.carried() == command.about->key && message.reached(rung).has_value();
    });
    require(reached, "a reply was answered, but its rung is not reached: " + command.key.str());
  }
  const auto task_was_opened = [&](std::string_view step, const MessageKey& about) {
    return std::ranges::any_of(conversation.tasks, [&](const exchange::Task& task) {
      return task.step == step && task.about == about;
    });
  };
  const auto has_inbox = [&](const TeamCode& code) {
    const config::Team* team = world_.directory().find(code);
    return team != nullptr && team->route != config::RouteKind::telephone;
  };
  const bool arrives = has_inbox(conversation.find(command.key)->to);
  if (const auto* decline = std::get_if<act::Decline>(&command.act))
    require(
        decline->next == act::Decline::Next::nothing ||
            task_was_opened(steps::choose_another_spoc,
                            conversation.find_carried(command.about->key, command.key.from)->key),
        "declined, and nobody looks for another SPOC: " + command.key.str());
  if (std::holds_alternative<act::Withdraw>(command.act) && arrives)
    require(task_was_opened(steps::confirm_withdrawal, command.key),
            "withdrawn, and nobody is asked to confirm: " + command.key.str());
  const auto* alert = std::get_if<act::Alert>(&command.act);
  if (alert == nullptr || !arrives) return;
  if (alert->ends == act::Alert::Ends::everything)
    require(task_was_opened(steps::confirm_death, command.key),
            "somebody died, and nobody is asked to confirm: " + command.key.str());
  if (alert->call == act::Alert::Call::must_follow)
    require(task_was_opened(steps::call_must_follow, command.key),
            "a call must follow, and nobody is asked to ring: " + command.key.str());
}

void Checks::over(const AcceptCommand& command, const Error& refusal) {
  using exchange::Errc;
  require(refusal.is(Errc::message_ended) || refusal.is(Errc::consent_withdrawn) ||
              refusal.is(Errc::consent_refused) || refusal.is(Errc::agency_not_covered),
          "refused without a reason: " + command.key.str() + ", " + refusal.to_string());
}

void Checks::refused(const AcceptCommand& command, const Result<std::string>& answer) {
  require(!answer, "a wrong reply was accepted: " + command.key.str());
  require(!gateway_.view()->form(command.key).value(), "a refused form is in the store");
}

void Checks::saw(const TeamCode& team, const InboxItem& item) {
  require(item.team == team, "an item in another team's inbox");
  const auto view = gateway_.view();
  if (item.kind != ItemKind::form) return;
  const auto form = view->form_by_handle(item.handle).value();
  require(form && form->to == team, "a form in an inbox that it is not for");
  const auto [delivery, first] = deliveries_.emplace(std::pair{form->digest, team}, item.handle);
  require(first || delivery->second == item.handle,
          "one form was delivered twice: " + item.payload->str());
}

void Checks::collected(const TeamCode& team, const Handle& handle,
                       const Result<std::string>& answer) {
  const auto item = gateway_.view()->inbox_item(team, handle).value();
  // It was withdrawn while somebody reached for it.
  if (!answer && answer.error().is(exchange::Errc::unknown_original) && !item) return;
  require(answer.has_value(), "a collection was refused: " + handle.str());
  require(item && item->collected_at, "a collection was answered, but not stored: " + handle.str());
}

void Checks::downloaded(const TeamCode& team, const Handle& handle,
                        const Result<std::string>& answer) {
  const auto view = gateway_.view();
  const auto item = view->inbox_item(team, handle).value();
  if (!answer) {
    require(!item || answer.error().is(exchange::Errc::message_ended),
            "a download was refused: " + handle.str());
    return;
  }
  if (!item || item->kind != ItemKind::form) return;
  const auto form = view->form(*item->payload).value().value();
  const auto conversation = view->conversation(form.conversation).value().value();
  require(conversation.find_carried(form.key, team)->downloaded_at.has_value(),
          "handed out, and it is not known: " + handle.str());
}

void Checks::claimed(const exchange::Task& task, const Bytes& who,
                     const Result<std::string>& answer) {
  if (!answer) return;  // somebody was faster, or the task was closed meanwhile
  read_log();
  if (passed_on_.contains(task.id.str())) return;
  require(claims_.emplace(task.id, who).second, "two people hold one task: " + task.id.str());
  const auto stored = gateway_.view()->task(task.id).value();
  require(stored && stored->second.claimed_by == who, "a claim was answered, but is another's");
}

}  // namespace gatepost::sim
