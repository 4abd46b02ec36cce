// The kitchen sink: a page of every component, in the states that matter, for looking at and for
// axe. Test build only.
#pragma once

#include "gateway/web/core/router.hpp"

namespace gatepost::tests::sink {

web::Page components_page(const web::Call& call);
// A form that answers with every error, beside its field and in the summary, and what was typed.
web::Page form_page(const web::Call& call, bool with_errors);

}  // namespace gatepost::tests::sink
