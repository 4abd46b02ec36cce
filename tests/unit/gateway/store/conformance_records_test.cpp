// Conformance: each kind of record, written and read back.
#include "tests/unit/gateway/store/conformance.hpp"

namespace gatepost::store::test {

namespace {

bool same(const FormRecord& a, const FormRecord& b) {
  return a.key == b.key && a.conversation == b.conversation && a.type == b.type && a.to == b.to &&
         a.digest == b.digest && a.handle == b.handle && a.accepted_at == b.accepted_at &&
         a.size_bytes == b.size_bytes;
}

bool same(const ReceiptRecord& a, const ReceiptRecord& b) {
  return a.about == b.about && a.rung == b.rung && a.key == b.key && a.handle == b.handle &&
         a.reached_at == b.reached_at;
}

bool same(const InboxItem& a, const InboxItem& b) {
  return a.handle == b.handle && a.team == b.team && a.kind == b.kind && a.type == b.type &&
         a.from == b.from && a.payload == b.payload && a.report == b.report &&
         a.arrived_at == b.arrived_at && a.collected_at == b.collected_at &&
         a.size_bytes == b.size_bytes;
}

bool same(const Effect& a, const Effect& b) {
  return a.reference == b.reference && a.kind == b.kind && a.about == b.about && a.role == b.role &&
         a.team == b.team && a.rung == b.rung && a.step == b.step && a.due_at == b.due_at &&
         a.attempts == b.attempts;
}

TEST_P(StoreRecords, FindsAFormByKeyAndByHandle) {
  FormRecord unrouted = form(2);
  unrouted.to = TeamCode{};
  backend().write([&](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_form(form(1)));
    GP_CHECK(t.add_form(unrouted));
    GP_TRY(auto found, t.find_form(key(1)));
    EXPECT_TRUE(found && same(*found, form(1)));
    GP_TRY(auto none, t.find_form(key(3)));
    EXPECT_FALSE(none);
    return {};
  });
  auto view = backend().view();
  EXPECT_TRUE(same(*view->form(key(2)).value(), unrouted));
  EXPECT_TRUE(same(*view->form_by_handle(handle(1)).value(), form(1)));
  EXPECT_FALSE(view->form_by_handle(handle(3)).value());
  EXPECT_FALSE(view->form({spoc, uuid<MessageId>(1)}).value()) << "an id is its sender's own";
  EXPECT_EQ(view->counts().value().forms, 2U);
}

TEST_P(StoreRecords, RefusesASecondRecordUnderAUniqueKey) {
  FormRecord same_handle = form(2);
  same_handle.handle = handle(1);
  const ReportFacts facts{key(1), at(1), {{"sex", "F"}}};
  const PayloadRecord payload{key(1), {{1}, {{"form", {{2}}}}}};
  backend().write([&](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_form(form(1)));
    GP_CHECK(t.add_payload(payload));
    GP_CHECK(t.add_receipt(receipt(1, Rung::accepted, 10)));
    GP_CHECK(t.add_inbox(item(1)));
    GP_CHECK(t.add_effect(effect("r", 1)));
    return t.add_facts(facts);
  });
  expect_conflict([](Transaction& t) { return t.add_form(form(1)); });
  expect_conflict([&](Transaction& t) { return t.add_form(same_handle); });
  expect_conflict([&](Transaction& t) { return t.add_payload(payload); });
  expect_conflict([](Transaction& t) { return t.add_receipt(receipt(1, Rung::accepted, 11)); });
  expect_conflict([](Transaction& t) { return t.add_inbox(item(1)); });
  expect_conflict([](Transaction& t) { return t.add_effect(effect("r", 2)); });
  expect_conflict([&](Transaction& t) { return t.add_facts(facts); });
}

TEST_P(StoreRecords, ListsReceiptsInTheOrderOfTheLadder) {
  backend().write([](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_receipt(receipt(1, Rung::confirmed, 11)));
    GP_CHECK(t.add_receipt(receipt(1, Rung::accepted, 12)));
    GP_CHECK(t.add_receipt(receipt(1, Rung::delivered, 13)));
    GP_CHECK(t.add_receipt(receipt(2, Rung::accepted, 14)));
    GP_TRY(auto found, t.find_receipt(key(1), Rung::delivered));
    EXPECT_TRUE(found && same(*found, receipt(1, Rung::delivered, 13)));
    GP_TRY(auto none, t.find_receipt(key(1), Rung::answered));
    EXPECT_FALSE(none);
    return {};
  });
  auto view = backend().view();
  const auto all = view->receipts(key(1)).value();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_TRUE(same(all[0], receipt(1, Rung::accepted, 12)));
  EXPECT_TRUE(same(all[1], receipt(1, Rung::delivered, 13)));
  EXPECT_TRUE(same(all[2], receipt(1, Rung::confirmed, 11)));
  EXPECT_TRUE(same(*view->receipt(key(2), Rung::accepted).value(), receipt(2, Rung::accepted, 14)));
  EXPECT_FALSE(view->receipt(key(2), Rung::delivered).value());
  EXPECT_TRUE(view->receipts(key(3)).value().empty());
}

TEST_P(StoreRecords, KeepsTheSegmentsOfAPayloadInOrder) {
  std::vector<Bytes> segments;
  for (int i = 0; i < 12; ++i)
    segments.push_back(Bytes(static_cast<std::size_t>(i), static_cast<std::uint8_t>(i)));
  backend().write([&](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_payload({key(1), {{9, 8, 7}, {{"form", segments}, {"chain", {{0, 0}}}}}}));
    return t.add_payload({key(2), {{6}, {{"form", {{1}}}}}});
  });
  auto view = backend().view();
  const auto found = view->payload_part(key(1), "form").value();
  ASSERT_TRUE(found);
  EXPECT_EQ(found->wrap, (Bytes{9, 8, 7}));
  EXPECT_EQ(found->part.part, "form");
  EXPECT_EQ(found->part.segments, segments);
  EXPECT_EQ(view->payload_part(key(1), "chain").value()->part.segments.size(), 1U);
  EXPECT_FALSE(view->payload_part(key(1), "crl").value());
  EXPECT_FALSE(view->payload_part(key(3), "form").value());
}

TEST_P(StoreRecords, PagesAnInboxOldestFirst) {
  InboxItem elsewhere = item(50);
  elsewhere.team = prison;
  backend().write([&](Transaction& t) -> Result<void> {
    for (int n : {5, 3, 9}) GP_CHECK(t.add_inbox(item(n)));
    GP_CHECK(t.add_inbox(elsewhere));
    return t.add_inbox(item(1));
  });
  auto view = backend().view();
  using Handles = std::vector<Handle>;
  EXPECT_EQ(handles(view->inbox(spoc, 10, {}).value()),
            (Handles{handle(5), handle(3), handle(9), handle(1)}))
      << "the order of arrival, whatever the clock said";
  EXPECT_EQ(handles(view->inbox(spoc, 2, {}).value()), (Handles{handle(5), handle(3)}));
  EXPECT_EQ(handles(view->inbox(spoc, 2, handle(3)).value()), (Handles{handle(9), handle(1)}));
  EXPECT_EQ(handles(view->inbox(spoc, 2, handle(1)).value()), Handles{});
  EXPECT_EQ(view->inbox(spoc, 10, handle(99)).value().size(), 4U)
      << "an unknown handle hides nothing";
  EXPECT_EQ(view->inbox_count(spoc).value(), 4U);
  EXPECT_EQ(view->inbox_count(prison).value(), 1U);
  EXPECT_EQ(view->counts().value().uncollected, 5U);
}

TEST_P(StoreRecords, TakesBackFromAnInboxWhatNobodyHasCollected) {
  backend().write([](Transaction& t) -> Result<void> {
    for (int n : {1, 2}) GP_CHECK(t.add_inbox(item(n)));
    return t.mark_collected(spoc, handle(2), at(60));
  });
  backend().write([](Transaction& t) -> Result<void> {
    EXPECT_TRUE(t.remove_uncollected(spoc, handle(1)).value());
    EXPECT_FALSE(t.remove_uncollected(spoc, handle(1)).value()) << "it is gone";
    EXPECT_FALSE(t.remove_uncollected(spoc, handle(2)).value()) << "it was collected";
    EXPECT_FALSE(t.remove_uncollected(prison, handle(2)).value());
    EXPECT_FALSE(t.find_inbox(spoc, handle(1)).value()) << "for later work of the batch, too";
    return {};
  });
  EXPECT_FALSE(backend().view()->inbox_item(spoc, handle(1)).value());
  EXPECT_TRUE(backend().view()->inbox_item(spoc, handle(2)).value());
}

TEST_P(StoreRecords, CollectsAnItemOnceAndKeepsItFindable) {
  backend().write([](Transaction& t) -> Result<void> {
    for (int n : {1, 2, 3}) GP_CHECK(t.add_inbox(item(n)));
    return {};
  });
  backend().write([](Transaction& t) { return t.mark_collected(spoc, handle(2), at(70)); });
  backend().write([](Transaction& t) { return t.mark_collected(spoc, handle(2), at(80)); });
  auto view = backend().view();
  using Handles = std::vector<Handle>;
  EXPECT_EQ(handles(view->inbox(spoc, 10, {}).value()), (Handles{handle(1), handle(3)}));
  EXPECT_EQ(handles(view->inbox(spoc, 10, handle(2)).value()), Handles{handle(3)})
      << "a page goes on after an item that was collected in between";
  InboxItem collected = item(2);
  collected.collected_at = at(70);
  EXPECT_TRUE(same(*view->inbox_item(spoc, handle(2)).value(), collected))
      << "the first time counts";
  EXPECT_FALSE(view->inbox_item(prison, handle(2)).value()) << "an inbox is its team's own";
  EXPECT_FALSE(backend().commit(
      work("", [](Transaction& t) { return t.mark_collected(prison, handle(2), at(1)); })));
}

TEST_P(StoreRecords, KeepsReportsAndReceiptsInInboxes) {
  InboxItem report = item(1);
  report.kind = ItemKind::report;
  report.payload.reset();
  report.report = ReportBody{handle(7), "OVERDUE", "GP-21", "not confirmed in time"};
  InboxItem unlinked = item(2);
  unlinked.kind = ItemKind::receipt;
  unlinked.type = FormType::receipt;
  unlinked.report = ReportBody{Handle{}, "", "", ""};
  backend().write([&](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_inbox(report));
    GP_CHECK(t.add_inbox(unlinked));
    GP_TRY(auto found, t.find_inbox(spoc, handle(1)));
    EXPECT_TRUE(found && same(*found, report));
    return {};
  });
  auto view = backend().view();
  EXPECT_TRUE(same(*view->inbox_item(spoc, handle(1)).value(), report));
  EXPECT_TRUE(same(*view->inbox_item(spoc, handle(2)).value(), unlinked));
}

TEST_P(StoreRecords, ListsFormsNewestFirst) {
  FormRecord to_prison = form(4);
  to_prison.key.from = spoc;
  to_prison.to = prison;
  FormRecord to_itself = form(6);
  to_itself.to = prison;
  FormRecord foreign = form(5);
  foreign.key.from = team("HMP-OTHER");
  backend().write([&](Transaction& t) -> Result<void> {
    for (int n : {2, 1, 3}) GP_CHECK(t.add_form(form(n)));
    GP_CHECK(t.add_form(to_prison));
    GP_CHECK(t.add_form(to_itself));
    return t.add_form(foreign);
  });
  auto view = backend().view();
  using Handles = std::vector<Handle>;
  EXPECT_EQ(handles(view->forms_of(prison, 10, {}).value()),
            (Handles{handle(6), handle(4), handle(3), handle(2), handle(1)}));
  EXPECT_EQ(handles(view->forms_of(prison, 2, {}).value()), (Handles{handle(6), handle(4)}));
  EXPECT_EQ(handles(view->forms_of(prison, 2, at(4)).value()), (Handles{handle(3), handle(2)}));
  EXPECT_EQ(handles(view->forms_of(team("HMP-OTHER"), 10, {}).value()), Handles{handle(5)});
  EXPECT_TRUE(view->forms_of(team("NOBODY"), 10, {}).value().empty());
}

TEST_P(StoreRecords, HandsOutEffectsUntilTheyAreFinished) {
  backend().write([](Transaction& t) -> Result<void> {
    GP_CHECK(t.add_effect(effect("b", 20)));
    GP_CHECK(t.add_effect(effect("a", 20)));
    return t.add_effect(effect("c", 10));
  });
  const auto references = [this](std::int64_t now, std::size_t limit) {
    std::vector<std::string> all;
    for (const Effect& each : backend().view()->effects(at(now), limit).value())
      all.push_back(each.reference);
    return all;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(backend().view()->next_effect().value(), at(10));
  EXPECT_EQ(references(9, 10), Names{});
  EXPECT_EQ(references(10, 10), Names{"c"});
  EXPECT_EQ(references(20, 10), (Names{"c", "a", "b"}));
  EXPECT_EQ(references(20, 2), (Names{"c", "a"}));
  EXPECT_TRUE(same(backend().view()->effects(at(10), 1).value()[0], effect("c", 10)));

  backend().write([](Transaction& t) -> Result<void> {
    GP_CHECK(t.postpone_effect("c", at(30)));
    GP_TRY(const bool first, t.finish_effect("a"));
    GP_TRY(const bool second, t.finish_effect("a"));
    EXPECT_TRUE(first);
    EXPECT_FALSE(second);
    return t.postpone_effect("gone", at(1));
  });
  EXPECT_EQ(references(40, 10), (Names{"b", "c"}));
  const auto postponed = backend().view()->effects(at(40), 10).value()[1];
  EXPECT_EQ(postponed.due_at, at(30));
  EXPECT_EQ(postponed.attempts, 1);
  EXPECT_EQ(backend().view()->counts().value().pending_effects, 2U);
  EXPECT_EQ(backend().view()->next_effect().value(), at(20));
}

TEST_P(StoreRecords, HandsOutEffectsOfOneKindPastThoseOfTheOther) {
  backend().write([](Transaction& t) -> Result<void> {
    for (const std::string name : {"a", "b", "c"}) {
      Effect notification = effect(name, 10);
      notification.kind = Effect::Kind::notify;
      GP_CHECK(t.add_effect(notification));
    }
    Effect report = effect("d", 20);
    report.kind = Effect::Kind::report;
    return t.add_effect(report);
  });
  const auto references = [this](Effect::Kind kind, std::int64_t now, std::size_t limit) {
    std::vector<std::string> all;
    for (const Effect& each : backend().view()->effects_of(kind, at(now), limit).value())
      all.push_back(each.reference);
    return all;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(references(Effect::Kind::report, 20, 1), Names{"d"});
  EXPECT_EQ(references(Effect::Kind::report, 19, 1), Names{});
  EXPECT_EQ(references(Effect::Kind::notify, 20, 2), (Names{"a", "b"}));
  EXPECT_EQ(references(Effect::Kind::notify, 20, 10), (Names{"a", "b", "c"}));
}

TEST_P(StoreRecords, KnowsNoNextInstantWhenNothingWaits) {
  EXPECT_FALSE(backend().view()->next_effect().value());
  EXPECT_FALSE(backend().view()->next_wake().value());
}

TEST_P(StoreRecords, FindsFormsByBlindToken) {
  backend().write([](Transaction& t) -> Result<void> {
    for (int n : {1, 3, 2}) {
      GP_CHECK(t.add_form(form(n)));
      GP_CHECK(t.add_search_token("prisoner-number", digest(1), key(n)));
    }
    GP_CHECK(t.add_search_token("prisoner-number", digest(1), key(9)));  // its form is gone
    GP_CHECK(t.add_search_token("prisoner-number", digest(1), key(1)));  // twice in one form
    GP_CHECK(t.add_search_token("nhs-number", digest(1), key(4)));
    return t.add_search_token("prisoner-number", digest(2), key(5));
  });
  auto view = backend().view();
  using Keys = std::vector<MessageKey>;
  EXPECT_EQ(view->search("prisoner-number", digest(1), 10).value(),
            (Keys{key(3), key(2), key(1), key(9)}));
  EXPECT_EQ(view->search("prisoner-number", digest(1), 2).value(), (Keys{key(3), key(2)}));
  EXPECT_EQ(view->search("nhs-number", digest(1), 10).value(), Keys{key(4)});
  EXPECT_TRUE(view->search("nhs-number", digest(2), 10).value().empty());
}

TEST_P(StoreRecords, KeepsACrlAndFactsMoreThanOneOfAName) {
  backend().write([](Transaction& t) -> Result<void> {
    GP_CHECK(t.keep_crl(digest(1), {1, 2, 3}));
    GP_CHECK(t.keep_crl(digest(1), {1, 2, 3}));
    return t.add_facts(
        {key(1), at(1), {{"substance_group", "OPIATE"}, {"substance_group", "ALCOHOL"}}});
  });
}

}  // namespace

INSTANTIATE_TEST_SUITE_P(Memory, StoreRecords, testing::Values(&make_memory_backend));
INSTANTIATE_TEST_SUITE_P(Sqlite, StoreRecords, testing::Values(&make_sqlite_backend));

}  // namespace gatepost::store::test
