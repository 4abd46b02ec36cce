#include "gateway/web/writing/answers.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "gateway/web/writing/build.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/leaves.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;
using forms::Field;

namespace {

bool is_ticked(const Field& field) {
  return field.is_record() && field.section->layout == forms::Section::Layout::tick;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// "Drug 1": "Substance: Heroin", "Route: Smokes".
std::vector<Answer> items_of(const Field& field, std::string_view name, const Typed& typed) {
  std::vector<Answer> answers;
  for (const std::string& key : item_keys(field, name, typed)) {
    const std::string item = fmt::format("{}.{}", name, key);
    if (!typed.any_at(item)) continue;
    Answer answer{fmt::format("{} {}", field.label, key), {}};
    for (const Field& each : field.section->fields) {
      const auto words = words_of(each, fmt::format("{}.{}", item, each.element), typed);
      if (!words.empty()) answer.lines.push_back(fmt::format("{}: {}", each.label, joined(words)));
    }
    answers.push_back(std::move(answer));
  }
  return answers;
}

std::vector<Answer> ticks_of(const Field& field, std::string_view name, const Typed& typed) {
  std::vector<Answer> answers;
  for (const forms::CodeName& code : field.section->fields.front().kind.codes->names) {
    if (!typed.holds(name, code.code)) continue;
    Answer answer{std::string(code.words), {}};
    for (const Field& each : field.section->fields) {
      const auto words =
          words_of(each, fmt::format("{}.{}.{}", name, code.code, each.element), typed);
      if (!words.empty()) answer.lines.push_back(fmt::format("{}: {}", each.label, joined(words)));
    }
    if (answer.lines.empty()) answer.lines.emplace_back("Ticked");
    answers.push_back(std::move(answer));
  }
  return answers;
}

bool belongs_to_a_tick(const Plan& plan, const Ask& ask) {
  const Field* parent = field_at(plan.table, ask.when.name);
  return parent != nullptr && is_ticked(*parent);
}

}  // namespace

std::vector<Answer> answers_of(const Plan& plan, const Part& part, const Typed& typed) {
  std::vector<Answer> answers;
  for (const Ask& ask : part.asks) {
    const Field* field = field_at(plan.table, ask.name);
    if (field == nullptr || !ask.when.holds(typed) || belongs_to_a_tick(plan, ask)) continue;
    std::vector<Answer> more;
    if (is_ticked(*field))
      more = ticks_of(*field, ask.name, typed);
    else if (field->is_record())
      more = items_of(*field, ask.name, typed);
    else if (auto words = words_of(*field, ask.name, typed); !words.empty())
      more.push_back({label_of(ask, *field), std::move(words)});
    for (Answer& answer : more) answers.push_back(std::move(answer));
  }
  return answers;
}

std::vector<std::string> unanswered(const Plan& plan, const Part& part, const Typed& typed) {
  std::vector<std::string> labels;
  for (const Ask& ask : part.asks) {
    const Field* field = field_at(plan.table, ask.name);
    if (field == nullptr || !ask.when.holds(typed) || belongs_to_a_tick(plan, ask)) continue;
    const bool answered =
        field->is_record() ? typed.any_at(ask.name) : !words_of(*field, ask.name, typed).empty();
    if (!answered) labels.push_back(label_of(ask, *field));
  }
  return labels;
}

Progress progress_of(const Plan& plan, const Part& part, const Typed& typed,
                     const Problems& problems) {
  if (!part.applies(typed)) return Progress::not_needed;
  const bool court = typed.text("Referral.Kind") == "COURT_RELEASE";
  if (court && !part.later.empty() && !typed.any_at(part.section)) return Progress::may_follow;
  const bool right = problems_of(plan, part, problems).empty();
  if (was_seen(typed, part)) return right ? Progress::completed : Progress::in_progress;
  if (right && !answers_of(plan, part, typed).empty()) return Progress::filled_in;
  return right && part.blank == Part::Blank::is_fine ? Progress::may_stay_blank
                                                     : Progress::not_started;
}

std::string person_of(const Plan& plan, const Typed& typed) {
  std::string person =
      plan.type == forms::FormType::lief
          ? fmt::format("{} {}", typed.text("Client.FirstName"), typed.text("Client.Surname"))
          : typed.text("Client.Name");
  person = std::string(forms::trimmed(person));
  const std::string_view number = "Client.PrisonerNumber";
  const Field* field = field_at(plan.table, number);
  const auto words =
      field == nullptr ? std::vector<std::string>{} : words_of(*field, number, typed);
  if (!words.empty()) person += (person.empty() ? "" : ", ") + words.front();
  return person;
}

Typed of_part(const Part& part, const Typed& typed) {
  Typed own;
  for (const Ask& ask : part.asks) own.take_at(ask.name, typed);
  return own;
}

const Part* next_part(const Plan& plan, const Part& part, const Typed& typed) {
  const auto parts = plan.parts();
  auto at = std::ranges::find(parts, &part);
  while (at != parts.end() && ++at != parts.end())
    if ((*at)->applies(typed)) return *at;
  return nullptr;
}

}  // namespace gatepost::web::writing
