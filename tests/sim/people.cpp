#include "tests/sim/people.hpp"

#include <algorithm>

namespace gatepost::sim {

namespace act = exchange::act;
using exchange::AcceptCommand;
using exchange::FormType;
using exchange::InboxItem;
using exchange::ItemKind;
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
  change_minds();
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
  auto& random = world_.random();
  const bool news = !referrals_.empty() && random.chance(35);
  AcceptCommand command = news ? news_of(random.pick(referrals_)) : new_referral();
  command.key.id = make_id<MessageId>(random);
  random.fill(command.digest.bytes);
  command.written_at = world_.now();
  if (random.chance(70)) command.release_at = world_.now() + world_.some_minutes(60, 60 * 24 * 30);
  if (random.chance(10)) command.urgency = AcceptCommand::Urgency::urgent;
  if (!news) referrals_.push_back(command);
  ++sent_;
  submit(command, news ? Expect::either : Expect::accepted);
}

AcceptCommand People::new_referral() {
  static const std::vector<std::string> areas{"E09000022", "E09000022", "E09000028", "E09000001",
                                              "E09000008", "E06000046", "W06000015"};
  auto& random = world_.random();
  AcceptCommand command;
  command.conversation = make_id<ConversationId>(random);
  command.key.from = TeamCode::parse(random.chance(50) ? "BXI-PSI" : "PVI-PSI").value();
  command.type = FormType::lief;
  command.to_area = AreaCode::parse(random.pick(areas)).value();
  command.sharing = exchange::Sharing{exchange::Sharing::Basis::given,
                                      {formats::forms::ConsentAgency::spoc},
                                      world_.calendar().local_date(world_.now()),
                                      {}};
  if (random.chance(15)) command.completeness = AcceptCommand::Completeness::clinical_part_follows;
  return command;
}

// More about somebody already referred: often a nearer release, sometimes another prison, a death,
// or a question.
AcceptCommand People::news_of(AcceptCommand referral) {
  static const std::vector<std::string> prisons{"BXI", "PVI", "PVI", "XXI"};
  auto& random = world_.random();
  referral.completeness = AcceptCommand::Completeness::whole;
  if (random.chance(20)) {
    referral.type = FormType::information_request;
    referral.content = AcceptCommand::Content::minimal;
    return referral;
  }
  referral.type = FormType::alert_form;
  act::Alert alert;
  if (random.chance(25)) alert.call = act::Alert::Call::must_follow;
  if (random.chance(20)) alert.new_prison = random.pick(prisons);
  if (random.chance(6)) {
    alert.ends = act::Alert::Ends::everything;
    referral.content = AcceptCommand::Content::none;
    referral.urgency = AcceptCommand::Urgency::urgent;
  }
  referral.act = alert;
  return referral;
}

void People::submit(const AcceptCommand& command, Expect expected) {
  const bool renames = world_.options().plant == Plant::retry_with_new_id;
  auto final = [this, command, expected](const Result<std::string>& answer) {
    if (expected == Expect::refused)
      checks_.refused(command, answer);
    else if (expected == Expect::either && !answer)
      checks_.over(command, answer.error());
    else
      checks_.accepted(command, answer);
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
  else  // looked at, and never marked as collected
    network_.call([this, team, handle = item.handle](
                      int, Answer answer) { gateway_.download(team, handle, std::move(answer)); },
                  [this, team, handle = item.handle](const Result<std::string>& answer) {
                    checks_.downloaded(team, handle, answer);
                  },
                  [](const Result<std::string>&) {});
  if (item.kind == ItemKind::form && exchange::has_ladder(item.type)) decide_about(team, item);
}

// Now and then somebody takes a form back, the person takes consent back, or a referral is found to
// be needless.
void People::change_minds() {
  if (!referrals_.empty()) {
    const AcceptCommand& referral = world_.random().pick(referrals_);
    if (gateway_.view()->form(referral.key).value()) {
      if (world_.random().chance(10)) withdraw(referral);
      if (world_.random().chance(6)) close_by_hand(referral);
    }
    // Most often while what was sent still waits.
    const AcceptCommand& latest = referrals_.back();
    if (world_.random().chance(12) && gateway_.view()->form(latest.key).value()) word_about(latest);
  }
  world_.after(world_.some_minutes(60, 60 * 10), [this] { change_minds(); });
}

// The person agrees to less than before, or again: sharing is refused, or only probation is named.
void People::word_about(AcceptCommand referral) {
  using exchange::Sharing;
  using formats::forms::ConsentAgency;
  auto& random = world_.random();
  const auto today = world_.calendar().local_date(world_.now());
  referral.key.id = make_id<MessageId>(random);
  random.fill(referral.digest.bytes);
  referral.written_at = world_.now();
  referral.type = FormType::alert_form;
  referral.act = act::Alert{};
  referral.content = AcceptCommand::Content::minimal;
  referral.completeness = AcceptCommand::Completeness::whole;
  const auto roll = random.below(100);
  if (roll < 50) {
    referral.sharing = Sharing{Sharing::Basis::refused, {}, {}, {}};
  } else if (roll < 75) {
    referral.sharing = Sharing{Sharing::Basis::given, {ConsentAgency::probation}, today, {}};
    referral.to_area.reset();
    referral.to_team = TeamCode::parse("LAMBETH-PROB").value();
  } else {
    referral.sharing = Sharing{Sharing::Basis::given, {ConsentAgency::spoc}, today, {}};
  }
  ++sent_;
  submit(referral, Expect::either);
}

void People::withdraw(const AcceptCommand& referral) {
  auto& random = world_.random();
  AcceptCommand command;
  command.conversation = referral.conversation;
  command.key = {referral.key.from, make_id<MessageId>(random)};
  command.type = FormType::withdrawal;
  random.fill(command.digest.bytes);
  command.about = AcceptCommand::About{referral.key, referral.digest};
  command.to_area = referral.to_area;
  command.content = AcceptCommand::Content::none;
  using Scope = act::Withdraw::Scope;
  command.act = act::Withdraw{random.chance(40) ? Scope::consent : Scope::form, {}};
  ++sent_;
  submit(command, Expect::accepted);
}

void People::close_by_hand(const AcceptCommand& referral) {
  const auto conversation = gateway_.view()->conversation(referral.conversation).value();
  const exchange::CloseCommand command{referral.key, conversation->find(referral.key)->holder(),
                                       "reached-otherwise", to_bytes("sealed")};
  network_.call(
      [this, referral, command](int, Answer answer) {
        gateway_.act(referral.conversation, command, "close/" + command.key.str(),
                     std::move(answer));
      },
      [](const Result<std::string>&) {}, [](const Result<std::string>&) {});
}

}  // namespace gatepost::sim
