// Writer: the field's own forms, as values, for one scene: the templates that people get, addressed
// and changed as a test says, valid by their own rules, and as the commands that the gateway makes
// of them.
#pragma once

#include <string_view>
#include <vector>

#include "formats/forms/comments.hpp"
#include "formats/forms/form.hpp"
#include "gateway/exchange/command.hpp"
#include "tests/unit/gateway/exchange/scene.hpp"

namespace gatepost::exchange {

namespace forms = formats::forms;

struct Writer {
  Scene& scene;

  std::chrono::year_month_day today() const { return scene.calendar.local_date(scene.now); }
  forms::Date day(int offset) const {
    return std::chrono::sys_days{today()} + std::chrono::days{offset};
  }

  // ---- Sending

  AcceptCommand command(const forms::Form& form) const {
    for (const Problem& problem : forms::check_form(form, today()))
      ADD_FAILURE() << problem.path << ": " << problem.wrong;
    Digest digest;
    scene.random.fill(digest.bytes);
    return command_for(form, digest, make_handle(scene.random), scene.calendar);
  }
  AcceptCommand send(const forms::Form& form) const {
    AcceptCommand made = command(form);
    scene.must(made);
    return made;
  }
  Result<Decision> try_to_send(const forms::Form& form) const { return scene.run(command(form)); }

  static forms::Subject about(const AcceptCommand& form) {
    return {form.key.from, form.key.id, form.digest};
  }

  // ---- Forms. `to`: a team, or an area ("E09000022").

  template <class F>
  F sample(FormType type, std::string_view from, std::string_view to) const {
    const std::string xml = forms::strip_comments(
        forms::template_form(type, {make_id<MessageId>(scene.random), scene.id, scene.now}));
    const auto document = formats::xml::Document::parse(as_bytes(xml));
    F form = std::get<F>(forms::read_form(*document, today()).value());
    form.control.from = team(from);
    form.control.to_area.reset();
    form.control.to_team.reset();
    if (to.starts_with("E0") || to.starts_with("W0"))
      form.control.to_area = area(to);
    else
      form.control.to_team = team(to);
    return form;
  }

  forms::Lief lief(std::string_view from = "BXI-PSI", std::string_view to = "E09000022") const {
    return sample<forms::Lief>(FormType::lief, from, to);
  }
  // Released without notice: the few fields that matter, the rest to follow.
  forms::Lief court_release(std::string_view from, std::string_view to) const {
    forms::Lief form = lief(from, to);
    form.referral.kind = forms::LiefKind::court_release;
    form.referral.sending_team_type = forms::SendingTeamType::court_team;
    form.prescribing.reset();
    form.referral.to_follow = {forms::LiefSection::prescribing};
    return form;
  }

  forms::AlertForm alert(std::string_view from, std::string_view to,
                         std::vector<forms::Change> changes) const {
    using enum forms::AlertDirection;
    const auto in_prison = [](std::string_view code) {
      return code.starts_with("BXI") || code.starts_with("PVI");
    };
    auto form = sample<forms::AlertForm>(FormType::alert_form, from, to);
    form.direction = in_prison(from)
                         ? (in_prison(to) ? prison_to_prison : prison_to_community)
                         : (in_prison(to) ? community_to_prison : community_to_community);
    form.changes = std::move(changes);
    for (const forms::Change& change : form.changes)
      if (change.circumstance == forms::Circumstance::release_status)
        form.client.status = forms::JusticeStatus::remand;
    form.consent.reset();  // an earlier form of the conversation says
    return form;
  }
  forms::AlertForm with_consent(forms::AlertForm form) const {
    form.consent = sample<forms::AlertForm>(FormType::alert_form, "BXI-PSI", "E09000022").consent;
    return form;
  }

  // One tick with what its box asks for. It happened an hour ago when `occurred` is not given.
  forms::Change tick(forms::Circumstance box) const {
    using enum forms::Circumstance;
    forms::Change change;
    change.circumstance = box;
    change.occurred_at = scene.now - std::chrono::hours{1};
    if (box == release_or_court_date) change.new_release_date = day(21);
    if (box == worker) change.new_worker = "Kim Example";
    if (box == prison) change.new_prison = "PVI", change.new_prison_name = "Prison P";
    if (box == court) change.new_court = forms::Coded{"INNRCC", "Inner London Crown Court"};
    if (box == release_status) change.new_status = forms::NewStatus::released;
    if (box == treatment || box == release_plan || box == other) change.sentence = "As agreed.";
    return change;
  }
  forms::Change tick(forms::OtherCircumstance kind) const {
    forms::Change change = tick(forms::Circumstance::other);
    change.other = kind;
    return change;
  }

  forms::InformationRequest request(std::string_view from, std::string_view to) const {
    auto form = sample<forms::InformationRequest>(FormType::information_request, from, to);
    form.consent.reset();
    return form;
  }
  forms::InformationReply reply(const AcceptCommand& asked, std::string_view from) const {
    auto form =
        sample<forms::InformationReply>(FormType::information_reply, from, asked.key.from.str());
    form.request = about(asked);
    return form;
  }
  forms::InformationReply unasked(std::string_view from, std::string_view to) const {
    auto form = sample<forms::InformationReply>(FormType::information_reply, from, to);
    form.request.reset();
    return form;
  }
  forms::Consent consent() const { return *lief().consent; }

  forms::Acknowledgement acknowledgement(const AcceptCommand& of, std::string_view from,
                                         forms::Acknowledgement::Mode mode) const {
    auto form = sample<forms::Acknowledgement>(FormType::acknowledgement, from, of.key.from.str());
    form.subject = about(of);
    form.mode = mode;
    if (mode == forms::Acknowledgement::Mode::automatic)
      form.person_name.reset(), form.person_role.reset();
    else
      form.person_name = "Robin Example";
    return form;
  }
  forms::PhoneConfirmation call(const AcceptCommand& of, std::string_view from,
                                std::string_view to) const {
    auto form = sample<forms::PhoneConfirmation>(FormType::phone_confirmation, from, to);
    form.subject = about(of);
    return form;
  }
  forms::ClinicalPart clinical_part(const AcceptCommand& lief, std::string_view from,
                                    std::string_view to) const {
    auto form = sample<forms::ClinicalPart>(FormType::clinical_part, from, to);
    form.lief = about(lief);
    return form;
  }
  forms::Withdrawal withdrawal(const AcceptCommand& of, std::string_view from, std::string_view to,
                               forms::WithdrawnReason reason) const {
    auto form = sample<forms::Withdrawal>(FormType::withdrawal, from, to);
    form.subject = about(of);
    form.reason = reason;
    if (reason == forms::WithdrawnReason::consent_withdrawn)
      form.note.reset(), form.consent_withdrawn_on = today();
    return form;
  }

  // ---- What a SPOC says to a referral

  forms::Response response(const AcceptCommand& to, std::string_view from,
                           forms::ResponseKind kind) const {
    auto form = sample<forms::Response>(FormType::response, from, to.key.from.str());
    form.subject = about(to);
    form.kind = kind;
    form.appointment.reset();
    form.identification.reset();
    form.contact_in_custody.reset();
    return form;
  }
  forms::BookedAppointment at(Instant when) const {
    return {when, "Fictional Recovery Service", {}, {}};
  }
  forms::Response accepted(const AcceptCommand& to, std::optional<Instant> when,
                           std::string_view from = "LAMBETH-SPOC") const {
    auto form = response(to, from, forms::ResponseKind::accepted);
    if (when)
      form.appointment = at(*when);
    else
      form.drop_in_times = "Weekdays 10:00 to 12:00";
    return form;
  }
  forms::Response declined(const AcceptCommand& to, forms::DeclineReason reason,
                           std::string_view from = "LAMBETH-SPOC") const {
    auto form = response(to, from, forms::ResponseKind::declined);
    form.decline.emplace();
    form.decline->reason = reason;
    return form;
  }
  forms::Response appointment(const AcceptCommand& to, Instant when,
                              std::string_view from = "LAMBETH-SPOC") const {
    auto form = response(to, from, forms::ResponseKind::appointment);
    form.appointment = at(when);
    return form;
  }
  forms::Response outcome(const AcceptCommand& to, forms::AppointmentOutcome result, Instant of,
                          std::string_view from = "LAMBETH-SPOC") const {
    auto form = response(to, from, forms::ResponseKind::outcome);
    form.outcome = forms::Outcome{result, of, {}};
    return form;
  }
  forms::Response follow_up(const AcceptCommand& to, std::string_view from = "LAMBETH-SPOC") const {
    auto form = response(to, from, forms::ResponseKind::follow_up);
    form.follow_up.emplace();
    form.follow_up->last_on = today();
    form.follow_up->reached = forms::YesNo::yes;
    return form;
  }
  forms::Response engaged(const AcceptCommand& to, std::string_view from = "LAMBETH-SPOC") const {
    auto form = response(to, from, forms::ResponseKind::engaged);
    form.engagement.emplace();
    form.engagement->intervention_start_on = today();
    form.engagement->interventions = {forms::Intervention::structured_psychosocial};
    return form;
  }
};

}  // namespace gatepost::exchange
