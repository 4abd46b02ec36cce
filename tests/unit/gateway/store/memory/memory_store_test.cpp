#include "gateway/store/memory/memory_store.hpp"

#include "tests/unit/gateway/store/conformance.hpp"

namespace gatepost::store::test {
namespace {

using memory::Fault;
using memory::MemoryStore;

class MemoryBackend final : public Backend {
 public:
  Store& store() override { return store_; }
  Outcomes commit_together(std::vector<Work> works) override {
    std::vector<Answer> answers(works.size());
    for (std::size_t i = 0; i < works.size(); ++i)
      store_.submit(std::move(works[i]), answers[i].take());
    EXPECT_EQ(store_.pump(), works.size());
    Outcomes outcomes;
    for (Answer& answer : answers) outcomes.push_back(answer.get());
    return outcomes;
  }
  void reopen() override { store_.crash(); }

 private:
  MemoryStore store_;
};

Work add(int n) {
  return work("k" + std::to_string(n), [n](Transaction& t) -> Result<void> {
    t.append_audit(entry("added"));
    GP_CHECK(t.save(conversation(n)));
    return t.add_form(form(n));
  });
}

struct Case {
  Fault fault;
  std::optional<StoreErrc> answer;
  bool stays;
};

TEST(MemoryStore, InjectsFaultsPerBatch) {
  for (const Case& each :
       {Case{Fault::none, std::nullopt, true}, Case{Fault::fail_batch, StoreErrc::failed, false},
        Case{Fault::unknown_committed, StoreErrc::unknown, true},
        Case{Fault::unknown_lost, StoreErrc::unknown, false}}) {
    MemoryStore store;
    Answer first, second;
    store.submit(add(1), first.take());
    EXPECT_EQ(store.pump(), 1U);
    ASSERT_TRUE(first.get());
    store.set_fault([&each] { return each.fault; });
    store.submit(add(2), second.take());
    EXPECT_EQ(store.pump(), 1U);
    const auto outcome = second.get();
    EXPECT_EQ(outcome.has_value(), !each.answer);
    if (each.answer) EXPECT_TRUE(outcome.error().is(*each.answer));

    auto view = std::move(store.view().value());
    EXPECT_TRUE(view->form(key(1)).value());
    EXPECT_EQ(view->form(key(2)).value().has_value(), each.stays);
    EXPECT_EQ(view->conversation(uuid<ConversationId>(2)).value().has_value(), each.stays);
    EXPECT_EQ(view->due(at(99999), 9).value().size(), each.stays ? 2U : 1U);
    EXPECT_EQ(view->audit_head().value().size, each.stays ? 2U : 1U);
    // Asked again under the same key, the truth comes out either way.
    store.set_fault({});
    Answer again;
    store.submit(add(2), again.take());
    store.pump();
    EXPECT_EQ(again.get().value(), "done");
    EXPECT_EQ(store.view().value()->audit_head().value().size, 2U);
  }
}

TEST(MemoryStore, ForgetsWhatIsQueuedAtACrash) {
  MemoryStore store;
  Answer kept;
  store.submit(add(1), kept.take());
  store.pump();
  bool answered = false;
  store.submit(add(2), [&answered](const Result<std::string>&) { answered = true; });
  EXPECT_EQ(store.waiting(), 1U);
  store.crash();
  EXPECT_EQ(store.waiting(), 0U);
  EXPECT_EQ(store.pump(), 0U);
  EXPECT_FALSE(answered);
  EXPECT_TRUE(store.view().value()->form(key(1)).value());
}

TEST(MemoryStore, AnswersFullBeyondItsQueue) {
  MemoryStore store;
  std::size_t full = 0, fine = 0;
  for (std::size_t i = 0; i < limits::store_queue_commands + 3; ++i) {
    store.submit(work("", [](Transaction&) -> Result<void> { return {}; }),
                 [&](const Result<std::string>& outcome) {
                   if (outcome)
                     ++fine;
                   else if (outcome.error().is(StoreErrc::full))
                     ++full;
                 });
  }
  EXPECT_EQ(store.pump(), limits::store_batch_commands + 3);
  while (store.pump() > 0) {
  }
  EXPECT_EQ(full, 3U);
  EXPECT_EQ(fine, limits::store_queue_commands);
}

TEST(MemoryStore, ShowsTheFactsItKept) {
  MemoryStore store;
  store.submit(
      work("", [](Transaction& t) { return t.add_facts({key(1), at(1), {{"sex", "F"}}}); }),
      [](const Result<std::string>&) {});
  store.pump();
  ASSERT_EQ(store.facts().size(), 1U);
  EXPECT_EQ(store.facts()[0].facts[0].second, "F");
}

}  // namespace

std::unique_ptr<Backend> make_memory_backend() { return std::make_unique<MemoryBackend>(); }

}  // namespace gatepost::store::test
