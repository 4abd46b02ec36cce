#include "gateway/web/writing/build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/forms/walk.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/words.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;
using forms::Field;
using forms::Section;

namespace {

std::string below(std::string_view name, std::string_view element) {
  return name.empty() ? std::string(element) : fmt::format("{}.{}", name, element);
}

// "/Client/Alias[2]" -> ".Client.Alias": the control of a leaf is one for all its values.
std::string dotted(std::string_view path) {
  std::string name;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (path[i] == '[')
      i = std::min(path.find(']', i), path.size());
    else
      name += path[i] == '/' ? '.' : path[i];
  }
  return name;
}

bool is_ticked_list(const Field& field) {
  return field.is_record() && field.section->layout == Section::Layout::tick;
}

// Writes what was typed as XML, and remembers which item of a list became which.
class TypedWriter {
 public:
  TypedWriter(const Plan& plan, const Typed& typed, const config::Calendar& calendar)
      : plan_(plan), typed_(typed), calendar_(calendar), xml_(forms::form_namespace) {}

  std::string write() {
    const std::string root(forms::root_name(plan_.type));
    xml_.open(root);
    write_section(plan_.table, "", root);
    xml_.close();
    return std::move(xml_).finish();
  }
  // "LIEF/Substance/Drug[1]" -> "Substance.Drug.2"
  std::string name_of(std::string_view path) const {
    for (auto at = items_.rbegin(); at != items_.rend(); ++at)
      if (path.starts_with(at->first) &&
          (path.size() == at->first.size() || path[at->first.size()] == '/'))
        return at->second + dotted(path.substr(at->first.size()));
    const std::string name = dotted(path.substr(std::min(path.find('/'), path.size())));
    return name.starts_with('.') ? name.substr(1) : name;
  }

 private:
  void write_section(const Section& section, const std::string& name, const std::string& path) {
    for (const Field& field : section.fields) {
      const std::string field_name = below(name, field.element);
      const std::string field_path = fmt::format("{}/{}", path, field.element);
      if (!field.is_record()) {
        write_leaves(field, field_name);
        continue;
      }
      if (field.most == 1) {
        if (stands(field, field_name)) write_record(field, field_name, field_path);
        continue;
      }
      int count = 0;
      for (const std::string& key : keys_of(field, field_name)) {
        const std::string item = below(field_name, key);
        const std::string item_path = fmt::format("{}[{}]", field_path, ++count);
        items_.emplace_back(item_path, item);
        write_record(field, item, item_path);
      }
    }
  }

  void write_record(const Field& field, const std::string& name, const std::string& path) {
    xml_.open(field.element);
    if (is_ticked_list(field)) {
      const Field& tick = field.section->fields.front();
      xml_.leaf(tick.element, name.substr(name.rfind('.') + 1));
    }
    write_section(*field.section, name, path);
    xml_.close();
  }

  void write_leaves(const Field& field, const std::string& name) {
    for (const forms::Leaf& leaf : leaves_of(field, name, typed_, calendar_)) {
      // What cannot stand in XML is written as nothing, which the table then complains of.
      const bool good = forms::printable_length(leaf.text, forms::Lines::many).has_value() &&
                        forms::printable_length(leaf.label, forms::Lines::one).has_value();
      std::vector<std::pair<std::string, std::string>> attributes;
      if (good && !leaf.label.empty()) attributes.emplace_back("label", leaf.label);
      xml_.leaf(field.element, good ? leaf.text : "", std::move(attributes));
    }
  }

  // A part that was looked at and left empty is written, so that each thing that is missing in it
  // is named; so is one that only the plan insists on.
  bool stands(const Field& field, std::string_view name) const {
    if (typed_.any_at(name) || field.need == forms::Need::required) return true;
    const auto parts = plan_.parts();
    return std::ranges::any_of(parts, [&](const Part* part) {
      const bool wanted = was_seen(typed_, *part) || field.need == forms::Need::optional;
      return part->section == name && part->blank == Part::Blank::is_missing && wanted &&
             part->applies(typed_);
    });
  }

  std::vector<std::string> keys_of(const Field& field, std::string_view name) const {
    std::vector<std::string> keys;
    if (is_ticked_list(field)) {
      for (const forms::CodeName& code : field.section->fields.front().kind.codes->names)
        if (typed_.holds(name, code.code)) keys.emplace_back(code.code);
      return keys;
    }
    for (int i = 1; i <= field.most; ++i)
      if (typed_.any_at(fmt::format("{}.{}", name, i))) keys.push_back(std::to_string(i));
    return keys;
  }

  const Plan& plan_;
  const Typed& typed_;
  const config::Calendar& calendar_;
  formats::xml::Writer xml_;
  std::vector<std::pair<std::string, std::string>> items_;  // path, name
};

// What its page calls a field, where that is not the table's own label.
std::string asked_as(const Plan& plan, std::string_view name) {
  for (const Part* part : plan.parts())
    for (const Ask& ask : part->asks)
      if (ask.name == name) return std::string(ask.label);
  return {};
}

// One problem a place: what a rule says of a field that is wrong anyway would only mislead.
Problems translated(const Problems& found, const TypedWriter& writer, const Plan& plan) {
  Problems said;
  for (const Problem& problem : found) {
    Problem each = problem;
    each.path = writer.name_of(problem.path);
    const bool known =
        std::ranges::any_of(said, [&](const Problem& before) { return before.path == each.path; });
    if (known) continue;
    Problem told = said_to_people(each, field_at(plan.table, each.path), plan.table);
    if (const std::string label = asked_as(plan, each.path); !label.empty()) told.label = label;
    said.push_back(std::move(told));
  }
  return said;
}

}  // namespace

Typed that_applies(const Plan& plan, const Typed& typed) {
  Typed left = typed;
  for (const Part* part : plan.parts()) {
    const bool wanted = part->applies(typed) || part->unasked == Part::Unasked::as_known;
    for (const Ask& ask : part->asks)
      if (!wanted || !ask.when.holds(typed)) left.erase_at(ask.name);
  }
  return left;
}

std::expected<forms::Form, Problems> build(const Plan& plan, const Typed& typed,
                                           const Envelope& envelope,
                                           const config::Calendar& calendar) {
  Typed whole = that_applies(plan, typed);
  whole.set("Control.MessageId", envelope.message_id.str());
  whole.set("Control.ConversationId", envelope.conversation.str());
  whole.set("Control.From", envelope.from.str());
  const forms::Field& written_at = *field_at(plan.table, "Control.CreatedAt");
  type_leaf(written_at, "Control.CreatedAt", {to_rfc3339(envelope.created_at), {}}, whole,
            calendar);
  plan.complete(whole, envelope, plan);
  TypedWriter writer(plan, whole, calendar);
  const std::string xml = writer.write();
  const auto document = formats::xml::Document::parse(as_bytes(xml));
  if (!document)
    return std::unexpected(
        Problems{{"This form", "", "it is larger than a form may be", "shorter texts"}});
  auto form = forms::read_form(*document, calendar.local_date(envelope.created_at));
  if (!form) return std::unexpected(translated(form.error(), writer, plan));
  // To the second, which a page does not show.
  std::visit([&](auto& each) { each.control.created_at = envelope.created_at; }, *form);
  return std::move(*form);
}

Problems problems_of(const Plan& plan, const Part& part, const Problems& problems) {
  Problems own;
  for (const Problem& problem : problems) {
    const auto asked_by = [&](const Part& each) {
      return std::ranges::any_of(each.asks, [&](const Ask& ask) {
        const std::string_view name = problem.path;
        return name == ask.name || name.starts_with(std::string(ask.name) + ".") ||
               std::string_view(ask.name).starts_with(std::string(name) + ".");
      });
    };
    // Of a whole section that several pages share, the first one's.
    const auto parts = plan.parts();
    const auto first =
        std::ranges::find_if(parts, [&](const Part* each) { return asked_by(*each); });
    const bool exact = std::ranges::any_of(part.asks, [&](const Ask& ask) {
      return problem.path == ask.name || problem.path.starts_with(std::string(ask.name) + ".");
    });
    if (exact || (first != parts.end() && *first == &part)) own.push_back(problem);
  }
  return own;
}

void type_section(const Section& section, const void* record, std::string_view name, Typed& typed,
                  const config::Calendar& calendar) {
  for (const Field& field : section.fields) {
    const std::string at = below(name, field.element);
    if (!field.is_record()) {
      for (const forms::Leaf& leaf : field.storage->leaves(field.in(record)))
        if (!leaf.text.empty()) type_leaf(field, at, leaf, typed, calendar);
      continue;
    }
    int count = 0;
    for (const void* part : field.storage->records(field.in(record)))
      type_section(*field.section, part, field.most > 1 ? fmt::format("{}.{}", at, ++count) : at,
                   typed, calendar);
  }
}

}  // namespace gatepost::web::writing
