// gatepost serve: wires the faces to the server and runs it.
#include <fmt/format.h>

#include "gateway/api/face.hpp"
#include "gateway/app/server.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/mesh/face.hpp"
#include "gateway/web/face.hpp"

namespace gatepost::cli {

namespace {

std::vector<std::unique_ptr<app::Face>> make_faces(app::Gateway& gateway) {
  std::vector<std::unique_ptr<app::Face>> faces;
  faces.push_back(std::make_unique<mesh::MeshFace>(gateway));
  faces.push_back(std::make_unique<api::ApiFace>(gateway));
  return faces;
}

Exit refuse(const Path& config, const Problems& problems, Style style) {
  if (style == Style::json) {
    print_json(boost::json::object{{"valid", false}, {"problems", problems_json(problems)}});
    return Exit::usage;
  }
  print_problems(
      fmt::format("{}: the gateway cannot run with this configuration:", config.string()),
      problems);
  return Exit::usage;
}

Exit check_only(const Path& config, Style style) {
  auto settings = config::GatewaySettings::load(config);
  if (!settings) return refuse(config, settings.error(), style);
  auto loaded = app::load_configuration(*settings, posix::SystemClock{}.now());
  if (!loaded) return refuse(config, loaded.error(), style);
  if (style == Style::json) {
    print_json(boost::json::object{{"valid", true},
                                   {"teams", (*loaded)->directory.teams().size()},
                                   {"policy", (*loaded)->policy.id},
                                   {"warnings", problems_json((*loaded)->warnings)}});
    return Exit::yes;
  }
  const Problems& warnings = (*loaded)->warnings;
  say(fmt::format("{}: {}: {} teams, policy {}", config.string(),
                  warnings.empty() ? "all is well" : "it can run",
                  (*loaded)->directory.teams().size(), (*loaded)->policy.id));
  if (!warnings.empty()) print_problems("What wants mending:", warnings);
  return Exit::yes;
}

}  // namespace

Exit serve(const ServeOptions& options) {
  if (options.mode == ServeOptions::Mode::check_only)
    return check_only(options.config, options.style);
  auto ended = app::run_server({options.config, version, make_faces, web::make_console});
  if (!ended) return refuse(options.config, ended.error(), Style::text);
  return Exit::yes;
}

Exit show_version(Style style) {
  if (style == Style::json)
    print_json(boost::json::object{{"version", version}});
  else
    say(fmt::format("gatepost {}", version));
  return Exit::yes;
}

}  // namespace gatepost::cli
