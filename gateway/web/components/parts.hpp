// The parts that GOV.UK's form components share: label, hint, error message, fieldset, form group.
// Each struct is a component's options, each function its markup, DOM-equal to GOV.UK Frontend 6
// (tests/console/conformance.mjs). Empty means absent. Pure; any thread.
#pragma once

#include "gateway/web/html/html.hpp"

namespace gatepost::web::components {

using html::Attributes;
using html::Html;
using html::Url;

struct Hint {
  Html content{};
  std::string id{};
  std::string classes{};
  Attributes attributes{};
};
Html hint(const Hint& options);

struct ErrorMessage {
  Html content{};
  std::string id{};
  std::string classes{};
  std::string visually_hidden = "Error";  // empty: nothing before the message
  Attributes attributes{};
};
Html error_message(const ErrorMessage& options);

struct Label {
  Html content{};
  std::string of{};  // the id of what it labels
  std::string classes{};
  bool is_page_heading = false;
  Attributes attributes{};
};
Html label(const Label& options);

struct Legend {
  Html content{};
  std::string classes{};
  bool is_page_heading = false;
};

struct Fieldset {
  Legend legend{};
  Html content{};
  std::string described_by{};
  std::string classes{};
  std::string role{};
  Attributes attributes{};
};
Html fieldset(const Fieldset& options);

// What surrounds a control.
struct FormGroup {
  std::string classes{};
  Attributes attributes{};
  Html before{}, after{};  // right before and after the control, inside the group
};

// A hint and an error message above a control, and the ids that its aria-describedby names.
struct Description {
  Html content;
  std::string ids;
};
Description describe(std::string ids_before, std::string_view id_prefix,
                     const std::optional<Hint>& hint, const std::optional<ErrorMessage>& error);

enum class State { valid, in_error };
Html form_group(const FormGroup& group, State state, const Html& content);

}  // namespace gatepost::web::components
