// A QR code as a picture that needs no file: libqrencode makes the modules, this the SVG. Pure; any
// thread.
#pragma once

#include <string>

#include "gateway/web/html/html.hpp"

namespace gatepost::web::components {

// At correction level M, with the quiet zone of 4 modules that readers need (ISO/IEC 18004). Empty
// when the text does not fit into a code. `label` is what it is for those who cannot see it.
html::Html qr_code(const std::string& text, const std::string& label);

}  // namespace gatepost::web::components
