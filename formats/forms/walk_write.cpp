// Writing forms, plain and annotated, and the sample values of templates.
#include <fmt/format.h>

#include <algorithm>

#include "formats/forms/walk.hpp"

namespace gatepost::formats::forms {

namespace {

constexpr std::size_t comment_columns = 88;

// One comment per line of words: people read templates in plain editors.
void comment_lines(xml::Writer& writer, std::string_view words) {
  while (!words.empty()) {
    std::size_t end = words.size();
    if (end > comment_columns) {
      const auto space = words.rfind(' ', comment_columns);
      end = space == std::string_view::npos ? comment_columns : space;
    }
    writer.comment(fmt::format(" {} ", words.substr(0, end)));
    words = trimmed(words.substr(end));
  }
}

std::string_view need_in_words(Need need) {
  if (need == Need::required) return "Required.";
  return need == Need::conditional ? "Required in some cases." : "Optional.";
}

std::string right_in_words(const Kind& kind) {
  if (!kind.codes) return kind.right();
  std::string said;
  for (const CodeName& each : kind.codes->names) {
    said += fmt::format("{}{} ({})", said.empty() ? "one of " : ", ", each.code, each.words);
  }
  return said;
}

enum class Presence { there, left_out };

void explain(xml::Writer& writer, const Field& field, Presence presence) {
  std::string words = fmt::format(
      "{}{}. {}",
      presence == Presence::left_out ? fmt::format("{}, left out here: ", field.element) : "",
      field.label, need_in_words(field.need));
  if (!field.help.empty()) words += fmt::format(" {}", field.help);
  if (!field.is_record()) words += fmt::format(" Write {}.", right_in_words(field.kind));
  if (field.most > 1) words += fmt::format(" At most {}.", field.most);
  comment_lines(writer, words);
}

void write_leaf(xml::Writer& writer, const Field& field, const Leaf& leaf) {
  if (leaf.label.empty()) {
    writer.leaf(field.element, leaf.text);
  } else {
    writer.leaf(field.element, leaf.text, {{"label", leaf.label}});
  }
}

// "@+21" or "@-7T11:00" against the day of `created_at`.
std::string sample_day(std::string_view sample, Instant created_at) {
  const auto time_at = sample.find('T');
  const int days = std::stoi(std::string(sample.substr(1, time_at - 1)));
  const Date day{std::chrono::floor<std::chrono::days>(created_at) + std::chrono::days{days}};
  if (time_at == std::string_view::npos) return format_date(day);
  return fmt::format("{}{}:00Z", format_date(day), sample.substr(time_at));
}

Leaf sample_leaf(const Field& field, std::string_view sample, const SampleContext& context) {
  if (sample == "@message") return {context.message_id, {}};
  if (sample == "@conversation") return {context.conversation_id, {}};
  if (sample == "@created") return {to_rfc3339(context.created_at), {}};
  if (sample.starts_with('@')) return {sample_day(sample, context.created_at), {}};
  const auto equals = sample.find('=');
  if (field.storage->labelled && equals != std::string_view::npos) {
    return {std::string(sample.substr(0, equals)), std::string(sample.substr(equals + 1))};
  }
  return {std::string(sample), {}};
}

bool has_sample(const Section& section) {
  return std::ranges::any_of(section.fields, [](const Field& field) {
    return field.is_record() ? has_sample(*field.section) : !field.sample.empty();
  });
}

}  // namespace

void write_record(const Section& section, const void* record, xml::Writer& writer, Notes notes) {
  for (const Field& field : section.fields) {
    const bool is_record = field.is_record();
    const auto parts =
        is_record ? field.storage->records(field.in(record)) : std::vector<const void*>{};
    const auto leaves = is_record ? std::vector<Leaf>{} : field.storage->leaves(field.in(record));
    if (notes == Notes::explain) {
      const bool there = !parts.empty() || !leaves.empty();
      explain(writer, field, there ? Presence::there : Presence::left_out);
    }
    for (const void* part : parts) {
      writer.open(field.element);
      write_record(*field.section, part, writer, notes);
      writer.close();
    }
    for (const Leaf& leaf : leaves) write_leaf(writer, field, leaf);
  }
}

void fill_sample(const Section& section, void* record, const SampleContext& context) {
  for (const Field& field : section.fields) {
    if (field.is_record()) {
      // A part with samples is shown, unless its own sample says "-": leave it out.
      if (field.need == Need::required || (has_sample(*field.section) && field.sample != "-")) {
        fill_sample(*field.section, field.storage->add_record(field.in(record)), context);
      }
      continue;
    }
    std::string_view rest = field.sample;
    while (!rest.empty()) {
      const auto bar = rest.find('|');
      field.storage->add_leaf(field.in(record), sample_leaf(field, rest.substr(0, bar), context));
      rest = bar == std::string_view::npos ? std::string_view{} : rest.substr(bar + 1);
    }
  }
}

}  // namespace gatepost::formats::forms
