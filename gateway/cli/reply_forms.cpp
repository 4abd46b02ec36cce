#include "gateway/cli/reply_forms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "formats/forms/codes.hpp"
#include "formats/forms/lief_codes.hpp"

namespace gatepost::cli {

namespace forms = formats::forms;

namespace {

std::string as_code(std::string text) {
  for (char& c : text) {
    if (c == '-') c = '_';
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return text;
}

// Turns the words of options into values, and keeps what is wrong with them. Where a word is wrong
// the value is some likely one, so that nothing else is complained about because of it.
class Reader {
 public:
  Reader(Instant now, Problems& problems) : now_(now), problems_(problems) {}

  template <class E>
  E code(const char* option, const std::string& text) {
    const forms::Codes& codes = codes_of(forms::Of<E>{});
    if (const auto* name = codes.by_code(as_code(text))) return static_cast<E>(name->value);
    problems_.push_back({option, option, fmt::format("\"{}\" is not one of its words", text),
                         fmt::format("{}", fmt::join(words_of_codes(codes), ", "))});
    return static_cast<E>(codes.names.front().value);
  }
  template <class E>
  std::optional<E> code(const char* option, const std::optional<std::string>& text) {
    return text ? std::optional(code<E>(option, *text)) : std::nullopt;
  }

  forms::Date date(const char* option, const std::string& text) {
    if (const auto parsed = parse_date(text)) return *parsed;
    problems_.push_back({option, option, fmt::format("\"{}\" is not a date", text),
                         "year, month and day, such as 2026-12-01"});
    return std::chrono::floor<std::chrono::days>(now_);
  }
  std::optional<forms::Date> date(const char* option, const std::optional<std::string>& text) {
    return text ? std::optional(date(option, *text)) : std::nullopt;
  }

  Instant time(const char* option, const std::string& text, const config::Calendar& calendar) {
    const auto parsed = london_time(text, calendar);
    if (parsed) return *parsed;
    problems_.push_back({option, option, parsed.error(),
                         "local time such as 2026-12-01T10:00, or RFC 3339 with an offset"});
    return now_;
  }

  void missing(const char* option, const char* wrong, const char* right) {
    problems_.push_back({option, option, wrong, right});
  }

 private:
  Instant now_;
  Problems& problems_;
};

forms::AlertClient client_of(const AboutOptions& about, Reader& read) {
  forms::AlertClient client;
  client.name = about.name;
  client.date_of_birth = read.date("--date-of-birth", about.date_of_birth);
  client.prisoner_number = about.prisoner_number;
  client.status = read.code<forms::JusticeStatus>("--status", about.status);
  return client;
}

std::vector<forms::InformationTopic> topics_of(const std::vector<std::string>& words,
                                               Reader& read) {
  std::vector<forms::InformationTopic> topics;
  topics.reserve(words.size());
  for (const std::string& word : words)
    topics.push_back(read.code<forms::InformationTopic>("--topic", word));
  return topics;
}

// Exactly one of them says what kind of response it is.
std::optional<forms::ResponseKind> kind_of(const RespondOptions& options) {
  std::vector<forms::ResponseKind> named;
  if (options.accept) named.push_back(forms::ResponseKind::accepted);
  if (options.decline) named.push_back(forms::ResponseKind::declined);
  if (options.outcome) named.push_back(forms::ResponseKind::outcome);
  if (options.follow_up) named.push_back(forms::ResponseKind::follow_up);
  if (options.engaged) named.push_back(forms::ResponseKind::engaged);
  if (named.empty() && options.appointment) named.push_back(forms::ResponseKind::appointment);
  return named.size() == 1 ? std::optional(named.front()) : std::nullopt;
}

// An option that stands without the one it belongs to would be lost without a word.
void check_company(const RespondOptions& options, Problems& problems) {
  auto belongs = [&](const char* option, bool given, const char* to, bool there) {
    if (given && !there)
      problems.push_back({option, option, fmt::format("it says nothing without {}", to),
                          fmt::format("give {}, or leave it out", to)});
  };
  belongs("--place", options.place.has_value(), "--appointment", options.appointment.has_value());
  belongs("--with", options.with.has_value(), "--appointment", options.appointment.has_value());
  belongs("--redirect", options.redirect.has_value(), "--decline", options.decline.has_value());
  belongs("--note", options.note.has_value(), "--decline", options.decline.has_value());
  const bool outcome = options.outcome.has_value();
  belongs("--appointment-at", options.appointment_at.has_value(), "--outcome", outcome);
  belongs("--outcome-reason", options.outcome_reason.has_value(), "--outcome", outcome);
  const bool follow_up = options.follow_up.has_value();
  belongs("--attempts", options.attempts.has_value(), "--follow-up", follow_up);
  belongs("--reached", options.reached.has_value(), "--follow-up", follow_up);
  belongs("--last-on", options.last_on.has_value(), "--follow-up", follow_up);
  belongs("--intervention", !options.interventions.empty(), "--engaged", options.engaged);
  belongs("--started", options.started.has_value(), "--engaged", options.engaged);
  belongs("--triage", options.triage.has_value(), "--engaged", options.engaged);
  belongs("--attributor-matches", options.attributor_matches.has_value(), "--known-to-service",
          options.known_to_service.has_value());
}

void add_answer(const RespondOptions& options, const config::Calendar& calendar, Reader& read,
                forms::Response& response) {
  if (options.appointment)
    response.appointment = {read.time("--appointment", *options.appointment, calendar),
                            options.place.value_or(""),
                            options.with,
                            {}};
  response.drop_in_times = options.drop_in;
  if (!options.decline) return;
  response.decline = {
      read.code<forms::DeclineReason>("--decline", *options.decline), {}, options.note};
  if (!options.redirect) return;
  response.decline->redirect_area = AreaCode::parse(*options.redirect);
  if (!response.decline->redirect_area)
    read.missing("--redirect", "it is not an area's GSS code", "such as E09000022");
}

void add_aftercare(const RespondOptions& options, const config::Calendar& calendar, Reader& read,
                   forms::Response& response) {
  if (options.outcome) {
    response.outcome = {read.code<forms::AppointmentOutcome>("--outcome", *options.outcome),
                        response.control.created_at, options.outcome_reason};
    if (options.appointment_at)
      response.outcome->appointment_at =
          read.time("--appointment-at", *options.appointment_at, calendar);
    else
      read.missing("--appointment-at", "an outcome needs to say of which appointment",
                   "when the appointment was, such as 2026-12-01T10:00");
  }
  if (options.follow_up) {
    const auto how = read.code<forms::FollowUpHow>("--follow-up", *options.follow_up);
    const int unsaid = how == forms::FollowUpHow::none ? 0 : 1;
    response.follow_up = {how, options.attempts.value_or(unsaid),
                          read.date("--last-on", options.last_on),
                          read.code<forms::YesNo>("--reached", options.reached)};
  }
  if (options.engaged) {
    forms::Engagement engagement;
    engagement.triage_on = read.date("--triage", options.triage);
    if (options.started)
      engagement.intervention_start_on = read.date("--started", *options.started);
    else
      read.missing("--started", "an engagement needs to say since when",
                   "the date of the first intervention, such as 2026-12-01");
    for (const std::string& word : options.interventions)
      engagement.interventions.push_back(read.code<forms::Intervention>("--intervention", word));
    response.engagement = std::move(engagement);
  }
}

}  // namespace

std::vector<std::string> words_of_codes(const forms::Codes& codes) {
  std::vector<std::string> words;
  for (const forms::CodeName& name : codes.names) {
    std::string word(name.code);
    for (char& c : word) {
      if (c == '_') c = '-';
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    words.push_back(std::move(word));
  }
  return words;
}

std::expected<Instant, std::string> london_time(const std::string& text,
                                                const config::Calendar& calendar) {
  if (const auto instant = from_rfc3339(text)) return *instant;
  std::string wall = text;
  if (wall.size() > 10 && wall[10] == ' ') wall[10] = 'T';
  if (wall.size() == 16) wall += ":00";
  const auto as_if_utc = from_rfc3339(wall + "Z");
  if (!as_if_utc || wall.size() != 19)
    return std::unexpected(fmt::format("\"{}\" is not a time", text));
  // London is at UTC or an hour ahead: the instants that a clock on its wall shows as this time.
  std::vector<Instant> shown;
  for (const auto ahead : {std::chrono::hours{1}, std::chrono::hours{0}})
    if (calendar.local_rfc3339(*as_if_utc - ahead).starts_with(wall))
      shown.push_back(*as_if_utc - ahead);
  if (shown.size() == 1) return shown.front();
  if (shown.empty()) return std::unexpected(fmt::format("the clocks skip {} in London", text));
  return std::unexpected(fmt::format("{} comes twice in London that day", text));
}

MadeForm acknowledgement_of(const AcknowledgeOptions& options, const ReplyContext& context) {
  Problems problems;
  forms::Acknowledgement made;
  made.control = context.control;
  made.subject = context.subject;
  made.received_at = context.control.created_at;
  made.mode = options.automatic ? forms::Acknowledgement::Mode::automatic
                                : forms::Acknowledgement::Mode::person;
  made.person_name = options.by;
  made.person_role = options.role;
  return {made, problems};
}

MadeForm response_of(const RespondOptions& options, const ReplyContext& context,
                     const config::Calendar& calendar) {
  Problems problems;
  Reader read(context.control.created_at, problems);
  forms::Response made;
  made.control = context.control;
  made.subject = context.subject;
  if (const auto kind = kind_of(options))
    made.kind = *kind;
  else
    read.missing("respond", "it needs to say exactly one thing",
                 "one of --accept, --decline REASON, --appointment TIME, --outcome RESULT, "
                 "--follow-up HOW, --engaged");
  check_company(options, problems);
  add_answer(options, calendar, read, made);
  add_aftercare(options, calendar, read, made);
  if (options.known_to_service)
    made.identification = forms::Identification{
        read.code<forms::YesNoDontKnow>("--known-to-service", *options.known_to_service),
        read.code<forms::YesNoDontKnow>("--attributor-matches", options.attributor_matches)};
  made.met_at_gate = read.code<forms::YesNoDontKnow>("--met-at-gate", options.met_at_gate);
  made.contact_in_custody =
      read.code<forms::InReach>("--contact-in-custody", options.contact_in_custody);
  made.person_name = options.person.by;
  made.person_role = options.person.role;
  made.telephone = options.person.telephone;
  return {made, problems};
}

MadeForm withdrawal_of(const WithdrawOptions& options, const ReplyContext& context) {
  Problems problems;
  Reader read(context.control.created_at, problems);
  forms::Withdrawal made;
  made.control = context.control;
  made.subject = context.subject;
  made.reason = read.code<forms::WithdrawnReason>("--reason", options.reason);
  made.consent_withdrawn_on = read.date("--consent-withdrawn-on", options.consent_withdrawn_on);
  made.note = options.note;
  made.person_name = options.person.by;
  made.person_role = options.person.role;
  return {made, problems};
}

MadeForm request_of(const RequestOptions& options, const ReplyContext& context) {
  Problems problems;
  Reader read(context.control.created_at, problems);
  forms::InformationRequest made;
  made.control = context.control;
  made.about = context.subject;
  made.client = client_of(options.about, read);
  made.topics = topics_of(options.topics, read);
  made.question = options.question;
  made.asked_by = options.person.by;
  made.asked_by_role = options.person.role;
  made.telephone = options.person.telephone.value_or("");
  return {made, problems};
}

MadeForm reply_of(const ReplyOptions& options, const ReplyContext& context) {
  Problems problems;
  Reader read(context.control.created_at, problems);
  forms::InformationReply made;
  made.control = context.control;
  made.request = context.subject;
  made.client = client_of(options.about, read);
  made.completeness = read.code<forms::ReplyCompleteness>("--completeness", options.completeness);
  made.topics = topics_of(options.topics, read);
  made.answer = options.answer;
  made.assessed_on = read.date("--assessed-on", options.assessed_on);
  made.answered_by = options.person.by;
  made.answered_by_role = options.person.role;
  made.telephone = options.person.telephone.value_or("");
  return {made, problems};
}

}  // namespace gatepost::cli
