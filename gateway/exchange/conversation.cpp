#include "gateway/exchange/conversation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

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
constexpr Names<News, 4> news_names{{{News::taken_back, "taken-back"},
                                     {News::released, "released"},
                                     {News::transferred, "transferred"},
                                     {News::died, "died"}}};
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
std::string_view to_string(News news) { return name_in(news_names, news); }
std::optional<News> parse_news(std::string_view text) { return value_in(news_names, text); }
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

TaskPlace place_of(const Conversation& conversation, const Task& task) {
  using enum TaskPlace::Press;
  const std::int64_t opened = to_unix_ms(task.opened_at);
  if (task.closed_at) return {closed, -opened, task.id};
  const MessageState* message = conversation.find(task.about);
  if (message != nullptr && message->urgent) return {urgent, opened, task.id};
  const bool late =
      task.steps_taken > 0 ||
      (message != nullptr && std::ranges::any_of(message->deadlines, [](const Deadline& deadline) {
         return deadline.passed_at && !deadline.met_at;
       }));
  return {late ? overdue : waits, opened, task.id};
}

std::string TaskPlace::to_text() const {
  return fmt::format("{}.{}.{}", static_cast<int>(press), order, id.str());
}

std::optional<TaskPlace> TaskPlace::from_text(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || stop != digits.data() + digits.size()) return std::nullopt;
    return value;
  };
  const auto press = number(text.substr(0, first));
  const auto order = number(text.substr(first + 1, second - first - 1));
  auto id = TaskId::parse(text.substr(second + 1));
  if (!press || *press < 0 || *press > static_cast<int>(Press::closed) || !order || !id)
    return std::nullopt;
  return TaskPlace{static_cast<Press>(*press), *order, std::move(*id)};
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

bool MessageState::tells(News what) const { return std::ranges::find(news, what) != news.end(); }

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
