// GOV.UK's components that show things: details, inset and warning text, tags, banners, panels,
// summaries, tables, tabs, accordions, task lists, the error summary. See parts.hpp. Where GOV.UK
// tells text from markup (a banner's text gets a paragraph of its own), so do these.
#pragma once

#include "gateway/web/components/parts.hpp"

namespace gatepost::web::components {

struct Tag {
  Html content{};
  std::string classes{};  // "govuk-tag--green"
  Attributes attributes{};
};
Html tag(const Tag& options);

struct Details {
  Html summary{};
  Html content{};
  bool open = false;
  std::string id{};
  std::string classes{};
  Attributes attributes{};
};
Html details(const Details& options);

struct InsetText {
  Html content{};
  std::string id{};
  std::string classes{};
  Attributes attributes{};
};
Html inset_text(const InsetText& options);

struct WarningText {
  Html content{};
  std::string icon_fallback = "Warning";
  std::string classes{};
  Attributes attributes{};
};
Html warning_text(const WarningText& options);

struct ErrorSummary {
  struct Item {
    Html content{};
    std::optional<Url> link{};  // Url::fragment(the field's id)
    Attributes attributes{};
  };
  std::vector<Item> items{};
  Html title = "There is a problem";
  Html description{};
  std::optional<bool> disable_auto_focus{};
  std::string classes{};
  Attributes attributes{};
};
Html error_summary(const ErrorSummary& options);

struct NotificationBanner {
  Html content{};
  enum class Kind { neutral, success } kind = Kind::neutral;
  Html title{};  // "Important", or "Success"
  int heading_level = 2;
  std::string title_id = "govuk-notification-banner-title";
  std::string role{};  // "region", or "alert" for success
  std::optional<bool> disable_auto_focus{};
  std::string classes{};
  Attributes attributes{};
};
Html notification_banner(const NotificationBanner& options);

struct Panel {
  struct Action {
    Html content{};
    std::optional<Url> link{};
    enum class Kind { link, button } kind = Kind::link;  // without a link it is a button anyway
    std::string button_type = "button";
    std::string classes{};
    Attributes attributes{};
  };
  Html title{};
  Html content{};
  int heading_level = 1;
  // A confirmation is green; an interruption is blue and may have actions.
  enum class Kind { confirmation, interruption } kind = Kind::confirmation;
  std::vector<Action> actions{};
  bool has_actions = false;  // an empty list still makes the box
  std::string actions_classes{};
  Attributes actions_attributes{};
  std::string classes{};
  Attributes attributes{};
};
Html panel(const Panel& options);

// The console has none: GOV.UK's script gives its buttons names that differ from what stands on
// them, which axe counts as a failure of WCAG 2.5.3. Headings or `details` do the same without a
// script.
struct Accordion {
  struct Section {
    Html heading{};
    Html summary{};
    Html content{};
    bool expanded = false;
    bool skipped = false;  // keeps its number
  };
  std::string id{};
  std::vector<Section> sections{};
  int heading_level = 2;
  std::optional<bool> remember_expanded{};
  // Other words for the script: {"show-section", "..."}.
  std::vector<std::pair<std::string, std::string>> texts{};
  std::string classes{};
  Attributes attributes{};
};
Html accordion(const Accordion& options);

struct Tabs {
  struct Item {
    Html label{};
    Html content{};
    std::string id{};      // from the prefix and its number when empty
    bool skipped = false;  // keeps its number
    Attributes attributes{};
    Attributes panel_attributes{};
  };
  std::vector<Item> items{};
  std::string title = "Contents";
  std::string id{}, id_prefix{};
  std::string classes{};
  Attributes attributes{};
};
Html tabs(const Tabs& options);

struct TaskList {
  struct Item {
    Html title{};
    std::optional<Url> link{};
    Html hint{};
    std::optional<Tag> tag{};  // the status, or
    Html status{};             // the status as text
    std::string status_classes{}, title_classes{}, classes{};
    bool skipped = false;  // keeps its number
  };
  std::vector<Item> items{};
  std::string id_prefix = "task-list";
  std::string classes{};
  Attributes attributes{};
};
Html task_list(const TaskList& options);

}  // namespace gatepost::web::components
