// Conformance: units of work, batches, idempotency, the log, snapshots.
#include "gateway/audit/verifier.hpp"
#include "gateway/base/limits.hpp"
#include "tests/unit/gateway/store/conformance.hpp"

namespace gatepost::store::test {
namespace {

Work add_form_work(const std::string& key, int n) {
  return work(key, [n](Transaction& t) -> Result<void> {
    t.append_audit(entry("added-" + std::to_string(n)));
    return t.add_form(form(n));
  });
}

Work failing_after_writing(int n) {
  return {"fails/" + std::to_string(n), [n](Transaction& t) -> Result<std::string> {
            GP_CHECK(t.add_form(form(n)));
            GP_CHECK(t.save(conversation(n)));
            GP_CHECK(t.add_inbox(item(n)));
            GP_CHECK(t.add_effect(effect("e" + std::to_string(n), 1)));
            GP_CHECK(t.add_receipt(receipt(n, Rung::accepted, 900 + n)));
            GP_CHECK(t.add_search_token("prisoner-number", digest(n), key(n)));
            t.append_audit(entry("never-happened"));
            return fail(StoreErrc::wrong_schema, "on purpose");
          }};
}

// The log must verify by its own rules, and be dense.
void expect_log(Backend& backend, const std::vector<std::string>& events) {
  auto view = backend.view();
  const auto rows = view->audit_rows(0, 1000);
  const auto head = view->audit_head();
  ASSERT_TRUE(rows && head);
  ASSERT_EQ(rows->size(), events.size());
  audit::Verifier verifier(*head);
  audit::Head recomputed = audit::empty_head();
  for (std::size_t i = 0; i < events.size(); ++i) {
    EXPECT_TRUE(verifier.add((*rows)[i]));
    const auto parsed = audit::parse_canonical((*rows)[i].bytes);
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->first.event, events[i]);
    audit::append_leaf(recomputed, audit::leaf_hash((*rows)[i].bytes));
  }
  audit::finish_root(recomputed);
  EXPECT_EQ(*head, recomputed);
  const audit::Verification found = verifier.finish();
  EXPECT_FALSE(found.first_bad) << found.wrong;
}

TEST_P(StoreConformance, AnErrorUndoesItsOwnWorkAndNoOther) {
  std::vector<Work> works{add_form_work("a", 1), failing_after_writing(2), add_form_work("b", 3)};
  const Outcomes outcomes = backend().commit_together(std::move(works));
  EXPECT_TRUE(outcomes[0]);
  ASSERT_FALSE(outcomes[1]);
  EXPECT_TRUE(outcomes[1].error().is(StoreErrc::wrong_schema)) << "the work's own error comes back";
  EXPECT_TRUE(outcomes[2]);

  auto view = backend().view();
  EXPECT_TRUE(view->form(key(1)).value());
  EXPECT_FALSE(view->form(key(2)).value());
  EXPECT_FALSE(view->conversation(uuid<ConversationId>(2)).value());
  EXPECT_FALSE(view->inbox_item(spoc, handle(2)).value());
  EXPECT_FALSE(view->receipt(key(2), Rung::accepted).value());
  EXPECT_TRUE(view->effects(at(1000), 10).value().empty());
  EXPECT_TRUE(view->search("prisoner-number", digest(2), 10).value().empty());
  EXPECT_FALSE(view->next_wake().value());
  EXPECT_TRUE(view->form(key(3)).value());
  expect_log(backend(), {"added-1", "added-3"});
}

TEST_P(StoreConformance, AFailedWorkCanBeSentAgainUnderItsKey) {
  ASSERT_FALSE(backend().commit(failing_after_writing(2)));
  const auto again =
      backend().commit(work("fails/2", [](Transaction& t) { return t.add_form(form(2)); }));
  EXPECT_EQ(again.value(), "done");
}

TEST_P(StoreConformance, LaterWorksOfABatchSeeEarlierOnes) {
  std::vector<Work> works{work("1", [](Transaction& t) { return t.save(conversation(1)); }),
                          work("2",
                               [](Transaction& t) -> Result<void> {
                                 GP_TRY(auto loaded, t.load(uuid<ConversationId>(1)));
                                 loaded->messages[0].delivered_at = at(50);
                                 return t.save(*loaded);
                               }),
                          // Undone: the third must not see it.
                          {"3",
                           [](Transaction& t) -> Result<std::string> {
                             GP_TRY(auto loaded, t.load(uuid<ConversationId>(1)));
                             loaded->messages[0].confirmed_at = at(60);
                             loaded->messages.push_back(message(77));
                             GP_CHECK(t.save(*loaded));
                             return fail(StoreErrc::failed, "on purpose");
                           }},
                          {"4", [](Transaction& t) -> Result<std::string> {
                             GP_TRY(auto loaded, t.load(uuid<ConversationId>(1)));
                             EXPECT_EQ(loaded->messages.size(), 1U);
                             EXPECT_EQ(loaded->messages[0].delivered_at, at(50));
                             EXPECT_FALSE(loaded->messages[0].confirmed_at);
                             loaded->messages[0].acknowledged_at = at(55);
                             GP_CHECK(t.save(*loaded));
                             return "seen";
                           }}};
  const Outcomes outcomes = backend().commit_together(std::move(works));
  EXPECT_EQ(outcomes[3].value(), "seen");
  Conversation expected = conversation(1);
  expected.messages[0].delivered_at = at(50);
  expected.messages[0].acknowledged_at = at(55);
  EXPECT_EQ(backend().view()->conversation(uuid<ConversationId>(1)).value(), expected);
}

TEST_P(StoreConformance, AnswersARepeatFromTheStoredOutcomeWithoutRunningIt) {
  int runs = 0;
  const auto counted = [&runs] {
    return Work{"accept/1", [&runs](Transaction& t) -> Result<std::string> {
                  t.append_audit(entry("ran"));
                  return "outcome " + std::to_string(++runs);
                }};
  };
  EXPECT_EQ(backend().commit(counted()).value(), "outcome 1");
  EXPECT_EQ(backend().commit(counted()).value(), "outcome 1");
  const Outcomes twice = backend().commit_together({counted(), counted()});
  EXPECT_EQ(twice[0].value(), "outcome 1");
  EXPECT_EQ(twice[1].value(), "outcome 1");
  EXPECT_EQ(runs, 1);
  expect_log(backend(), {"ran"});
}

TEST_P(StoreConformance, RunsARepeatInsideOneBatchOnce) {
  const Outcomes both = backend().commit_together(
      {work(
           "same", [](Transaction& t) { return t.add_form(form(1)); }, "first"),
       work("same", [](Transaction& t) { return t.add_form(form(1)); }, "second")});
  EXPECT_EQ(both[0].value(), "first");
  EXPECT_EQ(both[1].value(), "first");
}

TEST_P(StoreConformance, KeepsNoOutcomeWithoutAKey) {
  const auto plain = [] { return work("", [](Transaction&) -> Result<void> { return {}; }); };
  EXPECT_TRUE(backend().commit(plain()));
  EXPECT_TRUE(backend().commit(plain()));
}

TEST_P(StoreConformance, RunsWorksInTheOrderOfTheirSubmission) {
  std::vector<int> order;
  std::vector<Work> works;
  for (int n = 0; n < 50; ++n) {
    works.push_back({"", [&order, n](Transaction&) -> Result<std::string> {
                       order.push_back(n);
                       return std::to_string(n);
                     }});
  }
  const Outcomes outcomes = backend().commit_together(std::move(works));
  ASSERT_EQ(order.size(), 50U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
  for (std::size_t n = 0; n < 50; ++n) EXPECT_EQ(outcomes[n].value(), std::to_string(n));
}

TEST_P(StoreConformance, GivesLogEntriesDenseIndicesAcrossBatches) {
  std::vector<std::string> events;
  int form_number = 0;
  for (int batch = 0; batch < 5; ++batch) {
    std::vector<Work> works;
    for (int n = 0; n <= batch; ++n) {
      ++form_number;
      events.push_back("added-" + std::to_string(form_number));
      works.push_back(add_form_work("k" + std::to_string(form_number), form_number));
    }
    works.push_back(failing_after_writing(500));
    backend().commit_together(std::move(works));
  }
  expect_log(backend(), events);
  const auto page = backend().view()->audit_rows(3, 2).value();
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].index, 3U);
  EXPECT_TRUE(backend().view()->audit_rows(15, 10).value().empty());
}

// 300 entries in batches of many sizes: every proof of the tree can be made from what is kept.
TEST_P(StoreConformance, KeepsTheHashesThatProofsAreMadeFrom) {
  audit::Head recomputed = audit::empty_head();
  int number = 0;
  for (int batch = 1; number < 300; batch = batch % 37 + 5) {
    std::vector<Work> works;
    for (int n = 0; n < batch; ++n) {
      ++number;
      works.push_back(add_form_work("k" + std::to_string(number), number));
    }
    works.push_back(failing_after_writing(900));
    backend().commit_together(std::move(works));
  }
  auto view = backend().view();
  const auto hashes = [&](unsigned level, std::uint64_t first, std::size_t count) {
    return view->audit_hashes(level, first, count);
  };
  const auto head = view->audit_head().value();
  const auto rows = view->audit_rows(0, 1000).value();
  ASSERT_EQ(rows.size(), static_cast<std::size_t>(number));
  for (const audit::Row& row : rows) {
    const auto proof = audit::prove_inclusion(hashes, row.index, head.size);
    ASSERT_TRUE(proof) << proof.error().to_string();
    EXPECT_TRUE(audit::verify_inclusion(*proof, {row.index, head.size}, row.leaf, head.root));
    audit::append_leaf(recomputed, row.leaf);
    audit::finish_root(recomputed);
    const auto consistent = audit::prove_consistency(hashes, {recomputed.size, head.size});
    ASSERT_TRUE(consistent);
    EXPECT_TRUE(audit::verify_consistency(*consistent, {recomputed.size, head.size},
                                          {recomputed.root, head.root}));
  }
  // Asked for more than there is, it answers what there is.
  EXPECT_EQ(view->audit_hashes(0, head.size - 1, 5).value().size(), 1U);
  EXPECT_TRUE(view->audit_hashes(12, 0, 1).value().empty());
}

TEST_P(StoreConformance, FindsTheEntriesAboutAMessage) {
  const auto about = [](int n, const std::string& event) {
    audit::Entry made = entry(event);
    made.message = key(n).str();
    return made;
  };
  backend().write([&](Transaction& t) -> Result<void> {
    t.append_audit(about(1, "a"));
    t.append_audit(about(2, "b"));
    t.append_audit(entry("about-none"));
    t.append_audit(about(1, "c"));
    return {};
  });
  auto view = backend().view();
  const auto found = view->audit_about(key(1), 10).value();
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].index, 0U);
  EXPECT_EQ(found[1].index, 3U);
  EXPECT_EQ(found[1].message, key(1).str());
  EXPECT_EQ(view->audit_about(key(1), 1).value().size(), 1U);
  EXPECT_TRUE(view->audit_about(key(3), 10).value().empty());
  EXPECT_TRUE(view->audit_rows(2, 1).value()[0].message.empty());
}

TEST_P(StoreConformance, StartsWithAnEmptyLog) {
  EXPECT_EQ(backend().view()->audit_head().value(), audit::empty_head());
  EXPECT_TRUE(backend().view()->audit_rows(0, 10).value().empty());
}

TEST_P(StoreConformance, AViewKeepsSeeingItsOwnInstant) {
  ASSERT_TRUE(backend().commit(add_form_work("a", 1)));
  auto before = backend().view();
  ASSERT_TRUE(backend().commit(add_form_work("b", 2)));
  EXPECT_FALSE(before->form(key(2)).value());
  EXPECT_EQ(before->audit_head().value().size, 1U);
  EXPECT_EQ(before->forms_of(prison, 10, {}).value().size(), 1U);
  auto after = backend().view();
  EXPECT_TRUE(after->form(key(2)).value());
  EXPECT_EQ(after->audit_head().value().size, 2U);
  before.reset();
  EXPECT_TRUE(backend().view()->form(key(2)).value());
}

TEST_P(StoreConformance, KeepsEverythingAcrossARestart) {
  ASSERT_TRUE(backend().commit(add_form_work("a", 1)));
  backend().write([](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_inbox(item(1)));
    return t.save(conversation(1));
  });
  backend().reopen();
  EXPECT_EQ(backend()
                .commit(work(
                    "a", [](Transaction& t) { return t.add_form(form(1)); }, "again"))
                .value(),
            "done")
      << "the outcome under the key is kept too";
  ASSERT_TRUE(backend().commit(add_form_work("b", 2)));
  auto view = backend().view();
  EXPECT_EQ(view->conversation(uuid<ConversationId>(1)).value(), conversation(1));
  EXPECT_EQ(view->inbox_count(spoc).value(), 1U);
  expect_log(backend(), {"added-1", "added-2"});
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Memory, StoreConformance, testing::Values(&make_memory_backend));
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreConformance, testing::Values(&make_sqlite_backend));

}  // namespace gatepost::store::test
