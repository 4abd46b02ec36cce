// Server: one gateway process, wired in visible phases: configuration, store, services, ports,
// loops; then signals until SIGTERM. Owned by `gatepost serve`; runs its io_context on the calling
// thread.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "config/settings.hpp"
#include "gateway/app/administration.hpp"
#include "gateway/app/machine_port.hpp"

namespace gatepost::app {

// The faces live above `app`; whoever wires the program makes them.
using MakeFaces = std::function<std::vector<std::unique_ptr<Face>>(Gateway&)>;

// The console too; called only when there is a [console].
using MakeConsole =
    std::function<std::unique_ptr<transports::HttpHandler>(Gateway&, Identity&, Administration&)>;

struct ServerOptions {
  std::filesystem::path settings_file;  // read again on SIGHUP
  std::string version;
  MakeFaces make_faces;
  MakeConsole make_console;
};

// The exit code when the store stopped after an I/O error; a service manager restarts on it.
inline constexpr int store_stopped_exit = 70;  // sysexits.h EX_SOFTWARE

// Starts and runs until SIGTERM or SIGINT has been obeyed. The error is every problem that kept it
// from starting, for people.
std::expected<void, Problems> run_server(const ServerOptions& options);

}  // namespace gatepost::app
