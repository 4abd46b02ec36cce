// gatepost fsck: whether the store is whole, for whoever restored a backup or does not trust a
// disk.
#include "gateway/app/fsck.hpp"

#include <fmt/format.h>

#include "config/settings.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

json::object json_of(const app::FsckReport& report) {
  json::array flaws;
  for (const app::Flaw& flaw : report.flaws)
    flaws.push_back(
        json::object{{"kind", flaw.kind}, {"about", flaw.about}, {"wrong", flaw.wrong}});
  return {{"sound", report.sound()},           {"conversations", report.conversations},
          {"messages", report.messages},       {"receipts", report.receipts},
          {"log_entries", report.log_entries}, {"flaw_count", report.flaw_count},
          {"flaws", std::move(flaws)}};
}

void say_flaws(const app::FsckReport& report) {
  for (const app::Flaw& flaw : report.flaws)
    complain(fmt::format("{}: {}: {}", flaw.kind, flaw.about, flaw.wrong));
  if (report.flaw_count > report.flaws.size())
    complain(fmt::format("and {} more", report.flaw_count - report.flaws.size()));
  complain(fmt::format(
      "NOT sound: {} flaws. Keep a copy of the state folder as it is before anything else; then "
      "compare with the last backup. Nothing was changed",
      report.flaw_count));
}

}  // namespace

Exit fsck(const Path& config, Style style) {
  auto settings = config::GatewaySettings::load(config);
  if (!settings) {
    print_problems(fmt::format("{}:", config.string()), settings.error());
    return Exit::usage;
  }
  // Only what it needs: a directory or policy that does not load must not hide the store's state.
  auto keys = certs::KeyRing::open(settings->keys);
  if (!keys) {
    complain(fmt::format("[gateway] keys: {}", keys.error().to_string()));
    return Exit::usage;
  }
  auto view = store::sqlite::open_sqlite_readonly(settings->state / "gatepost.db");
  if (!view) {
    complain(fmt::format("[gateway] state: {}", view.error().to_string()));
    return Exit::usage;
  }
  const auto report = app::fsck(**view, *keys);
  if (!report) {
    complain(
        fmt::format("fsck: the store cannot be read to the end: {}", report.error().to_string()));
    return Exit::no;
  }
  if (style == Style::json)
    print_json(json_of(*report));
  else if (report->sound())
    say(fmt::format("sound: {} conversations, {} messages, {} receipts, {} entries of the log",
                    report->conversations, report->messages, report->receipts,
                    report->log_entries));
  else
    say_flaws(*report);
  return report->sound() ? Exit::yes : Exit::no;
}

}  // namespace gatepost::cli
