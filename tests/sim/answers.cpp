// What becomes of a form: acknowledgements, answers, and what is said of appointments.
#include <algorithm>

#include "tests/sim/people.hpp"

namespace gatepost::sim {

namespace act = exchange::act;
using exchange::AcceptCommand;
using exchange::FormRecord;
using exchange::FormType;
using exchange::InboxItem;
using exchange::ReachedHow;
using std::chrono::hours;

void People::decide_about(const TeamCode& team, const InboxItem& item) {
  FormRecord original = gateway_.view()->form_by_handle(item.handle).value().value();
  original.key = *item.payload;
  auto& random = world_.random();
  const auto in = [&](milliseconds delay, ReachedHow how) {
    world_.after(delay, [this, original, how] { acknowledge(original, how); });
  };
  if (random.chance(70)) in(world_.some_minutes(0, 10), ReachedHow::automatic);
  if (random.chance(10)) in(world_.some_minutes(0, 60), ReachedHow::automatic);  // twice
  if (random.chance(50))
    in(world_.some_minutes(5, 60 * 8), ReachedHow::person);
  else if (random.chance(60))
    in(world_.some_minutes(60, 60 * 24 * 8), ReachedHow::person);  // late
  if (random.chance(25)) reply_at_the_last_moment(original);
  if (random.chance(10))
    world_.after(world_.some_minutes(0, 60 * 48), [this, original] { reply_wrongly(original); });
  const bool is_spoc = world_.directory().find(team)->kind == config::TeamKind::spoc;
  const bool asks = original.type == FormType::information_request ||
                    (is_spoc && exchange::is_referral(original.type));
  if (asks && random.chance(75))
    world_.after(world_.some_minutes(30, 60 * 24 * 4), [this, original] { answer(original); });
}

AcceptCommand People::reply_to(const FormRecord& original, FormType type, act::Act act) {
  auto& random = world_.random();
  AcceptCommand command;
  command.conversation = original.conversation;
  command.key = {original.to, make_id<MessageId>(random)};
  command.type = type;
  random.fill(command.digest.bytes);
  command.about = AcceptCommand::About{original.key, original.digest};
  command.to_team = original.key.from;
  command.act = std::move(act);
  command.content = AcceptCommand::Content::none;
  return command;
}

void People::acknowledge(const FormRecord& original, ReachedHow how) {
  if (original.to.empty()) return;
  ++replies_;
  submit(reply_to(original, FormType::acknowledgement, act::Acknowledge{how}), Expect::accepted);
}

// Around a deadline, before or just after it: where a receipt and a timeout race.
void People::reply_at_the_last_moment(const FormRecord& original) {
  const auto conversation = gateway_.view()->conversation(original.conversation).value();
  const auto& deadlines = conversation->find_carried(original.key, original.to)->deadlines;
  if (deadlines.empty()) return;
  const Instant moment =
      world_.random().pick(deadlines).due + std::chrono::seconds{world_.random().between(-30, 300)};
  if (moment <= world_.now()) return;
  const ReachedHow how = world_.random().chance(50) ? ReachedHow::automatic : ReachedHow::person;
  world_.after(moment - world_.now(), [this, original, how] { acknowledge(original, how); });
}

void People::reply_wrongly(const FormRecord& original) {
  auto& random = world_.random();
  AcceptCommand command =
      reply_to(original, FormType::acknowledgement, act::Acknowledge{ReachedHow::person});
  switch (random.below(3)) {
    case 0:
      command.about->digest->bytes[0] ^= 1U;
      break;
    case 1:
      command.key.from = TeamCode::parse("CROYDON-SPOC").value();
      break;
    default:
      command.to_team = TeamCode::parse("BXI-CLIN").value();
      break;
  }
  const auto conversation = gateway_.view()->conversation(original.conversation).value();
  const bool sound =
      command.about->digest == original.digest && command.to_team == original.key.from;
  if (sound && conversation->find_carried(original.key, command.key.from) != nullptr)
    return;  // Croydon's own form: not wrong at all
  submit(command, Expect::refused);
}

void People::answer(const FormRecord& original) {
  auto& random = world_.random();
  if (original.type == FormType::information_request) {
    AcceptCommand reply = reply_to(original, FormType::information_reply, act::Reply{});
    reply.content = AcceptCommand::Content::personal;
    ++replies_;
    return submit(reply, Expect::either);
  }
  const auto roll = random.below(100);
  using Next = act::Decline::Next;
  if (roll < 20) return say(original, act::Decline{roll < 3 ? Next::nothing : Next::another_spoc});
  if (roll < 35) return say(original, act::Accept{});
  const Instant appointment = world_.now() + world_.some_minutes(60, 60 * 24 * 10);
  say(original, act::Accept{appointment});
  if (random.chance(10)) say(original, act::Appoint{appointment + hours{24}});
  world_.after(appointment - world_.now() + world_.some_minutes(0, 60 * 24 * 5),
               [this, original] { report_outcome(original, 1); });
}

void People::report_outcome(const FormRecord& original, int appointment) {
  auto& random = world_.random();
  using Result = act::ReportOutcome::Result;
  const auto roll = random.below(100);
  if (roll < 10) return;  // nobody ever says
  if (roll < 60) {
    say(original, act::ReportOutcome{Result::came});
    if (random.chance(70))
      world_.after(world_.some_minutes(60, 60 * 24 * 9),
                   [this, original] { say(original, act::Engage{}); });
    return;
  }
  say(original, act::ReportOutcome{roll < 85 ? Result::did_not_attend : Result::cancelled});
  if (random.chance(40))
    world_.after(world_.some_minutes(60, 60 * 24 * 4),
                 [this, original] { say(original, act::FollowUp{}); });
  if (appointment > 3 || random.chance(30)) return;
  world_.after(world_.some_minutes(60, 60 * 24 * 4), [this, original, appointment] {
    const Instant next = world_.now() + world_.some_minutes(60, 60 * 24 * 7);
    say(original, act::Appoint{next});
    world_.after(next - world_.now() + world_.some_minutes(0, 60 * 24 * 4),
                 [this, original, appointment] { report_outcome(original, appointment + 1); });
  });
}

void People::say(const FormRecord& original, act::Act act) {
  ++replies_;
  submit(reply_to(original, FormType::response, std::move(act)), Expect::either);
}

}  // namespace gatepost::sim
