// The lists over all teams (gateway/exchange/overview.hpp): the same from every back end.
#include "gateway/exchange/overview.hpp"
#include "tests/unit/gateway/store/conformance.hpp"

namespace gatepost::store::test {
namespace {

using Claim = TaskSelection::Claim;

class StoreOverview : public StoreRecords {
 protected:
  // Three conversations: one waits, one is overdue, one is urgent; the SPOC has one of the tasks.
  void save_tasks() {
    for (int n = 1; n <= 3; ++n) {
      Conversation value = conversation(n);
      value.tasks = {task(10 * n, n), task(10 * n + 1, n), task(10 * n + 2, n)};
      value.tasks[1].owner = spoc;
      value.tasks[1].step = "confirm-death";
      value.tasks[1].claimed_at = at(99);
      value.tasks[2].closed_at = at(100);
      if (n == 2) value.messages[0].deadlines[0].passed_at = at(1);
      if (n == 3) value.messages[0].urgent = true;
      save(value);
    }
  }
  std::vector<TaskId> ids(const TaskSelection& which, std::size_t page) {
    auto view = backend().view();
    std::vector<TaskId> all;
    std::optional<TaskPlace> after;
    for (;;) {
      const auto rows = view->overview().open_tasks(which, page, after).value();
      if (rows.empty()) return all;
      for (const ListedTask& row : rows) all.push_back(row.task.id);
      after = rows.back().place;
    }
  }
};

using Ids = std::vector<TaskId>;

TEST_P(StoreOverview, ListsTheOpenTasksOfAllTeamsWhatPressesFirst) {
  save_tasks();
  const Ids all{uuid<TaskId>(30), uuid<TaskId>(31), uuid<TaskId>(20),
                uuid<TaskId>(21), uuid<TaskId>(10), uuid<TaskId>(11)};
  EXPECT_EQ(ids({}, 100), all);
  EXPECT_EQ(ids({}, 1), all) << "page by page";
}

TEST_P(StoreOverview, FiltersThemByTeamStepAndClaim) {
  save_tasks();
  const Ids of_the_spoc{uuid<TaskId>(31), uuid<TaskId>(21), uuid<TaskId>(11)};
  const Ids of_the_prison{uuid<TaskId>(30), uuid<TaskId>(20), uuid<TaskId>(10)};
  EXPECT_EQ(ids({.owner = spoc}, 2), of_the_spoc);
  EXPECT_EQ(ids({.step = "confirm-death"}, 2), of_the_spoc);
  EXPECT_EQ(ids({.claim = Claim::claimed}, 2), of_the_spoc);
  EXPECT_EQ(ids({.claim = Claim::unclaimed}, 2), of_the_prison);
  EXPECT_EQ(ids({.owner = spoc, .claim = Claim::unclaimed}, 2), Ids{});
  EXPECT_EQ(ids({.owner = prison, .step = "sender-phone", .claim = Claim::unclaimed}, 2),
            of_the_prison);
}

TEST_P(StoreOverview, TalliesThem) {
  save_tasks();
  Conversation another = conversation(4);
  another.tasks = {task(5, 4)};
  save(another);
  using enum TaskPlace::Press;
  const std::vector<TaskTally> wanted{
      {prison, "sender-phone", urgent, Claim::unclaimed, 1, at(30)},
      {prison, "sender-phone", overdue, Claim::unclaimed, 1, at(20)},
      {prison, "sender-phone", waits, Claim::unclaimed, 2, at(5)},
      {spoc, "confirm-death", urgent, Claim::claimed, 1, at(31)},
      {spoc, "confirm-death", overdue, Claim::claimed, 1, at(21)},
      {spoc, "confirm-death", waits, Claim::claimed, 1, at(11)}};
  EXPECT_EQ(backend().view()->overview().task_tallies().value(), wanted);
}

TEST_P(StoreOverview, ListsWhatWasTriedInVain) {
  backend().write([](Transaction& t) -> Result<void> {
    for (int n = 1; n <= 4; ++n) GP_CHECK(t.add_effect(effect("ref/" + std::to_string(n), n)));
    GP_CHECK(t.postpone_effect("ref/2", at(70)));
    return t.postpone_effect("ref/3", at(50));
  });
  auto view = backend().view();
  const auto first = view->overview().failing_effects(1, {}).value();
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0].reference, "ref/3");
  const auto rest =
      view->overview().failing_effects(5, EffectPlace{first[0].due_at, "ref/3"}).value();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].reference, "ref/2");
  EXPECT_EQ(rest[0].attempts, 1);
  EXPECT_EQ(view->overview().effect("ref/2").value()->due_at, at(70));
  EXPECT_FALSE(view->overview().effect("ref/9").value());
}

TEST_P(StoreOverview, SearchesTheLogFromItsEnd) {
  backend().write([](Transaction& t) -> Result<void> {
    for (const char* event : {"accepted", "re_used", "reXused", "accepted"}) {
      audit::Entry entry;
      entry.at = at(1);
      entry.event = event;
      entry.actor = "gateway";
      t.append_audit(std::move(entry));
    }
    return {};
  });
  auto view = backend().view();
  const auto found = [&](const LogSearch& wanted, std::size_t limit) {
    std::vector<std::uint64_t> indices;
    for (const audit::Row& row : view->overview().search_log(wanted, limit).value())
      indices.push_back(row.index);
    return indices;
  };
  using Indices = std::vector<std::uint64_t>;
  EXPECT_EQ(found({{}, 0, 4}, 10), (Indices{3, 2, 1, 0}));
  EXPECT_EQ(found({{}, 0, 4}, 2), (Indices{3, 2}));
  EXPECT_EQ(found({{}, 1, 3}, 10), (Indices{2, 1}));
  EXPECT_EQ(found({{R"("event":"accepted")"}, 0, 4}, 10), (Indices{3, 0}));
  EXPECT_EQ(found({{R"("event":"accepted")", R"("seq":3,)"}, 0, 4}, 10), Indices{3});
  EXPECT_EQ(found({{"re_used"}, 0, 4}, 10), Indices{1}) << "its signs mean themselves";
  EXPECT_EQ(found({{"100%"}, 0, 4}, 10), Indices{});
}

TEST_P(StoreOverview, FindsThePeopleOfAMeeting) {
  const TeamCode other_spoc = team("SOUTHWARK-SPOC");
  for (int n = 1; n <= 5; ++n) {
    Conversation value = conversation(n);
    if (n == 1) value.release_at = at(9000);
    if (n == 2) value.release_at = at(8000);
    if (n == 3) value.release_at = at(-9000);  // long ago
    if (n == 4) value.messages[0].to = other_spoc;
    value.sharing.basis = Sharing::Basis::given;
    value.sharing.agencies = {formats::forms::ConsentAgency::spoc};
    save(value);
    backend().write([&](Transaction& t) {
      FormRecord record = form(n);
      if (n == 4) record.to = other_spoc;
      return t.add_form(record);
    });
  }
  auto view = backend().view();
  const auto found = [&](const MeetingScope& scope, std::size_t limit) {
    std::vector<ConversationId> people;
    for (const MeetingRow& row : view->overview().people_of(scope, limit).value())
      people.push_back(row.conversation);
    return people;
  };
  const auto id = [](int n) { return uuid<ConversationId>(n); };
  using People = std::vector<ConversationId>;
  EXPECT_EQ(found({{prison}, {}, at(0)}, 10), (People{id(2), id(1), id(4), id(5)}));
  EXPECT_EQ(found({{prison}, {}, at(0)}, 1), People{id(2)});
  EXPECT_EQ(found({{spoc}, {}, at(0)}, 10), (People{id(2), id(1), id(5)}));
  EXPECT_EQ(found({{spoc, other_spoc}, {prison}, at(5)}, 10), (People{id(2), id(1), id(5)}));
  EXPECT_EQ(found({{other_spoc}, {spoc}, at(0)}, 10), People{});
  EXPECT_EQ(found({{}, {}, at(0)}, 10), People{}) << "nobody's is nobody";
  const auto rows = view->overview().people_of({{prison}, {}, at(0)}, 1).value();
  const auto whole = view->conversation(id(2)).value();
  EXPECT_EQ(rows.front(), (MeetingRow{id(2), whole->parties, whole->sharing, whole->release_at}));
}

INSTANTIATE_TEST_SUITE_P(Memory, StoreOverview, testing::Values(make_memory_backend));
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreOverview, testing::Values(make_sqlite_backend));

}  // namespace
}  // namespace gatepost::store::test
