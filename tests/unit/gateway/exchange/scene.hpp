// Scene: one conversation in the sample region, to which a test lets things happen one after the
// other.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/exchange/decide.hpp"
#include "tests/support/sample_region.hpp"
#include "tests/support/seeded_random.hpp"

namespace gatepost::exchange {

inline Instant at(std::string_view text) {
  const auto instant = from_rfc3339(text);
  EXPECT_TRUE(instant) << text;
  return instant.value_or(Instant{});
}

inline TeamCode team(std::string_view code) { return TeamCode::parse(code).value(); }
inline AreaCode area(std::string_view code) { return AreaCode::parse(code).value(); }

// The thing of one kind among events; null when there is none.
template <class E>
std::vector<E> all_of(const Decision& decision) {
  std::vector<E> found;
  for (const Event& event : decision.events)
    if (const auto* one = std::get_if<E>(&event)) found.push_back(*one);
  return found;
}

struct Scene {
  config::Policy policy = tests::shipped_policy();
  config::Calendar calendar = tests::shipped_calendar();
  config::Directory directory = tests::sample_region();
  tests::SeededRandom random{7};
  Instant now = at("2026-04-02T12:00:00+01:00");  // the Thursday before Easter
  ConversationId id = make_id<ConversationId>(random);
  std::optional<Conversation> conversation;

  Context context() { return {now, policy, calendar, directory, random}; }

  // Decides and applies.
  Result<Decision> run(const Command& command) {
    auto decision = decide(conversation, command, context());
    if (decision)
      for (const Event& event : decision->events) apply(conversation, id, event);
    return decision;
  }
  Decision must(const Command& command) {
    auto decision = run(command);
    EXPECT_TRUE(decision) << (decision ? "" : decision.error().to_string());
    return decision ? *decision : Decision{};
  }

  AcceptCommand form(FormType type, std::string_view from) {
    AcceptCommand command;
    command.conversation = id;
    command.key = {team(from), make_id<MessageId>(random)};
    command.type = type;
    random.fill(command.digest.bytes);
    command.handle = make_handle(random);
    command.written_at = now;
    return command;
  }
  // Consent as most people give it: to everybody who may have to know.
  static Sharing agreed() {
    using formats::forms::ConsentAgency;
    Sharing sharing;
    sharing.basis = Sharing::Basis::given;
    sharing.agencies = {ConsentAgency::spoc, ConsentAgency::dependency_and_recovery,
                        ConsentAgency::probation};
    return sharing;
  }
  AcceptCommand lief(std::string_view to_area = "E09000022") {
    AcceptCommand command = form(FormType::lief, "BXI-PSI");
    command.to_area = area(to_area);
    command.sharing = agreed();
    return command;
  }
  // A reply about the given form, from the team it went to (or, by telephone, from its sender).
  AcceptCommand reply(const AcceptCommand& about, ReachedHow how,
                      std::string_view from = "LAMBETH-SPOC") {
    const bool by_phone = how == ReachedHow::telephone;
    AcceptCommand command =
        form(by_phone ? FormType::phone_confirmation : FormType::acknowledgement,
             by_phone ? about.key.from.str() : from);
    if (by_phone)
      command.to_area = about.to_area;
    else
      command.to_team = about.key.from;
    command.about = AcceptCommand::About{about.key, about.digest};
    command.act = act::Acknowledge{how};
    command.content = AcceptCommand::Content::none;
    return command;
  }

  const MessageState& message(const AcceptCommand& command) const {
    const MessageState* found = conversation->find(command.key);
    EXPECT_NE(found, nullptr);
    return *found;
  }
  const Deadline& deadline(const AcceptCommand& command, Rung rung) const {
    const auto& deadlines = message(command).deadlines;
    auto found = std::ranges::find(deadlines, rung, &Deadline::rung);
    EXPECT_NE(found, deadlines.end());
    return *found;
  }
  // Ticks at every instant the conversation asks for, up to and including `until`; all that was
  // decided, in order.
  Decision live_until(Instant until) {
    Decision all;
    for (auto wake = conversation->wake_at(); wake && *wake <= until;
         wake = conversation->wake_at()) {
      now = std::max(now, *wake);
      const Decision decision = must(TickCommand{});
      EXPECT_FALSE(decision.events.empty()) << "woken for nothing at " << to_rfc3339(now);
      if (decision.events.empty()) break;
      all.events.insert(all.events.end(), decision.events.begin(), decision.events.end());
      all.effects.insert(all.effects.end(), decision.effects.begin(), decision.effects.end());
    }
    now = until;
    return all;
  }
  const Task& only_open_task() const {
    const Task* open = nullptr;
    for (const Task& task : conversation->tasks) {
      if (task.closed_at) continue;
      EXPECT_EQ(open, nullptr) << "more than one open task";
      open = &task;
    }
    EXPECT_NE(open, nullptr) << "no open task";
    return *open;
  }
};

}  // namespace gatepost::exchange
