// The flows that the reports since 2009 add, and those of teams at court.
#include "tests/unit/gateway/exchange/flow_forms.hpp"

namespace gatepost::exchange::rows {

std::vector<Flow> since_2009() {
  using C = AcceptCommand;
  constexpr auto automatic = forms::Acknowledgement::Mode::automatic;
  constexpr auto person = forms::Acknowledgement::Mode::person;
  using D = forms::DeclineReason;
  using R = forms::AppointmentOutcome;
  const auto then = [](const Writer& w) { return w.scene.now + std::chrono::hours{48}; };
  return {
      {"N01",
       "LIEF",
       bxi,
       spoc,
       [](const Writer& w) -> forms::Form { return w.lief(); },
       {spoc},
       Climbs::referral},
      {"N02",
       "ACK by a system",
       spoc,
       bxi,
       said(
           [](const Writer& w, const C& lief) { return w.acknowledgement(lief, spoc, automatic); }),
       {bxi},
       Climbs::nothing},
      {"N02",
       "ACK by a person",
       spoc,
       bxi,
       said([](const Writer& w, const C& lief) { return w.acknowledgement(lief, spoc, person); }),
       {bxi},
       Climbs::nothing},
      {"N03",
       "accepted",
       spoc,
       bxi,
       said([then](const Writer& w, const C& lief) { return w.accepted(lief, then(w)); }),
       {bxi},
       Climbs::reply},
      {"N04",
       "rejected, and redirected",
       spoc,
       bxi,
       said([](const Writer& w, const C& lief) { return w.declined(lief, D::wrong_borough); }),
       {bxi},
       Climbs::reply},
      {"N05",
       "appointment",
       spoc,
       bxi,
       said([then](const Writer& w, const C& lief) { return w.appointment(lief, then(w)); }),
       {bxi},
       Climbs::reply},
      {"N06",
       "attended",
       spoc,
       bxi,
       said([](const Writer& w, const C& lief) {
         return w.outcome(lief, R::attended, w.scene.now);
       }),
       {bxi},
       Climbs::reply},
      {"N07",
       "did not attend",
       spoc,
       bxi,
       said([](const Writer& w, const C& lief) {
         return w.outcome(lief, R::did_not_attend, w.scene.now);
       }),
       {bxi},
       Climbs::reply},
      {"N08",
       "followed up",
       spoc,
       bxi,
       said([](const Writer& w, const C& lief) { return w.follow_up(lief); }),
       {bxi},
       Climbs::reply},
      {"N09",
       "copy to the D&R worker",
       bxi,
       "LAMBETH-DR",
       said([](const Writer& w, const C&) { return w.lief(bxi, "LAMBETH-DR"); }),
       {"LAMBETH-DR"},
       Climbs::update},
      {"N10",
       "engaged",
       spoc,
       bxi,
       said([](const Writer& w, const C& lief) { return w.engaged(lief); }),
       {bxi},
       Climbs::reply},
      {"N11",
       "the clinical team's part",
       "BXI-CLIN",
       spoc,
       said([](const Writer& w, const C& lief) {
         return w.clinical_part(lief, "BXI-CLIN", lambeth);
       }),
       {spoc},
       Climbs::update},
      {"N12",
       "an Alert alone is a referral",
       bxi,
       spoc,
       [](const Writer& w) -> forms::Form {
         return w.with_consent(w.alert(bxi, lambeth, {w.tick(release_or_court_date)}));
       },
       {spoc},
       Climbs::referral,
       perhaps,
       "F13",
       next_day},
      {"N13",
       "withdrawn",
       bxi,
       spoc,
       said([](const Writer& w, const C& lief) {
         return w.withdrawal(lief, bxi, lambeth, forms::WithdrawnReason::sent_in_error);
       }),
       {spoc},
       Climbs::update},
  };
}

// Teams at court, in prison and outside of it, send and receive like any other.
std::vector<Flow> court_teams() {
  return {
      {"C01",
       "prison court team",
       "BXI-CRT",
       spoc,
       alert("BXI-CRT", lambeth, court),
       {spoc},
       Climbs::update,
       perhaps,
       "F13",
       next_day},
      {"C02",
       "released from court",
       "THAMES-CRT",
       spoc,
       [](const Writer& w) -> forms::Form { return w.court_release("THAMES-CRT", lambeth); },
       {spoc},
       Climbs::urgent_referral},
      {"C03",
       "asked by a SPOC",
       spoc,
       "THAMES-CRT",
       question(spoc, "THAMES-CRT"),
       {"THAMES-CRT"},
       Climbs::request},
      {"C04",
       "told by a SPOC",
       spoc,
       "BXI-CRT",
       alert(spoc, "BXI-CRT", release_status),
       {"BXI-CRT"},
       Climbs::urgent_update,
       must,
       "T14",
       next_day},
  };
}

}  // namespace gatepost::exchange::rows
