// What the pages of administration and of the meeting list share: headings and paragraphs, the
// sub-navigation of whoever looks after the gateway, wide tables, addresses with filters. Pure; any
// thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/directory.hpp"
#include "gateway/web/components/moj.hpp"
#include "gateway/web/components/tables.hpp"
#include "gateway/web/core/router.hpp"
#include "gateway/web/local_time.hpp"

namespace gatepost::web::pages::admin {

using html::Html;

Html heading(std::string_view text);     // first level
Html subheading(std::string_view text);  // second level
Html paragraph(Html content);
Html link(const html::Url& to, Html content);
// Does not break inside its words: a name, a code.
Html whole(Html content);
Html bullets(const std::vector<Html>& items);
Html green(std::string_view text);
Html amber(std::string_view text);
Html red(std::string_view text);

// Where a form sends: with the session's token, a button that does not send twice.
Html button_to(const Call& call, const html::Url& target, Html words, Html fields = {},
               std::string_view classes = "govuk-button--secondary");

// "/path?a=1&b=2" of those that have a value. Nothing in it is personal.
using Fields = std::vector<std::pair<std::string, std::string>>;
html::Url address(std::string_view path, const Fields& fields);

// The parts of administration, and which of them this is.
namespace parts {
inline constexpr std::string_view overview = "Overview";
inline constexpr std::string_view tasks = "Tasks";
inline constexpr std::string_view log = "Delivery log";
inline constexpr std::string_view directory = "Directory";
inline constexpr std::string_view users = "Users";
inline constexpr std::string_view policy = "Policy";
inline constexpr std::string_view certificates = "Certificates";
inline constexpr std::string_view undelivered = "Notifications";
inline constexpr std::string_view health = "Health";
}  // namespace parts
// A page of administration with its sub-navigation, which whoever works for a team does not have.
Page page_of(const Call& call, std::string_view part, std::string title);
// Puts the content into it, over the page's whole width.
Page with(Page page, const Html& content);

// A table that scrolls by itself where it is wider than the screen; `name` says what it is.
Html wide_table(const std::string& name, components::Table table);
std::vector<components::Table::Cell> cells(std::initializer_list<Html> contents);
// "Next page", and back to the first one; nothing when this is all there is.
Html next_page(const std::optional<html::Url>& first, const std::optional<html::Url>& next);

// "Lambeth drug and alcohol SPOC (LAMBETH-SPOC)"; the code alone when nobody is known by it.
std::string team_in_words(const config::Directory& directory, const TeamCode& team);
// "ring-recipient" -> "Ring recipient"
std::string in_words(std::string_view code);
// Whether some role of theirs allows it, if perhaps only with another code.
bool could(const Call& call, identity::Action action);

}  // namespace gatepost::web::pages::admin
