#include "gateway/web/areas/meeting_list.hpp"

#include "gateway/web/pages/meeting_list.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
using identity::Action;

namespace {

constexpr std::size_t people_a_page = 25;

pages::AdminFrame frame_of(const Call& call, const app::ConfigurationPtr& configuration) {
  return {call, *configuration, LocalTime(configuration->calendar, call.now)};
}

// Without a team it is for the first that this person may see it for.
app::MeetingQuery asked_in(const Call& call, const FieldSet& fields,
                           const config::Directory& directory) {
  app::MeetingQuery asked;
  const auto teams = identity::teams_for(person_of(call), Action::see_meeting_list);
  asked.team =
      TeamCode::parse(fields.text("team")).value_or(teams.empty() ? TeamCode{} : teams.front());
  asked.prison = fields.text("prison");
  asked.spoc = TeamCode::parse(fields.text("spoc")).value_or(TeamCode{});
  asked.page = static_cast<std::size_t>(fields.number("page", {1, 10'000}).value_or(1));
  asked.page_size = people_a_page;
  return app::MeetingList::scoped(asked, directory).value_or(asked);
}

}  // namespace

void MeetingPages::add_to(Router& router) {
  const Access see = Access::to(Action::see_meeting_list);
  router.get("/meeting-list", see, [this](const Call& c) { return show(c); });
  // By POST: it stands in the log.
  router.post("/meeting-list/export", see, [this](const Call& c) { return download(c); });
}

asio::awaitable<Reply> MeetingPages::answer(const Call& call, const FieldSet& fields,
                                            std::string problem) {
  const auto configuration = services_.gateway.configuration();
  pages::MeetingValues values;
  values.problem = std::move(problem);
  values.teams = identity::teams_for(person_of(call), Action::see_meeting_list);
  values.asked = asked_in(call, fields, configuration->directory);
  if (values.asked.prison.empty() && values.asked.spoc.empty()) {
    GP_CHECK_REPLY(co_await services_.identity.act_for(person_of(call), Action::see_meeting_list,
                                                       values.asked.team));
  } else {
    GP_TRY_REPLY(values.page, co_await list_.page(person_of(call), values.asked));
  }
  co_return pages::meeting_list(frame_of(call, configuration), values);
}

asio::awaitable<Reply> MeetingPages::show(const Call& call) {
  co_return co_await answer(call, call.query, {});
}

asio::awaitable<Reply> MeetingPages::download(const Call& call) {
  const auto configuration = services_.gateway.configuration();
  auto whole =
      co_await list_.whole(person_of(call), asked_in(call, call.form, configuration->directory));
  if (!whole && (whole.error().error.is(app::Errc::too_much) ||
                 whole.error().error.is(app::Errc::bad_request)))
    co_return co_await answer(call, call.form, whole.error().error.context());
  GP_TRY_REPLY(const auto page, std::move(whole));
  const auto today = configuration->calendar.local_date(call.now);
  co_return Download{"meeting-list-" + format_date(today) + ".csv", "text/csv; charset=utf-8",
                     to_bytes(pages::meeting_csv(frame_of(call, configuration), page))};
}

}  // namespace gatepost::web
