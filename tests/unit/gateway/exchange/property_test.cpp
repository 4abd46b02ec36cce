// Properties of decide() and apply() that hold for every sequence of commands. GATEPOST_SEED is not
// read: a failing seed is printed, and belongs into `seeds` below.
#include <random>
#include <set>

#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::minutes;

// Draws the next command: sensible ones, stale ones and wrong ones.
class Chaos {
 public:
  explicit Chaos(std::uint64_t seed) : random_(seed) {}

  Command next(Scene& scene) {
    scene.now += minutes{random_.between(0, random_.chance(10) ? 60 * 24 * 9 : 240)};
    const auto roll = random_.below(100);
    if (sent_.empty() || roll < 14) return send(scene);
    if (roll < 50) return TickCommand{};
    if (roll < 58) return CollectedCommand{random_.pick(sent_).key, any_team()};
    if (roll < 70 && scene.conversation && !scene.conversation->tasks.empty()) return task(scene);
    if (roll < 72) return CloseCommand{random_.pick(sent_).key, any_team(), "other", Bytes{1}};
    return roll < 84 ? reply(scene) : say(scene);
  }

 private:
  TeamCode any_team() { return team(random_.pick(teams_)); }

  Command task(Scene& scene) {
    const Task& task = random_.pick(scene.conversation->tasks);
    const TeamCode who = random_.chance(90) ? task.owner : any_team();
    switch (random_.below(4)) {
      case 0:
        return CompleteCommand{task.id, who, TaskOutcome::not_reached};
      case 1:
        return HandOverCommand{task.id, who, random_.chance(50) ? to_bytes("y") : Bytes{}};
      default:
        return ClaimCommand{task.id, who, to_bytes("x")};
    }
  }

  AcceptCommand send(Scene& scene) {
    AcceptCommand command = scene.lief(random_.pick(areas_));
    if (random_.chance(20)) command.key.from = any_team();
    if (random_.chance(20)) command.urgency = AcceptCommand::Urgency::urgent;
    if (random_.chance(50))
      command.release_at = scene.now + minutes{random_.between(-1000, 60 * 24 * 20)};
    if (random_.chance(40)) {
      command.type = FormType::alert_form;
      act::Alert alert;
      if (random_.chance(30)) alert.call = act::Alert::Call::must_follow;
      if (random_.chance(20)) alert.new_prison = random_.pick(prisons_);
      if (random_.chance(8)) alert.ends = act::Alert::Ends::everything;
      command.act = alert;
    } else if (random_.chance(20)) {
      command.type = FormType::information_request;
    } else if (random_.chance(20)) {
      command.completeness = AcceptCommand::Completeness::clinical_part_follows;
    }
    command.sharing->stated_on = scene.calendar.local_date(scene.now);
    sent_.push_back(command);
    return command;
  }
  AcceptCommand reply(Scene& scene) {
    const AcceptCommand& about = random_.pick(sent_);
    const auto how =
        random_.pick(std::vector{ReachedHow::automatic, ReachedHow::person, ReachedHow::telephone});
    AcceptCommand command = scene.reply(about, how, recipient_of(scene, about).str());
    if (random_.chance(50)) command.to_team.reset(), command.to_area = about.to_area;
    if (random_.chance(10)) command.about->digest->bytes[0] ^= 1U;
    return command;
  }
  // What a SPOC says to a referral, and what either side takes back.
  AcceptCommand say(Scene& scene) {
    const AcceptCommand& about = random_.pick(sent_);
    const Instant then = scene.now + minutes{random_.between(-600, 60 * 24 * 6)};
    using Result = act::ReportOutcome::Result;
    const std::vector<act::Act> acts{act::Accept{then},
                                     act::Accept{{}},
                                     act::Appoint{then},
                                     act::ReportOutcome{Result::came},
                                     act::ReportOutcome{Result::did_not_attend},
                                     act::ReportOutcome{Result::cancelled},
                                     act::FollowUp{},
                                     act::Engage{},
                                     act::Decline{},
                                     act::Decline{act::Decline::Next::nothing},
                                     act::Reply{},
                                     act::Complete{},
                                     act::Withdraw{act::Withdraw::Scope::form, {}},
                                     act::Withdraw{act::Withdraw::Scope::consent, {}}};
    AcceptCommand command = scene.form(FormType::response, recipient_of(scene, about).str());
    command.act = random_.chance(10) ? random_.pick(acts) : acts[random_.below(acts.size() - 4)];
    command.to_area = about.to_area;
    command.about = AcceptCommand::About{about.key, about.digest};
    command.content = AcceptCommand::Content::none;
    if (std::holds_alternative<act::Withdraw>(command.act)) {
      command.type = FormType::withdrawal;
      if (random_.chance(80)) command.key.from = about.key.from;
    } else if (std::holds_alternative<act::Complete>(command.act)) {
      command.type = FormType::clinical_part;
      command.key.from = team("BXI-CLIN");
    } else if (std::holds_alternative<act::Reply>(command.act)) {
      command.type = FormType::information_reply;
    }
    return command;
  }
  TeamCode recipient_of(Scene& scene, const AcceptCommand& about) {
    const MessageState* state = scene.conversation ? scene.conversation->find(about.key) : nullptr;
    return state != nullptr && !state->to.empty() && random_.chance(80) ? state->to : any_team();
  }

  tests::SeededRandom random_;
  std::vector<AcceptCommand> sent_;
  std::vector<std::string> teams_{"BXI-PSI",      "BXI-CLIN",     "PVI-PSI",
                                  "LAMBETH-SPOC", "CROYDON-SPOC", "IOW-SPOC"};
  std::vector<std::string> prisons_{"PVI", "BXI", "XXI"};
  std::vector<std::string> areas_{"E09000022", "E09000008", "E06000046",
                                  std::string(tests::unknown_area)};
};

constexpr std::array ladder{Rung::accepted, Rung::delivered, Rung::acknowledged, Rung::confirmed,
                            Rung::answered};

void expect_nothing_unreached(const Conversation& before, const Conversation& after) {
  for (const TeamCode& party : before.parties) ASSERT_TRUE(after.has_party(party));
  ASSERT_GE(after.messages.size(), before.messages.size());
  for (const MessageState& was : before.messages) {
    const MessageState* is = after.find(was.key);
    ASSERT_NE(is, nullptr);
    for (const Rung rung : ladder)
      if (was.reached(rung)) ASSERT_EQ(is->reached(rung), was.reached(rung));
    if (was.late) ASSERT_TRUE(is->late);
    if (was.standing == Standing::withdrawn) ASSERT_EQ(is->standing, was.standing);
    // Closed is closed, but for what a form ended that has been taken back since: a death reported
    // by mistake.
    if (was.standing == Standing::closed && is->standing == Standing::open) {
      ASSERT_TRUE(was.ended_with) << "closed by hand, and open again";
      const MessageState* with = after.find(*was.ended_with);
      ASSERT_NE(with, nullptr);
      ASSERT_EQ(with->standing, Standing::withdrawn) << "what ended it still holds";
    }
    for (std::size_t i = 0; i < was.deadlines.size(); ++i) {
      // Engagement alone follows a later release.
      if (was.deadlines[i].rung != Rung::engaged)
        ASSERT_LE(is->deadlines[i].due, was.deadlines[i].due) << "a deadline was postponed";
      ASSERT_GE(is->deadlines[i].steps_taken, was.deadlines[i].steps_taken);
      if (was.deadlines[i].met_at) ASSERT_EQ(is->deadlines[i], was.deadlines[i]);
    }
  }
}

void expect_sound_task(const Conversation& conversation, const Task& task) {
  const MessageState* about = conversation.find(task.about);
  ASSERT_NE(about, nullptr);
  ASSERT_FALSE(task.owner.empty());
  ASSERT_EQ(task.closed_at.has_value(), task.outcome.has_value());
  if (task.closed_at) {
    ASSERT_FALSE(task.next_step_at);
    return;
  }
  if (task.ends == TaskEnds::rung) {
    ASSERT_EQ(about->standing, Standing::open) << "a task is open for a form that is over";
    ASSERT_TRUE(is_aftercare(task.rung) ? about->waiting_for(task.rung) != nullptr
                                        : about->highest() < task.rung)
        << "a task is open for a rung that is reached: " << task.step;
  }
  // Either the task has steps of its own, or those of its rung go on.
  if (!task.next_step_at)
    ASSERT_TRUE(std::ranges::any_of(about->deadlines,
                                    [](const Deadline& deadline) { return !deadline.met_at; }))
        << "nobody is reminded of the task " << task.step;
}

void expect_sound(const Conversation& conversation) {
  ASSERT_TRUE(std::ranges::is_sorted(conversation.parties));
  for (const Task& task : conversation.tasks) expect_sound_task(conversation, task);
  for (const MessageState& message : conversation.messages) {
    for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered,
                            Rung::outcome, Rung::followed_up, Rung::engaged}) {
      const auto open = std::ranges::count_if(message.deadlines, [&](const Deadline& deadline) {
        return deadline.rung == rung && !deadline.met_at;
      });
      ASSERT_LE(open, 1) << "two deadlines wait for " << config::to_string(rung);
      if (message.reached(rung)) ASSERT_EQ(open, 0);
      if (!is_aftercare(rung) && message.highest() >= rung) ASSERT_EQ(open, 0);
    }
    for (const Deadline& deadline : message.deadlines) {
      ASSERT_EQ(deadline.next_step_at.has_value(), !deadline.met_at) << "a rung fell silent";
      if (deadline.passed_at) ASSERT_GE(*deadline.passed_at, deadline.due);
    }
  }
}

bool same(const Decision& a, const Decision& b) {
  if (a.events.size() != b.events.size() || a.effects.size() != b.effects.size()) return false;
  for (std::size_t i = 0; i < a.effects.size(); ++i)
    if (a.effects[i].reference != b.effects[i].reference) return false;
  return a.receipts.size() == b.receipts.size() && a.deliveries.size() == b.deliveries.size();
}

void run(std::uint64_t seed, int commands) {
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  Scene scene;
  Chaos chaos(seed);
  std::set<std::string> references;
  std::set<std::pair<MessageKey, Rung>> receipts;
  for (int i = 0; i < commands; ++i) {
    const Command command = chaos.next(scene);
    const auto before = scene.conversation;
    // Twice, from the same state and the same randomness.
    tests::SeededRandom first(seed + static_cast<std::uint64_t>(i)), second = first;
    const auto decision =
        decide(before, command, {scene.now, scene.policy, scene.calendar, scene.directory, first});
    const auto again =
        decide(before, command, {scene.now, scene.policy, scene.calendar, scene.directory, second});
    ASSERT_EQ(decision.has_value(), again.has_value());
    if (!decision) continue;
    ASSERT_TRUE(same(*decision, *again));
    auto twin = before;
    for (const Event& event : decision->events) apply(scene.conversation, scene.id, event);
    for (const Event& event : again->events) apply(twin, scene.id, event);
    ASSERT_EQ(scene.conversation, twin);
    for (const Effect& effect : decision->effects)
      ASSERT_TRUE(references.insert(effect.reference).second) << effect.reference;
    for (const IssueReceipt& receipt : decision->receipts)
      ASSERT_TRUE(receipts.emplace(receipt.about, receipt.rung).second) << receipt.about.str();
    if (before) expect_nothing_unreached(*before, *scene.conversation);
    if (testing::Test::HasFatalFailure()) return;
    if (scene.conversation) expect_sound(*scene.conversation);
    if (std::holds_alternative<TickCommand>(command)) {
      const auto wake = scene.conversation->wake_at();
      ASSERT_TRUE(!wake || *wake > scene.now) << "woken again at once";
    }
    if (testing::Test::HasFatalFailure()) return;
  }
}

TEST(EverySequenceOfCommands, KeepsTheInvariants) {
  std::random_device device;
  std::vector<std::uint64_t> seeds{1, 2, 3, 4, 5, 6, 7, 8, 2710936346};
  seeds.push_back(device());
  testing::Test::RecordProperty("seed", std::to_string(seeds.back()));
  std::cout << "random seed " << seeds.back() << "\n";
  for (const std::uint64_t seed : seeds) {
    run(seed, 300);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace gatepost::exchange
