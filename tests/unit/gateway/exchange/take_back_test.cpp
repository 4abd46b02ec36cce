// Less is agreed than before: what lies uncollected and is no longer covered is taken back, its
// sender hears, and whoever could have read it is asked to confirm.
#include <gmock/gmock.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/desk.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Agency = formats::forms::ConsentAgency;
using Basis = Sharing::Basis;

struct Shrinking {
  Scene scene;
  Writer writer{scene};

  Shrinking() { scene.now = at("2026-06-09T10:00:00+01:00"); }

  forms::Lief lief_for(std::vector<Agency> agencies, std::string_view to = "E09000022") const {
    auto form = writer.lief("BXI-PSI", to);
    form.consent->agencies = std::move(agencies);
    form.consent->given_on = writer.today();
    return form;
  }
  // An Alert that may leave although sharing is refused, and says so.
  forms::AlertForm refusal(std::string_view to = "E09000022") const {
    auto form = writer.alert("BXI-PSI", to, {writer.tick(forms::Circumstance::court)});
    form.consent = forms::Consent{};
    form.consent->status = forms::ConsentStatus::refused;
    form.consent->limits_explained = forms::YesNo::yes;
    form.consent->warned_of_delay = forms::YesNo::yes;
    return form;
  }
  Decision later(const forms::Form& form) { return scene.must(writer.command(form)); }
  // "step owner" of every open task that speaks of consent.
  std::vector<std::string> asked() const {
    std::vector<std::string> found;
    for (const Task& task : scene.conversation->tasks)
      if (!task.closed_at &&
          (task.step == steps::taken_back || task.step == steps::no_longer_agreed))
        found.push_back(task.step + " " + task.owner.str());
    return found;
  }
  static std::vector<MessageKey> taken_back(const Decision& decision) {
    std::vector<MessageKey> keys;
    for (const TakeFromInbox& back : decision.retractions) keys.push_back(back.key);
    return keys;
  }
};

TEST(ARefusal, TakesBackTheFullerFormThatNobodyHasCollected) {
  Shrinking s;
  const AcceptCommand lief = s.writer.send(s.lief_for({Agency::spoc}));
  const AcceptCommand other = s.writer.send(s.lief_for({Agency::spoc}, "E09000028"));
  const AcceptCommand minimal = s.writer.send([&] {
    auto form = s.writer.request("LAMBETH-SPOC", "BXI-PSI");
    form.question.reset();
    return form;
  }());
  s.scene.now += hours{1};
  const Decision decision = s.later(s.refusal());
  EXPECT_THAT(s.taken_back(decision), UnorderedElementsAre(lief.key, other.key));
  EXPECT_EQ(s.scene.message(lief).standing, Standing::withdrawn);
  EXPECT_EQ(s.scene.message(other).standing, Standing::withdrawn);
  EXPECT_EQ(s.scene.message(minimal).standing, Standing::open) << "it says who they are, no more";
  // At Lambeth the Alert takes the place of the LIEF; Southwark has nothing now.
  EXPECT_THAT(s.asked(), UnorderedElementsAre("taken-back BXI-PSI"));
  const auto ended = all_of<MessageEnded>(decision);
  ASSERT_EQ(ended.size(), 2U);
  EXPECT_EQ(ended[0].reason, "no-longer-agreed");
}

// Else the person's referral would wait for nobody's answer.
TEST(ARefusal, AsksForAnAnswerInThePlaceOfWhatItTakesBack) {
  Shrinking s;
  s.writer.send(s.lief_for({Agency::spoc}));
  const AcceptCommand alert = s.writer.command(s.refusal());
  s.scene.must(alert);
  EXPECT_FALSE(s.scene.message(alert).deadlines.empty());
  EXPECT_TRUE(s.scene.message(alert).waiting_for(Rung::answered));
}

TEST(ARefusal, LeavesACollectedReferralAndAsksItsRecipientToConfirm) {
  Shrinking s;
  const AcceptCommand lief = s.writer.send(s.lief_for({Agency::spoc}));
  s.scene.must(CollectedCommand{lief.key, team("LAMBETH-SPOC")});
  const Decision decision = s.later(s.refusal());
  EXPECT_THAT(s.taken_back(decision), IsEmpty());
  EXPECT_EQ(s.scene.message(lief).standing, Standing::open) << "the referral is agreed";
  EXPECT_THAT(s.asked(), UnorderedElementsAre("no-longer-agreed LAMBETH-SPOC"));
  s.writer.send(s.writer.accepted(lief, s.scene.now + hours{48}));
}

// Handed out, and never marked as collected: it can be taken back, and could have been read.
TEST(ARefusal, TakesBackWhatWasOnlyHandedOutAndAsksToConfirm) {
  Shrinking s;
  const AcceptCommand lief = s.writer.send(s.lief_for({Agency::spoc}));
  s.scene.must(DownloadedCommand{lief.key, team("LAMBETH-SPOC")});
  EXPECT_THAT(s.taken_back(s.later(s.refusal())), UnorderedElementsAre(lief.key));
  EXPECT_THAT(s.asked(), UnorderedElementsAre("no-longer-agreed LAMBETH-SPOC"));
}

TEST(ARefusal, IsTheSendersToTellWhereOnlyTheTelephoneReaches) {
  Shrinking s;
  const AcceptCommand lief = s.writer.send(s.lief_for({Agency::spoc}, "E06000046"));
  s.writer.send(s.writer.call(lief, "BXI-PSI", "E06000046"));
  s.writer.send(s.refusal());
  EXPECT_THAT(s.asked(), UnorderedElementsAre("taken-back BXI-PSI", "no-longer-agreed BXI-PSI"));
}

TEST(ARefusal, LeavesWhatNeededNoConsent) {
  Shrinking s;
  s.writer.send(s.lief_for({Agency::spoc}));
  const AcceptCommand inside = s.writer.send(
      s.writer.alert("BXI-PSI", "PVI-PSI", {s.writer.tick(forms::Circumstance::treatment)}));
  s.later(s.refusal());
  EXPECT_EQ(s.scene.message(inside).standing, Standing::open);
}

TEST(FewerAgencies, TakeBackWhatWentToTheOthers) {
  Shrinking s;
  s.writer.send(s.lief_for({Agency::spoc, Agency::probation, Agency::dependency_and_recovery}));
  const auto plan = [&](std::string_view to) {
    return s.writer.send(
        s.writer.alert("BXI-PSI", to, {s.writer.tick(forms::Circumstance::release_plan)}));
  };
  const AcceptCommand spoc = plan("E09000022"), probation = plan("LAMBETH-PROB"),
                      dr = plan("LAMBETH-DR");
  s.scene.must(CollectedCommand{probation.key, team("LAMBETH-PROB")});
  s.scene.now += hours{1};
  const Decision decision = s.later(s.lief_for({Agency::spoc}));
  EXPECT_THAT(s.taken_back(decision), UnorderedElementsAre(probation.key, dr.key));
  EXPECT_EQ(s.scene.message(spoc).standing, Standing::open);
  EXPECT_EQ(s.scene.message(probation).standing, Standing::withdrawn)
      << "consent for that agency is withdrawn";
  EXPECT_THAT(s.asked(), UnorderedElementsAre("taken-back BXI-PSI", "taken-back BXI-PSI",
                                              "no-longer-agreed LAMBETH-PROB"));
  for (const Effect& effect : s.scene.live_until(s.scene.now + hours{72}).effects)
    EXPECT_TRUE(effect.about != dr.key || effect.task) << effect.reference;
}

// The very words that were said before take nothing back, nor does a form that is only sent late.
TEST(FewerAgencies, OfAnOlderFormChangeNothing) {
  Shrinking s;
  auto narrow = s.lief_for({Agency::spoc});
  s.scene.now += hours{1};
  const AcceptCommand wide = s.writer.send(s.lief_for({Agency::spoc, Agency::probation}));
  s.writer.send(s.lief_for({Agency::spoc, Agency::probation}));
  const AcceptCommand plan = s.writer.send(s.writer.alert(
      "BXI-PSI", "LAMBETH-PROB", {s.writer.tick(forms::Circumstance::release_plan)}));
  EXPECT_THAT(s.taken_back(s.later(narrow)), IsEmpty());
  EXPECT_EQ(s.scene.message(wide).standing, Standing::open);
  EXPECT_EQ(s.scene.message(plan).standing, Standing::open);
  EXPECT_THAT(s.asked(), IsEmpty());
}

// Each of those who are asked is asked once, and does not rest before a named person has said so.
TEST(ToConfirm, WaitsForANamedPerson) {
  Shrinking s;
  const AcceptCommand lief = s.writer.send(s.lief_for({Agency::spoc}));
  const AcceptCommand plan = s.writer.send(
      s.writer.alert("BXI-PSI", "E09000022", {s.writer.tick(forms::Circumstance::release_plan)}));
  for (const AcceptCommand& form : {lief, plan})
    s.scene.must(CollectedCommand{form.key, team("LAMBETH-SPOC")});
  const auto told = s.later(s.refusal()).effects;
  ASSERT_THAT(s.asked(), UnorderedElementsAre("no-longer-agreed LAMBETH-SPOC"));
  const auto task =
      std::ranges::find(s.scene.conversation->tasks, steps::no_longer_agreed, &Task::step);
  const TaskId id = task->id;
  EXPECT_TRUE(std::ranges::any_of(told, [&](const Effect& effect) {
    return effect.task == id && effect.kind == Effect::Kind::report &&
           effect.team == team("LAMBETH-SPOC");
  }));
  s.scene.must(ClaimCommand{id, team("LAMBETH-SPOC"), {1}});
  s.scene.must(CompleteCommand{id, team("LAMBETH-SPOC"), TaskOutcome::done});
  EXPECT_THAT(s.asked(), IsEmpty());
}

// ---- With the inbox and the log

struct ShrinkingDesk : Desk {
  AcceptCommand lief = scene.lief();
  ShrinkingDesk() { EXPECT_TRUE(accept(lief)); }
  Result<std::string> refuse() {
    scene.now += hours{1};
    AcceptCommand alert = scene.form(FormType::alert_form, "BXI-PSI");
    alert.to_area = lief.to_area;
    alert.act = act::Alert{};
    alert.content = Content::minimal;
    alert.sharing = Sharing{Basis::refused, {}, {}, {}};
    return accept(alert);
  }
};

TEST(TakingBack, EmptiesTheInboxAndIsInTheLog) {
  ShrinkingDesk desk;
  ASSERT_TRUE(desk.refuse());
  ASSERT_EQ(desk.inbox("LAMBETH-SPOC").size(), 1U);
  EXPECT_EQ(desk.inbox("LAMBETH-SPOC")[0].type, FormType::alert_form);
  EXPECT_FALSE(desk.download("LAMBETH-SPOC", desk.lief.handle));
  const auto log = desk.log();
  const auto entry = std::ranges::find(log, "taken-back", &audit::Entry::event);
  ASSERT_NE(entry, log.end());
  EXPECT_EQ(entry->message, desk.lief.key.str());
  EXPECT_EQ(entry->recipient, "LAMBETH-SPOC");
  EXPECT_EQ(entry->verb, audit::Verb::alteration);
}

TEST(TakingBack, IsNotSaidOfWhatWasCollected) {
  ShrinkingDesk desk;
  ASSERT_TRUE(desk.collect("LAMBETH-SPOC", desk.lief.handle, desk.lief.key));
  ASSERT_TRUE(desk.refuse());
  EXPECT_EQ(std::ranges::count(desk.log_events(), "taken-back"), 0);
}

// A system that acknowledged a form and never marked it as collected could fetch it for ever.
TEST(TakingBack, ReachesWhatWasAcknowledgedAndNeverCollected) {
  ShrinkingDesk desk;
  ASSERT_TRUE(desk.accept(desk.scene.reply(desk.lief, ReachedHow::automatic)));
  AcceptCommand withdrawal = desk.scene.form(FormType::withdrawal, "BXI-PSI");
  withdrawal.to_area = desk.lief.to_area;
  withdrawal.about = AcceptCommand::About{desk.lief.key, desk.lief.digest};
  withdrawal.act = act::Withdraw{act::Withdraw::Scope::consent, {}};
  withdrawal.content = Content::none;
  ASSERT_TRUE(desk.accept(withdrawal));
  std::vector<MessageKey> forms;
  for (const InboxItem& item : desk.inbox("LAMBETH-SPOC"))
    if (item.kind == ItemKind::form) forms.push_back(*item.payload);
  EXPECT_THAT(forms, UnorderedElementsAre(withdrawal.key));
}

}  // namespace
}  // namespace gatepost::exchange
