#include "gateway/exchange/conversation.hpp"

#include <algorithm>
#include <array>

#include "certs/digest.hpp"

#include "gateway/exchange/port.hpp"

namespace gatepost::exchange {

namespace {

// One closed table per enumeration serves both directions.
template <class E, std::size_t N>
using Names = std::array<std::pair<E, std::string_view>, N>;

constexpr Names<Standing, 4> standings{{{Standing::open, "open"},
                                        {Standing::undeliverable, "undeliverable"},
                                        {Standing::withdrawn, "withdrawn"},
                                        {Standing::closed, "closed"}}};
constexpr Names<ReachedHow, 5> hows{{{ReachedHow::gateway, "gateway"},
                                     {ReachedHow::collected, "collected"},
                                     {ReachedHow::automatic, "automatic"},
                                     {ReachedHow::person, "person"},
                                     {ReachedHow::telephone, "telephone"}}};
constexpr Names<TaskOutcome, 12> outcomes{{{TaskOutcome::delivered, "delivered"},
                                           {TaskOutcome::confirmed, "confirmed"},
                                           {TaskOutcome::acknowledged, "acknowledged"},
                                           {TaskOutcome::answered, "answered"},
                                           {TaskOutcome::withdrawn, "withdrawn"},
                                           {TaskOutcome::closed_by_hand, "closed-by-hand"},
                                           {TaskOutcome::clinical_part, "clinical-part"},
                                           {TaskOutcome::redirected, "redirected"},
                                           {TaskOutcome::sent, "sent"},
                                           {TaskOutcome::done, "done"},
                                           {TaskOutcome::not_reached, "not-reached"},
                                           {TaskOutcome::not_needed, "not-needed"}}};
constexpr Names<TaskEnds, 6> ends_names{{{TaskEnds::rung, "rung"},
                                         {TaskEnds::completion, "completion"},
                                         {TaskEnds::clinical_part, "clinical-part"},
                                         {TaskEnds::redirect, "redirect"},
                                         {TaskEnds::sending, "sending"},
                                         {TaskEnds::hand, "hand"}}};
constexpr Names<Sharing::Basis, 4> bases{{{Sharing::Basis::unstated, "unstated"},
                                          {Sharing::Basis::given, "given"},
                                          {Sharing::Basis::refused, "refused"},
                                          {Sharing::Basis::withdrawn, "withdrawn"}}};
constexpr Names<Content, 3> contents{
    {{Content::none, "none"}, {Content::minimal, "minimal"}, {Content::personal, "personal"}}};
constexpr Names<Disclosure::Ground, 4> grounds{{{Disclosure::Ground::nothing_said, "nothing-said"},
                                                {Disclosure::Ground::in_custody, "in-custody"},
                                                {Disclosure::Ground::exception, "exception"},
                                                {Disclosure::Ground::consent, "consent"}}};

template <class E, std::size_t N>
std::string_view name_in(const Names<E, N>& names, E value) {
  for (const auto& [candidate, name] : names)
    if (candidate == value) return name;
  return "unknown";
}

template <class E, std::size_t N>
std::optional<E> value_in(const Names<E, N>& names, std::string_view text) {
  for (const auto& [value, name] : names)
    if (name == text) return value;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(Sharing::Basis basis) { return name_in(bases, basis); }
std::optional<Sharing::Basis> parse_basis(std::string_view text) { return value_in(bases, text); }
std::string_view to_string(Content content) { return name_in(contents, content); }
std::optional<Content> parse_content(std::string_view text) { return value_in(contents, text); }
std::string_view to_string(Disclosure::Ground ground) { return name_in(grounds, ground); }
std::optional<Disclosure::Ground> parse_ground(std::string_view text) {
  return value_in(grounds, text);
}
std::string_view to_string(TaskEnds ends) { return name_in(ends_names, ends); }
std::optional<TaskEnds> parse_task_ends(std::string_view text) {
  return value_in(ends_names, text);
}
std::string_view to_string(Standing standing) { return name_in(standings, standing); }
std::string_view to_string(ReachedHow how) { return name_in(hows, how); }
std::string_view to_string(TaskOutcome outcome) { return name_in(outcomes, outcome); }
std::optional<Standing> parse_standing(std::string_view text) { return value_in(standings, text); }
std::optional<ReachedHow> parse_reached_how(std::string_view text) { return value_in(hows, text); }
std::optional<TaskOutcome> parse_task_outcome(std::string_view text) {
  return value_in(outcomes, text);
}

ErrorInfo error_info(StoreErrc code) {
  switch (code) {
    case StoreErrc::failed:
      return {"store", "failed"};
    case StoreErrc::unknown:
      return {"store", "unknown"};
    case StoreErrc::full:
      return {"store", "full"};
    case StoreErrc::stopped:
      return {"store", "stopped"};
    case StoreErrc::corrupt:
      return {"store", "corrupt"};
    case StoreErrc::wrong_schema:
      return {"store", "wrong_schema"};
    case StoreErrc::conflict:
      return {"store", "conflict"};
  }
  return {"store", "?"};
}

std::optional<Instant> MessageState::reached(Rung rung) const {
  switch (rung) {
    case Rung::accepted:
      return accepted_at;
    case Rung::delivered:
      return delivered_at;
    case Rung::acknowledged:
      return acknowledged_at;
    case Rung::confirmed:
      return confirmed_at;
    case Rung::answered:
      return answered_at;
    case Rung::outcome:
      return outcome_at;
    case Rung::followed_up:
      return followed_up_at;
    case Rung::engaged:
      return engaged_at;
  }
  return std::nullopt;
}

void MessageState::set_reached(Rung rung, std::optional<Instant> at) {
  switch (rung) {
    case Rung::accepted:
      return;
    case Rung::delivered:
      delivered_at = at;
      return;
    case Rung::acknowledged:
      acknowledged_at = at;
      return;
    case Rung::confirmed:
      confirmed_at = at;
      return;
    case Rung::answered:
      answered_at = at;
      return;
    case Rung::outcome:
      outcome_at = at;
      return;
    case Rung::followed_up:
      followed_up_at = at;
      return;
    case Rung::engaged:
      engaged_at = at;
      return;
  }
}

const Deadline* MessageState::waiting_for(Rung rung) const {
  const auto at = std::ranges::find_if(deadlines, [&](const Deadline& deadline) {
    return deadline.rung == rung && !deadline.met_at;
  });
  return at == deadlines.end() ? nullptr : &*at;
}

Deadline* MessageState::waiting_for(Rung rung) {
  const auto at = std::ranges::find_if(deadlines, [&](const Deadline& deadline) {
    return deadline.rung == rung && !deadline.met_at;
  });
  return at == deadlines.end() ? nullptr : &*at;
}

Rung MessageState::highest() const {
  for (Rung rung : {Rung::answered, Rung::confirmed, Rung::acknowledged, Rung::delivered})
    if (reached(rung)) return rung;
  return Rung::accepted;
}

bool Conversation::has_party(const TeamCode& team) const {
  return std::ranges::binary_search(parties, team);
}

const MessageState* Conversation::find(const MessageKey& key) const {
  auto at = std::ranges::find(messages, key, &MessageState::key);
  return at == messages.end() ? nullptr : &*at;
}

MessageState* Conversation::find(const MessageKey& key) {
  auto at = std::ranges::find(messages, key, &MessageState::key);
  return at == messages.end() ? nullptr : &*at;
}

const MessageState* Conversation::find_carried(const MessageKey& form, const TeamCode& to) const {
  auto at = std::ranges::find_if(messages, [&](const MessageState& message) {
    return message.to == to && message.carried() == form;
  });
  return at == messages.end() ? nullptr : &*at;
}

std::string derived_uuid(std::string_view name) {
  std::string hex = certs::sha256(as_bytes(name)).hex().substr(0, 32);
  hex[12] = '8';                                              // version: custom
  hex[16] = "89ab"[static_cast<unsigned char>(hex[16]) % 4];  // variant
  return hex.substr(0, 8) + "-" + hex.substr(8, 4) + "-" + hex.substr(12, 4) + "-" +
         hex.substr(16, 4) + "-" + hex.substr(20);
}

MessageKey copy_key(const MessageKey& form, const TeamCode& to) {
  return {form.from, derived_id<MessageId>("copy of " + form.str() + " to " + to.str())};
}

std::optional<Instant> Conversation::wake_at() const {
  std::optional<Instant> earliest;
  auto consider = [&](Instant instant) {
    if (!earliest || instant < *earliest) earliest = instant;
  };
  for (const MessageState& message : messages) {
    if (message.standing != Standing::open) continue;  // escalate() leaves it alone too
    for (const Deadline& deadline : message.deadlines) {
      if (deadline.met_at) continue;
      if (!deadline.passed_at) consider(deadline.due);
      if (deadline.next_step_at) consider(*deadline.next_step_at);
    }
  }
  for (const Task& task : tasks)
    if (!task.closed_at && task.next_step_at) consider(*task.next_step_at);
  return earliest;
}

}  // namespace gatepost::exchange
