// The pages of a form that is being written: its list of pages, one page of questions, the check
// before it is sent, and the drafts of a team. Pure; any thread.
#pragma once

#include "gateway/web/core/router.hpp"
#include "gateway/web/writing/answers.hpp"

namespace gatepost::web::pages {

// A draft as its pages see it.
struct DraftInHand {
  const writing::Plan& plan;
  DraftId id;
  TeamCode team;
  std::string team_name;
  std::string to;     // in words
  std::string saved;  // "Saved by Jo Example at 10:02 today"
  const writing::Typed& typed;
  Problems problems;         // all that is still wrong; none when it can be sent
  std::int64_t version = 0;  // grows with every save: whoever signs says which one they saw
};

html::Url draft_page(const DraftId& id);
html::Url part_page(const DraftId& id, std::string_view part);

Page draft_parts(const DraftInHand& draft);

// What somebody else saved on this page while one's own words were not.
struct Meanwhile {
  std::string by, at;  // "Kim Second", "You, in another window,"
  const writing::Typed& theirs;
};
struct Questions {
  const writing::Part& part;
  std::string base;  // of what was stored when the page was made
  Problems shown{};
  std::optional<Meanwhile> meanwhile{};
  bool from_check = false;
};
Page draft_questions(const Call& call, const DraftInHand& draft, const Questions& questions);

struct Checking {
  std::string signer{};   // "Jo Example, Keyworker"
  std::string may_not{};  // why this person cannot send it; empty when they can
  std::string changed{};  // somebody saved since the person looked: who and when
  Problems failed{};      // of an attempt to send
};
Page draft_check(const Call& call, const DraftInHand& draft, const Checking& checking);

Page draft_discard(const Call& call, const DraftInHand& draft);
// Sent, and yet still here: somebody went on writing meanwhile.
Page draft_sent_already(const Call& call, const DraftInHand& draft, const html::Url& sent);
// Neither a draft nor a message any more; what was just typed into it is given back.
Page draft_gone(const Call& call);

struct DraftRow {
  DraftId id;
  std::string noun, person, to, changed_by, changed_at;
};
struct DraftList {
  TeamCode team;
  std::string team_name;
  std::vector<DraftRow> drafts;
  std::vector<NavigationItem> begin;  // what else can be written
  int page = 1;
  bool discarded = false;  // one of them, just now
};
Page draft_list(const DraftList& list);

}  // namespace gatepost::web::pages
