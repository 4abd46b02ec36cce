#include "tests/cohort/forms.hpp"

#include <fmt/format.h>

#include "formats/forms/comments.hpp"
#include "formats/xml/document.hpp"

namespace gatepost::cohort {

namespace forms = formats::forms;
using std::chrono::days;
using std::chrono::sys_days;

namespace {

forms::Form checked(World& world, forms::Form form) {
  const auto problems = forms::check_form(form, world.calendar().local_date(world.now()));
  if (!problems.empty())
    throw Broken(fmt::format("an invalid {}: {}: {}", forms::root_name(forms::type_of(form)),
                             problems.front().path, problems.front().wrong));
  return form;
}

// The sample as `gatepost form template lief` prints it, written now.
forms::Lief sample_lief(World& world, const Referral& referral) {
  const forms::TemplateIds ids{make_id<MessageId>(world.random()), referral.conversation,
                               world.now()};
  const std::string text = forms::strip_comments(forms::template_form(forms::FormType::lief, ids));
  const auto document = must(formats::xml::Document::parse(as_bytes(text)), "the sample LIEF");
  auto form = forms::read_form(document, world.calendar().local_date(world.now()));
  if (!form) throw Broken("the sample LIEF is invalid: " + form.error().front().wrong);
  return std::get<forms::Lief>(std::move(*form));
}

void describe_client(World& world, const Referral& referral, forms::Client& client) {
  static const std::vector<std::string> names{"Sam", "Alex", "Robin", "Charlie", "Jamie", "Kit"};
  auto& random = world.random();
  client.first_name = random.pick(names);
  client.surname = "Sample-Fictional";
  client.aliases.clear();
  client.date_of_birth =
      sys_days{std::chrono::year{1962} / 1 / 1} + days{random.between(0, 15'000)};
  client.prisoner_number = fmt::format("A{:04}ZZ", referral.number);
  client.nhs_number.reset();
}

void describe_substances(std::string_view group, forms::Lief& lief) {
  static const forms::Coded heroin{"1101", "Heroin"}, alcohol{"7000", "Alcohol"},
      cocaine{"3200", "Cocaine"}, cannabis{"5000", "Cannabis"};
  const auto drug = [&](const forms::Coded& substance) {
    forms::Drug one;
    one.substance = substance;
    one.last_used = lief.custody->reception_date;
    return one;
  };
  forms::Substance& substance = *lief.substance;
  if (group == "OPIATE") {
    substance.drugs = {drug(heroin)};
    return;  // prescribing, naloxone and alcohol as in the sample
  }
  const bool drinks = group != "NON_OPIATE";
  substance.drugs.clear();
  if (group != "ALCOHOL_ONLY") substance.drugs.push_back(drug(drinks ? cocaine : cannabis));
  if (drinks)
    substance.drugs.push_back(drug(alcohol));
  else
    substance.alcohol.reset();
  // Substitution treatment is for opiates.
  lief.prescribing.reset();
  lief.sign_off.clinical_signer.reset();
  lief.sign_off.clinical_signer_role.reset();
  lief.appointment->same_day_needed.reset();
}

void describe_dates(World& world, const Referral& referral, forms::Lief& lief) {
  const auto today = world.calendar().local_date(world.now());
  const auto since =
      std::max<forms::Date>(referral.reception, sys_days{today} - days{5});  // in this custody
  lief.custody->reception_date = referral.reception;
  lief.consent->given_on = since;
  lief.release->release_date = referral.release;
  lief.release->plan_agreed_on = since;
  lief.treatment->in_reach_on = since;
  lief.supervision->licence_end = sys_days{referral.release} + days{180};
  lief.supervision->first_appointment_at = world.local(referral.release, 11, 0);
  if (lief.prescribing) lief.prescribing->next_script_due = sys_days{referral.release} + days{7};
  lief.appointment->booked.reset();
  for (auto& other : lief.other_referrals) other.made_on = since;
}

forms::Control reply_control(World& world, const Referral& referral, const TeamCode& from) {
  forms::Control control;
  control.message_id = make_id<MessageId>(world.random());
  control.conversation_id = referral.conversation;
  control.created_at = world.now();
  control.from = from;
  if (from == referral.from)
    control.to_area = referral.area;
  else
    control.to_team = referral.from;
  return control;
}

forms::Subject subject_of(const Referral& referral) {
  return {referral.key.from, referral.key.id, referral.digest};
}

forms::Response response(World& world, const Referral& referral, forms::ResponseKind kind,
                         const std::string& person) {
  forms::Response made;
  made.control = reply_control(world, referral, referral.to);
  made.subject = subject_of(referral);
  made.kind = kind;
  made.person_name = person;
  made.person_role = "Duty worker";
  return made;
}

// One of the facts that the continuity-of-care report is made of.
std::string fact_of(const forms::Form& form, std::string_view key) {
  const auto utc_date = [](Instant at) {
    return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(at)};
  };
  for (const auto& [name, value] : forms::facts_of(form, utc_date).report_facts)
    if (name == key) return value;
  throw Broken(fmt::format("a form without the fact {}", key));
}

}  // namespace

forms::Form write_lief(World& world, Referral& referral) {
  referral.conversation = make_id<ConversationId>(world.random());
  forms::Lief lief = sample_lief(world, referral);
  lief.control.from = referral.from;
  lief.control.to_area = referral.area;
  lief.control.to_team.reset();
  if (referral.from.str() == "BXI-CLIN")
    lief.referral.sending_team_type = forms::SendingTeamType::healthcare_clinical;
  describe_client(world, referral, *lief.client);
  describe_dates(world, referral, lief);
  describe_substances(referral.substance, lief);
  referral.key = {lief.control.from, lief.control.message_id};
  forms::Form form = checked(world, std::move(lief));
  referral.said_substance = fact_of(form, "substance_group");
  referral.said_custody = fact_of(form, "time_in_custody");
  return form;
}

forms::Form acknowledgement_by_system(World& world, const Referral& referral) {
  forms::Acknowledgement made;
  made.control = reply_control(world, referral, referral.to);
  made.subject = subject_of(referral);
  made.received_at = world.now();
  return checked(world, std::move(made));
}

forms::Form acknowledgement_by(World& world, const Referral& referral, const std::string& person) {
  forms::Acknowledgement made;
  made.control = reply_control(world, referral, referral.to);
  made.subject = subject_of(referral);
  made.mode = forms::Acknowledgement::Mode::person;
  made.received_at = world.now();
  made.person_name = person;
  made.person_role = "Duty worker";
  return checked(world, std::move(made));
}

forms::Form phone_confirmation(World& world, const Referral& referral, const std::string& spoke_to,
                               const std::string& rang) {
  forms::PhoneConfirmation made;
  made.control = reply_control(world, referral, referral.from);
  made.subject = subject_of(referral);
  made.spoken_at = world.now();
  made.spoke_to = spoke_to;
  made.confirmed_by = rang;
  return checked(world, std::move(made));
}

forms::Form acceptance(World& world, const Referral& referral, const std::string& person,
                       Instant appointment) {
  auto made = response(world, referral, forms::ResponseKind::accepted, person);
  made.appointment = forms::BookedAppointment{appointment, "Fictional Recovery Service", {}, {}};
  return checked(world, std::move(made));
}

forms::Form decline(World& world, const Referral& referral, const std::string& person) {
  auto made = response(world, referral, forms::ResponseKind::declined, person);
  made.decline = forms::Decline{forms::DeclineReason::wrong_borough, {}, {}};
  return checked(world, std::move(made));
}

forms::Form outcome(World& world, const Referral& referral, const std::string& person,
                    Instant appointment, forms::AppointmentOutcome result) {
  auto made = response(world, referral, forms::ResponseKind::outcome, person);
  made.outcome = forms::Outcome{result, appointment, {}};
  return checked(world, std::move(made));
}

forms::Form follow_up(World& world, const Referral& referral, const std::string& person) {
  auto made = response(world, referral, forms::ResponseKind::follow_up, person);
  made.follow_up = forms::FollowUp{};
  return checked(world, std::move(made));
}

forms::Form engagement(World& world, const Referral& referral, const std::string& person) {
  auto made = response(world, referral, forms::ResponseKind::engaged, person);
  forms::Engagement engagement;
  engagement.intervention_start_on = world.calendar().local_date(world.now());
  engagement.interventions = {forms::Intervention::structured_psychosocial};
  made.engagement = engagement;
  return checked(world, std::move(made));
}

}  // namespace gatepost::cohort
