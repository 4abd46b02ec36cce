// Administration over the real store: who may ask, what comes back page by page, and what stands in
// the log afterwards.
#include "gateway/app/administration.hpp"

#include "gateway/exchange/journal.hpp"
#include "tests/unit/gateway/app/identity_service.hpp"

namespace gatepost::app::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class AdministrationService : public IdentityService {
 protected:
  AdministrationService() {
    administration = std::make_unique<Administration>(
        *gateway, *identity,
        Administration::Process{[] { return true; }, [] { return std::nullopt; },
                                [this]() -> asio::awaitable<Problems> {
                                  ++reloads;
                                  co_return Problems{};
                                },
                                "test"});
  }
  Person administrator() { return ready("ada.min", {{Role::administrator, {}}}); }

  // An open task with everything that is sealed in it.
  void open_task(int n, const TeamCode& owner, std::string step) {
    exchange::Conversation conversation;
    conversation.id = make_id<ConversationId>(random);
    conversation.parties = {owner};
    exchange::Task task;
    task.id = make_id<TaskId>(random);
    task.about = {owner, *MessageId::parse(conversation.id.str())};
    task.rung = exchange::Rung::confirmed;
    task.step = std::move(step);
    task.role = exchange::StepRole::sender;
    task.owner = owner;
    task.opened_at = clock.now() + std::chrono::seconds(n);
    task.claimed_by = to_bytes("a sealed name");
    task.detail = to_bytes("a sealed text");
    conversation.tasks = {task};
    write([&](exchange::Transaction& t) { return t.save(conversation); });
  }
  void write(const std::function<Result<void>(exchange::Transaction&)>& act) {
    exchange::Work work;
    work.run = [&](exchange::Transaction& transaction) -> Result<std::string> {
      GP_CHECK(act(transaction));
      return std::string{};
    };
    ASSERT_TRUE(wait(gateway->submit(std::move(work))));
  }
  std::filesystem::path directory_file() const { return configuration_->settings.directory; }
  std::string directory_text() const {
    return std::string(as_text(posix::read_file(directory_file(), 1 << 20).value()));
  }
  // Runs until the verification has ended.
  LogVerification verified(const Person& person) {
    asio::co_spawn(io, administration->verify_for_ever(), [](const std::exception_ptr&) {});
    io.restart();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const auto count = [&] {
      return std::ranges::count_if(
          log_entries(), [](const audit::Entry& entry) { return entry.event.starts_with("log-"); });
    };
    const auto before = count();
    while (count() == before && std::chrono::steady_clock::now() < deadline)
      io.run_one_for(std::chrono::milliseconds(500));
    administration->stop();
    io.run();
    return wait(administration->verification(person)).value();
  }

  int reloads = 0;
  std::unique_ptr<Administration> administration;
};

bool is(const auto& answer, auto code) { return !answer && answer.error().error.is(code); }

TEST_F(AdministrationService, AnswersOnlyWhomTheTableNamesAndLogsWhoElseAsked) {
  const Person operator_ = ready("opal", {{Role::operations, {}}});
  const Person auditor = ready("audra", {{Role::auditor, {}}});
  const Person spoc = ready("sam", {{Role::spoc, lambeth}});
  const auto denied = identity::Errc::not_allowed;
  EXPECT_TRUE(is(wait(administration->tallies(operator_)), denied));
  EXPECT_TRUE(is(wait(administration->open_tasks(spoc, {{}, 10, {}})), denied));
  EXPECT_TRUE(wait(administration->open_tasks(auditor, {{}, 10, {}})));
  EXPECT_TRUE(wait(administration->log(operator_, {{}, {}, 10})));
  EXPECT_TRUE(is(wait(administration->log(spoc, {{}, {}, 10})), denied));
  EXPECT_TRUE(is(wait(administration->export_log(operator_, {})), denied));
  EXPECT_TRUE(is(wait(administration->begin_verification(operator_)), denied));
  EXPECT_TRUE(is(wait(administration->users(auditor, 10, {})), denied));
  EXPECT_TRUE(is(wait(administration->propose_directory(auditor, "x")), denied));
  EXPECT_TRUE(is(wait(administration->take_directory(spoc, {})), denied));
  EXPECT_TRUE(is(wait(administration->try_again(auditor, "x")), denied));
  EXPECT_TRUE(is(wait(administration->add_user(operator_, {}, {})), denied));
  EXPECT_THAT(told(), Contains("user:" + spoc.id.str() + " refused identity.not_allowed"));
  EXPECT_THAT(told(), Contains("user:" + operator_.id.str() + " refused identity.not_allowed"));
}

TEST_F(AdministrationService, WantsTheSecondFactorAgainForWhatWeighs) {
  const Person admin = administrator();
  clock += minutes(20);
  const auto wanted = identity::Errc::step_up_wanted;
  EXPECT_TRUE(is(wait(administration->export_log(admin, {})), wanted));
  EXPECT_TRUE(is(wait(administration->users(admin, 10, {})), wanted));
  EXPECT_TRUE(is(wait(administration->propose_directory(admin, "x")), wanted));
  EXPECT_TRUE(is(wait(administration->try_again(admin, "x")), wanted));
  EXPECT_TRUE(wait(administration->log(admin, {{}, {}, 10})));
}

TEST_F(AdministrationService, ListsTasksOfAllTeamsWithoutWhatIsSealed) {
  const Person admin = administrator();
  for (int n = 0; n < 5; ++n) open_task(n, n % 2 == 0 ? brixton : lambeth, "lief-missing");
  std::vector<TaskId> seen;
  OpenTasksQuery wanted{{}, 2, {}};
  do {
    const OpenTasks page = wait(administration->open_tasks(admin, wanted)).value();
    EXPECT_LE(page.tasks.size(), 2U);
    for (const OpenTask& task : page.tasks) {
      seen.push_back(task.task.id);
      EXPECT_TRUE(task.task.claimed_by.empty());
      EXPECT_TRUE(task.task.detail.empty());
    }
    wanted.after = page.next;
  } while (wanted.after);
  EXPECT_EQ(std::set(seen.begin(), seen.end()).size(), 5U);
  EXPECT_EQ(seen.size(), 5U) << "each once";
  const auto of_lambeth =
      wait(administration->open_tasks(admin, {{.owner = lambeth}, 10, {}})).value();
  EXPECT_EQ(of_lambeth.tasks.size(), 2U);
  EXPECT_EQ(wait(administration->tallies(admin)).value().size(), 2U);
}

TEST_F(AdministrationService, PagesThroughTheLogFromItsEnd) {
  const Person admin = administrator();
  std::vector<std::uint64_t> indices;
  LogQuery wanted{{}, std::nullopt, 4};
  do {
    const LogPage page = wait(administration->log(admin, wanted)).value();
    EXPECT_EQ(page.damaged, 0U);
    for (const LogLine& line : page.lines) indices.push_back(line.index);
    wanted.before = page.next;
  } while (wanted.before);
  std::vector<std::uint64_t> all(log_entries().size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = all.size() - 1 - i;
  EXPECT_EQ(indices, all);
}

TEST_F(AdministrationService, FindsEntriesByEveryPartOfTheFilter) {
  const Person admin = administrator();
  const Person sender = ready("sid", {{Role::sender, brixton}});
  const Accepted sent = referral(sender);
  clock += minutes(60);
  const Instant later = clock.now();
  const Accepted second = referral(sender);
  const auto found = [&](const audit::EntryFilter& filter) {
    return wait(administration->log(admin, {filter, {}, 100})).value();
  };
  audit::EntryFilter by_message;
  by_message.message = sent.key.id.str();
  EXPECT_FALSE(found(by_message).lines.empty());
  for (const LogLine& line : found(by_message).lines) EXPECT_EQ(line.entry.message, sent.key.str());
  audit::EntryFilter by_event;
  by_event.event = "accepted";
  EXPECT_EQ(found(by_event).lines.size(), 2U);
  by_event.from = later;
  ASSERT_EQ(found(by_event).lines.size(), 1U);
  EXPECT_EQ(found(by_event).lines[0].entry.message, second.key.str());
  by_event.from.reset();
  by_event.until = later;
  ASSERT_EQ(found(by_event).lines.size(), 1U);
  EXPECT_EQ(found(by_event).lines[0].entry.message, sent.key.str());
  audit::EntryFilter by_actor;
  by_actor.actor = sender.actor();
  by_actor.verb = audit::Verb::collection;
  const LogPage his = found(by_actor);
  EXPECT_EQ(his.lines.size(), 2U);
  EXPECT_EQ(his.names.at(sender.actor()), "Jo sid") << "looked up, not in the log";
  audit::EntryFilter nothing;
  nothing.team = "PVI-PSI";
  EXPECT_THAT(found(nothing).lines, IsEmpty());
}

TEST_F(AdministrationService, ExportsTheLogOldestFirstAndSaysSoInIt) {
  const Person admin = administrator();
  referral(ready("sid", {{Role::sender, brixton}}));
  const std::size_t before = log_entries().size();
  const std::string csv(as_text(wait(administration->export_log(admin, {})).value()));
  EXPECT_EQ(std::ranges::count(csv, '\n'), static_cast<std::ptrdiff_t>(before + 1));
  EXPECT_TRUE(csv.starts_with("seq,at,verb,actor,"));
  EXPECT_LT(csv.find("\n0,"), csv.find("\n1,"));
  EXPECT_THAT(csv, Not(HasSubstr("Jo "))) << "no names";
  EXPECT_THAT(told(), Contains(admin.actor() + " log-exported entries:" + std::to_string(before)));
  // What was typed and matches nothing may be anything, also a name.
  audit::EntryFilter name;
  name.actor = "Jo Example";
  ASSERT_TRUE(wait(administration->export_log(admin, name)));
  EXPECT_THAT(told(), Contains(admin.actor() + " log-exported entries:0 of:nothing"));
}

TEST_F(AdministrationService, VerifiesTheLogPieceByPiece) {
  const Person auditor = ready("audra", {{Role::auditor, {}}});
  EXPECT_EQ(wait(administration->verification(auditor)).value().state,
            LogVerification::State::never);
  // More than one piece.
  write([](exchange::Transaction& t) -> Result<void> {
    for (int n = 0; n < 9000; ++n) {
      audit::Entry entry;
      entry.event = "filler";
      t.append_audit(std::move(entry));
    }
    return {};
  });
  ASSERT_TRUE(wait(administration->begin_verification(auditor)));
  EXPECT_EQ(wait(administration->verification(auditor)).value().state,
            LogVerification::State::running);
  const auto head = store->view().value()->audit_head().value();
  const LogVerification found = verified(auditor);
  EXPECT_EQ(found.state, LogVerification::State::sound) << found.wrong;
  EXPECT_EQ(found.checked, head.size);
  EXPECT_EQ(found.root, head.root);
  const auto page = wait(administration->log(auditor, {{}, {}, 1})).value();
  EXPECT_EQ(page.lines[0].entry.event, "log-verified");
  EXPECT_EQ(page.lines[0].entry.actor, auditor.actor());
}

TEST_F(AdministrationService, PutsANewDirectoryInPlaceOrNothing) {
  const Person admin = administrator();
  const std::string before = directory_text();
  const auto broken = wait(administration->propose_directory(admin, before + "XX,,,\n")).value();
  EXPECT_FALSE(broken.problems.empty());
  std::string fresh = before;
  fresh.replace(fresh.find("020 7946 0111"), 13, "020 7946 0999");
  const auto proposal = wait(administration->propose_directory(admin, fresh)).value();
  ASSERT_THAT(proposal.problems, IsEmpty());
  ASSERT_EQ(proposal.changes.size(), 1U);
  EXPECT_THAT(proposal.changes[0].change.in_words(), HasSubstr("020 7946 0999"));
  // Another administrator's proposal is not this one's; nor is a list that changed meanwhile.
  const Person other = ready("otto", {{Role::administrator, {}}});
  const Administration::TakeDirectory take{proposal.fresh_digest, proposal.current_digest};
  EXPECT_TRUE(is(wait(administration->take_directory(other, take)), Errc::bad_request));
  EXPECT_TRUE(is(wait(administration->take_directory(admin, {take.fresh_digest, "an older one"})),
                 identity::Errc::changed_meanwhile));
  EXPECT_EQ(directory_text(), before);
  EXPECT_EQ(reloads, 0);
  ASSERT_TRUE(wait(administration->take_directory(admin, take)));
  EXPECT_EQ(directory_text(), fresh);
  EXPECT_EQ(reloads, 1);
  EXPECT_THAT(told(), Contains(admin.actor() + " directory-imported directory:" +
                               take.fresh_digest + " before:" + take.current_digest));
  int kept = 0;
  for (const auto& file : std::filesystem::directory_iterator(directory_file().parent_path()))
    if (file.path().string().starts_with(directory_file().string() + "."))
      kept += posix::read_file(file.path(), 1 << 20).value() == to_bytes(before) ? 1 : 0;
  EXPECT_EQ(kept, 1);
  EXPECT_TRUE(is(wait(administration->take_directory(admin, take)), Errc::bad_request)) << "twice";
  ASSERT_TRUE(posix::write_file_durably(directory_file(), as_bytes(before), posix::Mode::shared));
}

TEST_F(AdministrationService, KeepsUsers) {
  const Person admin = administrator();
  const auto added = wait(administration->add_user(admin, {"new.one", "Nia New", "Keyworker", ""},
                                                   {{Role::spoc, lambeth}}))
                         .value();
  EXPECT_TRUE(sign_in("new.one", added.password));
  const auto again = wait(
      administration->add_user(admin, {"new.one", "Nia New", "", ""}, {{Role::spoc, lambeth}}));
  EXPECT_TRUE(is(again, identity::Errc::name_taken));
  const auto misfit =
      wait(administration->add_user(admin, {"x", "", "", ""}, {{Role::clinician, lambeth}}));
  ASSERT_FALSE(misfit);
  EXPECT_EQ(misfit.error().problems.size(), 3U) << "all at once";

  UserDetails user = wait(administration->user(admin, added.user)).value();
  EXPECT_TRUE(user.first_password_waits);
  const UserRef read{added.user, user.user.record.version};
  ASSERT_TRUE(wait(administration->set_grants(admin, read, {{Role::meeting, lambeth}})));
  EXPECT_TRUE(is(wait(administration->set_status(admin, read, identity::UserStatus::disabled)),
                 identity::Errc::changed_meanwhile));
  user = wait(administration->user(admin, added.user)).value();
  const UserRef now{added.user, user.user.record.version};
  ASSERT_TRUE(wait(administration->set_status(admin, now, identity::UserStatus::disabled)));
  EXPECT_FALSE(sign_in("new.one", added.password));

  const UserDetails self = wait(administration->user(admin, admin.id)).value();
  EXPECT_TRUE(
      is(wait(administration->set_grants(admin, {admin.id, self.user.record.version},
                                         {{Role::administrator, {}}, {Role::spoc, lambeth}})),
         identity::Errc::not_allowed))
      << "nobody gives themselves a team's forms to read";

  // Handed over once: what is sent again makes no password that nobody saw.
  user = wait(administration->user(admin, added.user)).value();
  const UserRef once{added.user, user.user.record.version};
  ASSERT_TRUE(wait(administration->reset_password(admin, once)));
  EXPECT_TRUE(
      is(wait(administration->reset_password(admin, once)), identity::Errc::changed_meanwhile));
}

TEST_F(AdministrationService, ListsUsersPageByPageAndFindsThemByAPartOfTheirName) {
  const Person admin = administrator();
  for (const char* name : {"anna", "bella", "carla"}) add(name, {{Role::auditor, {}}});
  std::size_t seen = 0;
  UserId after;
  for (;;) {
    const UserPage page = wait(administration->users(admin, 3, after)).value();
    seen += page.users.size();
    if (!page.next) break;
    after = *page.next;
  }
  EXPECT_EQ(seen, 4U);
  const UserPage found = wait(administration->find_users(admin, "ELL", 10)).value();
  ASSERT_EQ(found.users.size(), 1U);
  EXPECT_EQ(found.users[0].profile.sign_in_name, "bella");
}

TEST_F(AdministrationService, TriesAgainWhatCouldNotBeHandedOver) {
  const Person operator_ = ready("opal", {{Role::operations, {}}});
  exchange::Effect effect;
  effect.reference = "BXI-PSI/x/confirmed/remind-recipient/1";
  effect.kind = exchange::Effect::Kind::notify;
  effect.about = {brixton, make_id<MessageId>(random)};
  effect.team = lambeth;
  effect.rung = exchange::Rung::confirmed;
  effect.step = "remind-recipient";
  effect.due_at = clock.now();
  write([&](exchange::Transaction& t) -> Result<void> {
    GP_CHECK(t.add_effect(effect));
    return t.postpone_effect(effect.reference, clock.now() + minutes(60));
  });
  ASSERT_EQ(wait(administration->failing(operator_, 10, {})).value().size(), 1U);
  ASSERT_TRUE(wait(administration->try_again(operator_, effect.reference)));
  EXPECT_LE(wait(administration->failing(operator_, 10, {})).value()[0].due_at, clock.now());
  EXPECT_TRUE(is(wait(administration->try_again(operator_, "no/such")), Errc::not_found));
  EXPECT_THAT(told(), Contains(operator_.actor() + " effect-tried-again " + effect.reference));
}

}  // namespace
}  // namespace gatepost::app::test
