// Conformance: conversations with their messages, deadlines and tasks.
#include "tests/unit/gateway/store/conformance.hpp"

namespace gatepost::store::test {
namespace {

using formats::forms::ConsentAgency;

// Every member set, in each of its values.
Conversation elaborate() {
  Conversation value = conversation(1);
  value.messages.push_back(message(2));
  value.messages.push_back(message(3));
  MessageState& first = value.messages[0];
  first.urgent = true;
  first.downloaded_at = at(9);
  first.delivered_at = at(10);
  first.acknowledged_at = at(11);
  first.confirmed_at = at(12);
  first.answered_at = at(13);
  first.confirmed_how = ReachedHow::telephone;
  first.late = true;
  first.news = {News::released, News::transferred, News::died};
  first.deadlines[0].met_at = at(10);
  first.deadlines[1].passed_at = at(11);
  first.deadlines[1].steps_taken = 3;
  first.deadlines[1].next_step_at = at(99);
  MessageState& second = value.messages[1];
  second.to = TeamCode{};
  second.area = std::nullopt;
  second.deadlines.clear();
  second.standing = Standing::withdrawn;
  second.type = FormType::acknowledgement;
  second.news = {News::taken_back};
  second.disclosure = {Content::none, Disclosure::Ground::nothing_said, {}};
  value.messages[2].standing = Standing::closed;
  value.messages[2].disclosure = {Content::minimal, Disclosure::Ground::exception,
                                  ConsentAgency::probation};
  value.sharing = {Sharing::Basis::given,
                   {ConsentAgency::spoc, ConsentAgency::gp},
                   std::chrono::year{2026} / 3 / 31,
                   at(7)};
  value.tasks = {task(1, 1), task(2, 1)};
  Task& closed = value.tasks[0];
  closed.claimed_at = at(20);
  closed.claimed_by = {0x00, 0x01, 0xff};
  closed.closed_at = at(21);
  closed.outcome = TaskOutcome::closed_by_hand;
  closed.role = StepRole::recipient_service_manager;
  value.tasks[1].role = StepRole::operator_;
  return value;
}

TEST_P(StoreRecords, ReadsAConversationBackExactly) {
  save(elaborate());
  EXPECT_EQ(backend().view()->conversation(uuid<ConversationId>(1)).value(), elaborate());
  EXPECT_FALSE(backend().view()->conversation(uuid<ConversationId>(2)).value());
  backend().reopen();
  EXPECT_EQ(backend().view()->conversation(uuid<ConversationId>(1)).value(), elaborate());
}

TEST_P(StoreRecords, WritesEveryChangeOfAConversation) {
  using Change = std::function<void(Conversation&)>;
  const std::vector<Change> changes{
      [](Conversation& c) { c.parties.push_back(team("SOUTHWARK-SPOC")); },
      [](Conversation& c) { c.messages[0].late = false; },
      [](Conversation& c) { c.messages[0].confirmed_how = ReachedHow::person; },
      [](Conversation& c) { c.messages[1].standing = Standing::undeliverable; },
      [](Conversation& c) { c.messages[2].deadlines[1].due = at(1); },
      [](Conversation& c) { c.messages[2].deadlines.pop_back(); },
      [](Conversation& c) { c.messages[1].deadlines = message(9).deadlines; },
      [](Conversation& c) { c.messages.push_back(message(4)); },
      [](Conversation& c) { c.messages[0].digest = digest(77); },
      [](Conversation& c) { c.messages[0].news.pop_back(); },
      [](Conversation& c) { c.messages[0].disclosure.content = Content::minimal; },
      [](Conversation& c) { c.messages[0].disclosure.ground = Disclosure::Ground::in_custody; },
      [](Conversation& c) { c.messages[0].disclosure.agency = ConsentAgency::family; },
      [](Conversation& c) { c.messages[1].downloaded_at = at(9); },
      [](Conversation& c) { c.sharing.stated_at = at(8); },
      [](Conversation& c) { c.sharing = {Sharing::Basis::refused, {}, {}, {}}; },
      [](Conversation& c) { c.tasks[1].claimed_by = {1, 2, 3}; },
      [](Conversation& c) { c.tasks[1].closed_at = at(50); },
      [](Conversation& c) { c.tasks.push_back(task(3, 2)); },
      [](Conversation& c) { c.tasks.erase(c.tasks.begin()); },
      [](Conversation& c) { c.messages.erase(c.messages.begin() + 1); },
      [](Conversation&) {},
  };
  Conversation expected = elaborate();
  save(expected);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    changes[i](expected);
    save(expected);
    ASSERT_EQ(backend().view()->conversation(expected.id).value(), expected) << "change " << i;
    ASSERT_EQ(backend().view()->next_wake().value(), expected.wake_at()) << "change " << i;
  }
}

TEST_P(StoreRecords, RefusesAMessageOrTaskOfAnotherConversation) {
  save(elaborate());
  Conversation other = conversation(1);
  other.id = uuid<ConversationId>(2);
  expect_conflict([&](Transaction& t) { return t.save(other); });
  other.messages = {message(50)};
  other.tasks = {task(1, 50)};
  expect_conflict([&](Transaction& t) { return t.save(other); });
  EXPECT_EQ(backend().view()->conversation(uuid<ConversationId>(1)).value(), elaborate());
  EXPECT_FALSE(backend().view()->conversation(uuid<ConversationId>(2)).value());
}

TEST_P(StoreRecords, WakesConversationsWhenTheyAreDue) {
  Conversation early = conversation(1), late = conversation(2), met = conversation(3);
  late.messages[0].deadlines[0].due = at(9000);
  late.messages[0].deadlines[1].due = at(9001);
  for (Deadline& deadline : met.messages[0].deadlines) deadline.met_at = at(5);
  for (const Conversation& value : {late, met, early}) save(value);

  const auto due = [this](std::int64_t now, std::size_t limit) {
    return backend().view()->due(at(now), limit).value();
  };
  using Ids = std::vector<ConversationId>;
  EXPECT_EQ(backend().view()->next_wake().value(), at(3601));
  EXPECT_EQ(due(3600, 10), Ids{});
  EXPECT_EQ(due(3601, 10), Ids{early.id});
  EXPECT_EQ(due(9000, 10), (Ids{early.id, late.id}));
  EXPECT_EQ(due(9000, 1), Ids{early.id});
  EXPECT_EQ(backend().view()->counts().value().open_conversations, 2U);
  for (Deadline& deadline : early.messages[0].deadlines) deadline.met_at = at(5);
  save(early);
  EXPECT_EQ(due(9000, 10), Ids{late.id});
  EXPECT_EQ(backend().view()->next_wake().value(), at(9000));
}

TEST_P(StoreRecords, ListsTheTasksOfTheirOwner) {
  Conversation value = elaborate();
  value.tasks.push_back(task(3, 2));
  value.tasks[2].owner = spoc;
  save(value);
  auto view = backend().view();
  const auto ids = [&](const TeamCode& owner, View::TaskFilter filter, std::size_t limit) {
    std::vector<TaskId> all;
    for (const ListedTask& listed : view->tasks_of(owner, filter, limit, {}).value()) {
      EXPECT_EQ(listed.conversation, value.id);
      all.push_back(listed.task.id);
    }
    return all;
  };
  using Ids = std::vector<TaskId>;
  EXPECT_EQ(ids(prison, View::TaskFilter::open, 10), Ids{uuid<TaskId>(2)});
  EXPECT_EQ(ids(prison, View::TaskFilter::all, 10), (Ids{uuid<TaskId>(2), uuid<TaskId>(1)}));
  EXPECT_EQ(ids(prison, View::TaskFilter::all, 1), Ids{uuid<TaskId>(2)});
  EXPECT_EQ(ids(spoc, View::TaskFilter::open, 10), Ids{uuid<TaskId>(3)});
  EXPECT_EQ(view->task(uuid<TaskId>(1)).value(), (std::pair{value.id, value.tasks[0]}));
  EXPECT_FALSE(view->task(uuid<TaskId>(9)).value());
  EXPECT_EQ(view->counts().value().open_tasks, 2U);
  EXPECT_EQ(view->subject_of_task(prison, uuid<MessageId>(1)).value(), key(1));
  EXPECT_EQ(view->subject_of_task(spoc, uuid<MessageId>(2)).value(), key(2));
  EXPECT_FALSE(view->subject_of_task(spoc, uuid<MessageId>(1)).value()) << "not theirs";
}

// Only the oldest thousand used to be seen at all, however urgent the others were.
TEST_P(StoreRecords, ListsTasksByHowTheyPressPageByPage) {
  // Per conversation one message and some tasks about it.
  const auto talk = [](int n, std::vector<int> tasks) {
    Conversation value = conversation(n);
    for (const int id : tasks) value.tasks.push_back(task(id, n));
    return value;
  };
  Conversation waits = talk(1, {11, 12}), overdue = talk(2, {21, 22}), urgent = talk(3, {31});
  overdue.messages[0].deadlines[0].passed_at = at(1);
  overdue.messages[0].deadlines[1].met_at = at(1);
  urgent.messages[0].urgent = true;
  urgent.messages[0].deadlines[0].passed_at = at(1);
  Conversation met = talk(4, {41});  // passed, but met since
  met.messages[0].deadlines[0].passed_at = at(1);
  met.messages[0].deadlines[0].met_at = at(2);
  Conversation begun = talk(5, {51, 52, 53});  // its own steps have begun; two are closed
  begun.tasks[0].steps_taken = 1;
  begun.tasks[1].closed_at = begun.tasks[2].closed_at = at(900);
  begun.tasks[1].outcome = begun.tasks[2].outcome = TaskOutcome::done;
  Conversation duty;  // about no message
  duty.id = uuid<ConversationId>(6);
  duty.tasks = {task(61, 66)};
  for (const Conversation& value : {waits, overdue, urgent, met, begun, duty}) save(value);

  const std::vector<TaskId> order = [] {
    std::vector<TaskId> ids;
    for (const int n : {31, 21, 22, 51, 11, 12, 41, 61, 53, 52}) ids.push_back(uuid<TaskId>(n));
    return ids;
  }();
  auto view = backend().view();
  for (const std::size_t limit : {1U, 3U, 100U}) {
    std::vector<TaskId> listed;
    std::optional<TaskPlace> after;
    for (;;) {
      const auto page = view->tasks_of(prison, View::TaskFilter::all, limit, after).value();
      if (page.empty()) break;
      for (const ListedTask& each : page) listed.push_back(each.task.id);
      after = TaskPlace::from_text(page.back().place.to_text());
      ASSERT_EQ(after, page.back().place);
    }
    EXPECT_EQ(listed, order) << "pages of " << limit;
  }
  EXPECT_EQ(view->tasks_of(prison, View::TaskFilter::open, 100, {}).value().size(), 8U);
}

// One scan of an index, in pages that miss and repeat nothing.
TEST_P(StoreRecords, ListsMessagesByWhatIsAwaitedOfThem) {
  const auto talk = [](int n, int due) {
    Conversation value = conversation(n);
    value.messages[0].deadlines[0].due = at(due);
    value.messages[0].deadlines[1].due = at(due + 100);
    return value;
  };
  Conversation first = talk(1, 500), second = talk(2, 400), confirmed = talk(3, 300);
  Conversation over = talk(4, 200), newer = talk(5, 200), taken = talk(6, 100);
  second.release_at = at(9000);
  confirmed.messages[0].deadlines[0].met_at = at(1);
  confirmed.messages[0].deadlines[1].rung = Rung::answered;
  for (Conversation* each : {&over, &newer})
    for (Deadline& deadline : each->messages[0].deadlines) deadline.met_at = at(1);
  newer.messages[0].accepted_at = at(50);
  taken.messages[0].caretaker = spoc;
  Conversation said = talk(7, 100);
  said.messages[0].type = FormType::acknowledgement;
  for (const Conversation& value : {first, second, confirmed, over, newer, taken, said})
    save(value);

  using Side = MessageQuery::Side;
  const auto numbers = [&](MessageQuery wanted, std::size_t limit) {
    auto view = backend().view();
    std::vector<ConversationId> all;
    wanted.limit = limit;
    for (;;) {
      const auto page = view->messages_of(wanted).value();
      EXPECT_LE(page.size(), limit);
      for (const ListedMessage& each : page) all.push_back(each.conversation);
      if (page.size() < limit) return all;
      wanted.after = ListPlace::from_text(page.back().place.to_text());
      if (!wanted.after) throw std::logic_error("a place that cannot be read back");
    }
  };
  const auto list = [](std::initializer_list<int> ids) {
    std::vector<ConversationId> made;
    for (const int id : ids) made.push_back(uuid<ConversationId>(id));
    return made;
  };
  MessageQuery sent{.team = prison, .side = Side::sent};
  for (const std::size_t limit : {1U, 2U, 100U}) {
    EXPECT_EQ(numbers(sent, limit), list({2, 1})) << "the nearest deadline first";
    EXPECT_EQ(numbers({.team = prison, .side = Side::sent, .stage = ListStage::confirmed}, limit),
              list({3}));
    EXPECT_EQ(numbers({.team = prison, .side = Side::sent, .stage = ListStage::settled}, limit),
              list({5, 4}))
        << "the newest first";
    EXPECT_EQ(numbers({.team = spoc, .side = Side::received}, limit), list({6, 2, 1}));
    EXPECT_EQ(numbers({.team = spoc, .side = Side::sent}, limit), list({6})) << "taken over";
  }
  sent.other = spoc;
  EXPECT_EQ(numbers(sent, 10), list({2, 1}));
  sent.other = prison;
  EXPECT_EQ(numbers(sent, 10), list({}));
  sent.other.reset();
  sent.released = std::pair{at(9000), at(9001)};
  EXPECT_EQ(numbers(sent, 10), list({2}));
  sent.released = std::pair{at(8000), at(9000)};
  EXPECT_EQ(numbers(sent, 10), list({}));
  sent.released.reset();
  sent.awaited = Rung::answered;
  EXPECT_EQ(numbers(sent, 10), list({}));
  auto view = backend().view();
  EXPECT_EQ(view->count_messages(prison, Side::sent, ListStage::unconfirmed).value(), 2U);
  EXPECT_EQ(view->count_messages(spoc, Side::received, ListStage::unlisted).value(), 1U);

  // A message that has ended waits for nobody, whatever its deadlines say; taken up again it does.
  second.messages[0].standing = Standing::withdrawn;
  save(second);
  EXPECT_EQ(numbers({.team = prison, .side = Side::sent}, 10), list({1}));
  EXPECT_EQ(std::ranges::count(
                numbers({.team = prison, .side = Side::sent, .stage = ListStage::settled}, 10),
                second.id),
            1);
  second.messages[0].standing = Standing::open;
  save(second);
  // What is awaited changes with the deadlines alone.
  first.messages[0].deadlines[0].met_at = at(2);
  first.messages[0].deadlines[1].met_at = at(2);
  save(first);
  sent.awaited.reset();
  EXPECT_EQ(numbers(sent, 10), list({2}));
}

}  // namespace
}  // namespace gatepost::store::test
