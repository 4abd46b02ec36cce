#include "gateway/exchange/message_list.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace gatepost::exchange {

namespace {

constexpr std::array<std::pair<ListStage, std::string_view>, 4> stages{
    {{ListStage::unconfirmed, "unconfirmed"},
     {ListStage::confirmed, "confirmed"},
     {ListStage::settled, "settled"},
     {ListStage::unlisted, "unlisted"}}};

bool is_about_another(FormType type) {
  return type == FormType::acknowledgement || type == FormType::phone_confirmation ||
         type == FormType::receipt;
}

}  // namespace

std::string_view to_string(ListStage stage) {
  for (const auto& [each, name] : stages)
    if (each == stage) return name;
  return "?";
}

std::optional<ListStage> parse_list_stage(std::string_view text) {
  for (const auto& [each, name] : stages)
    if (name == text) return each;
  return std::nullopt;
}

const Deadline* nearest_awaited(const MessageState& message) {
  if (message.standing != Standing::open) return nullptr;
  const Deadline* nearest = nullptr;
  for (const Deadline& deadline : message.deadlines)
    if (!deadline.met_at && (nearest == nullptr || deadline.due < nearest->due))
      nearest = &deadline;
  return nearest;
}

ListEntry list_entry(const MessageState& message) {
  ListEntry entry;
  const Deadline* nearest = nearest_awaited(message);
  if (nearest != nullptr)
    for (const Deadline& deadline : message.deadlines)
      if (!deadline.met_at && (!entry.awaited || deadline.rung < *entry.awaited))
        entry.awaited = deadline.rung;
  if (is_about_another(message.type))
    entry.stage = ListStage::unlisted;
  else if (!entry.awaited)
    entry.stage = ListStage::settled;
  else
    entry.stage = *entry.awaited <= Rung::confirmed ? ListStage::unconfirmed : ListStage::confirmed;
  const bool waits = entry.stage == ListStage::unconfirmed || entry.stage == ListStage::confirmed;
  entry.order = waits ? to_unix_ms(nearest->due) : -to_unix_ms(message.accepted_at);
  return entry;
}

std::string ListPlace::to_text() const {
  return fmt::format("{}.{}.{}", order, key.from.str(), key.id.str());
}

std::optional<ListPlace> ListPlace::from_text(std::string_view text) {
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  ListPlace place;
  const std::string_view digits = text.substr(0, first);
  const auto [end, error] = std::from_chars(digits.begin(), digits.end(), place.order);
  if (error != std::errc{} || end != digits.end()) return std::nullopt;
  auto team = TeamCode::parse(text.substr(first + 1, second - first - 1));
  auto id = MessageId::parse(text.substr(second + 1));
  if (!team || !id) return std::nullopt;
  place.key = {std::move(*team), std::move(*id)};
  return place;
}

}  // namespace gatepost::exchange
