// Where a form begins: what it is, what is needed for it, and where it will go. Pure; any thread.
#pragma once

#include "config/calendar.hpp"
#include "config/directory.hpp"
#include "gateway/web/core/router.hpp"

namespace gatepost::web::pages {

// Somebody's choice of where a form goes, and who that is.
struct Destination {
  std::string area{};                   // GSS code, as chosen; empty before
  std::string team{};                   // code, for forms between teams; empty
  const config::Team* found = nullptr;  // null: nobody is known there
  std::string name{};                   // of the area or team, in words
  std::string hours{};                  // "Mon-Fri 09:00-17:00"
  bool is_chosen() const { return !area.empty() || !team.empty(); }
};

struct TeamChoice {
  std::string code, name;
};

struct BeginReferral {
  TeamCode team;
  std::string team_name{};
  std::string kind{};  // "NEW_REFERRAL", "COURT_RELEASE", or not chosen yet
  Destination to{};
  Problems problems{};
  std::string token{};
};
Page begin_referral(const Call& call, const BeginReferral& begin);

struct BeginAlert {
  TeamCode team;
  std::string team_name{};
  std::vector<TeamChoice> prisons{};  // teams that an Alert can go to beside the boroughs' SPOCs
  Destination to{};
  Problems problems{};
  std::string token{};
};
Page begin_alert(const Call& call, const BeginAlert& begin);

// A form that belongs to one that was sent.
struct BeginAbout {
  std::string title;
  html::Url target, back;
  std::string to;
  std::string about;  // "LIEF referral, sent noon on ..., reference ..."
  std::vector<std::string> says;
  std::string button;
  std::vector<std::pair<html::Url, std::string>> begun{};  // drafts that there are already
  std::string token{};
};
Page begin_about(const Call& call, const BeginAbout& begin);

}  // namespace gatepost::web::pages
