// gatepost collect: what waits in the inbox, onto disk; and the automatic acknowledgement.
#include <fmt/format.h>

#include "gateway/cli/collector.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/stop.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

json::object as_json(const Collected& item) {
  json::object made{
      {"file", item.file.string()}, {"form", item.form}, {"message_id", item.message_id}};
  if (!item.linked.empty()) made["linked"] = item.linked;
  if (!item.acknowledgement.empty()) made["acknowledgement_id"] = item.acknowledgement;
  return made;
}

}  // namespace

Exit collect(const CollectOptions& options, const ClientOptions& client_options) {
  const auto client = Client::open(client_options.config);
  if (!client) return Exit::usage;
  if (auto made = posix::make_folder(options.out, posix::Mode::secret); !made)
    return give_up("--out", made.error());
  stop_on_signals();
  const bool json_wanted = client_options.style == Style::json;
  json::array items;
  Collector collector(*client,
                      {{options.out, options.out, options.out, options.out / "failed"},
                       options.acknowledge,
                       [&](const Collected& item) {
                         if (json_wanted)
                           items.push_back(as_json(item));
                         else
                           say(fmt::format("{} {}{} -> {}", item.form, item.message_id,
                                           item.acknowledgement.empty() ? "" : ", acknowledged",
                                           item.file.string()));
                       }});
  const bool once = options.rounds == Rounds::once;
  Exit last = Exit::yes;
  do {
    try {
      last = collector.round();
      if (once && !json_wanted && last == Exit::yes && collector.seen() == 0)
        say("Nothing waits in the inbox.");
    } catch (const std::exception&) {
      // A mailbox must not go unwatched because one answer was strange.
      complain("collect: an answer of the gateway could not be understood; trying again");
      last = Exit::no;
    }
    if (json_wanted) print_json(json::object{{"collected", std::exchange(items, {})}});
    if (once) return last;
    wait_unless_stopped(std::chrono::seconds{options.every_seconds});
  } while (!stop_requested());
  return last;
}

}  // namespace gatepost::cli
