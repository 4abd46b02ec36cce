#include "gateway/web/pages/sent.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/reference.hpp"
#include "gateway/exchange/steps.hpp"
#include "gateway/web/components/content.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/deadline_words.hpp"
#include "gateway/web/navigation.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

namespace steps = exchange::steps;

Html paragraph(Html content) { return el("p", {css("govuk-body")}, content); }
Html link(const html::Url& to, const char* text) {
  return el("a", {css("govuk-link"), html::href(to)}, {text});
}

std::string minute(Instant at, const LocalTime& time) {
  return time.near(std::chrono::floor<std::chrono::minutes>(at));
}

struct To {
  Recipient recipient;
  const config::Team* team = nullptr;
};

To whom(const exchange::MessageState& message, const config::Directory& directory) {
  if (const config::Team* team = directory.find(message.to))
    return {{team->name, team->telephone}, team};
  const auto* area = message.area ? config::areas().find(message.area->str()) : nullptr;
  return {
      {fmt::format("the drug and alcohol service of {}", area != nullptr ? area->label
                                                         : message.area  ? message.area->str()
                                                                         : std::string("the area")),
       ""}};
}

Html number(const std::string& telephone) {
  const auto url = html::Url::telephone(telephone);
  return url ? el("a", {css("govuk-link app-number"), html::href(*url)}, {telephone})
             : Html(telephone);
}

const exchange::Task* open_task(const app::MessageView& message, std::string_view step) {
  const auto found = std::ranges::find_if(message.tasks, [&](const exchange::Task& task) {
    return task.step == step && !task.closed_at;
  });
  return found == message.tasks.end() ? nullptr : &*found;
}

// What a machine cannot do, said at once and loudly.
Html calls(const app::MessageView& message, const To& to) {
  const auto ring = [&](const std::string& why) {
    Html text = Html(why);
    if (!to.recipient.telephone.empty())
      text += Html::of({" Ring ", number(to.recipient.telephone), "."});
    return components::warning_text({.content = text});
  };
  if (open_task(message, steps::no_route) != nullptr)
    return ring(
        fmt::format("No team is known here for this area, so the form lies in the gateway "
                    "and nobody has it yet. Your team has a task to find {} and tell them.",
                    to.recipient.name));
  if (open_task(message, steps::telephone_route) != nullptr)
    return ring(
        fmt::format("{} can be reached by telephone only. Your team has a task to ring "
                    "them, and the form counts as confirmed when you have recorded the "
                    "call.",
                    to.recipient.name));
  if (open_task(message, steps::call_must_follow) != nullptr)
    return ring(
        fmt::format("A telephone call to {} must follow this Alert. It is in your team’s "
                    "tasks.",
                    to.recipient.name));
  if (open_task(message, steps::nobody_on_duty) != nullptr)
    return ring("This is urgent and nobody is on duty there now. Your team has a task.");
  return {};
}

Html what_happens(const app::MessageView& message, const To& to,
                  const app::Configuration& configuration, const LocalTime& time) {
  Html list;
  const auto say = [&](const std::string& words) {
    if (!words.empty()) list += el("li", {}, {words});
  };
  say(confirm_by(message.state, to.recipient, configuration.policy, time));
  say(answer_by(message.state, time));
  if (open_task(message, steps::clinical_part) != nullptr)
    say("Your clinical colleagues have a task to send the prescribing details.");
  if (open_task(message, steps::complete_referral) != nullptr)
    say("Your team has a task to send the parts that follow.");
  say("You see on the page of this message what has happened to it. You need not ring to find out "
      "whether it arrived.");
  return el("ul", {css("govuk-list govuk-list--bullet govuk-list--spaced")}, list);
}

// Where it stands, when somebody comes back to this page later.
Html already(const app::MessageView& message, const LocalTime& time) {
  if (!message.state.confirmed_at) return {};
  return components::inset_text(
      {.content = "A person confirmed it at " + minute(*message.state.confirmed_at, time) + "."});
}

}  // namespace

Page sent(const app::MessageView& message, const app::Configuration& configuration,
          const LocalTime& time, const TeamCode& own) {
  Page page;
  page.title = "Sent";
  page.section = sections::sent;
  const To to = whom(message.state, configuration.directory);
  std::string what(formats::forms::words_for(message.state.type));
  if (!what.empty() && what[0] >= 'a') what[0] = static_cast<char>(what[0] - 32);
  const html::Url own_page = html::Url::path({"messages", message.state.handle.str()});
  Html content =
      components::panel({.title = what + " sent",
                         .content = Html::of({"Reference", el("br"),
                                              el("strong", {css("app-reference app-break")},
                                                 {message.state.handle.str()})})});
  components::SummaryList facts;
  facts.rows = {{.key = "To", .value = to.recipient.name},
                {.key = "Sent", .value = minute(message.state.accepted_at, time)}};
  if (message.state.urgent) facts.rows.push_back({.key = "Urgency", .value = "Urgent"});
  content += already(message, time) + calls(message, to) + components::summary_list(facts);
  content += el("h2", {css("govuk-heading-m")}, {"What happens next"});
  content += what_happens(message, to, configuration, time);
  content += paragraph(Html::of({link(own_page, "Go to this message"), " or ",
                                 link(team_page(own), "back to what needs your team"), "."}));
  page.content = two_thirds(content);
  return page;
}

}  // namespace gatepost::web::pages
