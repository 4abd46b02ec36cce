// The pages on which somebody says something about a message: a call, a withdrawal, its end.
#include "formats/forms/lief_codes.hpp"
#include "gateway/exchange/decide.hpp"
#include "gateway/web/components/choices.hpp"
#include "gateway/web/forms.hpp"
#include "gateway/web/message_words.hpp"
#include "gateway/web/pages/message.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

Page about(const MessageFrame& frame, std::string title, const FormErrors& errors) {
  Page page;
  page.title = std::move(title);
  page.outcome = errors.outcome();
  page.back =
      components::BackLink{.link = html::Url::path({"messages", frame.message.state.handle.str()}),
                           .content = "The message"};
  return page;
}

Html whole(const MessageFrame& frame, const FormErrors& errors, const Html& heading,
           std::string_view verb, const Html& fields) {
  return two_thirds(Html::of(
      {errors.summary(), person_bar(frame), heading,
       frame.call.form_to(html::Url::path({"messages", frame.message.state.handle.str(), verb}),
                          fields)}));
}

Html heading(const std::string& words) { return el("h1", {css("govuk-heading-l")}, {words}); }
Html paragraph(Html content) { return el("p", {css("govuk-body")}, std::move(content)); }

}  // namespace

Page telephone(const MessageFrame& frame, const Problems& problems) {
  const FormErrors errors(problems);
  Page page = about(frame, "Record a telephone confirmation", errors);
  const FieldSet& typed = frame.call.form;
  const config::Team* recipient = frame.configuration.directory.find(frame.message.state.to);
  Html number;
  if (recipient != nullptr && !recipient->telephone.empty())
    number = paragraph("Ring " + recipient->name + " on " + recipient->telephone +
                       ". Ask for a person who has the form in front of them.");
  const Html fields = Html::of(
      {components::input({.label = {.content = "Who did you speak to?"},
                          .name = "spoke_to",
                          .value = typed.text("spoke_to"),
                          .hint = components::Hint{.content = "Their name, as they gave it"},
                          .error = errors.beside("spoke_to"),
                          .autocomplete = "off"}),
       components::textarea({.label = {.content = "Anything to add (optional)"},
                             .name = "note",
                             .value = typed.text("note"),
                             .error = errors.beside("note"),
                             .rows = 3}),
       components::button({.content = "They have confirmed it", .prevent_double_click = true})});
  page.content = whole(frame, errors, heading(page.title) + number, "telephone", fields);
  return page;
}

Page withdraw(const MessageFrame& frame, const Problems& problems) {
  const FormErrors errors(problems);
  Page page = about(frame, "Withdraw this form", errors);
  const FieldSet& typed = frame.call.form;
  components::Radios reasons;
  reasons.name = "reason";
  reasons.value = typed.text("reason");
  reasons.error = errors.beside("reason");
  reasons.fieldset =
      components::Fieldset{.legend = {.content = "Why?", .classes = "govuk-fieldset__legend--m"}};
  for (const formats::forms::CodeName& each :
       formats::forms::codes_of(formats::forms::Of<formats::forms::WithdrawnReason>{}).names)
    reasons.items.push_back({.content = each.words, .value = std::string(each.code)});
  const Html fields = Html::of(
      {components::radios(reasons),
       components::textarea(
           {.label = {.content = "What they should know (optional)"},
            .name = "note",
            .value = typed.text("note"),
            .hint = components::Hint{.content = "Leave this out when consent was withdrawn: then "
                                                "nothing further is shared"},
            .error = errors.beside("note"),
            .rows = 3}),
       components::button({.content = "Withdraw it",
                           .prevent_double_click = true,
                           .classes = "govuk-button--warning"})});
  page.content = whole(frame, errors,
                       heading(page.title) +
                           paragraph("The other side is told, and asked to confirm that they know. "
                                     "Reminders about this form stop."),
                       "withdraw", fields);
  return page;
}

Page close(const MessageFrame& frame, const Problems& problems) {
  const FormErrors errors(problems);
  Page page = about(frame, "Close this form by hand", errors);
  components::Radios reasons;
  reasons.name = "reason";
  reasons.value = frame.call.form.text("reason");
  reasons.error = errors.beside("reason");
  reasons.fieldset =
      components::Fieldset{.legend = {.content = "Why?", .classes = "govuk-fieldset__legend--m"}};
  for (const std::string& reason : exchange::close_reasons()) {
    reasons.items.push_back({.content = sentence_case(end_words(reason)), .value = reason});
  }
  page.content =
      whole(frame, errors,
            heading(page.title) +
                paragraph("Nobody is reminded of it any more. Your name stands with it."),
            "close",
            components::radios(reasons) + components::button({.content = "Close it",
                                                              .prevent_double_click = true,
                                                              .classes = "govuk-button--warning"}));
  return page;
}

}  // namespace gatepost::web::pages
