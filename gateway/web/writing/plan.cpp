#include "gateway/web/writing/plan.hpp"

#include <algorithm>

namespace gatepost::web::writing {

namespace forms = formats::forms;

bool When::holds(const Typed& typed) const {
  if (name.empty()) return true;
  const bool found =
      std::ranges::any_of(values, [&](std::string_view value) { return typed.holds(name, value); });
  return found == (sense == Sense::one_of);
}

bool Part::applies(const Typed& typed) const {
  return std::ranges::all_of(when, [&](const When& each) { return each.holds(typed); });
}

std::vector<const Part*> Plan::parts() const {
  std::vector<const Part*> all;
  for (const Group& group : groups)
    for (const Part& part : group.parts) all.push_back(&part);
  return all;
}

const Part* Plan::part(std::string_view slug) const {
  const auto all = parts();
  const auto found = std::ranges::find(all, slug, [](const Part* part) { return part->slug; });
  return found == all.end() ? nullptr : *found;
}

const Plan* plan_for(forms::FormType type) {
  for (const Plan* plan : {&referral_plan(), &alert_plan(), &clinical_plan()})
    if (plan->type == type) return plan;
  return nullptr;
}

const forms::Field* field_at(const forms::Section& table, std::string_view name) {
  const forms::Section* section = &table;
  const forms::Field* field = nullptr;
  while (!name.empty() && section != nullptr) {
    const std::string_view element = name.substr(0, name.find('.'));
    name.remove_prefix(std::min(name.size(), element.size() + 1));
    const auto found = std::ranges::find(section->fields, element, &forms::Field::element);
    if (found == section->fields.end()) return nullptr;
    field = &*found;
    section = field->section;
    // The key of an item of a list.
    if (field->is_record() && field->most > 1)
      name.remove_prefix(std::min(name.size(), name.find('.') == std::string_view::npos
                                                   ? name.size()
                                                   : name.find('.') + 1));
  }
  return name.empty() ? field : nullptr;
}

bool was_seen(const Typed& typed, const Part& part) { return typed.holds(about::seen, part.slug); }
void mark_seen(Typed& typed, const Part& part) { typed.add(about::seen, std::string(part.slug)); }

}  // namespace gatepost::web::writing
