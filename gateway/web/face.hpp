// WebFace: the console of a running gateway: its pages, joined to the gateway's services. Owned by
// the server; lives on the io_context's thread.
#pragma once

#include <memory>

#include "gateway/app/administration.hpp"
#include "transports/http_server.hpp"

namespace gatepost::web {

// The gateway's configuration must have a [console]. Its name, logo and url are those of this
// moment: changing them takes a restart.
std::unique_ptr<transports::HttpHandler> make_console(app::Gateway& gateway,
                                                      app::Identity& identity,
                                                      app::Administration& administration);

}  // namespace gatepost::web
