// gatepost fsck: whether the store is whole, for whoever restored a backup or does not trust a
// disk.
#include "gateway/app/fsck.hpp"

#include <fmt/format.h>

#include "gateway/cli/installation.hpp"
#include "gateway/cli/output.hpp"

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
          {"log_entries", report.log_entries}, {"users", report.users},
          {"drafts", report.drafts},           {"flaw_count", report.flaw_count},
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
  const auto settings = load_settings(config);
  if (!settings) return Exit::usage;
  // Only what it needs: a directory or policy that does not load must not hide the store's state.
  const auto keys = open_keys(*settings);
  if (!keys) return Exit::usage;
  const auto view = open_view(*settings);
  if (!view) return Exit::usage;
  const auto report = app::fsck(*view, *keys);
  if (!report) {
    complain(
        fmt::format("fsck: the store cannot be read to the end: {}", report.error().to_string()));
    return Exit::no;
  }
  if (style == Style::json)
    print_json(json_of(*report));
  else if (report->sound())
    say(
        fmt::format("sound: {} conversations, {} messages, {} receipts, {} entries of the log, {} "
                    "users, {} drafts",
                    report->conversations, report->messages, report->receipts, report->log_entries,
                    report->users, report->drafts));
  else
    say_flaws(*report);
  return report->sound() ? Exit::yes : Exit::no;
}

}  // namespace gatepost::cli
