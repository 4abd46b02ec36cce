#include "gateway/cli/replies.hpp"

#include "formats/forms/lief_codes.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;

namespace {

// The words of a code list, whatever the forms have in it.
template <class E>
CLI::IsMember one_of() {
  return CLI::IsMember(words_of_codes(codes_of(forms::Of<E>{})));
}

}  // namespace

Replies::Replies(CLI::App& app, Choose choose) : Subcommands(std::move(choose)) {
  bind_acknowledge(app);
  bind_respond(app);
  bind_withdraw(app);
  bind_questions(app);
}

CLI::App* Replies::reply_command(CLI::App& app, const std::string& name, const std::string& what,
                                 const std::string& example, MakeForm make) {
  CLI::App* made = team_command(app, name, what, example, [this, name, make = std::move(make)] {
    return send_reply(name, target_, client(), make);
  });
  made->add_option("id", target_.id, "the message it is about")->required();
  made->add_option("--out", target_.out, "write the signed form here instead of sending it");
  return made;
}

void Replies::person(CLI::App* made, PersonOptions& options) {
  made->add_option("--by", options.by, "the person who says so")->required();
  made->add_option("--role", options.role, "their role")->required();
}

void Replies::telephone(CLI::App* made, PersonOptions& options) {
  made->add_option("--telephone", options.telephone, "where they can be rung");
}

void Replies::about(CLI::App* made, AboutOptions& options) {
  made->add_option("--name", options.name, "the client's name")->required();
  made->add_option("--date-of-birth", options.date_of_birth, "such as 1990-02-28")->required();
  made->add_option("--status", options.status, "the client's criminal justice status")
      ->required()
      ->check(one_of<forms::JusticeStatus>());
  made->add_option("--prisoner-number", options.prisoner_number, "when it is known");
}

void Replies::bind_acknowledge(CLI::App& app) {
  CLI::App* made = reply_command(
      app, "acknowledge", "say that a named person has seen a form, or that a system has it",
      "gatepost acknowledge ID --by \"Robin Example\" --role \"Duty worker\" --config client.toml",
      [this](const ReplyContext& context, const config::Calendar&) {
        return acknowledgement_of(acknowledge_, context);
      });
  CLI::Option* by = made->add_option("--by", acknowledge_.by, "the person who has seen it");
  made->add_option("--role", acknowledge_.role, "their role");
  made->add_flag("--automatic", acknowledge_.automatic,
                 "a system has it and nobody has seen it: never a confirmation")
      ->excludes(by);
}

void Replies::bind_respond(CLI::App& app) {
  CLI::App* made = reply_command(
      app, "respond", "answer a referral, and say afterwards what became of it",
      "gatepost respond ID --accept --appointment 2026-12-01T10:00 --place \"12 Example Road\" "
      "--by \"Robin Example\" --role \"Duty worker\" --config client.toml",
      [this](const ReplyContext& context, const config::Calendar& calendar) {
        return response_of(respond_, context, calendar);
      });
  person(made, respond_.person);
  telephone(made, respond_.person);
  RespondOptions& to = respond_;
  made->add_flag("--accept", to.accept, "accepted; with --appointment or --drop-in");
  made->add_option("--appointment", to.appointment,
                   "London time, 2026-12-01T10:00, or RFC 3339; alone: another appointment");
  made->add_option("--place", to.place, "where the appointment is");
  made->add_option("--with", to.with, "whom it is with");
  made->add_option("--drop-in", to.drop_in, "when they may come without an appointment");
  made->add_option("--decline", to.decline, "declined, and why")
      ->check(one_of<forms::DeclineReason>());
  made->add_option("--redirect", to.redirect, "the area they belong to, a GSS code");
  made->add_option("--note", to.note, "a note to the reason for declining");
  bind_aftercare(made);
  made->add_option("--known-to-service", to.known_to_service, "before this referral")
      ->check(one_of<forms::YesNoDontKnow>());
  made->add_option("--attributor-matches", to.attributor_matches, "and by the NDTMS attributor")
      ->check(one_of<forms::YesNoDontKnow>());
  made->add_option("--met-at-gate", to.met_at_gate, "were they met at the gate?")
      ->check(one_of<forms::YesNoDontKnow>());
  made->add_option("--contact-in-custody", to.contact_in_custody, "with them before release")
      ->check(one_of<forms::InReach>());
}

void Replies::bind_aftercare(CLI::App* made) {
  RespondOptions& to = respond_;
  made->add_option("--outcome", to.outcome, "what became of an appointment")
      ->check(one_of<forms::AppointmentOutcome>());
  made->add_option("--appointment-at", to.appointment_at, "of which appointment");
  made->add_option("--outcome-reason", to.outcome_reason, "why it was not kept, if known");
  made->add_option("--follow-up", to.follow_up, "how one who did not attend was followed up")
      ->check(one_of<forms::FollowUpHow>());
  made->add_option("--attempts", to.attempts, "how often; 3 for three or more");
  made->add_option("--last-on", to.last_on, "the date of the last attempt");
  made->add_option("--reached", to.reached, "were they reached?")->check(one_of<forms::YesNo>());
  made->add_flag("--engaged", to.engaged, "in treatment; with --intervention and --started");
  made->add_option("--intervention", to.interventions, "may be given more than once")
      ->check(one_of<forms::Intervention>())
      ->allow_extra_args(false);
  made->add_option("--started", to.started, "the date of the first intervention");
  made->add_option("--triage", to.triage, "the date of the triage");
}

void Replies::bind_withdraw(CLI::App& app) {
  CLI::App* made = reply_command(
      app, "withdraw", "take a form of yours back; the other side confirms that it knows",
      "gatepost withdraw ID --reason sent-in-error --by \"Sam Sample\" --role \"Recovery worker\" "
      "--config client.toml",
      [this](const ReplyContext& context, const config::Calendar&) {
        return withdrawal_of(withdraw_, context);
      });
  person(made, withdraw_.person);
  made->add_option("--reason", withdraw_.reason, "why")
      ->required()
      ->check(one_of<forms::WithdrawnReason>());
  made->add_option("--consent-withdrawn-on", withdraw_.consent_withdrawn_on,
                   "the date, with --reason consent-withdrawn");
  made->add_option("--note", withdraw_.note, "nothing that identifies anybody");
}

void Replies::bind_questions(CLI::App& app) {
  CLI::App* asked = reply_command(
      app, "request", "ask the other side of a conversation for information",
      "gatepost request ID --topic prescribing --name \"Alex Sample\" --date-of-birth 1990-02-28 "
      "--status sentenced --by \"Robin Example\" --role Nurse --telephone \"020 7946 0000\" "
      "--config client.toml",
      [this](const ReplyContext& context, const config::Calendar&) {
        return request_of(request_, context);
      });
  person(asked, request_.person);
  telephone(asked, request_.person);
  about(asked, request_.about);
  asked->add_option("--topic", request_.topics, "may be given more than once")
      ->check(one_of<forms::InformationTopic>())
      ->allow_extra_args(false);
  asked->add_option("--question", request_.question, "in words");

  CLI::App* told = reply_command(
      app, "reply", "answer a request for information",
      "gatepost reply ID --completeness complete --topic risk --answer \"None known\" --name "
      "\"Alex Sample\" --date-of-birth 1990-02-28 --status sentenced --by \"Sam Sample\" --role "
      "Nurse --telephone \"020 7946 0000\" --config client.toml",
      [this](const ReplyContext& context, const config::Calendar&) {
        return reply_of(reply_, context);
      });
  person(told, reply_.person);
  telephone(told, reply_.person);
  about(told, reply_.about);
  told->add_option("--completeness", reply_.completeness, "all of it, part of it, or none")
      ->required()
      ->check(one_of<forms::ReplyCompleteness>());
  told->add_option("--topic", reply_.topics, "may be given more than once")
      ->check(one_of<forms::InformationTopic>())
      ->allow_extra_args(false);
  told->add_option("--answer", reply_.answer, "in words");
  told->add_option("--assessed-on", reply_.assessed_on, "the date of the assessment it holds");
}

}  // namespace gatepost::cli
