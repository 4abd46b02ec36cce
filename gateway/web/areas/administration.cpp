#include "gateway/web/areas/administration.hpp"

#include <charconv>

#include "gateway/web/pages/administration.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::Action;
using pages::AdminFrame;
using Claim = exchange::TaskSelection::Claim;

namespace {

constexpr std::size_t tasks_a_page = 25;
constexpr std::size_t notifications_a_page = 50;
constexpr std::size_t given_up_shown = 25;

Claim claim_of(const std::string& text) {
  return text == "unclaimed" ? Claim::unclaimed : text == "claimed" ? Claim::claimed : Claim::any;
}

// What cannot be is not looked for: an address that somebody changed shows all.
exchange::TaskSelection selection_of(const FieldSet& query) {
  exchange::TaskSelection which;
  which.owner = TeamCode::parse(query.text("team")).value_or(TeamCode{});
  which.step = query.text("step");
  which.claim = claim_of(query.text("claim"));
  return which;
}

std::optional<exchange::EffectPlace> place_of(const FieldSet& query) {
  const std::string text = query.text("due");
  std::int64_t due = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), due);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return exchange::EffectPlace{from_unix_ms(due), query.text("reference")};
}

}  // namespace

void Administration::add_to(Router& router) {
  const Access health_access = Access::to(Action::see_health);
  router.get("/administration", health_access, [this](const Call& c) { return overview(c); });
  router.get("/administration/tasks", Access::to(Action::see_all_tasks),
             [this](const Call& c) { return tasks(c); });
  router.get("/administration/notifications", health_access,
             [this](const Call& c) { return undelivered(c); });
  router.post("/administration/notifications/try-again", Access::to(Action::mend_dead_letters),
              [this](const Call& c) { return try_again(c); });
  router.get("/administration/health", health_access, [this](const Call& c) { return health(c); });
  router.get("/administration/certificates", Access::to(Action::see_certificates),
             [this](const Call& c) { return certificates(c); });
  router.get("/administration/policy", Access::to(Action::see_policies),
             [this](const Call& c) { return policy(c); });
}

// What every page of administration reads. `call` and the configuration outlive it.
static AdminFrame frame_of(const Call& call, const app::ConfigurationPtr& configuration) {
  return {call, *configuration, LocalTime(configuration->calendar, call.now)};
}

asio::awaitable<Reply> Administration::overview(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  pages::OverviewValues values;
  GP_TRY_REPLY(values.health, co_await administration_.health(person_of(call)));
  if (pages::admin::could(call, Action::see_all_tasks)) {
    GP_TRY_REPLY(values.tallies, co_await administration_.tallies(person_of(call)));
  }
  GP_TRY_REPLY(const auto failing, co_await administration_.failing(
                                       person_of(call), notifications_a_page, std::nullopt));
  values.failing = failing.size();
  co_return pages::administration_overview(frame_of(call, configuration), values);
}

asio::awaitable<Reply> Administration::tasks(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  const auto after = exchange::TaskPlace::from_text(call.query.text("after"));
  const pages::TaskChoice choice{selection_of(call.query), !after};
  GP_TRY_REPLY(const auto tallies, co_await administration_.tallies(person_of(call)));
  GP_TRY_REPLY(const auto page, co_await administration_.open_tasks(
                                    person_of(call), {choice.which, tasks_a_page, after}));
  co_return pages::all_tasks(frame_of(call, configuration), page, choice, tallies);
}

asio::awaitable<Reply> Administration::undelivered(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  const auto after = place_of(call.query);
  pages::Undelivered values;
  values.is_first = !after;
  values.just_retried = call.query.has("tried");
  GP_TRY_REPLY(values.failing,
               co_await administration_.failing(person_of(call), notifications_a_page + 1, after));
  if (values.failing.size() > notifications_a_page) {
    values.failing.pop_back();
    values.next =
        exchange::EffectPlace{values.failing.back().due_at, values.failing.back().reference};
  }
  GP_TRY_REPLY(values.given_up, co_await administration_.given_up(person_of(call), given_up_shown));
  co_return pages::undelivered(frame_of(call, configuration), values);
}

asio::awaitable<Reply> Administration::try_again(const Call& call) {
  // Sent twice it is tried again at once, twice: no harm.
  auto done = co_await administration_.try_again(person_of(call), call.form.text("reference"));
  if (!done && done.error().error.is(app::Errc::not_found))
    co_return Redirect{"/administration/notifications"};
  GP_CHECK_REPLY(std::move(done));
  co_return Redirect{"/administration/notifications?tried=1"};
}

asio::awaitable<Reply> Administration::health(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_TRY_REPLY(const auto health, co_await administration_.health(person_of(call)));
  co_return pages::health(frame_of(call, configuration), health);
}

asio::awaitable<Reply> Administration::certificates(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::see_certificates));
  co_return pages::certificates(frame_of(call, configuration));
}

asio::awaitable<Reply> Administration::policy(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  GP_CHECK_REPLY(co_await services_.identity.may(person_of(call), Action::see_policies));
  co_return pages::policy(frame_of(call, configuration));
}

}  // namespace gatepost::web
