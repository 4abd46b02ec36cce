#include "gateway/web/pages/start.hpp"

#include "gateway/web/components/content.hpp"

namespace gatepost::web::pages {

using html::css;
using html::el;
using html::Html;

Page start(const Brand& brand) {
  Page page;
  page.title = brand.name;
  page.content = two_thirds(Html::of(
      {el("h1", {css("govuk-heading-l")}, {"Referrals between prisons and community treatment"}),
       el("p", {css("govuk-body-l")},
          {"Write and send referral forms, see which are confirmed, and confirm those that are for "
           "your team."}),
       components::inset_text(
           {.content = "Signing in is not part of this version yet. Systems send and collect forms "
                       "through the machine interface."})}));
  return page;
}

}  // namespace gatepost::web::pages
