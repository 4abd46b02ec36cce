#include "gateway/web/pages/refusals.hpp"

#include "gateway/app/errors.hpp"
#include "gateway/identity/errors.hpp"
#include "gateway/web/components/controls.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

namespace {

Page plain_page(int status, const std::string& title, std::initializer_list<Html> paragraphs) {
  Html content = el("h1", {css("govuk-heading-l")}, {title});
  for (const Html& paragraph : paragraphs) content += el("p", {css("govuk-body")}, paragraph);
  Page page;
  page.title = title;
  page.status = status;
  page.content = two_thirds(content);
  return page;
}

Html home_link() { return el("a", {css("govuk-link"), html::href("/")}, {"the start page"}); }

}  // namespace

Page not_found() {
  return plain_page(
      404, "Page not found",
      {"If you typed the web address, check that it is correct.",
       "If you followed a link, what it led to may have been closed, or it belongs to "
       "a team that you are not in.",
       Html::of({"You can begin again at ", home_link(), "."})});
}

Page broken() {
  return plain_page(
      500, "Sorry, there is a problem with this page",
      {"If you were sending something, look first whether it is there before you send it "
       "again.",
       "If it happens again, tell whoever runs this service, with the time."});
}

static std::string address_of(const Call& call) {
  return call.head.path + (call.head.query.empty() ? "" : "?" + call.head.query);
}

// What stands between a form and being sent, in words.
struct Obstacle {
  std::string title, why, way;
};
static Obstacle obstacle_of(const Error& error) {
  if (error.is(identity::Errc::step_up_wanted))
    return {"Show that it is you",
            "This needs a code from your authenticator, or your security "
            "key, that is no older than 15 minutes.",
            "Give your code"};
  if (error.is(identity::Errc::second_factor_wanted))
    return {"Show that it is you", "You have given your password, and no second factor yet.",
            "Give your code"};
  if (error.is(identity::Errc::new_password_wanted))
    return {"Choose a password of your own first", "The one that you have was given to you.",
            "Choose a password"};
  if (error.is(identity::Errc::enrolment_wanted))
    return {"Set up a second factor first", "Nobody works here with a password alone.",
            "Set one up"};
  if (error.is(Errc::stale_token))
    return {"This page has expired",
            "It was open for too long, or you signed in or out in another window.", ""};
  return {"You were signed out",
          "It was open for too long, or you signed in or out in another window.", "Sign in"};
}

Page too_late(const Error& error, const Call& call, const std::optional<html::Url>& detour) {
  const auto here = html::Url::relative(address_of(call));
  if (!here) return refusal(error);
  const Obstacle obstacle = obstacle_of(error);
  Html kept;
  for (const auto& [name, value] : call.form.pairs())
    if (name != "_token" && !name.starts_with(secret_prefix))
      kept += el("input", {html::attr("type", "hidden"), html::attr("name", name),
                           html::attr("value", value)});
  kept += components::button({.content = "Send it again", .prevent_double_click = true});
  Html first;
  if (detour && !obstacle.way.empty())
    first = el("p", {css("govuk-body")},
               {el("a",
                   {css("govuk-link"), html::href(*detour), html::attr("target", "_blank"),
                    html::attr("rel", "noopener")},
                   {obstacle.way + " (opens in a new tab)"}),
                ", then come back to this one."});
  Page page = plain_page(403, obstacle.title,
                         {obstacle.why + " Nothing was sent yet.",
                          "What you typed is kept in this page. Do not close it. If you signed in "
                          "or gave a code since, this page may ask once more."});
  page.content += two_thirds(first + call.form_to(*here, kept));
  return page;
}

Page one_moment(const Call& call) {
  const html::Url here = html::Url::relative(address_of(call)).value_or(html::Url("/"));
  Page page = plain_page(
      200, "One moment",
      {Html::of({"If nothing happens, ",
                 el("a", {css("govuk-link"), html::href(here)}, {"go on to the page"}), "."})});
  page.go_on_to = here;
  return page;
}

// Those whose contexts are written for people, and never hold anything personal.
static bool is_for_people(const Error& error) {
  return error.library() == "identity" || error.library() == "gateway" ||
         error.library() == "exchange";
}

Page refusal(const Error& error) {
  if (error.is(Errc::not_found) || error.is(app::Errc::not_found)) return not_found();
  if (error.is(Errc::wrong_method))
    return plain_page(405, "This page cannot be asked for in that way",
                      {Html::of({"You can begin again at ", home_link(), "."})});
  if (error.is(Errc::stale_token))
    return plain_page(
        403, "This page has expired",
        {"Nothing was sent.", Html::of({"You can begin again at ", home_link(), "."})});
  if (error.is(Errc::cross_site))
    return plain_page(403, "This did not come from one of our pages",
                      {"Nothing was changed.",
                       Html::of({"If you meant to do this, begin at ", home_link(), "."})});
  if (error.is(Errc::bad_form))
    return plain_page(400, "What was sent could not be read",
                      {"Nothing was changed. Go back, and send the form again."});
  if (error.is(Errc::sign_in_first))
    return plain_page(403, "You need to sign in first",
                      {"This page is for people with an account."});
  if (error.is(identity::Errc::not_allowed))
    return plain_page(403, "You cannot open this page",
                      {"Your account is not meant for it. If it should be, ask your administrator.",
                       Html::of({"You can go back to ", home_link(), "."})});
  if (error.is(app::Errc::unavailable) || error.is(identity::Errc::busy))
    return plain_page(503, "Sorry, this did not work just now",
                      {"Nothing was changed. Go back and try again in a moment."});
  if (is_for_people(error))
    return plain_page(409, "This cannot be done",
                      {Html::of({"Nothing was changed: ", error.context(), "."}),
                       Html::of({"You can go back to ", home_link(), "."})});
  return broken();
}

}  // namespace gatepost::web::pages
