// What ends, what may not be ended by hand, and what was ended by mistake.
#include <gmock/gmock.h>

#include "gateway/exchange/steps.hpp"
#include "tests/unit/gateway/exchange/forms.hpp"

namespace gatepost::exchange {
namespace {

using std::chrono::hours;

struct Ended {
  Scene scene;
  Writer writer{scene};
  AcceptCommand lief;

  Ended() {
    scene.now = at("2026-06-09T14:30:00+01:00");
    lief = writer.send(writer.lief());
  }
  AcceptCommand report_death() {
    return writer.send(
        writer.alert("BXI-PSI", "E09000022", {writer.tick(forms::Circumstance::death)}));
  }
  std::string_view try_to_close(const AcceptCommand& form) {
    const auto done =
        scene.run(CloseCommand{form.key, form.key.from, "reached-otherwise", to_bytes("sealed")});
    return done ? "closed" : done.error().name();
  }
};

TEST(AReportOfDeath, IsNotClosedByWhoeverSendsIt) {
  Ended e;
  const AcceptCommand alert = e.report_death();
  EXPECT_EQ(e.try_to_close(alert), "others_word");
  e.writer.send(e.writer.call(alert, "BXI-PSI", "LAMBETH-SPOC"));
  EXPECT_TRUE(e.scene.conversation->tasks.back().closed_at);
  EXPECT_EQ(e.try_to_close(alert), "closed");
}

TEST(AWithdrawal, IsNotClosedByWhoeverSendsIt) {
  Ended e;
  e.scene.must(CollectedCommand{e.lief.key, team("LAMBETH-SPOC")});
  const AcceptCommand back = e.writer.send(e.writer.withdrawal(
      e.lief, "BXI-PSI", "LAMBETH-SPOC", forms::WithdrawnReason::sent_in_error));
  EXPECT_EQ(e.try_to_close(back), "others_word");
  e.writer.send(
      e.writer.acknowledgement(back, "LAMBETH-SPOC", forms::Acknowledgement::Mode::person));
  EXPECT_EQ(e.try_to_close(back), "closed");
}

TEST(ADeathReportedByMistake, IsTakenBackAndWhatItEndedWaitsAgain) {
  Ended e;
  e.scene.now = at("2026-06-11T10:00:00+01:00");  // the LIEF was due at noon the day before
  e.scene.live_until(e.scene.now);
  const AcceptCommand alert = e.report_death();
  ASSERT_EQ(e.scene.message(e.lief).standing, Standing::closed);
  EXPECT_EQ(e.scene.message(e.lief).ended_why, "died");
  EXPECT_EQ(e.scene.message(e.lief).ended_with, alert.key);
  e.scene.now += hours{48};
  e.writer.send(
      e.writer.withdrawal(alert, "BXI-PSI", "LAMBETH-SPOC", forms::WithdrawnReason::sent_in_error));
  EXPECT_EQ(e.scene.message(e.lief).standing, Standing::open);
  EXPECT_FALSE(e.scene.message(e.lief).ended_with);
  const auto open = [&](std::string_view step) {
    return std::ranges::count_if(e.scene.conversation->tasks, [&](const Task& task) {
      return task.step == step && !task.closed_at;
    });
  };
  EXPECT_EQ(open(steps::death_taken_back), 1);
  EXPECT_EQ(open(steps::confirm_withdrawal), 1) << "Lambeth was told of the death, and hears this";
  // Asking goes on: one step now, not all that were missed in the meantime.
  const Decision next = e.scene.must(TickCommand{});
  EXPECT_FALSE(all_of<StepTaken>(next).empty());
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered}) {
    std::size_t taken = 0;
    for (const StepTaken& step : all_of<StepTaken>(next))
      if (step.key == e.lief.key && step.rung == rung) ++taken;
    EXPECT_LE(taken, 3U) << config::to_string(rung);
  }
  e.scene.live_until(e.scene.now + hours{24});
  EXPECT_TRUE(std::ranges::any_of(e.scene.conversation->tasks, [&](const Task& task) {
    return task.about == e.lief.key && task.ends == TaskEnds::rung && !task.closed_at;
  })) << "somebody is asked to ring again";
}

TEST(AnotherAlertTakenBack, ReopensNothing) {
  Ended e;
  const AcceptCommand other = e.writer.send(
      e.writer.alert("BXI-PSI", "E09000022", {e.writer.tick(forms::Circumstance::worker)}));
  e.report_death();
  e.writer.send(
      e.writer.withdrawal(other, "BXI-PSI", "LAMBETH-SPOC", forms::WithdrawnReason::sent_in_error));
  EXPECT_EQ(e.scene.message(e.lief).standing, Standing::closed);
}

}  // namespace
}  // namespace gatepost::exchange
