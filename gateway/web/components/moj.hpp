// The parts of the Ministry of Justice's design system that the console has: the ladder as a
// timeline, sub-navigation, badges, the bar with the person's details, a filter, how many results
// there are. None needs a script. See parts.hpp.
#pragma once

#include "gateway/web/components/navigation.hpp"

namespace gatepost::web::components {

struct Timeline {
  struct Item {
    Html title{};
    Html by{};               // "by ...", when a person did it
    std::string datetime{};  // for machines, RFC 3339; no time when empty
    std::string date{};      // for people: "6 April 2026, 9:15am"
    Html content{};
    std::string classes{};
  };
  std::vector<Item> items{};
  int heading_level = 2;
  std::string classes{};
  Attributes attributes{};
};
Html timeline(const Timeline& options);

struct SubNavigation {
  struct Item {
    Html content{};
    Url link = "#";
    bool current = false;
  };
  std::vector<Item> items{};
  std::string label = "Sub navigation";
  std::string classes{};
};
Html sub_navigation(const SubNavigation& options);

struct Badge {
  Html content{};
  std::string classes{};  // "moj-badge--red"
};
Html badge(const Badge& options);

// Who a page is about. Its content is a person's: never in the title of the page.
struct IdentityBar {
  Html title{};
  Html actions{};  // buttons
  std::string classes{};
};
Html identity_bar(const IdentityBar& options);

// A list's filter: a form that is sent by GET, so that the address holds what is chosen. So nothing
// personal may be a field of it.
struct Filter {
  struct Chosen {
    std::string heading{};
    std::string content{};
    Url remove = "#";  // the same list without it
  };
  std::string heading = "Filter";
  Url target = "#";
  Html fields{};
  std::vector<Chosen> chosen{};
  Url clear = "#";
};
Html filter(const Filter& options);

// "Showing 21 to 40 of 200 messages", with the pages below.
struct Results {
  int from = 0, to = 0, count = 0;
  std::string noun = "results";
  Pagination pages{};
};
Html results(const Results& options);

}  // namespace gatepost::web::components
