#include "gateway/web/areas/draft_desk.hpp"

#include <fmt/format.h>

#include "config/reference.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/web/writing/controls.hpp"
#include "gateway/web/writing/leaves.hpp"

namespace gatepost::web {

namespace asio = boost::asio;
namespace forms = formats::forms;
using app::Answer;
using writing::Typed;

namespace {

constexpr std::string_view begin_field = "begin";
constexpr std::string_view begun_by = "draft.begin";

std::string_view team_type(const config::Team* team) {
  if (team == nullptr) return "";
  switch (team->kind) {
    case config::TeamKind::prison_clinical:
      return "HEALTHCARE_CLINICAL";
    case config::TeamKind::prison_court:
    case config::TeamKind::court:
      return "COURT_TEAM";
    default:
      return "PSYCHOSOCIAL";
  }
}

// What else than a console or a mailbox leads to a telephone here (gateway/exchange/route.cpp).
std::string reached(const config::Team& team) {
  const bool electronic =
      team.route == config::RouteKind::mailbox || team.route == config::RouteKind::console;
  return electronic ? team.name
                    : team.name + ", who are told by telephone: your team gets a task to ring them";
}

}  // namespace

MessageId message_of(const DraftId& draft) {
  return exchange::derived_id<MessageId>("form of draft " + draft.str());
}

std::optional<Problems> why_not_sent(const app::Refusal& refusal) {
  if (!refusal.problems.empty()) return refusal.problems;
  const Error& error = refusal.error;
  if (error.is(app::Errc::unavailable))
    return Problems{{"This form", "", "it could not be taken just now",
                     "try again in a moment; the same form is never sent twice"}};
  if (error.library() == "exchange" || error.library() == "gateway" || error.library() == "config")
    return Problems{{"This form", "", error.context(), ""}};
  return std::nullopt;
}

pages::DraftInHand OpenDraft::in_hand(const Typed& words) const {
  return {*plan,
          id(),
          team(),
          team_name,
          to,
          saved,
          words,
          form ? Problems{} : form.error(),
          view.record.version};
}

void DraftDesk::judge(OpenDraft& draft, Instant now) const {
  const auto configuration = services_.gateway.configuration();
  const config::Team* team = configuration->directory.find(draft.team());
  draft.team_name = team == nullptr ? draft.team().str() : team->name;
  const std::string prison = team == nullptr ? "" : team->prison;
  const std::string today = format_date(configuration->calendar.local_date(now));
  draft.to = to_in_words(draft.typed);
  const writing::Envelope envelope{
      .message_id = message_of(draft.id()),
      .conversation = draft.view.record.conversation.value_or(
          exchange::derived_id<ConversationId>("conversation of draft " + draft.id().str())),
      .created_at = now,
      .from = draft.team(),
      .prison = prison,
      .sending_team_type = team_type(team),
      .today = today};
  draft.form = build(*draft.plan, draft.typed, envelope, configuration->calendar);
}

asio::awaitable<Answer<OpenDraft>> DraftDesk::open(const Call& call, std::string id) {
  const auto draft_id = DraftId::parse(id);
  if (!draft_id)
    co_return app::refuse(Error(app::Errc::not_found, "there is no such draft for you"));
  auto view = co_await services_.identity.draft(person_of(call), *draft_id);
  if (!view) co_return std::unexpected(std::move(view).error());
  OpenDraft draft{.view = std::move(*view)};
  const auto type = forms::type_from_root(draft.view.record.form);
  draft.plan = type ? writing::plan_for(*type) : nullptr;
  auto typed = Typed::from_text(draft.view.content);
  if (draft.plan == nullptr || !typed)
    co_return app::refuse(
        Error(app::Errc::bad_request, "this draft was not written here, or by a later version"));
  draft.typed = std::move(*typed);
  draft.saved = fmt::format("Saved by {} at {}", draft.view.changed_by,
                            minute(call, draft.view.record.changed_at));
  judge(draft, call.now);
  co_return draft;
}

asio::awaitable<Answer<void>> DraftDesk::save(const Call& call, OpenDraft& draft) {
  app::Draft kept{.id = draft.id(),
                  .version_read = draft.view.record.version,
                  .conversation = draft.view.record.conversation,
                  .form = draft.view.record.form,
                  .content = draft.typed.to_text()};
  auto saved =
      co_await services_.identity.save_draft(person_of(call), draft.team(), std::move(kept));
  if (!saved) co_return std::unexpected(std::move(saved).error());
  draft.view.record = std::move(*saved);
  draft.saved =
      fmt::format("Saved by {} at {}", person_of(call).display_name, minute(call, call.now));
  co_return Answer<void>{};
}

void know_sender(Typed& typed, const config::Team* own, const identity::Person& person) {
  typed.set("SignOff.Referrer", person.display_name);
  typed.set("SignOff.Role", person.job_title);
  if (own == nullptr) return;
  typed.set("SignOff.Team", own->name);
  for (const std::string_view part : {"SignOff", "Custody"}) {
    typed.set(std::string(part) + ".Telephone", own->telephone);
    typed.set(std::string(part) + ".Mailbox", own->email);
  }
}

void type_from(const FieldSet& form, const writing::Plan& plan, const writing::Part& part,
               Typed& typed) {
  for (const writing::Ask& ask : part.asks) {
    const forms::Field* field = writing::field_at(plan.table, ask.name);
    if (field == nullptr || !field->is_record()) continue;
    typed.erase_at(ask.name);
  }
  for (const std::string& control : writing::controls_in(plan, part)) {
    const forms::Field* field = writing::field_at(plan.table, control);
    const bool several = field != nullptr && (field->is_record() ||
                                              writing::shape_of(*field) == writing::Shape::any_of);
    if (several)
      typed.set(control, form.all(control));
    else
      typed.set(control, form.text(control));
  }
}

std::string DraftDesk::new_token() const { return make_uuid(services_.gateway.parts().random); }

asio::awaitable<Answer<DraftId>> DraftDesk::begin(const Call& call, Beginning beginning) {
  const std::string token = call.form.text(begin_field);
  if (!token.empty()) {
    // The button was pressed twice.
    auto drafts = co_await services_.identity.drafts(person_of(call), beginning.team);
    if (!drafts) co_return std::unexpected(std::move(drafts).error());
    for (const app::DraftView& draft : *drafts) {
      const auto typed = Typed::from_text(draft.content);
      if (typed && typed->text(begun_by) == token) co_return draft.record.id;
    }
    beginning.typed.set(begun_by, token);
  }
  app::Draft fresh{.id = std::nullopt,
                   .version_read = 0,
                   .conversation = beginning.conversation,
                   .form = std::string(forms::root_name(beginning.type)),
                   .content = beginning.typed.to_text()};
  auto saved =
      co_await services_.identity.save_draft(person_of(call), beginning.team, std::move(fresh));
  if (!saved) co_return std::unexpected(std::move(saved).error());
  co_return saved->id;
}

asio::awaitable<Answer<std::vector<app::DraftView>>> DraftDesk::begun(const Call& call,
                                                                      TeamCode team,
                                                                      forms::FormType type,
                                                                      ConversationId about) {
  auto drafts = co_await services_.identity.drafts(person_of(call), std::move(team));
  if (!drafts) co_return std::unexpected(std::move(drafts).error());
  std::erase_if(*drafts, [&](const app::DraftView& draft) {
    return draft.record.conversation != about || draft.record.form != forms::root_name(type);
  });
  co_return std::move(*drafts);
}

std::vector<std::pair<html::Url, std::string>> DraftDesk::links_to(
    const Call& call, const std::vector<app::DraftView>& drafts) const {
  std::vector<std::pair<html::Url, std::string>> links;
  for (const app::DraftView& draft : drafts)
    links.emplace_back(pages::draft_page(draft.record.id),
                       fmt::format("changed at {} by {}", minute(call, draft.record.changed_at),
                                   draft.changed_by));
  return links;
}

std::string DraftDesk::to_in_words(const Typed& typed) const {
  const auto configuration = services_.gateway.configuration();
  const auto today = configuration->calendar.local_date(services_.gateway.parts().clock.now());
  if (const auto code = TeamCode::parse(typed.text("Control.ToTeam"))) {
    const config::Team* team = configuration->directory.find(*code, today);
    if (team != nullptr) return reached(*team);
  }
  const std::string& outside = typed.text("Control.ToArea-other");
  const auto area = AreaCode::parse(outside.empty() ? typed.text("Control.ToArea") : outside);
  if (!area) return "nobody yet";
  if (const config::Team* spoc = configuration->directory.spoc_for(*area, today))
    return reached(*spoc);
  const config::CodeList::Entry* known = config::areas().find(area->str());
  return fmt::format(
      "the drug and alcohol service of {}, for which no team is known here: your "
      "team gets a task to find it and ring it",
      known == nullptr ? area->str() : known->label);
}

}  // namespace gatepost::web
