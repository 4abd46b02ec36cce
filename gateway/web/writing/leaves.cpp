#include "gateway/web/writing/leaves.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "gateway/web/writing/choices.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;
using forms::Field;
using forms::Leaf;

namespace {

constexpr std::array<std::string_view, 12> months{"January",   "February", "March",    "April",
                                                  "May",       "June",     "July",     "August",
                                                  "September", "October",  "November", "December"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }

std::string below(std::string_view name, std::string_view control) {
  return fmt::format("{}-{}", name, control);
}

std::optional<int> number(std::string_view text) {
  int value = 0;
  if (text.empty() || text.size() > 4 || !std::ranges::all_of(text, is_digit)) return std::nullopt;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "3", "03", "March" or "mar".
std::optional<int> month_of(std::string_view text) {
  if (const auto value = number(text)) return value;
  if (text.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < months.size(); ++i) {
    const bool begins =
        text.size() <= months[i].size() &&
        std::ranges::equal(text, months[i].substr(0, text.size()), {}, lower, lower);
    if (begins) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

struct DateTyped {
  std::string day, month, year;
  bool blank() const { return day.empty() && month.empty() && year.empty(); }
  std::string as_typed() const { return fmt::format("{} {} {}", day, month, year); }
  std::optional<forms::Date> date() const {
    const auto d = number(day), m = month_of(month), y = number(year);
    if (!d || !m || !y || year.size() != 4) return std::nullopt;
    const forms::Date date{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
                           std::chrono::day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional(date) : std::nullopt;
  }
};
DateTyped date_typed(std::string_view name, const Typed& typed) {
  return {typed.text(below(name, "day")), typed.text(below(name, "month")),
          typed.text(below(name, "year"))};
}

std::string in_words(forms::Date date) {
  return fmt::format("{} {} {}", unsigned{date.day()}, months[unsigned{date.month()} - 1],
                     int{date.year()});
}

// 09:00 is known for any day; the day on which clocks change is put right by reading it back.
std::optional<Instant> london(forms::Date day, std::chrono::minutes time,
                              const config::Calendar& calendar) {
  const std::string wanted =
      fmt::format("{}T{:02}:{:02}", format_date(day), time.count() / 60, time.count() % 60);
  const Instant near =
      calendar.release_instant(day) + (time - std::chrono::minutes{std::chrono::hours{9}});
  for (const int hours : {0, 1, -1}) {
    const Instant at = near + std::chrono::hours{hours};
    if (calendar.local_rfc3339(at).starts_with(wanted)) return at;
  }
  return std::nullopt;  // the hour that the clocks skip
}

Leaf moment_leaf(std::string_view name, const Typed& typed, const config::Calendar& calendar) {
  const DateTyped date = date_typed(name, typed);
  const std::string& time = typed.text(below(name, "time"));
  const auto day = date.date();
  const auto of_day = time_of_day(time);
  const auto at = day && of_day ? london(*day, *of_day, calendar) : std::nullopt;
  return {at ? to_rfc3339(*at) : fmt::format("{} {}", date.as_typed(), time), {}};
}

// How each kind is written by hand, beside how it stands in XML.
std::string tidied(const Field& field, std::string_view typed) {
  std::string text(forms::trimmed(typed));
  const std::string_view kind = field.kind.info->name;
  constexpr std::array<std::string_view, 6> capitals{"prisoner-number", "prison", "dat",
                                                     "delius-crn",      "ods",    "area"};
  const bool is_code = std::ranges::find(capitals, kind) != capitals.end();
  const bool is_number = kind == "nhs-number" || kind == "integer" || kind == "milligrams";
  if (is_code || is_number) std::erase(text, ' ');
  if (kind == "nhs-number") std::erase(text, '-');
  if (kind == "milligrams" && text.ends_with("mg")) text.resize(text.size() - 2);
  if (kind == "integer")
    while (text.size() > 1 && text.front() == '0') text.erase(0, 1);
  if (is_code || kind == "postcode") std::ranges::transform(text, text.begin(), upper);
  return text;
}

std::vector<std::string> split_lines(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    const std::string_view line = forms::trimmed(text.substr(0, end));
    if (!line.empty()) lines.emplace_back(line);
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

std::optional<Leaf> coded_leaf(const Field& field, std::string_view name, const Typed& typed) {
  const std::string& code = typed.text(name);
  const std::string& words = typed.text(below(name, "other"));
  // Words of one's own count when nothing of the list is chosen.
  if (code.empty() || code == own_words) {
    if (words.empty() && code.empty()) return std::nullopt;
    return Leaf{std::string(own_words), words};
  }
  const std::string label = label_of(field.element, code);
  return Leaf{code, label.empty() ? words : label};
}

// What is typed beside the list counts before what is chosen in it.
std::string area_typed(const Field& field, std::string_view name, const Typed& typed) {
  const std::string& other = typed.text(below(name, "other"));
  return tidied(field, other.empty() ? typed.text(name) : other);
}

std::string code_words(const Field& field, const std::string& code) {
  const forms::CodeName* known = field.kind.codes->by_code(code);
  return std::string(known == nullptr ? std::string_view(code) : known->words);
}

}  // namespace

Shape shape_of(const Field& field) {
  const std::string_view kind = field.kind.info->name;
  const bool many = field.most > 1;
  if (field.kind.codes != nullptr) return many ? Shape::any_of : Shape::one_of;
  if (kind == "date") return Shape::date;
  if (kind == "instant") return Shape::moment;
  if (kind == "coded") return Shape::coded;
  if (kind == "area") return Shape::area;
  if (kind == "prose") return Shape::prose;
  return many ? Shape::lines : Shape::line;
}

std::vector<std::string> controls_of(const Field& field, std::string_view name) {
  switch (shape_of(field)) {
    case Shape::date:
      return {below(name, "day"), below(name, "month"), below(name, "year")};
    case Shape::moment:
      return {below(name, "day"), below(name, "month"), below(name, "year"), below(name, "time")};
    case Shape::coded:
      if (choices_of(field.element).empty()) return {below(name, "other")};
      return {std::string(name), below(name, "other")};
    case Shape::area:
      return {std::string(name), below(name, "other")};
    default:
      return {std::string(name)};
  }
}

std::vector<Leaf> leaves_of(const Field& field, std::string_view name, const Typed& typed,
                            const config::Calendar& calendar) {
  if (!typed.any_at(name)) return {};
  switch (shape_of(field)) {
    case Shape::date: {
      const DateTyped date = date_typed(name, typed);
      if (date.blank()) return {};
      const auto day = date.date();
      return {{day ? format_date(*day) : date.as_typed(), {}}};
    }
    case Shape::moment:
      return {moment_leaf(name, typed, calendar)};
    case Shape::coded: {
      const auto leaf = coded_leaf(field, name, typed);
      return leaf ? std::vector{*leaf} : std::vector<Leaf>{};
    }
    case Shape::area:
      return {{area_typed(field, name, typed), {}}};
    case Shape::lines: {
      std::vector<Leaf> leaves;
      for (const std::string& line : split_lines(typed.text(name)))
        leaves.push_back({tidied(field, line), {}});
      return leaves;
    }
    default: {
      std::vector<Leaf> leaves;
      for (const std::string& value : typed.all(name)) leaves.push_back({tidied(field, value), {}});
      return leaves;
    }
  }
}

std::vector<std::string> words_of(const Field& field, std::string_view name, const Typed& typed) {
  if (!typed.any_at(name)) return {};
  const DateTyped date = date_typed(name, typed);
  const auto day = date.date();
  switch (shape_of(field)) {
    case Shape::date:
      return {day ? in_words(*day) : date.as_typed()};
    case Shape::moment:
      return {fmt::format("{}, {}", day ? in_words(*day) : date.as_typed(),
                          typed.text(below(name, "time")))};
    case Shape::coded: {
      const auto leaf = coded_leaf(field, name, typed);
      if (!leaf) return {};
      return {leaf->label.empty() ? leaf->text : leaf->label};
    }
    case Shape::one_of:
    case Shape::any_of: {
      std::vector<std::string> words;
      for (const std::string& code : typed.all(name)) words.push_back(code_words(field, code));
      return words;
    }
    case Shape::area: {
      const std::string code = area_typed(field, name, typed);
      const std::string label = label_of(field.element, code);
      return {label.empty() ? code : fmt::format("{} ({})", label, code)};
    }
    case Shape::line:
      return {tidied(field, typed.text(name))};
    case Shape::lines:
    case Shape::prose:
      return split_lines(typed.text(name));
  }
  return {};
}

void type_leaf(const Field& field, std::string_view name, const Leaf& leaf, Typed& typed,
               const config::Calendar& calendar) {
  const auto type_date = [&](std::string_view iso) {
    const auto date = parse_date(iso.substr(0, 10));
    if (!date) return;
    typed.set(below(name, "day"), std::to_string(unsigned{date->day()}));
    typed.set(below(name, "month"), std::to_string(unsigned{date->month()}));
    typed.set(below(name, "year"), std::to_string(int{date->year()}));
  };
  switch (shape_of(field)) {
    case Shape::date:
      return type_date(leaf.text);
    case Shape::moment: {
      const auto at = from_rfc3339(leaf.text);
      if (!at) return;
      const std::string local = calendar.local_rfc3339(*at);
      type_date(local);
      return typed.set(below(name, "time"), local.substr(11, 5));
    }
    case Shape::coded: {
      // A code that is not offered here is kept with what it means.
      const bool has_list = !choices_of(field.element).empty();
      if (has_list && leaf.text != own_words) typed.set(name, leaf.text);
      if (label_of(field.element, leaf.text).empty())
        typed.set(below(name, "other"), leaf.label.empty() ? leaf.text : leaf.label);
      return;
    }
    case Shape::area: {
      const bool listed = !label_of(field.element, leaf.text).empty();
      return typed.set(listed ? std::string(name) : below(name, "other"), leaf.text);
    }
    case Shape::lines: {
      const std::string& before = typed.text(name);
      return typed.set(name, before.empty() ? leaf.text : before + "\n" + leaf.text);
    }
    case Shape::any_of:
      return typed.add(name, leaf.text);
    default:
      return typed.set(name, leaf.text);
  }
}

std::optional<std::chrono::minutes> time_of_day(std::string_view typed) {
  std::string text;
  for (const char c : typed)
    if (c != ' ') text += c == '.' ? ':' : lower(c);
  if (text == "noon" || text == "midday") return std::chrono::hours{12};
  int add = -1;  // of am and pm
  if (text.ends_with("am")) add = 0;
  if (text.ends_with("pm")) add = 12;
  if (add >= 0) text.resize(text.size() - 2);
  const auto colon = text.find(':');
  std::string hours = text.substr(0, colon);
  std::string minutes = colon == std::string::npos ? "0" : text.substr(colon + 1);
  if (colon == std::string::npos && hours.size() == 4) {
    minutes = hours.substr(2);
    hours.resize(2);
  }
  const auto h = number(hours), m = number(minutes);
  if (!h || !m || *m > 59 || *h > (add >= 0 ? 12 : 23) || (add >= 0 && *h == 0))
    return std::nullopt;
  const int hour = add < 0 ? *h : *h % 12 + add;
  return std::chrono::hours{hour} + std::chrono::minutes{*m};
}

}  // namespace gatepost::web::writing
