// Prefill: what an earlier form of a conversation already says, as if it had been typed. Pure; any
// thread.
#pragma once

#include "config/calendar.hpp"
#include "formats/forms/form.hpp"
#include "gateway/web/writing/typed.hpp"

namespace gatepost::web::writing {

// Of an Alert Form: who it is about and, from a referral or another Alert, the court and the key
// worker. A form that names nobody adds nothing.
void prefill_alert(Typed& typed, const formats::forms::Form& earlier,
                   const config::Calendar& calendar);

// Of a referral that replaces one that was sent: everything it says, and which it replaces.
void prefill_update(Typed& typed, const formats::forms::Lief& earlier,
                    const config::Calendar& calendar);

// Of a referral that goes to another service because the first declined it: everything it says, but
// where it goes and that it is a new one.
void prefill_redirect(Typed& typed, const formats::forms::Lief& declined,
                      const config::Calendar& calendar);

}  // namespace gatepost::web::writing
