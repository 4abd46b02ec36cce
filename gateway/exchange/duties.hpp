// Duties: forms about a person that were never sent, as tasks in a conversation of that person's
// own (DESIGN section 4: "never sent" was as large a hole as "never arrived"). Their ids are
// derived from the person's blind token, so that tomorrow's list finds today's duty and a form that
// arrives finds it too, without anybody's number in the clear. Pure.
#pragma once

#include "gateway/exchange/decide.hpp"

namespace gatepost::exchange {

// The kind of search token that stands for a person (FormFacts::search_keys).
inline constexpr std::string_view person_key = "prisoner-number";

// `person`: the blind token of a prisoner number.
ConversationId duties_of(const Digest& person);
// What the duties of one team are about: stands where a message would.
MessageKey duty_subject(const TeamCode& team, const ConversationId& duties);
// One duty: the step and the date of what should have been told ("lief-missing", the release).
// `duties`: the person's, as it stands; null when there is none yet. Tomorrow's duty is today's,
// also when it was done or found needless; only what was sent, and is missing again because it was
// taken back, is another one.
TaskId duty_id(const ConversationId& id, const Conversation* duties, const TeamCode& team,
               std::string_view step, std::chrono::year_month_day of);

// One line of a prison's daily caseload and discharge list.
enum class Whereabouts { in_custody, released, transferred, died };
struct CaseloadLine {
  Whereabouts whereabouts = Whereabouts::in_custody;
  std::optional<std::chrono::year_month_day> received_on;  // into this time in custody
  std::optional<std::chrono::year_month_day> release_on;   // when due out
  std::optional<std::chrono::year_month_day> left_on;      // released, transferred or died on
};
// A form about the person that the gateway has accepted, of a conversation that the list's team
// takes part in.
struct KnownForm {
  FormType type{};
  std::vector<News> news;
  // Sent by the list's own prison, or taken over by it after a transfer: only that meets a duty.
  enum class Side { own, other } side = Side::own;
  Standing standing = Standing::open;
  std::chrono::year_month_day accepted_on;  // local
  ConversationId conversation;
};
struct MissingForm {
  std::string_view step;  // steps::lief_missing, ...
  std::chrono::year_month_day of;
};
// What should have been sent by today: a LIEF six weeks before the release (2009 guidance, process
// point 7, L383), an Alert when somebody was released, transferred or died (process points 6, 8,
// 13, 14). An Alert counts when its boxes tell just that; one from the day before does too: plans
// are told ahead. What was taken back does not count.
std::vector<MissingForm> missing_forms(const CaseloadLine& line,
                                       const std::vector<KnownForm>& known,
                                       std::chrono::year_month_day today);
// The newest conversation of this time in custody, where the missing form belongs; nothing when
// there is none. `known`: newest first.
std::optional<ConversationId> current_conversation(const CaseloadLine& line,
                                                   const std::vector<KnownForm>& known,
                                                   std::chrono::year_month_day today);

// Whether a form with this news makes up for what the duty asks for.
bool makes_up_for(std::string_view duty_step, FormType form, const std::vector<News>& news);

}  // namespace gatepost::exchange
