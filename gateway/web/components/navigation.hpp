// GOV.UK's components around a page's content: links back, breadcrumbs, pagination, header, service
// navigation, phase banner, footer. See parts.hpp. The header is GOV.UK's "generic header", and
// neither it nor the footer brings the crown: only gov.uk may show that.
#pragma once

#include "gateway/web/components/content.hpp"

namespace gatepost::web::components {

struct BackLink {
  Url link = "#";
  Html content = "Back";
  std::string classes{};
  Attributes attributes{};
};
Html back_link(const BackLink& options);

struct SkipLink {
  Url link = "#content";
  Html content{};
  std::string classes{};
  Attributes attributes{};
};
Html skip_link(const SkipLink& options);

struct Breadcrumbs {
  struct Item {
    Html content{};
    std::optional<Url> link{};  // without one it is the page itself
    Attributes attributes{};
  };
  std::vector<Item> items{};
  bool collapse_on_mobile = false;
  std::string label = "Breadcrumb";
  std::string classes{};
  Attributes attributes{};
};
Html breadcrumbs(const Breadcrumbs& options);

struct PaginationArrow {
  Url link = "#";
  Html content{};       // "Previous page", "Next page"
  std::string label{};  // what stands there: "Applying for a provisional licence"
  Attributes attributes{};
};

struct Pagination {
  struct Item {
    std::string number{};
    Url link = "#";
    bool current = false;
    bool ellipsis = false;
    std::optional<std::string> visually_hidden{};  // "Page 2"
    Attributes attributes{};
  };
  std::optional<std::vector<Item>> items{};
  std::optional<PaginationArrow> previous{}, next{};
  std::string landmark_label = "Pagination";
  std::string classes{};
  Attributes attributes{};
};
Html pagination(const Pagination& options);

struct PhaseBanner {
  Tag tag{};
  Html content{};
  std::string classes{};
  Attributes attributes{};
};
Html phase_banner(const PhaseBanner& options);

struct GenericHeader {
  Html logo{};  // a picture with its text, or the name
  Url link = "/";
  std::string container_classes = "govuk-width-container";
  std::string classes{};
  Attributes attributes{};
};
Html generic_header(const GenericHeader& options);

struct ServiceNavigation {
  struct Item {
    Html content{};
    std::optional<Url> link{};
    enum class Place { elsewhere, active, current } place = Place::elsewhere;
    Attributes attributes{};
  };
  struct Slots {
    Html start{}, navigation_start{}, navigation_end{}, end{};
    bool end_inline = false;
  };
  std::string service_name{};
  std::optional<Url> service_link{};
  std::vector<Item> items{};
  std::optional<bool> collapse_on_mobile{};  // when there are several items
  std::string menu_button = "Menu";
  std::string menu_button_label{};
  std::string navigation_id = "navigation";
  std::string navigation_label{};  // the menu button's text when empty
  std::string navigation_classes{};
  std::string label = "Service information";
  Slots slots{};
  std::string classes{};
  Attributes attributes{};
};
Html service_navigation(const ServiceNavigation& options);

struct FooterLink {
  Html content{};
  std::optional<Url> link{};
  Attributes attributes{};
};

struct FooterMeta {
  std::string visually_hidden_title = "Support links";
  std::vector<FooterLink> links{};
  Html content{};
};

struct FooterOwner {
  Url link = "#";
  Html content{};
};

struct Footer {
  struct Section {
    std::string title{};
    std::string width = "full";
    int columns = 0;  // 0: not in columns
    std::vector<FooterLink> links{};
  };
  Html mark{};  // above everything; on gov.uk a crown
  std::vector<Section> sections{};
  std::optional<FooterMeta> meta{};
  Html licence_mark{}, licence{};
  std::optional<FooterOwner> owner{};  // to the right; on gov.uk the Crown
  std::string container_classes{};
  std::string classes{};
  Attributes attributes{};
};
Html footer(const Footer& options);

}  // namespace gatepost::web::components
