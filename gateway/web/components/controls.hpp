// GOV.UK's buttons and single controls: button, input, password input, textarea, character count,
// select, file upload. See parts.hpp. Values typed by people go back into `value`: nothing typed is
// lost on an error.
#pragma once

#include "gateway/web/components/parts.hpp"

namespace gatepost::web::components {

struct Button {
  Html content{};
  std::string name{}, value{};
  std::string type = "submit";
  std::optional<Url> link{};  // an <a> that looks like a button
  bool is_start_button = false;
  bool disabled = false;
  std::optional<bool> prevent_double_click{};
  std::string id{};
  std::string classes{};
  Attributes attributes{};
};
Html button(const Button& options);

struct Affix {
  Html content{};
  std::string classes{};
  Attributes attributes{};
};

struct Input {
  Label label{};
  std::string name{};
  std::string id{};  // the name when empty
  std::optional<std::string> value{};
  std::string type = "text";
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  std::string autocomplete{}, autocapitalize{}, inputmode{}, pattern{};
  std::optional<bool> spellcheck{};
  bool disabled = false;
  Affix prefix{}, suffix{};
  std::string described_by{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
  std::string wrapper_classes{};
  Attributes wrapper_attributes{};
};
Html input(const Input& options);

struct PasswordInput {
  Label label{};
  std::string name{};
  std::string id{};
  std::optional<std::string> value{};
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  std::string autocomplete = "current-password";
  bool disabled = false;
  std::string described_by{};
  std::string classes{};
  std::string button_classes{};
  Attributes attributes{};
  FormGroup group{};
  std::optional<std::string> show_text{}, show_label{};  // "Show", "Show password"
  std::string hide_text{}, hide_label{}, shown_announcement{}, hidden_announcement{};
};
Html password_input(const PasswordInput& options);

struct Textarea {
  Label label{};
  std::string name{};
  std::string id{};
  std::string value{};
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  int rows = 5;
  std::string autocomplete{};
  std::optional<bool> spellcheck{};
  bool disabled = false;
  std::string described_by{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
};
Html textarea(const Textarea& options);

struct CharacterCount {
  Textarea textarea{};
  std::optional<int> max_length{};  // characters, or
  std::optional<int> max_words{};
  std::string count_type{};        // "words", "characters"; from the limits when empty
  std::optional<int> threshold{};  // per cent of the limit before the count shows
  std::string message_classes{};
  std::string description_text{};  // "You can enter up to %{count} characters"
  // Other words for the script: {"characters-under-limit.one", "..."}.
  std::vector<std::pair<std::string, std::string>> texts{};
};
Html character_count(const CharacterCount& options);

struct Select {
  struct Item {
    Html content{};
    std::optional<std::string> value{};
    std::optional<bool> selected{};
    bool disabled = false;
    Attributes attributes{};
  };
  Label label{};
  std::string name{};
  std::string id{};
  std::vector<Item> items{};
  std::string value{};  // which item is selected; those that say so themselves when empty
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  bool disabled = false;
  std::string described_by{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
};
Html select(const Select& options);

struct FileUpload {
  Label label{};
  std::string name{};
  std::string id{};
  std::optional<Hint> hint{};
  std::optional<ErrorMessage> error{};
  bool multiple = false;
  bool disabled = false;
  bool drop_zone = false;  // a bigger target, with script
  // Other words for the script: {"choose-files-button", "..."}.
  std::vector<std::pair<std::string, std::string>> texts{};
  std::string wrapper_classes{};
  Attributes wrapper_attributes{};
  std::string described_by{};
  std::string classes{};
  Attributes attributes{};
  FormGroup group{};
};
Html file_upload(const FileUpload& options);

}  // namespace gatepost::web::components
