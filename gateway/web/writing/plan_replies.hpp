// Plans of what is said about a form that was received, each on one page: the answer to a referral
// and what became of it, a question, and the answer to a question. Which answers fit the state of a
// message is not known here. Pure; any thread.
#pragma once

#include "config/calendar.hpp"
#include "gateway/base/problem.hpp"
#include "gateway/web/writing/plan.hpp"

namespace gatepost::web::writing {

// Names of fields that the page has to ask for because nobody knows them: "PersonRole",
// "Client.Name". Those of anything else are passed over.
using Unknown = std::vector<std::string_view>;

// `kinds`: codes of ResponseKind, in the order in which they are offered; never ACCEPTED and
// APPOINTMENT together, because one group of fields serves both.
Plan response_plan(const std::vector<std::string_view>& kinds, const Unknown& unknown);

Plan question_plan(const Unknown& unknown);

// Whether this person's role is to say what is prescribed: then field by field, else in words.
enum class Prescribing { in_words, in_fields };
Plan question_reply_plan(Prescribing prescribing, const Unknown& unknown);

// Each of these plans has one page with questions.
inline const Part& the_page(const Plan& plan) { return plan.groups.front().parts.front(); }

// What a form says about whom it is about, as an AlertClient's fields below "Client"; nothing for
// one that names nobody.
void prefill_client(Typed& typed, const formats::forms::Form& earlier,
                    const config::Calendar& calendar);
// Fields of "Client" that a form must have and `typed` has not.
Unknown unknown_of_client(const Typed& typed);

// Each problem at a field that the page asks for, where there is one: of a part that is missing as
// a whole, the first field of it.
Problems beside_fields(const Plan& plan, const Problems& problems);

}  // namespace gatepost::web::writing
