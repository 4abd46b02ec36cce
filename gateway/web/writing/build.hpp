// build: what was typed as the form that it would be: written as XML and read by the same reader
// that judges everybody's forms, so that a page knows no rule of its own. And the other way: a
// form's values as if somebody had typed them. Pure; any thread.
#pragma once

#include <expected>

#include "config/calendar.hpp"
#include "formats/forms/form.hpp"
#include "gateway/web/writing/plan.hpp"

namespace gatepost::web::writing {

// What is wrong, in people's words; a problem's path is the name of a field ("Client.Surname"), of
// a part ("Client"), or of something nobody types ("Control.ToArea").
std::expected<formats::forms::Form, Problems> build(const Plan& plan, const Typed& typed,
                                                    const Envelope& envelope,
                                                    const config::Calendar& calendar);

// What of it will be sent: pages and answers that do not apply are left out.
Typed that_applies(const Plan& plan, const Typed& typed);

// Those that this page can mend.
Problems problems_of(const Plan& plan, const Part& part, const Problems& problems);

// Puts the values of a form's section below `name`, as if typed.
void type_section(const formats::forms::Section& section, const void* record, std::string_view name,
                  Typed& typed, const config::Calendar& calendar);

}  // namespace gatepost::web::writing
