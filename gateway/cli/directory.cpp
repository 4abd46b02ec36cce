// gatepost directory: checks a list of teams, says what a new one changes, and puts it in place.
#include <fmt/format.h>

#include "config/directory_diff.hpp"
#include "config/directory_review.hpp"
#include "config/samples.hpp"
#include "config/settings.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/store/sqlite/open.hpp"

namespace gatepost::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t directory_limit = std::size_t{4} << 20;

struct List {
  std::string name;  // of the file
  std::string text;
  config::Directory directory;
};

// What was found out about a file: the list, or why there is none.
using Read = std::expected<List, Problems>;

Read read_list(const Path& file) {
  auto bytes = posix::read_file(file, directory_limit);
  if (!bytes)
    return std::unexpected(Problems{{"Directory", file.string(), bytes.error().context(),
                                     "a file that exists and may be read"}});
  const std::string name = file.filename().string();
  std::string text(as_text(*bytes));
  auto directory = config::Directory::from_csv(text, name);
  if (!directory) return std::unexpected(std::move(directory).error());
  return List{name, std::move(text), std::move(*directory)};
}

Exit refuse(const Path& file, const Problems& problems, Style style, Exit exit) {
  if (style == Style::json)
    print_json(json::object{{"valid", false}, {"problems", problems_json(problems)}});
  else
    print_problems(fmt::format("{}: a gateway would refuse this directory:", file.string()),
                   problems);
  return exit;
}

std::chrono::year_month_day today() {
  const auto now = posix::SystemClock{}.now();
  const auto calendar = config::Calendar::from_bank_holidays_json(config::bank_holidays_json());
  if (calendar) return calendar->local_date(now);
  return std::chrono::floor<std::chrono::days>(now);
}

Problems of_weight(const std::vector<config::Remark>& remarks, config::Remark::Weight weight) {
  Problems found;
  for (const config::Remark& remark : remarks)
    if (remark.weight == weight) found.push_back(remark.about);
  return found;
}

// What a change means for those who wait: how many forms nobody at the team has confirmed yet.
class Waiting {
 public:
  explicit Waiting(std::unique_ptr<exchange::View> view) : view_(std::move(view)) {}

  Result<std::size_t> on(const config::DirectoryChange& change) {
    if (view_ == nullptr || change.kind == config::DirectoryChange::Kind::added)
      return std::size_t{0};
    const auto [at, is_new] = counts_.emplace(change.team, 0);
    if (is_new) {
      GP_TRY(at->second, view_->waiting_on(change.team));
    }
    return at->second;
  }

 private:
  std::unique_ptr<exchange::View> view_;
  std::map<TeamCode, std::size_t> counts_;
};

// Nothing when the gateway has never run: then nobody waits.
Result<Waiting> waiting_at(const config::GatewaySettings& settings) {
  const Path database = settings.state / "gatepost.db";
  if (!std::filesystem::exists(database)) return Waiting(nullptr);
  GP_TRY(auto view, store::sqlite::open_sqlite_readonly(database));
  return Waiting(std::move(view));
}

struct ToldChange {
  config::DirectoryChange change;
  std::size_t waiting = 0;

  std::string in_words() const {
    std::string text = change.in_words();
    if (waiting == 0) return text;
    return text + fmt::format("; {} referral{} {} waiting on this {}", waiting,
                              waiting == 1 ? "" : "s", waiting == 1 ? "is" : "are",
                              change.team_kind == config::TeamKind::spoc ? "SPOC" : "team");
  }
};

Result<std::vector<ToldChange>> changes(const config::Directory& before,
                                        const config::Directory& after, Waiting& waiting) {
  std::vector<ToldChange> told;
  for (config::DirectoryChange& change : config::difference(before, after)) {
    GP_TRY(const std::size_t count, waiting.on(change));
    told.push_back({std::move(change), count});
  }
  return told;
}

json::array changes_json(const std::vector<ToldChange>& told) {
  json::array made;
  for (const ToldChange& each : told) {
    json::object change{{"team", each.change.team.str()},
                        {"change", config::to_string(each.change.kind)},
                        {"waiting", each.waiting},
                        {"in_words", each.in_words()}};
    if (!each.change.field.empty()) {
      change["field"] = each.change.field;
      change["before"] = each.change.before;
      change["after"] = each.change.after;
    }
    if (each.change.from) change["from"] = format_date(*each.change.from);
    made.push_back(std::move(change));
  }
  return made;
}

void say_changes(const std::vector<ToldChange>& told) {
  if (told.empty()) say("Nothing changes.");
  for (const ToldChange& each : told) say(each.in_words());
}

// "directory.csv.20261124-084500", in UTC: names of one list sort by time.
Path kept_as(const Path& file, Instant now) {
  std::string stamp;
  for (const char c : to_rfc3339(std::chrono::floor<std::chrono::seconds>(now)))
    if (c == 'T')
      stamp += '-';
    else if (c >= '0' && c <= '9')
      stamp += c;
  return file.string() + "." + stamp;
}

// 1. The list in use stays beside it, durably, so that an import can be taken back.
// 2. The new one takes its place by rename: a gateway that reads meanwhile sees one or the other.
Result<Path> put_in_place(const List& fresh, const List& old, const Path& file) {
  Path kept = kept_as(file, posix::SystemClock{}.now());
  GP_CHECK(posix::write_file_durably(kept, as_bytes(old.text), posix::Mode::shared));
  GP_CHECK(posix::write_file_durably(file, as_bytes(fresh.text), posix::Mode::shared));
  return kept;
}

}  // namespace

Exit directory_check(const Path& file, Style style) {
  const Read list = read_list(file);
  if (!list) return refuse(file, list.error(), style, Exit::no);
  const auto remarks = config::review(list->directory, list->name, today());
  const auto warnings = of_weight(remarks, config::Remark::Weight::warning);
  const auto notes = of_weight(remarks, config::Remark::Weight::note);
  if (style == Style::json) {
    print_json(json::object{{"valid", true},
                            {"teams", list->directory.teams().size()},
                            {"digest", list->directory.digest_hex()},
                            {"problems", json::array{}},
                            {"warnings", problems_json(warnings)},
                            {"notes", problems_json(notes)}});
    return Exit::yes;
  }
  if (!warnings.empty()) print_problems("Warnings:", warnings);
  if (!notes.empty()) print_problems("Notes:", notes);
  const auto counted = [](std::size_t count, std::string_view what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  say(fmt::format("{}: a gateway would take it: {}, {}, {}", file.string(),
                  counted(list->directory.teams().size(), "team"),
                  counted(warnings.size(), "warning"), counted(notes.size(), "note")));
  return Exit::yes;
}

Exit directory_diff(const DirectoryDiffOptions& options) {
  if (!options.config && !options.against) {
    complain(
        "directory diff: name what to compare with: --config gatepost.toml or --against OLD.csv");
    return Exit::usage;
  }
  Path old_file;
  Result<Waiting> waiting = Waiting(nullptr);
  if (options.against) {
    old_file = *options.against;
  } else {
    const auto settings = config::GatewaySettings::load(*options.config);
    if (!settings) return refuse(*options.config, settings.error(), options.style, Exit::usage);
    old_file = settings->directory;
    waiting = waiting_at(*settings);
  }
  if (!waiting) return give_up("directory", waiting.error());
  const Read fresh = read_list(options.file);
  if (!fresh) return refuse(options.file, fresh.error(), options.style, Exit::no);
  const Read old = read_list(old_file);
  if (!old) return refuse(old_file, old.error(), options.style, Exit::usage);
  const auto told = changes(old->directory, fresh->directory, *waiting);
  if (!told) return give_up("directory", told.error());
  if (options.style == Style::json)
    print_json(json::object{{"changes", changes_json(*told)}});
  else
    say_changes(*told);
  return Exit::yes;
}

Exit directory_import(const DirectoryImportOptions& options) {
  const auto settings = config::GatewaySettings::load(options.config);
  if (!settings) return refuse(options.config, settings.error(), options.style, Exit::usage);
  const Read fresh = read_list(options.file);
  if (!fresh) return refuse(options.file, fresh.error(), options.style, Exit::no);
  const Read old = read_list(settings->directory);
  if (!old) return refuse(settings->directory, old.error(), options.style, Exit::usage);
  auto waiting = waiting_at(*settings);
  if (!waiting) return give_up("directory", waiting.error());
  const auto told = changes(old->directory, fresh->directory, *waiting);
  if (!told) return give_up("directory", told.error());
  const auto warnings = of_weight(config::review(fresh->directory, fresh->name, today()),
                                  config::Remark::Weight::warning);
  const auto kept = put_in_place(*fresh, *old, settings->directory);
  if (!kept) return give_up("directory", kept.error());
  if (options.style == Style::json) {
    print_json(json::object{{"imported", settings->directory.string()},
                            {"kept", kept->string()},
                            {"digest", fresh->directory.digest_hex()},
                            {"changes", changes_json(*told)},
                            {"warnings", problems_json(warnings)}});
    return Exit::yes;
  }
  say_changes(*told);
  if (!warnings.empty()) print_problems("Warnings:", warnings);
  say(fmt::format("{} is in place; the one before is kept as {}", settings->directory.string(),
                  kept->string()));
  say("A running gateway reads it on SIGHUP: systemctl reload gatepost, or kill -HUP its process");
  return Exit::yes;
}

}  // namespace gatepost::cli
