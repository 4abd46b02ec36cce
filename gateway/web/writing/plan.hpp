// Plan: in which order, on which pages and in which words a form is asked for in the console. What
// a field is (its kind, its codes, whether it must be there) stands in formats/forms' tables; a
// plan only names the fields, and says more where a page needs more words than a table. Data; pure;
// any thread.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "formats/forms/form.hpp"
#include "formats/forms/tables.hpp"
#include "gateway/web/writing/typed.hpp"

namespace gatepost::web::writing {

// Under which answer something is asked, or a page belongs to the form. Empty: always.
struct When {
  std::string_view name{};
  std::vector<std::string_view> values{};
  enum class Sense { one_of, none_of } sense = Sense::one_of;
  bool holds(const Typed& typed) const;
};

// A code of a closed list in this page's own words, and what comes of choosing it.
struct Saying {
  std::string_view code;
  std::string_view words;
  std::string_view hint{};
};

struct Ask {
  std::string_view name;     // "Consent.GivenOn"; of a list of parts the list: "Substance.Drug"
  std::string_view label{};  // else the table's
  std::string_view hint{};   // else the table's help, where that is written for people; "-": none
  // One value at most: then the page shows it under that answer.
  When when{};
  std::vector<std::string_view> offered{};  // of a closed list; all its codes when empty
  std::string_view heading{};               // begins a new group of questions on its page
  std::vector<Saying> sayings{};            // for codes that the table's words do not fit here
};

struct Part {
  std::string_view slug;  // of its address
  std::string_view title;
  std::vector<std::string_view> before{};  // paragraphs above the questions
  std::vector<Ask> asks;
  std::string_view section{};  // the element that holds it: "Client"
  // Left blank it is simply not said; else the form names it as missing.
  enum class Blank { is_missing, is_fine } blank = Blank::is_missing;
  std::vector<When> when{};  // all of them
                             // What becomes of its answers when one does not hold: kept in the
                             // draft, and not sent; or sent as
  // they are, because they are known.
  enum class Unasked { not_sent, as_known } unasked = Unasked::not_sent;
  std::string_view not_needed{};  // why it is not asked then
  std::string_view later{};       // its code in ToFollow, in a court release
  bool applies(const Typed& typed) const;
};

struct Group {
  std::string_view title;
  std::vector<Part> parts;
};

// What a form's envelope needs that nobody types.
struct Envelope {
  MessageId message_id;
  ConversationId conversation;
  Instant created_at;
  TeamCode from;
  std::string_view prison;  // of the sending team; empty for others
  std::string_view sending_team_type;
  std::string_view today;  // "2026-04-02", London
};

struct Plan {
  formats::forms::FormType type;
  const formats::forms::Section& table;
  std::string_view noun;  // "referral"
  std::vector<Group> groups;
  // Puts in what follows from the rest: the kind of team, the parts that follow, today's date.
  void (*complete)(Typed& typed, const Envelope& envelope, const Plan& plan);

  std::vector<const Part*> parts() const;
  const Part* part(std::string_view slug) const;
};

// Nothing for forms that are not written page by page.
const Plan* plan_for(formats::forms::FormType type);
const Plan& referral_plan();
const Plan& alert_plan();
const Plan& clinical_plan();

// Of a name, the field it stands for; keys of list items are passed over. Null when there is none.
const formats::forms::Field* field_at(const formats::forms::Section& table, std::string_view name);

bool was_seen(const Typed& typed, const Part& part);
void mark_seen(Typed& typed, const Part& part);

// Names about the draft itself.
namespace about {
inline constexpr std::string_view seen = "draft.seen";
inline constexpr std::string_view conversation = "draft.conversation";  // "known", "new"
}  // namespace about

}  // namespace gatepost::web::writing
