// The console's static files: style sheet, scripts, icons. Built into the program
// (ops/console/build_assets.mjs), so that an operator copies nothing and they cannot differ from
// the pages that need them. Constant; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "formats/http1/message.hpp"
#include "gateway/app/configuration.hpp"
#include "gateway/web/html/url.hpp"

namespace gatepost::web {

struct Asset {
  std::string_view logical;  // "console.css"
  std::string_view name;     // "console-8c4f5584d356.css": changes with the content
  std::string_view type;
  std::string_view etag;  // quoted, as in the field
  std::string_view plain, gzip;
};

// Generated.
std::span<const Asset> built_in_assets();

// The operator's logo beside the built-in files.
struct Logo {
  std::string name;  // "logo-<hash>.svg"
  std::string type;  // image/svg+xml or image/png
  std::string etag;
  std::string content;
};
std::optional<Logo> logo_from(const std::optional<app::ConsoleLogo>& picture);

class Assets {
 public:
  Assets() = default;
  explicit Assets(std::optional<Logo> logo) : logo_(std::move(logo)) {}

  static constexpr std::string_view prefix = "/assets/";
  // Where a built-in file is; throws std::logic_error for one there is not.
  html::Url url_of(std::string_view logical) const;
  std::optional<html::Url> logo_url() const;
  // Answers GET and HEAD below the prefix: immutable, with its ETag, packed where the browser takes
  // gzip; 404 for anything else.
  formats::http1::Response answer(const formats::http1::RequestHead& head) const;

 private:
  std::optional<Logo> logo_;
};

}  // namespace gatepost::web
