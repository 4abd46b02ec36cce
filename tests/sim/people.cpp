#include "tests/sim/people.hpp"

#include <algorithm>

namespace gatepost::sim {

using exchange::AcceptCommand;
using exchange::FormRecord;
using exchange::FormType;
using exchange::InboxItem;
using exchange::ItemKind;
using exchange::ReachedHow;
using exchange::Task;
using std::chrono::hours;

namespace {

// How often a team opens its mailbox, in minutes: some watch it, some do not.
int patience_of(const config::Team& team) {
  if (team.code.str() == "SOUTHWARK-SPOC") return 60 * 30;
  if (team.code.str() == "HACKNEY-SPOC") return 60 * 7;
  return 20;
}

}  // namespace

People::People(World& world, Gateway& gateway, Network& network, Checks& checks)
    : world_(world), gateway_(gateway), network_(network), checks_(checks) {
  send_some_today();
  for (const config::Team& team : world_.directory().teams()) {
    if (team.route != config::RouteKind::telephone) open_mailbox(team);
    look_at_tasks(team.code);
  }
}

void People::send_some_today() {
  const auto count = world_.random().between(0, 6);
  for (int i = 0; i < count; ++i)
    world_.after(world_.random().chance(80) ? world_.some_minutes(8 * 60, 18 * 60)
                                            : world_.some_minutes(0, 24 * 60),
                 [this] { send_one(); });
  world_.after(hours{24}, [this] { send_some_today(); });
}

void People::send_one() {
  static const std::vector<std::string> areas{"E09000022", "E09000022", "E09000028", "E09000001",
                                              "E09000008", "E06000046", "W06000015"};
  auto& random = world_.random();
  AcceptCommand command;
  const bool alert = !referrals_.empty() && random.chance(25);
  if (alert) {
    // More about somebody already referred: often a nearer release.
    command = random.pick(referrals_);
    command.type = FormType::alert_form;
    command.act = exchange::act::Alert{};
  } else {
    command.conversation = make_id<ConversationId>(random);
    command.key.from = TeamCode::parse(random.chance(50) ? "BXI-PSI" : "PVI-PSI").value();
    command.type = FormType::lief;
    command.to_area = AreaCode::parse(random.pick(areas)).value();
    command.sharing = exchange::Sharing{exchange::Sharing::Basis::given,
                                        {formats::forms::ConsentAgency::spoc},
                                        {}};
  }
  command.key.id = make_id<MessageId>(random);
  random.fill(command.digest.bytes);
  if (random.chance(70)) command.release_at = world_.now() + world_.some_minutes(60, 60 * 24 * 30);
  if (random.chance(10)) command.urgency = AcceptCommand::Urgency::urgent;
  if (!alert) referrals_.push_back(command);
  ++sent_;
  submit(command, Expect::accepted);
}

void People::submit(const AcceptCommand& command, Expect expected) {
  const bool renames = world_.options().plant == Plant::retry_with_new_id;
  auto final = [this, command, expected](const Result<std::string>& answer) {
    if (expected == Expect::accepted)
      checks_.accepted(command, answer);
    else
      checks_.refused(command, answer);
  };
  network_.call(
      [this, command, renames](int attempt, Answer answer) {
        AcceptCommand asked = command;
        if (renames && attempt > 1) asked.key.id = make_id<MessageId>(world_.random());
        gateway_.accept(asked, std::move(answer));
      },
      final, final);
}

void People::open_mailbox(const config::Team& team) {
  if (gateway_.up()) {
    // Each item once: what came after the last one looked at.
    Handle& last = last_seen_[team.code];
    for (const InboxItem& item : gateway_.view()->inbox(team.code, 500, last).value()) {
      last = item.handle;
      look_at(team.code, item);
    }
  }
  const int patience = patience_of(team);
  world_.after(world_.some_minutes(patience / 2, patience), [this, &team] { open_mailbox(team); });
}

void People::look_at(const TeamCode& team, const InboxItem& item) {
  checks_.saw(team, item);
  const bool forgotten = item.kind == ItemKind::form && world_.random().chance(4);
  if (!forgotten)
    network_.call([this, team, handle = item.handle](
                      int, Answer answer) { gateway_.collect(team, handle, std::move(answer)); },
                  [this, team, handle = item.handle](const Result<std::string>& answer) {
                    checks_.collected(team, handle, answer);
                  },
                  [](const Result<std::string>&) {});
  if (item.kind == ItemKind::form && exchange::has_ladder(item.type)) decide_about(item);
}

void People::decide_about(const InboxItem& item) {
  const FormRecord original = gateway_.view()->form(*item.payload).value().value();
  auto& random = world_.random();
  const auto in = [&](milliseconds delay, ReachedHow how) {
    world_.after(delay, [this, original, how] { reply(original, how); });
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
}

void People::look_at_tasks(const TeamCode& team) {
  if (gateway_.up()) {
    const auto tasks =
        gateway_.view()->tasks_of(team, exchange::View::TaskFilter::open, 500).value();
    for (const auto& [conversation, task] : tasks)
      if (!task.claimed_at && world_.random().chance(8)) {
        claim(conversation, task);
        if (world_.random().chance(20)) claim(conversation, task);  // two people at once
      }
  }
  world_.after(world_.some_minutes(60, 180), [this, team] { look_at_tasks(team); });
}

// Somebody claims a task; most then ring, or see to it that their own side looks.
void People::claim(const ConversationId& conversation, const Task& task) {
  Bytes who(16);
  world_.random().fill(who);
  const exchange::ClaimCommand command{task.id, task.owner, who};
  network_.call(
      [this, conversation, command](int, Answer answer) {
        gateway_.claim(conversation, command, std::move(answer));
      },
      [this, task, who](const Result<std::string>& answer) {
        checks_.claimed(task, who, answer);
        if (!answer || !world_.random().chance(60)) return;
        const auto form = gateway_.view()->form(task.about).value();
        const bool rings = task.owner == task.about.from;
        world_.after(world_.some_minutes(5, 300), [this, form, rings] {
          reply(*form, rings ? ReachedHow::telephone : ReachedHow::person);
        });
      },
      [](const Result<std::string>&) {});
}

AcceptCommand People::reply_to(const FormRecord& original, ReachedHow how) {
  auto& random = world_.random();
  AcceptCommand command;
  command.conversation = original.conversation;
  command.key.id = make_id<MessageId>(random);
  random.fill(command.digest.bytes);
  command.about = AcceptCommand::About{original.key, original.digest};
  command.act = exchange::act::Acknowledge{how};
  command.content = AcceptCommand::Content::none;
  if (how == ReachedHow::telephone) {
    command.type = FormType::phone_confirmation;
    command.key.from = original.key.from;
    if (original.to.empty())
      command.to_area = AreaCode::parse("W06000015").value();
    else
      command.to_team = original.to;
  } else {
    command.type = FormType::acknowledgement;
    command.key.from = original.to;
    command.to_team = original.key.from;
  }
  return command;
}

void People::reply(const FormRecord& original, ReachedHow how) {
  if (how != ReachedHow::telephone && original.to.empty()) return;
  ++replies_;
  submit(reply_to(original, how), Expect::accepted);
}

// Around a deadline, before or just after it: where a receipt and a timeout race.
void People::reply_at_the_last_moment(const FormRecord& original) {
  const auto conversation = gateway_.view()->conversation(original.conversation).value();
  const auto& deadlines = conversation->find(original.key)->deadlines;
  if (deadlines.empty()) return;
  const Instant moment =
      world_.random().pick(deadlines).due + std::chrono::seconds{world_.random().between(-30, 300)};
  if (moment <= world_.now()) return;
  const ReachedHow how = world_.random().chance(50) ? ReachedHow::automatic : ReachedHow::person;
  world_.after(moment - world_.now(), [this, original, how] { reply(original, how); });
}

void People::reply_wrongly(const FormRecord& original) {
  auto& random = world_.random();
  AcceptCommand command = reply_to(original, ReachedHow::person);
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
  if (command.key.from == original.to && command.about->digest == original.digest &&
      command.to_team == original.key.from)
    return;  // Croydon's own form: not wrong at all
  submit(command, Expect::refused);
}

}  // namespace gatepost::sim
