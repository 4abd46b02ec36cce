// Rules of Acknowledgement, PhoneConfirmation and Receipt.
#include "formats/forms/dates.hpp"
#include "formats/forms/rules.hpp"

namespace gatepost::formats::forms {

const std::vector<Rule<Acknowledgement>>& acknowledgement_rules() {
  using A = Acknowledgement;
  static const std::vector<Rule<A>> rules{
      {"person-named",
       "Person's name",
       {"PersonName", "Mode"},
       "an acknowledgement by a person does not name them",
       "the name of the person who has seen the form",
       [](const A& form, Date) { return form.mode == A::Mode::person && !form.person_name; }},
      // A system that put a name into every automatic acknowledgement would reach rung 4 with
      // nobody watching.
      {"automatic-names-nobody",
       "Person's name",
       {"PersonName", "PersonRole", "Mode"},
       "an automatic acknowledgement names a person",
       "no name and no role; or PERSON, when that person has seen the form",
       [](const A& form, Date) {
         return form.mode == A::Mode::automatic && (form.person_name || form.person_role);
       }},
      {"received-at",
       "Received at",
       {"ReceivedAt"},
       "this is in the future",
       "when your side took receipt of the form",
       [](const A& form, Date today) { return later_than(form.received_at, today); }},
  };
  return rules;
}

const std::vector<Rule<PhoneConfirmation>>& phone_confirmation_rules() {
  using P = PhoneConfirmation;
  static const std::vector<Rule<P>> rules{
      {"spoken-at",
       "Spoken at",
       {"SpokenAt"},
       "this is in the future",
       "when the call took place",
       [](const P& form, Date today) { return later_than(form.spoken_at, today); }},
  };
  return rules;
}

const std::vector<Rule<Receipt>>& receipt_rules() {
  using R = Receipt;
  static const std::vector<Rule<R>> rules{
      {"person-named",
       "Person's name",
       {"PersonName", "How"},
       "a confirmation by a person or telephone does not name them",
       "the name of the person who confirmed",
       [](const R& form, Date) {
         const bool by_person = form.how == R::How::person || form.how == R::How::telephone;
         return by_person && !form.person_name;
       }},
      // DESIGN section 2: an automatic acknowledgement is never shown as confirmed.
      {"confirmed-by-person",
       "How",
       {"How", "Rung"},
       "a form is confirmed by a named person only",
       "PERSON or TELEPHONE",
       [](const R& form, Date) {
         return form.rung == R::Rung::confirmed && form.how != R::How::person &&
                form.how != R::How::telephone;
       }},
  };
  return rules;
}

}  // namespace gatepost::formats::forms
