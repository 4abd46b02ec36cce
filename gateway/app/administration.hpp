// Administration: what those who look after the gateway ask for and do: tasks of all teams, the
// delivery log, the directory, users, health. Every method asks Identity first whether this person
// may (gateway/identity/access.hpp); none answers what a form says. Owned by the server; used on
// its io_context's thread, with what reads much in the worker pool, piece by piece.
#pragma once

#include <functional>
#include <map>

#include "config/directory_diff.hpp"
#include "config/directory_review.hpp"
#include "gateway/app/identity.hpp"
#include "gateway/audit/export.hpp"
#include "gateway/audit/verifier.hpp"
#include "gateway/exchange/overview.hpp"
#include "gateway/identity/profile.hpp"

namespace gatepost::app {

// An open task of some team, without what is sealed: neither whom it is about nor who claimed it.
struct OpenTask {
  exchange::Task task;  // claimed_by and detail are empty
  ConversationId conversation;
  std::optional<exchange::FormType> type;  // of the message it is about; nothing for duties
  TeamCode to;                             // its recipient
  bool urgent = false;
  std::optional<Instant> overdue_since;  // the earliest deadline that it missed
};
struct OpenTasks {
  std::vector<OpenTask> tasks;
  std::optional<exchange::TaskPlace> next;  // where the next page begins
};
struct OpenTasksQuery {
  exchange::TaskSelection which;
  std::size_t limit = 1;
  std::optional<exchange::TaskPlace> after;
};

struct LogLine {
  std::uint64_t index = 0;
  audit::Entry entry;
};
struct LogQuery {
  audit::EntryFilter filter;
  std::optional<std::uint64_t> before;  // entries older than this one; from the end when absent
  std::size_t limit = 1;
};
// The newest first. One answer looks through limits::log_searched_at_once entries at most.
struct LogPage {
  std::vector<LogLine> lines;
  std::optional<std::uint64_t> next;   // where to go on; nothing when all was looked through
  std::optional<Instant> searched_to;  // how far back this answer looked, when it stopped there
  std::uint64_t damaged = 0;           // entries that cannot be read: the log needs verifying
  std::uint64_t size = 0;              // of the log
  std::map<std::string, std::string> names;  // of actors "user:<id>", for display only
};

// Recomputing the log, as it goes on or as it last ended.
struct LogVerification {
  enum class State { never, running, sound, damaged, failed } state = State::never;
  std::uint64_t checked = 0, size = 0;
  Digest root;
  std::string wrong;  // the first thing that is wrong
  Instant started_at, ended_at;
};

struct DirectoryProposal {
  Problems problems;  // why a gateway would refuse the list; then there is nothing else
  std::string fresh_digest{}, current_digest{};
  std::size_t teams = 0;
  struct Change {
    config::DirectoryChange change;
    std::size_t waiting = 0;  // forms that nobody at the team has confirmed yet
  };
  std::vector<Change> changes{};
  std::vector<config::Remark> remarks{};
};

struct Health {
  bool store_answers = false, loops_alive = false;
  std::optional<Instant> checkpoint_copied_at;
  Gateway::LogState log_state{};
  exchange::View::Counts counts;
  std::string version;
};

struct UserView {
  identity::UserRecord record;
  identity::Profile profile;
};
struct UserDetails {
  UserView user;
  bool first_password_waits = false;  // one was given out and not yet changed
  std::size_t second_factors = 0, sessions = 0;
  std::optional<Instant> seen_at;
};
struct UserPage {
  std::vector<UserView> users;
  std::optional<UserId> next;
};
struct GivenTo {
  UserId user;
  std::string password;  // shown once
};
// A user as they were when the page was made: whoever changed them since wins.
struct UserRef {
  UserId id;
  std::int64_t version_read = 0;
};

class Administration {
 public:
  // What only the process knows, and does.
  struct Process {
    std::function<bool()> loops_alive;
    std::function<std::optional<Instant>()> checkpoint_copied_at;
    // Takes the configuration up anew, as SIGHUP does; what kept it from that.
    std::function<boost::asio::awaitable<Problems>()> reload;
    std::string version;
  };
  Administration(Gateway& gateway, Identity& identity, Process process)
      : gateway_(gateway), identity_(identity), process_(std::move(process)) {}

  // ---- Tasks (see_all_tasks).
  boost::asio::awaitable<Answer<std::vector<exchange::TaskTally>>> tallies(identity::Person person);
  boost::asio::awaitable<Answer<OpenTasks>> open_tasks(identity::Person person,
                                                       OpenTasksQuery wanted);

  // ---- Health (see_health), and what could not be handed over.
  boost::asio::awaitable<Answer<Health>> health(identity::Person person);
  boost::asio::awaitable<Answer<std::vector<exchange::Effect>>> failing(
      identity::Person person, std::size_t limit, std::optional<exchange::EffectPlace> after);
  // Those that were given up, as the log tells: the newest.
  boost::asio::awaitable<Answer<LogPage>> given_up(identity::Person person, std::size_t limit);
  // Tried again at once (mend_dead_letters). Errors: not_found when it is gone.
  boost::asio::awaitable<Answer<void>> try_again(identity::Person person, std::string reference);

  // ---- The delivery log (see_delivery_log).
  boost::asio::awaitable<Answer<LogPage>> log(identity::Person person, LogQuery wanted);
  // As CSV, the oldest first (export_delivery_log); in the log itself before it is answered.
  // Errors: too_much, over limits::log_exported.
  boost::asio::awaitable<Answer<Bytes>> export_log(identity::Person person,
                                                   audit::EntryFilter filter);
  // (read_audit_log) Begins unless it is under way already; the answer is for everybody.
  boost::asio::awaitable<Answer<void>> begin_verification(identity::Person person);
  boost::asio::awaitable<Answer<LogVerification>> verification(identity::Person person);
  // Carries verifications out; until stop().
  boost::asio::awaitable<void> verify_for_ever();
  void stop() { stopping_ = true; }

  // ---- The directory (see_directory; changing it: change_directory). What was proposed is kept
  // for the person until they take it, or propose another.
  boost::asio::awaitable<Answer<DirectoryProposal>> propose_directory(identity::Person person,
                                                                      std::string csv);
  struct TakeDirectory {
    std::string fresh_digest, current_digest;  // of what was proposed, and of what it was held to
  };
  // Puts it in place durably, the one before beside it, and takes it up. All or nothing. Errors:
  // bad_request (no such proposal any more, or with its problems), changed_meanwhile.
  boost::asio::awaitable<Answer<void>> take_directory(identity::Person person, TakeDirectory which);
  // When which list was taken up, as far back as one search looks.
  boost::asio::awaitable<Answer<LogPage>> directory_history(identity::Person person);

  // ---- Users (manage_users). Nobody changes themselves. Errors: identity::Errc.
  boost::asio::awaitable<Answer<UserPage>> users(identity::Person person, std::size_t limit,
                                                 UserId after);
  // Whose sign-in name or name holds the text.
  boost::asio::awaitable<Answer<UserPage>> find_users(identity::Person person, std::string text,
                                                      std::size_t limit);
  boost::asio::awaitable<Answer<UserDetails>> user(identity::Person person, UserId id);
  boost::asio::awaitable<Answer<GivenTo>> add_user(identity::Person person,
                                                   identity::Profile profile,
                                                   std::vector<identity::Grant> grants);
  boost::asio::awaitable<Answer<void>> set_profile(identity::Person person, UserRef user,
                                                   identity::Profile profile);
  boost::asio::awaitable<Answer<void>> set_grants(identity::Person person, UserRef user,
                                                  std::vector<identity::Grant> grants);
  boost::asio::awaitable<Answer<void>> set_status(identity::Person person, UserRef user,
                                                  identity::UserStatus status);
  boost::asio::awaitable<Answer<GivenTo>> reset_password(identity::Person person, UserRef user);
  boost::asio::awaitable<Answer<void>> reset_second_factor(identity::Person person, UserRef user);

 private:
  using Work = std::function<Result<void>(identity::Change&, const identity::UserRecord&)>;
  boost::asio::awaitable<Answer<void>> change_user(identity::Person person, UserRef user, Work act);
  boost::asio::awaitable<Answer<LogPage>> search(LogQuery wanted);
  boost::asio::awaitable<void> verify_once();
  boost::asio::awaitable<Answer<void>> note(identity::Person person, std::string event,
                                            std::string reason, audit::Verb verb);

  struct Kept {
    UserId person;
    std::string csv, digest;
  };
  Gateway& gateway_;
  Identity& identity_;
  Process process_;
  std::vector<Kept> proposals_;  // the newest last
  enum class Importing { no, yes } importing_ = Importing::no;
  LogVerification verification_;
  std::optional<identity::Person> verification_asked_by_;
  bool stopping_ = false;
};

}  // namespace gatepost::app
