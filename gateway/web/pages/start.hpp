// The start page for whoever has not signed in: where one is, and that one is in the right place.
#pragma once

#include "gateway/web/core/page.hpp"

namespace gatepost::web::pages {

Page start(const Brand& brand);

}  // namespace gatepost::web::pages
