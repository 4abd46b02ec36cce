#include "gateway/web/assets/assets.hpp"

#include <algorithm>
#include <stdexcept>

#include "certs/digest.hpp"
#include "formats/http1/characters.hpp"

namespace gatepost::web {

using formats::http1::find_field;
using formats::http1::RequestHead;
using formats::http1::Response;

namespace {

// RFC 9110 section 12.5.3: gzip named with a weight that is not zero. "*" alone is left unanswered:
// plain is always acceptable.
bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const auto comma = accept_encoding.find(',');
    const std::string item = formats::http1::lower_case(
        formats::http1::trim_white_space(accept_encoding.substr(0, comma)));
    const auto semicolon = item.find(';');
    const auto coding =
        formats::http1::trim_white_space(std::string_view(item).substr(0, semicolon));
    if (coding == "gzip") {
      if (semicolon == std::string::npos) return true;
      const auto weight =
          formats::http1::trim_white_space(std::string_view(item).substr(semicolon + 1));
      return weight.find_first_of("123456789") != std::string_view::npos;
    }
    if (comma == std::string_view::npos) break;
    accept_encoding.remove_prefix(comma + 1);
  }
  return false;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.contains(etag);
}

Response file_answer(const RequestHead& head, const Asset& asset) {
  Response response;
  response.fields = {{"etag", std::string(asset.etag)},
                     {"cache-control", "public, max-age=31536000, immutable"},
                     {"cross-origin-resource-policy", "same-origin"},
                     // A picture that is opened by itself is a document: it may do nothing.
                     {"content-security-policy",
                      "default-src 'none'; style-src 'none'; frame-ancestors 'none'; sandbox"}};
  if (!asset.gzip.empty()) response.fields.emplace_back("vary", "accept-encoding");
  const auto known = find_field(head.fields, "if-none-match");
  if (known && names_etag(*known, asset.etag)) {
    response.status = 304;
    return response;
  }
  response.fields.emplace_back("content-type", std::string(asset.type));
  const auto accepted = find_field(head.fields, "accept-encoding");
  const bool packed = !asset.gzip.empty() && accepted && takes_gzip(*accepted);
  if (packed) response.fields.emplace_back("content-encoding", "gzip");
  response.body = to_bytes(packed ? asset.gzip : asset.plain);
  return response;
}

}  // namespace

std::optional<Logo> logo_from(const std::optional<app::ConsoleLogo>& picture) {
  if (!picture) return std::nullopt;
  const bool png = picture->kind == app::ConsoleLogo::Kind::png;
  const std::string hash = certs::sha256(picture->content).hex();
  return Logo{"logo-" + hash.substr(0, 12) + (png ? ".png" : ".svg"),
              png ? "image/png" : "image/svg+xml", "\"" + hash.substr(0, 32) + "\"",
              std::string(as_text(picture->content))};
}

html::Url Assets::url_of(std::string_view logical) const {
  const auto all = built_in_assets();
  const auto found = std::ranges::find(all, logical, &Asset::logical);
  if (found == all.end()) throw std::logic_error("no such built-in file");
  return html::Url::path({"assets", found->name});
}

std::optional<html::Url> Assets::logo_url() const {
  if (!logo_) return std::nullopt;
  return html::Url::path({"assets", logo_->name});
}

Response Assets::answer(const RequestHead& head) const {
  const std::string_view name = std::string_view(head.path).substr(prefix.size());
  const auto all = built_in_assets();
  if (const auto found = std::ranges::find(all, name, &Asset::name); found != all.end())
    return file_answer(head, *found);
  if (logo_ && name == logo_->name)
    return file_answer(head,
                       {logo_->name, logo_->name, logo_->type, logo_->etag, logo_->content, {}});
  return Response{
      404, {{"content-type", "text/plain; charset=utf-8"}}, to_bytes("No such file.\n")};
}

}  // namespace gatepost::web
