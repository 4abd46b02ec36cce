#include "tests/unit/formats/forms/random_form.hpp"

#include <fmt/format.h>

#include <stdexcept>

namespace gatepost::formats::forms::testing {

namespace {

using tests::SeededRandom;

std::string characters(SeededRandom& random, std::string_view from, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += from[random.below(from.size())];
  return out;
}

// Text that XML, its canonical form and column counting find awkward.
std::string awkward_text(SeededRandom& random, const Kind& kind) {
  static const std::vector<std::string> pieces{
      "a",     "Z",      "0",      "&",          "<", ">",      "\"", "'", "]]>", "--",
      "&amp;", "\u00e9", "\u0142", "\U0001f600", " ", "\u00a0", "=",  "|", "@",   "/"};
  std::string out = "x";
  int length = 1;
  const auto target = random.between(1, std::min(kind.most, 60));
  while (length < target) {
    const std::string& piece = random.pick(pieces);
    const int size = *printable_length(piece, Lines::one);
    if (length + size >= kind.most) break;
    out += piece;
    length += size;
  }
  if (kind.info->name == "prose" && length + 2 < kind.most) out += "\ny";
  out.erase(trimmed(out).size());
  return out;
}

std::string random_date(SeededRandom& random) {
  return fmt::format("{:04}-{:02}-{:02}", random.between(1900, 2099), random.between(1, 12),
                     random.between(1, 28));
}

std::string masked(SeededRandom& random, std::string_view mask) {
  std::string out;
  for (const char c : mask) {
    out += characters(random,
                      c == 'A'   ? "ABCXYZ"
                      : c == '0' ? "0123456789"
                                 : std::string_view(&c, 1),
                      1);
  }
  return out;
}

std::string nhs_number(SeededRandom& random) {
  std::string number;
  do {
    number = characters(random, "0123456789", 10);
  } while (!kinds::nhs_number().good(number));
  return number;
}

std::string text_for(const Kind& kind, SeededRandom& random) {
  const std::string_view name = kind.info->name;
  if (kind.codes) return std::string(random.pick(kind.codes->names).code);
  if (!kind.mask.empty()) return masked(random, kind.mask);
  if (name == "text" || name == "prose") return awkward_text(random, kind);
  if (name == "date") return random_date(random);
  if (name == "instant") {
    return fmt::format("{}T{:02}:{:02}:{:02}Z", random_date(random), random.below(24),
                       random.below(60), random.below(60));
  }
  if (name == "coded") return characters(random, "ABCxyz019._-", 1 + random.below(20));
  if (name == "integer") return std::to_string(random.between(kind.least, kind.most));
  if (name == "milligrams") return fmt::format("{}.{}", random.below(10000), random.below(100));
  if (name == "uuid") return make_uuid(random);
  if (name == "team") return "T" + characters(random, "ABC019", 1 + random.below(20));
  if (name == "area") return "E" + characters(random, "0123456789", 8);
  if (name == "digest") return characters(random, "0123456789abcdef", 64);
  if (name == "version") return fmt::format("1.{}", random.below(100));
  if (name == "ods") return characters(random, "ABCY019", 3 + random.below(8));
  if (name == "nhs-number") return nhs_number(random);
  if (name == "postcode") return masked(random, "AA0 0AA");
  if (name == "telephone") return fmt::format("020 7946 0{:03}", random.below(1000));
  if (name == "email") return characters(random, "abc.+", 8) + "@example.org";
  throw std::logic_error("no random value for " + std::string(name));
}

}  // namespace

void fill_random(const Section& section, void* record, SeededRandom& random) {
  for (const Field& field : section.fields) {
    if (field.need != Need::required && random.chance(40)) continue;
    const auto times = field.most == 1 ? 1 : random.between(1, field.most);
    for (std::int64_t i = 0; i < times; ++i) {
      if (field.is_record()) {
        fill_random(*field.section, field.storage->add_record(field.in(record)), random);
        continue;
      }
      Leaf leaf{text_for(field.kind, random), {}};
      if (field.storage->labelled && random.chance(70)) {
        leaf.label = awkward_text(random, kinds::text(100));
      }
      if (!field.kind.good(leaf.text) || !field.storage->add_leaf(field.in(record), leaf)) {
        throw std::logic_error("a random value is wrong for " + std::string(field.element));
      }
    }
  }
}

}  // namespace gatepost::formats::forms::testing
