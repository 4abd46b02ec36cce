#include "gateway/web/writing/prefill.hpp"

#include "formats/forms/tables.hpp"
#include "gateway/web/writing/build.hpp"
#include "gateway/web/writing/leaves.hpp"
#include "gateway/web/writing/plan.hpp"

namespace gatepost::web::writing {

namespace forms = formats::forms;

namespace {

// Annex E knows three; what is none of them is for a person to say.
std::optional<forms::JusticeStatus> status_of(forms::LegalStatus status) {
  switch (status) {
    case forms::LegalStatus::remand:
    case forms::LegalStatus::convicted_unsentenced:
      return forms::JusticeStatus::remand;
    case forms::LegalStatus::sentenced:
    case forms::LegalStatus::recall:
    case forms::LegalStatus::indeterminate_sentence:
      return forms::JusticeStatus::sentenced;
    default:
      return std::nullopt;
  }
}

struct Prefiller {
  Typed& typed;
  const config::Calendar& calendar;

  void part(const forms::Section& section, const void* record, std::string_view name) const {
    type_section(section, record, name, typed, calendar);
  }
  void date(std::string_view name, const std::optional<forms::Date>& day) const {
    if (day && day->ok())
      type_leaf(*field_at(alert_plan().table, name), name, {format_date(*day), {}}, typed,
                calendar);
  }

  void operator()(const forms::Lief& lief) const {
    if (lief.client) {
      forms::AlertClient client;
      client.name = lief.client->first_name + " " + lief.client->surname;
      client.date_of_birth = lief.client->date_of_birth;
      client.prisoner_number = lief.client->prisoner_number;
      part(forms::alert_client_table(), &client, "Client");
      typed.erase_at("Client.Status");
    }
    if (lief.custody) {
      if (const auto status = status_of(lief.custody->legal_status))
        typed.set("Client.Status", std::string(forms::code_of(*status)));
      typed.set("Contacts.KeyWorker", lief.custody->key_worker);
      if (lief.custody->original_court)
        type_leaf(*field_at(alert_plan().table, "CourtOfOrigin.Court"), "CourtOfOrigin.Court",
                  {lief.custody->original_court->code, lief.custody->original_court->label}, typed,
                  calendar);
      date("CourtOfOrigin.HearingDate", lief.custody->original_hearing_date);
    }
    if (lief.release) date("CourtOfOrigin.InitialReleaseDate", lief.release->release_date);
  }
  void operator()(const forms::AlertForm& alert) const {
    part(alert_plan().table, &alert, "");
    typed.erase_at("Change");
    typed.erase_at("Control");
    typed.erase_at("Consent");
    for (const std::string_view own :
         {"Direction", "CompletedOn", "CompletedBy", "CompletedByRole"})
      typed.erase_at(own);
  }
  // Any other that says who it is about.
  template <class F>
  void operator()(const F& form) const {
    if constexpr (requires {
                    { form.client } -> std::convertible_to<forms::AlertClient>;
                  })
      part(forms::alert_client_table(), &form.client, "Client");
  }
};

}  // namespace

void prefill_redirect(Typed& typed, const forms::Lief& declined, const config::Calendar& calendar) {
  prefill_update(typed, declined, calendar);
  typed.erase_at("Control");
  const bool from_court = declined.referral.kind == forms::LiefKind::court_release;
  typed.set("Referral.Kind", std::string(from_court ? "COURT_RELEASE" : "NEW_REFERRAL"));
}

void prefill_update(Typed& typed, const forms::Lief& earlier, const config::Calendar& calendar) {
  const Plan& plan = referral_plan();
  type_section(plan.table, &earlier, "", typed, calendar);
  const Typed whole = typed;
  for (const std::string_view own : {"Control", "Referral", "SignOff.SignedAt"})
    typed.erase_at(own);
  typed.take_at("Control.ToArea", whole);
  typed.take_at("Control.ToTeam", whole);
  typed.set("Control.Supersedes", earlier.control.message_id.str());
  typed.set("Referral.Kind", std::string("UPDATE"));
  for (const Part* part : plan.parts())
    if (typed.any_at(part->section)) mark_seen(typed, *part);
}

void prefill_alert(Typed& typed, const forms::Form& earlier, const config::Calendar& calendar) {
  std::visit(Prefiller{typed, calendar}, earlier);
}

}  // namespace gatepost::web::writing
