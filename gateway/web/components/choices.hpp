// GOV.UK's groups of controls: radios, checkboxes, date input. See parts.hpp. An option's
// `conditional` is shown when the option is chosen; without script it is always shown.
#pragma once

#include "gateway/web/components/controls.hpp"

namespace gatepost::web::components {

// One radio button or checkbox.
struct Choice {
  Html content{};
  std::string value{};
  std::string id{};         // from the group's when empty
  std::string name{};       // checkboxes only; the group's when empty
  std::string divider{};    // "or": a line between two choices instead of a choice
  std::string behaviour{};  // "exclusive": a checkbox that unticks the others
  std::optional<bool> checked{};
  bool disabled = false;
  std::optional<Hint> hint{};
  Html conditional{};
  std::string label_classes{};
  Attributes label_attributes{};
  Attributes attributes{};
};

struct Radios {
  std::string name{};
  std::string id_prefix{};  // the name when empty
  std::vector<Choice> items{};
  std::string value{};  // the chosen one's value
  std::optional<Fieldset> fieldset{};
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
};
Html radios(const Radios& options);

struct Checkboxes {
  std::string name{};
  std::string id_prefix{};
  std::vector<Choice> items{};
  std::vector<std::string> values{};  // of those that are ticked
  std::string described_by{};
  std::optional<Fieldset> fieldset{};
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
};
Html checkboxes(const Checkboxes& options);

struct DateInput {
  enum class Part { day, month, year, other };
  struct Item {
    Part part = Part::other;
    std::string name{};   // "day", "month", "year" when empty
    std::string label{};  // the name, with a capital
    std::string id{};
    std::optional<std::string> value{};
    std::optional<bool> in_error{};  // which of the parts is wrong; all of them when none says so
    std::string classes{};
    std::string inputmode = "numeric";
    std::string autocomplete{}, pattern{};
    Attributes attributes{};
  };
  std::string id{};
  std::string name_prefix{};  // "dob": fields dob-day, dob-month, dob-year
  std::vector<Item> items{{.part = Part::day}, {.part = Part::month}, {.part = Part::year}};
  // By a field's name, with or without the prefix.
  std::vector<std::pair<std::string, std::string>> values{};
  std::optional<Fieldset> fieldset{};
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
};
Html date_input(const DateInput& options);

}  // namespace gatepost::web::components
