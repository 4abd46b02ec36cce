#include "gateway/web/components/qr_code.hpp"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

namespace gatepost::web::components {

using html::attr;
using html::css;
using html::el;
using html::Html;

Html qr_code(const std::string& text, const std::string& label) {
  constexpr int quiet = 4;
  constexpr int case_sensitive = 1;
  const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(
      QRcode_encodeString(text.c_str(), 0, QR_ECLEVEL_M, QR_MODE_8, case_sensitive), QRcode_free);
  if (!code) return {};
  std::string dark;  // one row of each run of dark modules
  for (int y = 0; y < code->width; ++y)
    for (int x = 0; x < code->width;) {
      int end = x;
      while (end < code->width && (code->data[y * code->width + end] & 1) != 0) ++end;
      if (end > x) dark += fmt::format("M{} {}h{}v1h-{}z", x + quiet, y + quiet, end - x, end - x);
      x = end + 1;
    }
  const int size = code->width + 2 * quiet;
  return el(
      "svg",
      {css("app-qr-code"), attr("viewBox", fmt::format("0 0 {} {}", size, size)),
       attr("role", "img"), attr("aria-label", label), attr("width", 220), attr("height", 220),
       attr("shape-rendering", "crispEdges")},
      {el("path", {attr("fill", "#ffffff"), attr("d", fmt::format("M0 0h{}v{}H0z", size, size))}),
       el("path", {attr("fill", "#0b0c0c"), attr("d", dark)})});
}

}  // namespace gatepost::web::components
