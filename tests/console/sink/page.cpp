#include "tests/console/sink/page.hpp"

#include "gateway/web/components/choices.hpp"
#include "gateway/web/components/moj.hpp"
#include "gateway/web/components/tables.hpp"

namespace gatepost::tests::sink {

namespace {

using namespace web::components;  // NOLINT: a page of nothing else
using web::Call;
using web::Page;
using web::html::attr;
using web::html::css;
using web::html::el;

Html heading(const char* text) { return el("h2", {css("govuk-heading-m")}, {text}); }
Html paragraph(const Html& content) { return el("p", {css("govuk-body")}, content); }

Html messages() {
  return Html::of(
      {notification_banner({.content =
                                "The form was sent. A person at Lambeth should confirm by noon "
                                "on Tuesday 7 April.",
                            .kind = NotificationBanner::Kind::success,
                            .title_id = "sent",
                            .disable_auto_focus = true}),
       notification_banner({.content = paragraph("Three forms are not confirmed.")}),
       inset_text({.content = "An automatic acknowledgement is never shown as confirmed."}),
       warning_text({.content = "Nobody has confirmed this form."}),
       details({.summary = "What counts as confirmed?",
                .content = "A named person at the recipient has seen the form."}),
       panel({.title = "Form sent",
              .content = Html::of({"Reference", el("br"), el("strong", {}, {"HDJ2123F"})}),
              .heading_level = 2}),
       paragraph(Html::spaced({tag({.content = "Confirmed", .classes = "govuk-tag--green"}),
                               tag({.content = "Delivered", .classes = "govuk-tag--blue"}),
                               tag({.content = "Overdue", .classes = "govuk-tag--red"}),
                               badge({.content = "Urgent", .classes = "moj-badge--red"}),
                               badge({.content = "Court"})}))});
}

Html lists() {
  Table table{.caption = "Not confirmed",
              .caption_classes = "govuk-table__caption--m",
              .head = Table::Row{{.content = "Reference"},
                                 {.content = "Borough"},
                                 {.content = "Days", .format = "numeric"}},
              .rows = {{{.content = "BXI-PSI/0f4e2d9a-5a3c-4b6e-9d61-0c8e3f5a7b21"},
                        {.content = "Lambeth"},
                        {.content = "12", .format = "numeric"}},
                       {{.content = "BXI-PSI/77"},
                        {.content = "City of London and Hackney"},
                        {.content = "3", .format = "numeric"}}},
              .first_cell_is_header = true};
  SummaryList summary{
      .rows = {{.key = "Name",
                .value = "Sam O'Sample & <co>",
                .actions = {{.content = "Change", .link = "#name", .visually_hidden = "name"}}},
               {.key = "Release",
                .value = "6 April 2026",
                .actions =
                    {{.content = "Change", .link = "#release", .visually_hidden = "release date"},
                     {.content = "Explain", .link = "#why", .visually_hidden = "release date"}}},
               {.key = "Notes", .value = "None"}},
      .card = SummaryCard{.title = "The person", .heading_level = 3}};
  TaskList tasks;
  tasks.items = {{.title = "The person",
                  .link = Url("#a"),
                  .hint = "Name, number, date of birth",
                  .status = "Completed"},
                 {.title = "Treatment",
                  .link = Url("#b"),
                  .tag = Tag{.content = "Incomplete", .classes = "govuk-tag--blue"}},
                 {.title = "Clinical part",
                  .tag = Tag{.content = "Cannot start yet", .classes = "govuk-tag--grey"}}};
  return Html::of({el("div",
                      {css("app-table-scroll"), attr("tabindex", "0"), attr("role", "region"),
                       attr("aria-label", "Not confirmed")},
                      web::components::table(table)),
                   summary_list(summary), task_list(tasks),
                   tabs({.items = {{.label = "Receipts",
                                    .content = el("h2", {css("govuk-heading-m")}, {"Receipts"}),
                                    .id = "receipts"},
                                   {.label = "Replies",
                                    .content = el("h2", {css("govuk-heading-m")}, {"Replies"}),
                                    .id = "replies"}}}),
                   timeline({.items = {{.title = "Confirmed",
                                        .by = "Robin Example",
                                        .datetime = "2026-04-06T08:15:00Z",
                                        .date = "6 April 2026, 9:15am",
                                        .content = "A named person at Lambeth has seen the form."},
                                       {.title = "Delivered",
                                        .datetime = "2026-04-06T08:00:00Z",
                                        .date = "6 April 2026, 9am",
                                        .content = "Collected by Lambeth's system."}},
                             .heading_level = 3})});
}

Html navigations() {
  const Filter filters{.target = "/components",
                       .fields = radios({.name = "rung",
                                         .items = {{.content = "Any", .value = "any"},
                                                   {.content = "Not confirmed", .value = "open"}},
                                         .value = "any",
                                         .fieldset = Fieldset{.legend = {.content = "Rung"}},
                                         .classes = "govuk-radios--small"}),
                       .chosen = {{"Borough", "Lambeth", "/components"}},
                       .clear = "/components"};
  Pagination pages;
  pages.previous = PaginationArrow{.link = "?page=1"};
  pages.next = PaginationArrow{.link = "?page=3"};
  pages.items = std::vector<Pagination::Item>{{.number = "1", .link = "?page=1"},
                                              {.number = "2", .link = "?page=2", .current = true},
                                              {.ellipsis = true},
                                              {.number = "9", .link = "?page=9"}};
  return Html::of(
      {identity_bar(
           {.title = "Sam Sample, A1234BC, HMP Brixton",
            .actions = button({.content = "Withdraw",
                               .type = "button",
                               .classes = "govuk-button--secondary govuk-!-margin-bottom-0"})}),
       sub_navigation({.items = {{"Ladder", "/components", true},
                                 {"Form", "/form"},
                                 {"Evidence", "#evidence"}},
                       .label = "This message"}),
       filter(filters),
       results({.from = 21, .to = 40, .count = 177, .noun = "messages", .pages = pages})});
}

Html buttons() {
  return Html::of(
      {el("div", {css("govuk-button-group")},
          Html::spaced(
              {button({.content = "Confirm", .type = "button", .prevent_double_click = true}),
               button({.content = "Save as draft",
                       .type = "button",
                       .classes = "govuk-button--secondary"}),
               button(
                   {.content = "Withdraw", .type = "button", .classes = "govuk-button--warning"}),
               el("a", {css("govuk-link"), web::html::href("#cancel")}, {"Cancel"})})),
       button({.content = "Send a referral", .link = Url("/form"), .is_start_button = true})});
}

std::optional<ErrorMessage> error_if(bool wrong, const char* text) {
  if (!wrong) return std::nullopt;
  return ErrorMessage{.content = text};
}

}  // namespace

Page components_page(const Call&) {
  Page page;
  page.title = "Components";
  page.section = "Components";
  page.breadcrumbs =
      Breadcrumbs{.items = {{.content = "Home", .link = Url("/")}, {.content = "Components"}}};
  page.content = Html::of({el("h1", {css("govuk-heading-l")}, {"Components"}), heading("Messages"),
                           messages(), heading("Lists"), lists(), heading("Finding the way"),
                           navigations(), heading("Buttons"), buttons()});
  return page;
}

Page form_page(const Call& call, bool with_errors) {
  const auto& typed = call.form;
  const auto value = [&](const char* name) -> std::optional<std::string> {
    return typed.has(name) ? std::optional(std::string(typed.raw(name))) : std::nullopt;
  };
  const auto content = Html::of(
      {input({.label = {.content = "Prisoner number"},
              .name = "number",
              .value = value("number"),
              .hint = Hint{.content = "One letter, four digits, two letters, such as A1234BC"},
              .error = error_if(with_errors, "Enter a prisoner number, such as A1234BC"),
              .spellcheck = false,
              .classes = "govuk-input--width-10"}),
       password_input({.label = {.content = "Password"}, .name = "secret-password"}),
       date_input({.id = "release",
                   .name_prefix = "release",
                   .values = {{"day", typed.text("release-day")},
                              {"month", typed.text("release-month")},
                              {"year", typed.text("release-year")}},
                   .fieldset = Fieldset{.legend = {.content = "Release date",
                                                   .classes = "govuk-fieldset__legend--m"}},
                   .hint = Hint{.content = "For example, 27 3 2026"},
                   .error = error_if(with_errors, "Release date must include a month")}),
       radios({.name = "how",
               .items = {{.content = "By telephone",
                          .value = "phone",
                          .conditional = input({.label = {.content = "Number"},
                                                .name = "phone",
                                                .value = value("phone"),
                                                .type = "tel",
                                                .autocomplete = "tel"})},
                         {.divider = "or"},
                         {.content = "In person",
                          .value = "person",
                          .hint = Hint{.content = "At the service"}}},
               .value = typed.text("how"),
               .fieldset = Fieldset{.legend = {.content = "How was it confirmed?",
                                               .classes = "govuk-fieldset__legend--m"}},
               .error = error_if(with_errors, "Select how it was confirmed")}),
       checkboxes(
           {.name = "needs",
            .items = {{.content = "Opiates", .value = "opiates"},
                      {.content = "Alcohol",
                       .value = "alcohol",
                       .conditional = textarea({.label = {.content = "Units a day"},
                                                .name = "units",
                                                .value = typed.text("units"),
                                                .rows = 2})},
                      {.divider = "or"},
                      {.content = "None of these", .value = "none", .behaviour = "exclusive"}},
            .values = typed.all("needs"),
            .fieldset =
                Fieldset{.legend = {.content = "Needs", .classes = "govuk-fieldset__legend--m"}},
            .hint = Hint{.content = "Select all that apply"}}),
       select({.label = {.content = "Borough"},
               .name = "borough",
               .items = {{.content = "Choose", .value = ""},
                         {.content = "Lambeth", .value = "lambeth"},
                         {.content = "Hackney", .value = "hackney"}},
               .value = typed.text("borough")}),
       character_count(
           {.textarea = {.label = {.content = "What should they know?"},
                         .name = "note",
                         .value = std::string(typed.raw("note")),
                         .error = error_if(with_errors, "Say in one sentence what changed")},
            .max_length = 200}),
       file_upload({.label = {.content = "Directory (CSV)"}, .name = "file"}),
       button({.content = "Send", .prevent_double_click = true})});
  Page page;
  page.title = "A form";
  page.section = "A form";
  page.back = BackLink{.link = "/components"};
  Html errors;
  if (with_errors) {
    page.outcome = Page::Outcome::with_errors;
    errors = error_summary(
        {.items = {
             {.content = "Enter a prisoner number, such as A1234BC",
              .link = Url::fragment("number")},
             {.content = "Release date must include a month", .link = Url::fragment("release-day")},
             {.content = "Select how it was confirmed", .link = Url::fragment("how")},
             {.content = "Say in one sentence what changed", .link = Url::fragment("note")}}});
  }
  page.content = web::two_thirds(Html::of(
      {errors, el("h1", {css("govuk-heading-l")}, {"A form"}), call.form_to("/form", content)}));
  return page;
}

}  // namespace gatepost::tests::sink
