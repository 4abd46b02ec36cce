// Gateway: what the faces (mailbox API, JSON API, later the console) ask for, joined from the
// exchange, the store and the worker pool. Owned by the server; used on its io_context's thread.
// Every answer that says "accepted" or "done" comes after the commit.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <memory>
#include <string>
#include <variant>

#include "formats/forms/form.hpp"
#include "gateway/app/configuration.hpp"
#include "gateway/app/errors.hpp"
#include "gateway/app/metrics.hpp"
#include "gateway/app/workers.hpp"
#include "gateway/audit/tiles.hpp"
#include "gateway/base/log.hpp"
#include "gateway/exchange/duties.hpp"
#include "gateway/exchange/service.hpp"
#include "transports/byte_stream.hpp"

namespace gatepost::app {

using ConfigurationPtr = std::shared_ptr<const Configuration>;

// Who asks: an authenticated team on a machine connection, or a person who acts for a team (then
// identity has decided that they may), with the configuration its request began with.
struct Caller {
  TeamCode team;
  ConfigurationPtr configuration;
  std::string how = "certificate";  // the caller was authenticated, for the log
  std::optional<UserId> person = std::nullopt;
  std::string actor() const { return person ? audit::actor_of(*person) : "team:" + team.str(); }
};

// What the sender's transport said beside the form; kept sealed, handed to the recipient's
// transport.
struct TransportNotes {
  std::string local_id, subject, file_name;
};

struct Submission {
  Bytes bytes;
  std::optional<exchange::FormType> expected_type;  // from the transport's workflow id
  std::optional<MailboxId>
      mailbox_to;  // the transport's recipient; must agree with the signed destination
  TransportNotes notes;
};

struct Accepted {
  Handle handle;
  exchange::MessageKey key;
  ConversationId conversation;
  Digest digest;
  enum class Kind { fresh, repeat } kind{};
  std::string receipt_xml;  // the signed receipt of rung 1; the stored one for a repeat
};

struct Download {
  exchange::InboxItem item;
  Bytes bytes;  // empty for reports
  TransportNotes notes;
};

struct MessageView {
  exchange::FormRecord record;
  ConversationId conversation;
  exchange::MessageState state;
  std::vector<exchange::ReceiptRecord> receipts;
  std::vector<exchange::Task> tasks;
  std::string closed_by;  // unsealed; empty unless a person closed it by hand
};

// What a person says who closes a form by hand.
struct CloseForm {
  std::string reason;  // of exchange::close_reasons()
  std::string by;
};

struct TaskView {
  exchange::Task task;
  ConversationId conversation;
  std::optional<exchange::MessageState> message;  // nothing for duties: the form was never sent
  std::string claimed_by;                         // unsealed; empty when unclaimed
  std::string detail;                             // unsealed: whom a duty is about; empty for most
  std::string telephone;  // whom to ring: the recipient's number, from the directory
  std::string team_name;  // the recipient's name
};

// One page of a team's tasks, what presses first (exchange::TaskPlace).
struct TaskQuery {
  exchange::View::TaskFilter filter = exchange::View::TaskFilter::open;
  std::size_t limit = 1;  // at least 1
  std::optional<exchange::TaskPlace> after;
};
struct TaskPage {
  std::vector<TaskView> tasks;
  std::optional<exchange::TaskPlace> next;  // where the next page begins; nothing on the last
};

// What a person does with a task.
struct ClaimTask {
  std::string by;
};
struct HandTaskOver {
  std::string to;  // empty: put back for anybody
};
struct CompleteTask {
  exchange::TaskOutcome outcome = exchange::TaskOutcome::done;
};
using TaskAct = std::variant<ClaimTask, HandTaskOver, CompleteTask>;

// Reconciliation: a prison's list against what was sent.
struct Caseload {
  std::string prisoner_number;
  exchange::CaseloadLine line;
};
struct Finding {
  std::size_t line = 0;  // of the list, from 0
  std::string step;      // exchange::steps::lief_missing, ...
  std::chrono::year_month_day of;
  TaskId task;
  enum class Novelty { opened_now, known } novelty = Novelty::opened_now;
  // The person's newest conversation with the caller's side, where the form belongs; nothing when
  // there is none of this time in custody.
  std::optional<ConversationId> conversation;
};

// Both sides of a message, and whoever has taken over from its sender: the teams of one prison act
// for one another.
bool may_see(const TeamCode& team, const exchange::MessageState& message,
             const config::Directory& directory);

class Gateway {
 public:
  struct Parts {
    exchange::Store& store;
    Workers& workers;
    const Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
  };
  Gateway(const Parts& parts, ConfigurationPtr configuration);

  ConfigurationPtr configuration() const;
  void replace_configuration(ConfigurationPtr configuration);

  // Who the connection proves to be. Errors: unknown_team, out_of_service, issuer_not_pinned,
  // certs::Errc::wrong_role.
  Answer<Caller> identify(const transports::ConnectionIdentity& peer) const;

  boost::asio::awaitable<Answer<Accepted>> accept(Caller caller, Submission submission);

  boost::asio::awaitable<Answer<std::vector<exchange::InboxItem>>> inbox(Caller caller,
                                                                         std::size_t limit,
                                                                         Handle after);
  boost::asio::awaitable<Answer<std::size_t>> inbox_count(Caller caller);
  // Handing a form over is a disclosure, and in the log before the bytes leave.
  boost::asio::awaitable<Answer<Download>> download(Caller caller, Handle handle);
  boost::asio::awaitable<Answer<void>> collect(Caller caller, Handle handle);

  // By the gateway's handle, "TEAM/uuid", or the uuid of a form that the caller sent or was sent.
  boost::asio::awaitable<Answer<MessageView>> message(Caller caller, std::string id);
  boost::asio::awaitable<Answer<std::vector<MessageView>>> messages(Caller caller,
                                                                    std::size_t limit);
  boost::asio::awaitable<Answer<std::string>> receipt_xml(Caller caller, std::string id,
                                                          exchange::Rung rung);
  boost::asio::awaitable<Answer<TaskPage>> tasks(Caller caller, TaskQuery wanted);
  boost::asio::awaitable<Answer<TaskView>> act_on_task(Caller caller, TaskId task, TaskAct act);
  // Ends a form by hand; only the sending side can. Errors: exchange::Errc.
  boost::asio::awaitable<Answer<MessageView>> close(Caller caller, std::string id,
                                                    CloseForm by_hand);
  // What a form that the caller found (message()) says, for a person: a consultation with its
  // reason, in the log before the content is answered. Opened for its recipient it is delivered.
  boost::asio::awaitable<Answer<formats::forms::Form>> consult(Caller caller, MessageView message,
                                                               std::string reason);
  // Opens tasks for forms that were never sent. Only for a prison's teams. All of the list, or an
  // error and nothing of it; at most limits::caseload_lines.
  boost::asio::awaitable<Answer<std::vector<Finding>>> reconcile(Caller caller,
                                                                 std::vector<Caseload> list);

  // The log: its signed checkpoint as it is now, and its tiles. Hashes are for every team; bundles
  // of entries, which name all teams, only for [audit] readers. Errors: not_found, unavailable.
  boost::asio::awaitable<Answer<std::string>> log_checkpoint(Caller caller);
  boost::asio::awaitable<Answer<Bytes>> log_tile(Caller caller, audit::TilePath path);
  // Everything about one message in a zip that stands by itself (gateway/evidence). For its
  // parties; a disclosure, and in the log before the bytes leave.
  boost::asio::awaitable<Answer<Bytes>> evidence(Caller caller, std::string id);
  // Whether the log continues what was signed before, as CheckpointKeeper finds it. Nothing is
  // signed of a log that does not, nor before it has been compared once with a second place that is
  // named.
  enum class LogState { unchecked, continues, forked };
  void set_log_state(LogState state) { log_state_ = state; }
  LogState log_state() const { return log_state_; }

  // Keeps the revocation lists of a configuration for evidence.
  boost::asio::awaitable<void> keep_crls(ConfigurationPtr configuration);

  // A refusal that a face decided (replayed token, wrong mailbox): counted and, for an
  // authenticated peer, logged in the audit log.
  boost::asio::awaitable<void> record_refusal(TeamCode team, Error error,
                                              std::optional<exchange::MessageKey> message);
  boost::asio::awaitable<void> record_refusal(Caller caller, Error error,
                                              std::optional<exchange::MessageKey> message);

  // One store command; an unknown outcome is asked again under the same key. Errors: StoreErrc, and
  // what the work answered.
  boost::asio::awaitable<Result<std::string>> submit(exchange::Work work);

  // Several at once, so that they share commits; the answers in order. Each stands alone: an
  // unknown outcome is answered, not asked again, and whoever calls looks again later.
  boost::asio::awaitable<std::vector<Result<std::string>>> submit_all(
      std::vector<exchange::Work> works);

  // Connections with a good certificate that is no team's of ours: counted for the minute's summary
  // in the audit log.
  void count_stranger() { ++strangers_; }
  std::uint64_t take_strangers() { return strangers_.exchange(0); }

  const Parts& parts() const { return parts_; }
  exchange::Provenance provenance(const Configuration& configuration, std::string actor) const;
  exchange::Provenance provenance(const Caller& caller) const;
  // A consistent set of references for one decision; `configuration` must outlive it.
  exchange::Context context(const Configuration& configuration, Instant now) const;

 private:
  struct Prepared;
  Answer<Prepared> prepare(const Caller& caller, const Submission& submission, Instant now) const;
  Answer<std::string> signed_checkpoint(const Configuration& configuration,
                                        const audit::Head& head) const;
  Answer<Bytes> gather_evidence(const Caller& caller, const MessageView& message) const;
  Answer<MessageView> find_message(const Caller& caller, const std::string& id) const;
  Answer<std::string> stored_receipt(const Configuration& configuration,
                                     const exchange::MessageKey& about, exchange::Rung rung) const;
  Answer<Accepted> known_repeat(const Caller& caller, const Submission& submission) const;
  Answer<TaskView> find_task(const Caller& caller, const TaskId& task) const;
  Answer<TaskView> task_view(const Configuration& configuration, exchange::View& view,
                             const ConversationId& conversation, const exchange::Task& task) const;

  Parts parts_;
  std::atomic<std::uint64_t> strangers_ = 0;
  std::atomic<LogState> log_state_ = LogState::unchecked;
  mutable std::mutex configuration_mutex_;
  ConfigurationPtr configuration_;
};

}  // namespace gatepost::app
