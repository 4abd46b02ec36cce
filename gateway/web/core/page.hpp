// Page: what a handler answers with, and the template around it: skip link, header with the
// organisation's name and logo, service navigation, phase banner, main, footer. Works without
// script. Pure; any thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "gateway/web/assets/assets.hpp"
#include "gateway/web/components/navigation.hpp"
#include "gateway/web/core/session.hpp"
#include "gateway/web/html/html.hpp"

namespace gatepost::web {

struct Page {
  std::string title{};  // of the page alone: "What needs you"
  html::Html content{};
  // Above the content, at most one of them.
  std::optional<components::BackLink> back{};
  std::optional<components::Breadcrumbs> breadcrumbs{};
  std::string section{};  // which item of the navigation it belongs to, by its text
  int status = 200;
  // A page that shows errors says so first in its title, for those who hear it.
  enum class Outcome { fine, with_errors } outcome = Outcome::fine;
  std::vector<Cookie> set_cookies{};
  // The browser goes there by itself, at once.
  std::optional<html::Url> go_on_to{};
};

struct NavigationItem {
  std::string text;
  html::Url link;
};

// What is the same on every page of one console.
struct Brand {
  std::string name = "Gatepost";
  std::string url{};       // [console] url
  html::Html phase_tag{};  // "Demonstration"; no banner when empty
  html::Html phase_text{};
};

// What the template needs beside the page.
struct Frame {
  const Brand& brand;
  const Assets& assets;
  const Session& session;
  const std::vector<NavigationItem>& navigation;
  html::Html account;  // at the end of the navigation: who is signed in, and the way out
  std::string nonce;
};
html::Html render(const Page& page, const Frame& frame);

// The two columns of a page: GOV.UK's two thirds, so that lines stay readable.
html::Html two_thirds(const html::Html& content);

}  // namespace gatepost::web
