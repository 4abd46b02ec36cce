#include "gateway/app/notification.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace gatepost::app {
namespace {

using config::Rung;
using config::StepRole;
using formats::forms::FormType;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;
using Addresses = std::vector<std::string>;

constexpr std::string_view id_text = "1a2b3c4d-0000-4000-8000-000000000001";

// Contacts are written here and not in CSV cells: this is about who is told, not about the file.
config::Directory directory() {
  auto made = config::Directory::from_csv(
      "team,name,kind,areas,route,mailbox,telephone,email,urgent_contact,fallback_team,"
      "fallback_contact,service_manager,oversight\n"
      "BXI-PSI,HMP Brixton psychosocial,prison-psychosocial,,mailbox,GPBXI01,020 7946 0101,"
      "psi@brixton.example,,,,,\n"
      "LAMBETH-SPOC,Lambeth SPOC,spoc,E09000022,mailbox,GPLAM01,020 7946 0111,spoc@lambeth.example,"
      "Night desk <night@lambeth.example> 020 7946 0198,SOUTHWARK-SPOC,"
      "Desk <desk@lambeth.example> 020 7946 0199,Manager <manager@lambeth.example>,"
      "Commissioner <commissioner@lambeth.example>\n"
      "SOUTHWARK-SPOC,Southwark SPOC,spoc,E09000028,mailbox,GPSWK01,020 7946 0112,"
      "spoc@southwark.example,,LAMBETH-SPOC,,,\n"
      "HACKNEY-SPOC,Hackney SPOC,spoc,E09000012,mailbox,GPHAC01,,spoc@hackney.example,,,,,\n",
      "directory.csv");
  EXPECT_TRUE(made);
  return *made;
}

config::Calendar calendar() {
  using namespace std::chrono;
  return config::Calendar::build({}, year_month_day{2027y / December / 31}).value();
}

TeamCode team(std::string_view code) { return *TeamCode::parse(code); }

Notification notification(StepRole role, Rung rung = Rung::confirmed,
                          FormType type = FormType::lief) {
  Notification made;
  made.effect.kind = exchange::Effect::Kind::notify;
  made.effect.about = {team("BXI-PSI"), *MessageId::parse(id_text)};
  made.effect.role = role;
  made.effect.team = team(role == StepRole::sender || role == StepRole::operator_ ? "BXI-PSI"
                          : role == StepRole::recipient_fallback                  ? "SOUTHWARK-SPOC"
                                                                                  : "LAMBETH-SPOC");
  made.effect.rung = rung;
  made.effect.step = "some-step";
  made.effect.due_at = *from_rfc3339("2026-04-07T11:00:00Z");
  made.effect.reference = "BXI-PSI/" + std::string(id_text) + "/confirmed/some-step/1/notify";
  exchange::MessageState message;
  message.key = made.effect.about;
  message.type = type;
  message.to = team("LAMBETH-SPOC");
  exchange::Deadline deadline;
  deadline.rung = rung;
  deadline.due = *from_rfc3339("2026-04-07T11:00:00Z");
  message.deadlines.push_back(deadline);
  made.message = message;
  return made;
}

// A message to another team, whose steps name that team.
Notification to(Notification made, std::string_view recipient, std::string_view told) {
  made.message->to = recipient.empty() ? TeamCode{} : team(recipient);
  made.effect.team = team(told);
  return made;
}

Addresses told(const Notification& notification,
               const std::string& operator_address = "operator@gateway.example") {
  return addressees(notification, directory(), operator_address);
}

std::string body(const Notification& notification) {
  return text_of(notification, directory(), calendar()).body;
}

TEST(Addressees, EachRoleHasItsOwn) {
  EXPECT_THAT(told(notification(StepRole::recipient)), ElementsAre("spoc@lambeth.example"));
  EXPECT_THAT(told(notification(StepRole::recipient_fallback)),
              ElementsAre("desk@lambeth.example"));
  EXPECT_THAT(told(notification(StepRole::sender)), ElementsAre("psi@brixton.example"));
  EXPECT_THAT(told(notification(StepRole::recipient_service_manager)),
              ElementsAre("manager@lambeth.example"));
  EXPECT_THAT(told(notification(StepRole::oversight)), ElementsAre("commissioner@lambeth.example"));
  EXPECT_THAT(told(notification(StepRole::operator_)), ElementsAre("operator@gateway.example"));
}

TEST(Addressees, WithoutAFallbackContactTheFallbackTeamIsTold) {
  EXPECT_THAT(
      told(to(notification(StepRole::recipient_fallback), "SOUTHWARK-SPOC", "LAMBETH-SPOC")),
      ElementsAre("spoc@lambeth.example"));
}

TEST(Addressees, NobodyIsThereWhereTheDirectoryNamesNobody) {
  for (const StepRole role :
       {StepRole::recipient_fallback, StepRole::recipient_service_manager, StepRole::oversight})
    EXPECT_THAT(told(to(notification(role), "HACKNEY-SPOC", "HACKNEY-SPOC")), IsEmpty());
  EXPECT_THAT(told(notification(StepRole::operator_), ""), IsEmpty());
  EXPECT_THAT(told(notification(StepRole::operator_), "not an address"), IsEmpty());
}

TEST(Addressees, UrgentMessagesReachWhoeverAnswersAtAnyHour) {
  auto urgent = notification(StepRole::recipient);
  urgent.message->urgent = true;
  EXPECT_THAT(told(urgent), ElementsAre("spoc@lambeth.example", "night@lambeth.example"));
  urgent = notification(StepRole::oversight);
  urgent.message->urgent = true;
  EXPECT_THAT(told(urgent), ElementsAre("commissioner@lambeth.example"));
}

TEST(Addressees, AMessageThatCannotBeReadStillReachesPeople) {
  auto blind = notification(StepRole::recipient);
  blind.message.reset();
  EXPECT_THAT(told(blind), ElementsAre("spoc@lambeth.example"));
  blind = notification(StepRole::recipient_fallback);
  blind.message.reset();
  EXPECT_THAT(told(blind), ElementsAre("spoc@southwark.example"));
  EXPECT_THAT(body(blind), HasSubstr("In full:   BXI-PSI/" + std::string(id_text)));
}

TEST(NotificationText, TheSendersTaskNamesTheNumberTheDeadlineAndTheCommands) {
  auto task = notification(StepRole::sender);
  task.task.emplace().id = *TaskId::parse("00000000-0000-4000-8000-00000000000a");
  const auto text = text_of(task, directory(), calendar());
  EXPECT_EQ(text.subject,
            "Gatepost task: LIEF referral BXI-PSI 1a2b3c4d, not confirmed by a person");
  EXPECT_THAT(text.body, HasSubstr("Ring Lambeth SPOC (LAMBETH-SPOC) on 020 7946 0111."));
  EXPECT_THAT(text.body, HasSubstr("The deadline was noon on Tuesday 7 April 2026, London time."));
  EXPECT_THAT(text.body,
              HasSubstr("\n    gatepost claim 00000000-0000-4000-8000-00000000000a --by "));
  EXPECT_THAT(text.body, HasSubstr("\n    gatepost tasks\n"));
  EXPECT_THAT(text.body, HasSubstr("\nReference: BXI-PSI 1a2b3c4d\n"));
}

// A task that no rung opened: its steps concern its owner's side, whoever the recipient is.
// A recorded call confirms. It used to be offered for whatever was missing.
TEST(NotificationText, OffersToRecordACallOnlyWhereACallIsWhatIsMissing) {
  for (const Rung rung : {Rung::delivered, Rung::acknowledged, Rung::confirmed})
    EXPECT_THAT(body(notification(StepRole::sender, rung)), HasSubstr("gatepost phone-confirm"));
  for (const Rung rung : {Rung::answered, Rung::outcome, Rung::followed_up, Rung::engaged})
    EXPECT_THAT(body(notification(StepRole::sender, rung)),
                AllOf(Not(HasSubstr("phone-confirm")), HasSubstr("Ring Lambeth SPOC"),
                      HasSubstr("Only they can end it")));
  EXPECT_THAT(body(notification(StepRole::sender, Rung::answered)), HasSubstr("Please answer it"));
  EXPECT_THAT(body(notification(StepRole::sender, Rung::delivered, FormType::response)),
              AllOf(Not(HasSubstr("phone-confirm")), HasSubstr("Please collect it")));
}

// The second appointment's outcome was said to be late by the first one's deadline.
TEST(NotificationText, NamesTheDeadlineOfTheCurrentOpening) {
  auto again = notification(StepRole::sender, Rung::outcome);
  again.message->deadlines[0].met_at = *from_rfc3339("2026-04-08T11:00:00Z");
  exchange::Deadline second = again.message->deadlines[0];
  second.due = *from_rfc3339("2026-04-21T11:00:00Z");
  second.met_at.reset();
  again.message->deadlines.push_back(second);
  again.effect.due_at = *from_rfc3339("2026-04-21T12:00:00Z");
  EXPECT_THAT(body(again), AllOf(HasSubstr("21 April"), Not(HasSubstr("7 April"))));
  again.message->deadlines.back().met_at = again.effect.due_at;
  EXPECT_THAT(body(again), HasSubstr("21 April")) << "the last one, when none is open";
}

TEST(NotificationText, SaysThatATeamHasEndedToWhoeverIsToldInstead) {
  const auto ended = config::Directory::from_csv(
      "team,name,kind,route,oversight,valid_to\nBXI-PSI,Brixton,prison-psychosocial,console,"
      "Prison lead <lead@prison.example>,2026-03-31\n",
      "directory.csv");
  ASSERT_TRUE(ended);
  for (const StepRole role : {StepRole::oversight, StepRole::operator_}) {
    auto told = notification(role);
    told.message.reset();
    told.effect.team = team("BXI-PSI");
    told.effect.task = TaskId::parse("00000000-0000-4000-8000-00000000000a");
    EXPECT_THAT(addressees(told, *ended, "operator@gateway.example"),
                ElementsAre(role == StepRole::oversight ? "lead@prison.example"
                                                        : "operator@gateway.example"));
    EXPECT_THAT(text_of(told, *ended, calendar()).body,
                HasSubstr("Brixton (BXI-PSI) is no longer in service"));
  }
  EXPECT_THAT(body(notification(StepRole::oversight)), Not(HasSubstr("in service")));
}

TEST(NotificationText, ATaskLeftLyingGoesToItsOwnersSide) {
  auto step = notification(StepRole::owner);
  step.effect.team = team("BXI-PSI");
  exchange::Task& task = step.task.emplace();
  task.id = *TaskId::parse("00000000-0000-4000-8000-00000000000a");
  task.step = "choose-another-spoc";
  step.effect.task = task.id;
  EXPECT_THAT(told(step), ElementsAre("psi@brixton.example"));
  const auto text = text_of(step, directory(), calendar());
  EXPECT_EQ(text.subject,
            "Gatepost task: LIEF referral BXI-PSI 1a2b3c4d, waits for a named person");
  EXPECT_THAT(text.body, HasSubstr("choose another SPOC"));
  EXPECT_THAT(text.body, HasSubstr("gatepost claim 00000000-0000-4000-8000-00000000000a"));
  EXPECT_THAT(text.body, Not(HasSubstr("deadline")));
  // The manager of the owner, who has none here; not the recipient's.
  step.effect.role = StepRole::owner_service_manager;
  EXPECT_THAT(told(step), IsEmpty());
  step.effect.role = StepRole::oversight;
  EXPECT_THAT(told(step), IsEmpty());
  // A form that was never sent: there is no message.
  step.effect.role = StepRole::owner;
  step.message.reset();
  step.task->step = "lief-missing";
  EXPECT_THAT(body(step), HasSubstr("A LIEF should have been sent"));
}

// An urgent message's contacts hear of it at once, before any deadline.
TEST(NotificationText, ADeadlineThatIsStillToComeIs) {
  auto at_once = notification(StepRole::recipient);
  at_once.effect.due_at -= std::chrono::hours{2};
  EXPECT_THAT(body(at_once), HasSubstr("The deadline is noon on Tuesday 7 April 2026"));
}

TEST(NotificationText, AfterATransferTheNewHolderIsNamed) {
  auto moved = notification(StepRole::recipient);
  moved.message->caretaker = team("HACKNEY-SPOC");
  EXPECT_THAT(body(moved), HasSubstr("Hackney SPOC (HACKNEY-SPOC)"));
}

TEST(NotificationText, SaysWhatEachRoleCanDo) {
  const std::vector<std::pair<StepRole, std::string_view>> expected{
      {StepRole::recipient, "have a named person read it"},
      {StepRole::recipient_fallback, "has not reacted"},
      {StepRole::sender, "gatepost phone-confirm 1a2b3c4d-"},
      {StepRole::recipient_service_manager, "as the manager of"},
      {StepRole::oversight, "find out why"},
      {StepRole::operator_, "as the operator of this gateway"}};
  for (const auto& [role, words] : expected) {
    std::string text = body(notification(role));
    std::ranges::replace(text, '\n', ' ');
    EXPECT_THAT(text, HasSubstr(std::string(words))) << config::to_string(role);
  }
}

TEST(NotificationText, KnowsWhenThereIsNobodyToRing) {
  EXPECT_THAT(body(to(notification(StepRole::sender), "HACKNEY-SPOC", "BXI-PSI")),
              HasSubstr("no telephone number for"));
  auto nobody = to(notification(StepRole::sender), "", "BXI-PSI");
  nobody.message->area = AreaCode::parse("E07000999");
  EXPECT_THAT(body(nobody), HasSubstr("knows no team"));
  EXPECT_THAT(body(nobody), HasSubstr("E07000999"));
}

TEST(NotificationText, IsWholeForEveryRoleRungAndForm) {
  for (const StepRole role :
       {StepRole::recipient, StepRole::recipient_fallback, StepRole::sender,
        StepRole::recipient_service_manager, StepRole::oversight, StepRole::operator_})
    for (int rung = 1; rung <= static_cast<int>(Rung::engaged); ++rung)
      for (int form = 0; form <= static_cast<int>(FormType::receipt); ++form) {
        const auto text =
            text_of(notification(role, static_cast<Rung>(rung), static_cast<FormType>(form)),
                    directory(), calendar());
        EXPECT_THAT(text.subject, StartsWith("Gatepost: "));
        EXPECT_THAT(text.subject, HasSubstr("BXI-PSI 1a2b3c4d"));
        EXPECT_THAT(text.body, Not(HasSubstr("  .")));
        std::size_t longest = 0;
        for (std::size_t at = 0; at < text.body.size();) {
          const auto end = text.body.find('\n', at);
          const auto line = text.body.substr(at, end - at);
          if (!line.starts_with("    ")) longest = std::max(longest, line.size());
          at = end + 1;
        }
        EXPECT_LE(longest, 72U) << text.body;
        const auto mail = compose_mail({.from = "gatepost@gateway.example",
                                        .to = "a@b.example",
                                        .reply_to = "",
                                        .domain = "gateway.example",
                                        .reference = "r",
                                        .date = {}},
                                       text);
        EXPECT_TRUE(mail);
      }
}

MailHead head() {
  return {.from = "gatepost@gateway.example",
          .to = "spoc@lambeth.example",
          .reply_to = "duty@gateway.example",
          .domain = "gateway.example",
          .reference = "BXI-PSI/x/confirmed/remind/1/notify",
          .date = *from_rfc3339("2026-04-07T11:00:00Z")};
}

TEST(Mail, HasTheHeadThatMailersAndPeopleNeed) {
  const auto mail = compose_mail(head(), {"A subject", "One line.\nAnother.\n"});
  ASSERT_TRUE(mail);
  const std::string id = message_id_of("BXI-PSI/x/confirmed/remind/1/notify", "gateway.example");
  EXPECT_EQ(*mail,
            "Date: Tue, 07 Apr 2026 11:00:00 +0000\r\n"
            "From: Gatepost <gatepost@gateway.example>\r\n"
            "To: <spoc@lambeth.example>\r\n"
            "Reply-To: <duty@gateway.example>\r\n"
            "Subject: A subject\r\n"
            "Message-ID: " +
                id +
                "\r\n"
                "List-Id: Gatepost notifications <notifications.gateway.example>\r\n"
                "Auto-Submitted: auto-generated\r\n"
                "X-Auto-Response-Suppress: All\r\n"
                "MIME-Version: 1.0\r\n"
                "Content-Type: text/plain; charset=utf-8\r\n"
                "Content-Transfer-Encoding: 7bit\r\n"
                "\r\n"
                "One line.\r\nAnother.\r\n");
}

TEST(Mail, TheSameReferenceHasTheSameMessageId) {
  EXPECT_EQ(message_id_of("a", "x.example"), message_id_of("a", "x.example"));
  EXPECT_NE(message_id_of("a", "x.example"), message_id_of("b", "x.example"));
  // From `printf %s a | sha256sum`.
  EXPECT_EQ(message_id_of("a", "x.example"), "<ca978112ca1bbdcafac231b39a23dc4d@x.example>");
}

TEST(Mail, RefusesWhatCouldBecomeAnotherHeader) {
  EXPECT_FALSE(compose_mail(head(), {"A subject\r\nBcc: x@y.example", "text\n"}));
  EXPECT_FALSE(compose_mail(head(), {"A subject\n", "text\n"}));
  EXPECT_FALSE(compose_mail(head(), {"caf\xC3\xA9", "text\n"}));
  for (auto MailHead::* field : {&MailHead::from, &MailHead::to, &MailHead::reply_to}) {
    auto bad = head();
    bad.*field = "a@b.example>\r\nBcc: <x@y.example";
    EXPECT_FALSE(compose_mail(bad, {"A subject", "text\n"}));
  }
  auto bad = head();
  bad.domain = "x.example>\r\nBcc: <x@y.example";
  EXPECT_FALSE(compose_mail(bad, {"A subject", "text\n"}));
}

TEST(Mail, NamesWithAccentsTravelAsQuotedPrintable) {
  const auto mail =
      compose_mail(head(), {"S", "Caf\xC3\xA9 = 1 \r\n" + std::string(80, 'x') + "\n"});
  ASSERT_TRUE(mail);
  EXPECT_THAT(*mail, HasSubstr("Content-Transfer-Encoding: quoted-printable\r\n"));
  EXPECT_THAT(*mail, HasSubstr("\r\nCaf=C3=A9 =3D 1=20\r\n" + std::string(75, 'x') + "=\r\n" +
                               std::string(5, 'x') + "\r\n"));
}

}  // namespace
}  // namespace gatepost::app
