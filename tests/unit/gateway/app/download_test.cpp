// Handing a form over: what was taken back between reading its bytes and recording the disclosure
// is not handed out.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include "gateway/app/evidence.hpp"
#include "gateway/app/gateway.hpp"
#include "gateway/store/memory/memory_store.hpp"
#include "tests/support/sample_region.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::app {
namespace {

namespace asio = boost::asio;
using exchange::AcceptCommand;
using exchange::Content;

struct FixedClock final : Clock {
  Instant at = *from_rfc3339("2026-06-09T10:00:00Z");
  Instant now() const override { return at; }
};

// The store, where somebody else's work may be committed just before the next one.
class BusyStore final : public exchange::Store {
 public:
  void submit(exchange::Work work, std::function<void(Result<std::string>)> done) override {
    if (auto first = std::exchange(meanwhile, {})) commit(std::move(first));
    inner_.submit(std::move(work), std::move(done));
    inner_.pump();
  }
  Result<std::unique_ptr<exchange::View>> view() override { return inner_.view(); }

  void commit(std::function<Result<void>(exchange::Transaction&)> change) {
    inner_.submit(
        {"",
         [&](exchange::Transaction& transaction) -> Result<std::string> {
           GP_CHECK(change(transaction));
           return "";
         }},
        [](const Result<std::string>& done) { ASSERT_TRUE(done) << done.error().to_string(); });
    inner_.pump();
  }
  std::function<Result<void>(exchange::Transaction&)> meanwhile;

 private:
  store::memory::MemoryStore inner_;
};

TeamCode team(std::string_view code) { return *TeamCode::parse(code); }

struct Handing : testing::Test {
  tests::SeededRandom random{11};
  FixedClock clock;
  BusyStore store;
  Workers workers{1};
  Log log;
  Metrics metrics;
  ConfigurationPtr configuration = std::make_shared<const Configuration>(
      Configuration{.settings = {},
                    .directory = tests::sample_region(),
                    .policy = tests::shipped_policy(),
                    .calendar = tests::shipped_calendar(),
                    .forms_trust = certs::TrustStore::build(certs::TrustStore::Input{}).value(),
                    .receipt_signer = {},
                    .keys = certs::KeyRing::in_memory(random),
                    .mailboxes = {},
                    .custody = {},
                    .machine_tls = {},
                    .console_tls = {},
                    .console_logo = {},
                    .gateway_code = team("GATEPOST"),
                    .mail_password = {},
                    .expiries = {},
                    .warnings = {},
                    .directory_changes = {},
                    .log_signer = {},
                    .crls = {}});
  Gateway gateway{{store, workers, clock, random, log, metrics}, configuration};
  ConversationId conversation = make_id<ConversationId>(random);

  AcceptCommand form(exchange::FormType type) {
    AcceptCommand command;
    command.conversation = conversation;
    command.key = {team("BXI-PSI"), make_id<MessageId>(random)};
    command.type = type;
    random.fill(command.digest.bytes);
    command.handle = make_handle(random);
    command.to_area = AreaCode::parse("E09000022").value();
    command.written_at = clock.now();
    return command;
  }
  Result<void> accept(exchange::Transaction& transaction, const AcceptCommand& command) {
    exchange::AcceptWork work;
    work.command = command;
    const exchange::MessageKey receipt{team("GATEPOST"), make_id<MessageId>(random)};
    work.receipts.push_back(
        {{command.key, exchange::Rung::accepted, receipt, make_handle(random), clock.now()},
         {receipt, {}},
         1});
    GP_TRY(certs::SealedPayload sealed,
           certs::seal(configuration->keys, random, command.key.str(),
                       {{form_part, as_bytes("<LIEF/>")}, {transport_part, as_bytes("{}")}}));
    work.payload = {command.key, std::move(sealed)};
    GP_CHECK(exchange::accept(transaction, work, gateway.context(*configuration, clock.now()),
                              gateway.provenance(*configuration, "team:BXI-PSI")));
    return {};
  }
  AcceptCommand sent_lief() {
    using formats::forms::ConsentAgency;
    AcceptCommand lief = form(exchange::FormType::lief);
    lief.sharing =
        exchange::Sharing{exchange::Sharing::Basis::given, {ConsentAgency::spoc}, {}, {}};
    store.commit([&](exchange::Transaction& t) { return accept(t, lief); });
    return lief;
  }
  AcceptCommand withdrawal_of(const AcceptCommand& lief) {
    AcceptCommand command = form(exchange::FormType::withdrawal);
    command.about = AcceptCommand::About{lief.key, lief.digest};
    command.act = exchange::act::Withdraw{exchange::act::Withdraw::Scope::consent, {}};
    command.content = Content::none;
    return command;
  }
  Answer<Download> download(const Handle& handle) {
    asio::io_context io;
    auto answer = asio::co_spawn(
        io, gateway.download({team("LAMBETH-SPOC"), configuration}, handle), asio::use_future);
    io.run();
    return answer.get();
  }
  std::size_t downloads_in_the_log() {
    std::size_t count = 0;
    for (const audit::Row& row : store.view().value()->audit_rows(0, 1000).value())
      if (audit::parse_canonical(row.bytes).value().first.event == "downloaded") ++count;
    return count;
  }
};

TEST_F(Handing, AFormOverIsRecorded) {
  const AcceptCommand lief = sent_lief();
  const auto handed = download(lief.handle);
  ASSERT_TRUE(handed);
  EXPECT_EQ(as_text(handed->bytes), "<LIEF/>");
  EXPECT_EQ(downloads_in_the_log(), 1U);
  EXPECT_EQ(store.view().value()->conversation(conversation).value()->messages[0].downloaded_at,
            clock.now());
}

// The bytes used to be read before the transaction that recorded it, and left whatever happened in
// between.
TEST_F(Handing, AFormOverIsRefusedWhenItWasTakenBackMeanwhile) {
  const AcceptCommand lief = sent_lief();
  store.meanwhile = [&](exchange::Transaction& t) { return accept(t, withdrawal_of(lief)); };
  const auto handed = download(lief.handle);
  ASSERT_FALSE(handed);
  EXPECT_TRUE(handed.error().error.is(Errc::not_found)) << handed.error().error.to_string();
  EXPECT_EQ(downloads_in_the_log(), 0U);
}

}  // namespace
}  // namespace gatepost::app
