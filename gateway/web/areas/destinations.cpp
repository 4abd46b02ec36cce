#include "gateway/web/areas/destinations.hpp"

#include "config/reference.hpp"

namespace gatepost::web {

pages::Destination destination_of(const FieldSet& fields, const config::Directory& directory,
                                  std::chrono::year_month_day today, Problems& problems) {
  pages::Destination to;
  to.team = fields.text("team");
  to.area = fields.text("area-code");
  for (char& c : to.area)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
  const bool typed = !to.area.empty();
  if (!typed) to.area = fields.text("area");
  if (!to.area.empty() && !to.team.empty()) {
    problems.push_back({"", "area", "Choose a borough or a prison’s team, not both", ""});
    return to;
  }
  if (const auto code = TeamCode::parse(to.team)) {
    to.found = directory.find(*code, today);
    if (to.found == nullptr)
      problems.push_back({"", "team", "This team is not in service today: choose another", ""});
  } else if (const auto area = AreaCode::parse(to.area)) {
    to.found = directory.spoc_for(*area, today);
    const auto* known = config::areas().find(to.area);
    to.name = known == nullptr ? "the area " + to.area : known->label;
  } else if (typed) {
    problems.push_back(
        {"", "area-code", "An area’s code is a letter and eight digits, such as E06000046", ""});
  } else {
    problems.push_back({"", "area", "Choose where it goes", ""});
  }
  if (to.found != nullptr) {
    to.name = to.found->name;
    to.hours = to.found->hours.spelling();
  }
  return to;
}

bool is_of_a_prison(const config::Team* team) {
  return team != nullptr && (team->kind == config::TeamKind::prison_psychosocial ||
                             team->kind == config::TeamKind::prison_clinical ||
                             team->kind == config::TeamKind::prison_court);
}

std::string direction_of(const config::Team* from, const config::Team* to) {
  return std::string(is_of_a_prison(from) ? "PRISON" : "COMMUNITY") + "_TO_" +
         (is_of_a_prison(to) ? "PRISON" : "COMMUNITY");
}

}  // namespace gatepost::web
