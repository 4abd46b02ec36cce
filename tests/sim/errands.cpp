// Tasks: claimed by somebody or ignored, handed over, put back, done or not.
#include <fmt/format.h>

#include "gateway/exchange/steps.hpp"
#include "tests/sim/people.hpp"

namespace gatepost::sim {

namespace act = exchange::act;
namespace steps = exchange::steps;
using exchange::AcceptCommand;
using exchange::FormRecord;
using exchange::FormType;
using exchange::MessageState;
using exchange::ReachedHow;
using exchange::Task;
using exchange::TaskOutcome;

void People::look_at_tasks(const TeamCode& team) {
  if (gateway_.up()) {
    const auto tasks =
        gateway_.view()->tasks_of(team, exchange::View::TaskFilter::open, 500, {}).value();
    for (const auto& [conversation, task, place] : tasks)
      if (!task.claimed_at && world_.random().chance(8)) {
        claim(conversation, task);
        if (world_.random().chance(20)) claim(conversation, task);  // two people at once
      }
  }
  world_.after(world_.some_minutes(60, 180), [this, team] { look_at_tasks(team); });
}

void People::claim(const ConversationId& conversation, const Task& task) {
  Bytes who(16);
  world_.random().fill(who);
  const Errand errand{conversation, task, who};
  network_.call(
      [this, errand](int, Answer answer) {
        gateway_.act(errand.conversation,
                     exchange::ClaimCommand{errand.task.id, errand.task.owner, errand.who},
                     fmt::format("claim/{}/{}", errand.task.id.str(), to_hex(errand.who)),
                     std::move(answer));
      },
      [this, errand](const Result<std::string>& answer) {
        checks_.claimed(errand.task, errand.who, answer);
        if (answer) run(errand);
      },
      [](const Result<std::string>&) {});
}

// Most do what the task asks; some pass it on, some say that it is done, some forget it.
void People::run(const Errand& errand) {
  ++errands_;
  if (world_.random().chance(60))
    world_.after(world_.some_minutes(5, 300), [this, errand] { do_what_it_asks(errand); });
  if (world_.random().chance(50))
    world_.after(world_.some_minutes(5, 60 * 24), [this, errand] { pass_on_or_finish(errand); });
}

void People::do_what_it_asks(const Errand& errand) {
  const auto conversation = gateway_.view()->conversation(errand.conversation).value();
  const MessageState& message = *conversation->find(errand.task.about);
  auto& random = world_.random();
  // To be seen and completed, no more: pass_on_or_finish().
  if (errand.task.step == steps::taken_back || errand.task.step == steps::no_longer_agreed) return;
  const bool another = errand.task.step == steps::choose_another_spoc;
  if (!another && errand.task.step != steps::clinical_part) return ring_or_confirm(errand, message);
  AcceptCommand command;
  command.conversation = errand.conversation;
  command.key = {errand.task.owner, make_id<MessageId>(random)};
  random.fill(command.digest.bytes);
  if (another) {
    command.type = FormType::lief;
    command.to_area =
        AreaCode::parse(message.area && message.area->str() == "E09000008" ? "E09000028"
                                                                           : "E09000008")
            .value();
  } else {
    command.type = FormType::clinical_part;
    command.act = act::Complete{};
    command.about = AcceptCommand::About{message.carried(), message.digest};
    command.to_area = message.area;
  }
  ++sent_;
  submit(command, Expect::either);
}

// The sending side rings; the other side sees to it that somebody of theirs looks.
void People::ring_or_confirm(const Errand& errand, const MessageState& message) {
  if (!exchange::has_ladder(message.type) || errand.task.ends == exchange::TaskEnds::hand) return;
  FormRecord original = gateway_.view()->form(message.key).value().value();
  original.key = message.carried();
  if (errand.task.owner == message.to) return acknowledge(original, ReachedHow::person);
  AcceptCommand call =
      reply_to(original, FormType::phone_confirmation, act::Acknowledge{ReachedHow::telephone});
  call.key.from = errand.task.owner;
  call.to_team.reset();
  if (message.to.empty())
    call.to_area = message.area;
  else
    call.to_team = message.to;
  ++replies_;
  submit(call, Expect::accepted);
}

void People::pass_on_or_finish(const Errand& errand) {
  auto& random = world_.random();
  Errand next = errand;
  const auto roll = random.below(100);
  exchange::Command command;
  if (roll < 30) {
    random.fill(next.who);
    command = exchange::HandOverCommand{errand.task.id, errand.task.owner, next.who};
  } else if (roll < 55) {
    command = exchange::HandOverCommand{errand.task.id, errand.task.owner, {}};
  } else {
    const auto outcome = random.pick(
        std::vector{TaskOutcome::done, TaskOutcome::not_reached, TaskOutcome::not_needed});
    command = exchange::CompleteCommand{errand.task.id, errand.task.owner, outcome};
  }
  const bool passes_on = roll < 30;
  checks_.changes_hands(errand.task);
  const std::string once =
      fmt::format("errand/{}/{}", errand.task.id.str(), make_id<MessageId>(random).str());
  network_.call(
      [this, errand, command, once](int, Answer answer) {
        gateway_.act(errand.conversation, command, once, std::move(answer));
      },
      [this, next, passes_on](const Result<std::string>& answer) {
        if (answer && passes_on) run(next);
      },
      [](const Result<std::string>&) {});
}

}  // namespace gatepost::sim
