// What is refused, and with which word.
#include <set>

#include "gateway/base/limits.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {
namespace {

struct Refusal {
  std::string_view what;
  Errc expected;
  AcceptCommand command;
};

void expect_refused(Scene& scene, const std::vector<Refusal>& table) {
  for (const Refusal& row : table) {
    SCOPED_TRACE(row.what);
    const std::optional<Conversation> before = scene.conversation;
    const auto decision = scene.run(row.command);
    ASSERT_FALSE(decision);
    EXPECT_TRUE(decision.error().is(row.expected)) << decision.error().to_string();
    EXPECT_FALSE(decision.error().context().empty());
    EXPECT_EQ(scene.conversation, before);
  }
}

AcceptCommand with(AcceptCommand command, auto change) {
  change(command);
  return command;
}

TEST(Forms, FromStrangersAndToWrongPlacesAreRefused) {
  Scene scene;
  scene.must(scene.lief());
  const AcceptCommand lief = scene.lief();
  expect_refused(scene,
                 {
                     {"a team outside of the directory", Errc::unknown_sender,
                      with(lief, [](AcceptCommand& c) { c.key.from = team("NOBODY-PSI"); })},
                     {"a team without a part in the conversation", Errc::not_a_party,
                      with(lief, [](AcceptCommand& c) { c.key.from = team("PVI-PSI"); })},
                     {"a team that does not serve the area", Errc::wrong_destination,
                      with(lief, [](AcceptCommand& c) { c.to_team = team("SOUTHWARK-SPOC"); })},
                     {"a form to its own sender", Errc::wrong_destination,
                      with(lief,
                           [](AcceptCommand& c) {
                             c.to_area.reset();
                             c.to_team = c.key.from;
                           })},
                 });
}

TEST(Replies, ThatDoNotFitTheirOriginalAreRefused) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  const AcceptCommand croydon = scene.lief("E09000008");
  scene.must(lief);
  scene.must(croydon);
  const AcceptCommand ack = scene.reply(lief, ReachedHow::person);
  scene.must(ack);
  const AcceptCommand fresh = scene.reply(lief, ReachedHow::automatic);
  const AcceptCommand call = scene.reply(lief, ReachedHow::telephone);
  expect_refused(scene,
                 {
                     {"no word about which form", Errc::unknown_original,
                      with(fresh, [](AcceptCommand& c) { c.about.reset(); })},
                     {"a form nobody sent", Errc::unknown_original,
                      with(fresh, [](AcceptCommand& c) { c.about->key.id = c.key.id; })},
                     {"an acknowledgement of an acknowledgement", Errc::unknown_original,
                      with(fresh,
                           [&](AcceptCommand& c) {
                             c.about->key = ack.key;
                             c.about->digest = ack.digest;
                           })},
                     {"another digest than the original's", Errc::wrong_digest,
                      with(fresh, [](AcceptCommand& c) { c.about->digest->bytes[31] ^= 1U; })},
                     {"another party than the recipient", Errc::not_recipient,
                      with(fresh, [](AcceptCommand& c) { c.key.from = team("CROYDON-SPOC"); })},
                     {"the sender acknowledging its own form", Errc::not_recipient,
                      with(fresh, [](AcceptCommand& c) { c.key.from = team("BXI-PSI"); })},
                     {"a stranger", Errc::not_a_party,
                      with(fresh, [](AcceptCommand& c) { c.key.from = team("SOUTHWARK-SPOC"); })},
                     {"an acknowledgement to somebody else", Errc::wrong_destination,
                      with(fresh, [](AcceptCommand& c) { c.to_team = team("CROYDON-SPOC"); })},
                     {"an acknowledgement to another area", Errc::wrong_destination,
                      with(fresh,
                           [](AcceptCommand& c) {
                             c.to_team.reset();
                             c.to_area = area("E09000028");
                           })},
                     {"a telephone confirmation by the recipient", Errc::not_sender,
                      with(call, [](AcceptCommand& c) { c.key.from = team("LAMBETH-SPOC"); })},
                     {"a telephone confirmation to somebody else", Errc::wrong_destination,
                      with(call,
                           [](AcceptCommand& c) {
                             c.to_area.reset();
                             c.to_team = team("CROYDON-SPOC");
                           })},
                 });
}

TEST(Replies, NeedAConversation) {
  Scene scene;
  const AcceptCommand unsent = scene.lief();
  expect_refused(scene, {{"the first form is a reply", Errc::unknown_original,
                          scene.reply(unsent, ReachedHow::person)}});
}

TEST(AConversation, TakesNoMoreReferralsThanItsLimitButStillReplies) {
  Scene scene;
  const AcceptCommand first = scene.lief();
  scene.must(first);
  for (std::size_t i = 1; i < limits::conversation_referrals; ++i) scene.must(scene.lief());
  const auto refused = scene.run(scene.lief());
  ASSERT_FALSE(refused);
  EXPECT_TRUE(refused.error().is(Errc::conversation_full));
  scene.must(scene.reply(first, ReachedHow::person));
  EXPECT_TRUE(scene.message(first).confirmed_at);
}

TEST(TelephoneConfirmation, IsPossibleWhenTheTeamNoLongerServesTheArea) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  scene.must(lief);
  std::string csv(tests::sample_directory);
  for (const auto& [from, to] :
       {std::pair{"E09000022", "E09000030"}, std::pair{"E09000028", "E09000022"}})
    csv.replace(csv.find(from), 9, to);
  scene.directory = tests::sound(config::Directory::from_csv(csv, "changed"));
  AcceptCommand call = scene.reply(lief, ReachedHow::telephone);
  call.to_team = team("LAMBETH-SPOC");  // as the client writes it: both, from the message
  scene.must(call);
  EXPECT_TRUE(scene.message(lief).confirmed_at);
  EXPECT_EQ(scene.message(call).to, team("LAMBETH-SPOC"));
}

TEST(Collecting, IsForTheRecipientOnly) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  EXPECT_TRUE(scene.run(CollectedCommand{lief.key, team("LAMBETH-SPOC")})
                  .error()
                  .is(Errc::unknown_original));
  scene.must(lief);
  EXPECT_TRUE(scene.run(CollectedCommand{lief.key, team("SOUTHWARK-SPOC")})
                  .error()
                  .is(Errc::unknown_original));
  EXPECT_TRUE(scene
                  .run(CollectedCommand{{lief.key.from, make_id<MessageId>(scene.random)},
                                        team("LAMBETH-SPOC")})
                  .error()
                  .is(Errc::unknown_original));
}

// The area may have got another SPOC since; the answer still goes to who was asked, and can always
// be given.
TEST(TelephoneConfirmation, FollowsTheOriginalWhenTheAreaChangedHands) {
  Scene scene;
  const AcceptCommand lief = scene.lief();
  const AcceptCommand lost = scene.lief(tests::unknown_area);
  scene.must(lief);
  scene.must(lost);
  std::string changed(tests::sample_directory);
  changed.replace(changed.find("E09000022"), 9, "E09000099");
  changed.replace(changed.find("E09000028"), 9, "E09000022;W06000015");
  scene.directory = tests::sound(config::Directory::from_csv(changed, "changed"));
  const Decision first = scene.must(scene.reply(lief, ReachedHow::telephone));
  ASSERT_EQ(first.deliveries.size(), 1U);
  EXPECT_EQ(first.deliveries[0].team, team("LAMBETH-SPOC"));
  const Decision second = scene.must(scene.reply(lost, ReachedHow::telephone));
  EXPECT_TRUE(second.deliveries.empty());
  EXPECT_FALSE(scene.conversation->has_party(team("SOUTHWARK-SPOC")));
  EXPECT_EQ(scene.message(lost).highest(), Rung::confirmed);
}

TEST(Errors, HaveNamesOfTheirOwn) {
  std::set<std::string_view> names;
  for (int code = 0; code <= static_cast<int>(Errc::unknown_reason); ++code) {
    const ErrorInfo info = error_info(static_cast<Errc>(code));
    EXPECT_EQ(info.library, "exchange");
    EXPECT_TRUE(names.insert(info.name).second) << info.name;
  }
  EXPECT_FALSE(names.contains("?"));
}

}  // namespace
}  // namespace gatepost::exchange
