#include "gateway/identity/password_rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "gateway/base/bytes.hpp"
#include "gateway/base/limits.hpp"
#include "gateway/identity/common_words.hpp"
#include "gateway/identity/normal_text.hpp"

namespace gatepost::identity {

namespace {

constexpr std::size_t shortest_word = 3;
constexpr std::size_t shortest_run = 3;
constexpr std::size_t least_steps = 8;
constexpr std::array<std::string_view, 4> keyboard_rows{"qwertyuiop", "asdfghjkl", "zxcvbnm",
                                                        "1234567890"};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The letter that a digit or sign is often written for.
char letter_for(char c) {
  switch (c) {
    case '0':
      return 'o';
    case '1':
    case '!':
    case '|':
      return 'i';
    case '3':
      return 'e';
    case '4':
    case '@':
      return 'a';
    case '5':
    case '$':
      return 's';
    case '7':
      return 't';
    default:
      return c;
  }
}

bool matches(std::string_view text, std::string_view word) {
  return std::ranges::equal(text, word, [](char typed, char letter) {
    return typed == letter || letter_for(typed) == letter;
  });
}

bool is_run(std::string_view text) {
  if (text.size() < shortest_run) return false;
  const int step = text[1] - text[0];
  if (step < -1 || step > 1) return false;
  for (std::size_t i = 1; i < text.size(); ++i)
    if (text[i] - text[i - 1] != step) return false;
  return true;
}

bool is_on_a_row(std::string_view text) {
  if (text.size() < shortest_run) return false;
  const std::string backwards(text.rbegin(), text.rend());
  return std::ranges::any_of(keyboard_rows, [&](std::string_view row) {
    return row.find(text) != std::string_view::npos ||
           row.find(backwards) != std::string_view::npos;
  });
}

bool is_year(std::string_view text) {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) &&
         std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Words of two letters or less say nothing about a person.
std::vector<std::string> words_of(const std::vector<std::string>& about) {
  std::vector<std::string> words;
  for (const std::string& text : about) {
    std::string word;
    for (const char c : text + " ") {
      const char low = lower(c);
      if ((low >= 'a' && low <= 'z') || (low >= '0' && low <= '9') || (low & 0x80) != 0) {
        word.push_back(low);
        continue;
      }
      if (word.size() >= shortest_word) words.push_back(word);
      word.clear();
    }
  }
  return words;
}

// Finds the fewest pieces that a password can be put together from.
class Guesser {
 public:
  Guesser(std::string_view password, const std::vector<std::string>& about)
      : words_(words_of(about)) {
    for (const char c : password) text_.push_back(lower(c));
    for (const std::string_view word : common_words()) words_.emplace_back(word);
  }

  std::size_t steps() const {
    std::vector<std::size_t> best(text_.size() + 1, std::numeric_limits<std::size_t>::max());
    best[0] = 0;
    for (std::size_t from = 0; from < text_.size(); ++from) {
      // The rest of a character's bytes costs nothing more.
      const bool begins = (static_cast<unsigned char>(text_[from]) & 0xC0U) != 0x80U;
      best[from + 1] = std::min(best[from + 1], best[from] + (begins ? 1 : 0));
      for (std::size_t to = from + 2; to <= text_.size(); ++to)
        if (is_piece(from, to)) best[to] = std::min(best[to], best[from] + 1);
    }
    return best.back();
  }

 private:
  bool is_piece(std::size_t from, std::size_t to) const {
    const std::string_view piece = std::string_view(text_).substr(from, to - from);
    if (is_run(piece) || is_on_a_row(piece) || is_year(piece)) return true;
    const bool repeats = from >= piece.size() &&
                         std::string_view(text_).substr(from - piece.size(), piece.size()) == piece;
    return repeats || std::ranges::any_of(
                          words_, [&](const std::string& word) { return matches(piece, word); });
  }

  std::string text_;
  std::vector<std::string> words_;
};

}  // namespace

std::size_t guessing_steps(std::string_view password, const std::vector<std::string>& about) {
  return Guesser(password, about).steps();
}

Problems check_password(std::string_view password, const std::vector<std::string>& about) {
  const std::string right = fmt::format(
      "at least {} characters that nobody would try: three words that do not belong together are "
      "good, and easy to remember",
      password_least_characters);
  const std::size_t length = length_of(password);
  if (length > password_most_characters)
    return {{"Password", "password", "it is too long",
             fmt::format("at most {} characters", password_most_characters)}};
  if (length < password_least_characters)
    return {{"Password", "password", "it is too short", right}};
  if (guessing_steps(password, about) < least_steps)
    return {{"Password", "password",
             "it is made of words, names, years or patterns that guessers try first", right}};
  return {};
}

std::expected<std::string, Problems> accept_password(std::string_view typed,
                                                     const std::vector<std::string>& about) {
  auto password =
      typed.size() <= limits::password_bytes ? to_nfc(typed) : std::optional<std::string>();
  if (!password)
    return std::unexpected(
        Problems{{"Password", "password", "it cannot be stored",
                  fmt::format("one line of letters, digits, signs and spaces, at most {}",
                              password_most_characters)}});
  Problems problems = check_password(*password, about);
  if (!problems.empty()) return std::unexpected(std::move(problems));
  return std::move(*password);
}

std::string make_password(Random& random) {
  // 100 of 104 bits: 20 digits of base32.
  Bytes raw(13);
  random.fill(raw);
  std::string text;
  const std::string digits = to_base32(raw);
  for (std::size_t i = 0; i < 20; ++i) {
    if (i > 0 && i % 5 == 0) text.push_back('-');
    text.push_back(lower(digits[i]));
  }
  return text;
}

}  // namespace gatepost::identity
