// How the forms of the table of flows are made. Only for the files of that table.
#pragma once

#include "tests/unit/gateway/exchange/flows.hpp"

namespace gatepost::exchange::rows {

using enum forms::Circumstance;
using O = forms::OtherCircumstance;
inline constexpr auto must = Call::must_follow;
inline constexpr auto perhaps = Call::if_necessary;
inline constexpr std::string_view next_day = "2026-06-10T13:30:00+01:00";  // 24 hours later
inline constexpr std::string_view day_end = "2026-06-09T23:59:59+01:00";

// An Alert in a conversation that a LIEF from Brixton to Lambeth began.
inline auto alert(std::string_view from, std::string_view to, auto... boxes) {
  return [=](const Writer& w) -> forms::Form {
    w.send(w.lief());
    return w.alert(from, to, {w.tick(boxes)...});
  };
}
// A question, or what is known, that begins a conversation.
inline auto question(std::string_view from, std::string_view to) {
  return [=](const Writer& w) -> forms::Form {
    auto form = w.request(from, to);
    form.consent = w.consent();
    return form;
  };
}
inline auto knowledge(std::string_view from, std::string_view to) {
  return [=](const Writer& w) -> forms::Form {
    auto form = w.unasked(from, to);
    form.consent = w.consent();
    return form;
  };
}
inline auto answer(std::string_view from, std::string_view asker) {
  return [=](const Writer& w) -> forms::Form {
    return w.reply(w.send(question(asker, from)(w)), from);
  };
}
// What Lambeth says to Brixton's LIEF.
inline auto said(auto what) {
  return [=](const Writer& w) -> forms::Form { return what(w, w.send(w.lief())); };
}

inline constexpr std::string_view bxi = "BXI-PSI", pvi = "PVI-PSI", spoc = "LAMBETH-SPOC";
inline constexpr std::string_view lambeth = "E09000022";

// flows_2009.cpp: one a part of the guidance.
std::vector<Flow> into_custody();
std::vector<Flow> changes_in_custody();
std::vector<Flow> transfers();
std::vector<Flow> release_and_court();
// flows_since.cpp
std::vector<Flow> since_2009();
std::vector<Flow> court_teams();

}  // namespace gatepost::exchange::rows
