#include "gateway/exchange/command.hpp"

#include <algorithm>

#include "formats/forms/rules.hpp"
#include "gateway/exchange/alert_duties.hpp"

namespace gatepost::exchange {

namespace forms = formats::forms;
using Content = AcceptCommand::Content;

namespace {

AcceptCommand::About about(const forms::Subject& subject) {
  return {{subject.from, subject.message_id}, subject.digest};
}

// The person's own word; or that there was none, and a senior colleague approved all the same.
void read_consent(const std::optional<forms::Consent>& consent, AcceptCommand& command) {
  if (!consent) return;
  Sharing sharing;
  switch (consent->status) {
    case forms::ConsentStatus::given:
      sharing.basis = Sharing::Basis::given;
      break;
    case forms::ConsentStatus::refused:
      sharing.basis = Sharing::Basis::refused;
      break;
    case forms::ConsentStatus::withdrawn:
      sharing.basis = Sharing::Basis::withdrawn;
      break;
    case forms::ConsentStatus::not_sought_exception:
      command.exception = AcceptCommand::Exception::approved;
      return;
  }
  sharing.agencies = consent->agencies;
  std::ranges::sort(sharing.agencies);
  sharing.stated_on = consent->given_on;
  command.sharing = std::move(sharing);
}

// Dates, places, workers' names and death say no more than where somebody is; what is ticked beside
// them does. The same boxes as the form's own rule for a refusal.
bool is_minimal(const forms::AlertForm& alert) {
  using C = forms::Circumstance;
  return std::ranges::all_of(alert.changes, [](const forms::Change& change) {
    const bool plain = change.circumstance == C::release_or_court_date ||
                       change.circumstance == C::worker || change.circumstance == C::prison ||
                       change.circumstance == C::court ||
                       change.circumstance == C::release_status || change.circumstance == C::death;
    return plain && !change.sentence;
  });
}

struct Reader {
  AcceptCommand& command;

  void operator()(const forms::Lief& lief) const {
    using forms::LiefProfile;
    if (lief.referral.kind == forms::LiefKind::withdrawn) {
      using Scope = act::Withdraw::Scope;
      const bool consent =
          lief.referral.withdrawn_reason == forms::WithdrawnReason::consent_withdrawn ||
          (lief.consent && lief.consent->status == forms::ConsentStatus::withdrawn);
      command.act = act::Withdraw{consent ? Scope::consent : Scope::form, {}};
      // Nobody keeps the digest of what they want back; the id and the sender's own key suffice.
      if (lief.control.supersedes)
        command.about = AcceptCommand::About{{lief.control.from, *lief.control.supersedes}, {}};
      command.content = Content::none;
      command.news = {News::taken_back};
      return;
    }
    read_consent(lief.consent, command);
    command.content =
        forms::profile_of(lief) == LiefProfile::minimal ? Content::minimal : Content::personal;
    using Completeness = AcceptCommand::Completeness;
    if (lief.prescribing && lief.prescribing->clinical_part_to_follow == forms::YesNo::yes)
      command.completeness = Completeness::clinical_part_follows;
    if (!lief.referral.to_follow.empty()) command.completeness = Completeness::parts_follow;
  }
  void operator()(const forms::AlertForm& alert) const {
    const act::Alert act = act_of(alert);
    // That somebody has died is told whatever was agreed: reminders about them must stop.
    const bool only_death = act.ends == act::Alert::Ends::everything && alert.changes.size() == 1;
    command.content = only_death          ? Content::none
                      : is_minimal(alert) ? Content::minimal
                                          : Content::personal;
    read_consent(alert.consent, command);
    command.act = act;
    command.news = news_of(alert);
  }
  void operator()(const forms::ClinicalPart& part) const {
    command.about = about(part.lief);
    command.act = act::Complete{};
  }
  void operator()(const forms::InformationRequest& request) const {
    if (request.about) command.about = about(*request.about);
    read_consent(request.consent, command);
    command.content = request.question ? Content::personal : Content::minimal;
  }
  void operator()(const forms::InformationReply& reply) const {
    using forms::ReplyCompleteness;
    if (reply.request) {
      command.about = about(*reply.request);
      command.act = act::Reply{};
    }
    read_consent(reply.consent, command);
    // Words may say anything, also beside NOT_HELD or REFUSED.
    const bool holds = reply.completeness == ReplyCompleteness::complete ||
                       reply.completeness == ReplyCompleteness::partial || reply.answer;
    command.content = holds ? Content::personal : Content::minimal;
  }
  void operator()(const forms::Acknowledgement& ack) const {
    command.about = about(ack.subject);
    command.act =
        act::Acknowledge{ack.mode == forms::Acknowledgement::Mode::person ? ReachedHow::person
                                                                          : ReachedHow::automatic};
    command.content = Content::none;
  }
  void operator()(const forms::PhoneConfirmation& call) const {
    command.about = about(call.subject);
    command.act = act::Acknowledge{ReachedHow::telephone};
    command.content = Content::none;
  }
  void operator()(const forms::Response& response) const {
    command.about = about(response.subject);
    command.act = act_of_response(response);
    // Accepting and declining say nothing new about the person; what became of them does, and so
    // may words of one's own. Times to drop in are the service's, not the person's.
    const bool early = response.kind == forms::ResponseKind::accepted ||
                       response.kind == forms::ResponseKind::declined ||
                       response.kind == forms::ResponseKind::appointment;
    const bool words = (response.decline && response.decline->note) ||
                       (response.outcome && response.outcome->reason);
    command.content = words ? Content::personal : early ? Content::none : Content::minimal;
  }
  void operator()(const forms::Withdrawal& withdrawal) const {
    using Scope = act::Withdraw::Scope;
    const bool consent = withdrawal.reason == forms::WithdrawnReason::consent_withdrawn;
    command.about = about(withdrawal.subject);
    command.act =
        act::Withdraw{consent ? Scope::consent : Scope::form, withdrawal.consent_withdrawn_on};
    command.content = Content::none;
    command.news = {News::taken_back};
  }
  void operator()(const forms::Receipt&) const { command.content = Content::none; }

 private:
  static act::Act act_of_response(const forms::Response& response) {
    using forms::ResponseKind;
    switch (response.kind) {
      case ResponseKind::accepted: {
        act::Accept accept;
        if (response.appointment) accept.appointment_at = response.appointment->at;
        return accept;
      }
      case ResponseKind::declined: {
        const bool twice =
            response.decline && response.decline->reason == forms::DeclineReason::duplicate;
        return act::Decline{twice ? act::Decline::Next::nothing : act::Decline::Next::another_spoc};
      }
      case ResponseKind::appointment:
        return act::Appoint{response.appointment ? response.appointment->at : Instant{}};
      case ResponseKind::outcome:
        return act::ReportOutcome{result_of(response)};
      case ResponseKind::follow_up:
        return act::FollowUp{};
      case ResponseKind::engaged:
        return act::Engage{};
    }
    return act::Carry{};
  }

  static act::ReportOutcome::Result result_of(const forms::Response& response) {
    using Result = act::ReportOutcome::Result;
    if (!response.outcome) return Result::came;
    switch (response.outcome->result) {
      case forms::AppointmentOutcome::did_not_attend:
        return Result::did_not_attend;
      case forms::AppointmentOutcome::cancelled:
        return Result::cancelled;
      case forms::AppointmentOutcome::attended:
      case forms::AppointmentOutcome::drop_in:
        return Result::came;
    }
    return Result::came;
  }
};

}  // namespace

AcceptCommand command_for(const forms::Form& form, const Digest& digest, const Handle& handle,
                          const config::Calendar& calendar) {
  const forms::Control& control = forms::control_of(form);
  const forms::FormFacts facts =
      forms::facts_of(form, [&](Instant at) { return calendar.local_date(at); });
  AcceptCommand command;
  command.conversation = control.conversation_id;
  command.key = {control.from, control.message_id};
  command.type = forms::type_of(form);
  command.digest = digest;
  command.handle = handle;
  command.written_at = control.created_at;
  command.to_area = control.to_area;
  command.to_team = control.to_team;
  if (facts.urgency == forms::FormFacts::Urgency::urgent)
    command.urgency = AcceptCommand::Urgency::urgent;
  if (facts.release_date) command.release_at = calendar.release_instant(*facts.release_date);
  std::visit(Reader{command}, form);
  return command;
}

std::vector<std::pair<std::string, std::string>> accept_facts(const forms::Form& form, Instant now,
                                                              const config::Calendar& calendar) {
  const auto* alert = std::get_if<forms::AlertForm>(&form);
  if (alert == nullptr) return {};
  return duty_facts(*alert, now, calendar);
}

std::optional<std::string> person_in(const forms::Form& form) {
  if (const auto* ack = std::get_if<forms::Acknowledgement>(&form)) return ack->person_name;
  if (const auto* call = std::get_if<forms::PhoneConfirmation>(&form)) return call->spoke_to;
  if (const auto* response = std::get_if<forms::Response>(&form)) return response->person_name;
  if (const auto* reply = std::get_if<forms::InformationReply>(&form)) return reply->answered_by;
  return std::nullopt;
}

std::vector<Rung> rungs_proved(const act::Act& act) {
  if (const auto* ack = std::get_if<act::Acknowledge>(&act)) {
    if (ack->how == ReachedHow::telephone) return {Rung::confirmed};
    if (ack->how == ReachedHow::person)
      return {Rung::delivered, Rung::acknowledged, Rung::confirmed};
    return {Rung::delivered, Rung::acknowledged};
  }
  const bool answers =
      !std::holds_alternative<act::Carry>(act) && !std::holds_alternative<act::Complete>(act) &&
      !std::holds_alternative<act::Withdraw>(act) && !std::holds_alternative<act::Alert>(act);
  if (answers) return {Rung::delivered, Rung::acknowledged, Rung::confirmed, Rung::answered};
  return {};
}

ReachedHow proved_how(const act::Act& act) {
  const auto* ack = std::get_if<act::Acknowledge>(&act);
  return ack == nullptr ? ReachedHow::person : ack->how;
}

}  // namespace gatepost::exchange
