// The store port, declared by the exchange and implemented by gateway/store (DESIGN section 6). A
// unit of work runs on the store's writer thread inside a transaction that it shares with others of
// its batch (group commit); its answer reaches the caller only after COMMIT.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certs/seal.hpp"
#include "gateway/audit/entry.hpp"
#include "gateway/exchange/conversation.hpp"
#include "gateway/exchange/message_list.hpp"
#include "gateway/identity/port.hpp"

namespace gatepost::exchange {

enum class StoreErrc {
  failed,   // not committed, and never will be: nothing of this work is in the store
  unknown,  // the commit's outcome is not known: ask again with the same idempotency key
  full,     // the queue is at limits::store_queue_commands, or the disk has no room: nothing was
            // changed
  stopped,  // the store stopped after an I/O error; the process must restart and recover
  corrupt,  // a row that cannot be: the context names table and key, never content
  wrong_schema,  // the database has another schema version than this program
  conflict,      // a unique key exists already (a bug in the caller)
};
ErrorInfo error_info(StoreErrc code);

// One form as it is known for its whole retention: the duplicate guard, and the way from a handle
// to a conversation.
struct FormRecord {
  MessageKey key;
  ConversationId conversation;
  FormType type{};
  TeamCode to;  // empty when unrouted
  Digest digest;
  Handle handle;
  Instant accepted_at;
  std::size_t size_bytes = 0;
};

// A signed receipt about a form; at most one per form and rung.
struct ReceiptRecord {
  MessageKey about;
  Rung rung{};
  MessageKey key;  // the receipt's own identity; its payload lies under it
  Handle handle;   // its inbox handle
  Instant reached_at;
};

enum class ItemKind { form, receipt, report };

// What a REPORT says (mesh.md): an empty body with headers.
struct ReportBody {
  Handle linked;            // the message it is about
  std::string event;        // "SEND" | "OVERDUE" | "REMINDER"
  std::string code;         // "14" undelivered; ours begin with "GP-"
  std::string description;  // fixed text from our own table, no personal data
  bool operator==(const ReportBody&) const = default;
};

// One thing waiting in, or collected from, a team's inbox.
struct InboxItem {
  Handle handle;
  TeamCode team;  // whose inbox
  ItemKind kind{};
  FormType type{};                    // for forms and receipts
  TeamCode from;                      // the sender's or the gateway's code
  std::optional<MessageKey> payload;  // forms and receipts: where the bytes lie
  std::optional<ReportBody> report;
  Instant arrived_at;
  std::optional<Instant> collected_at;
  std::size_t size_bytes = 0;
};

// Something to carry out after the commit, at least once, under a stable reference (DESIGN rule 3).
struct Effect {
  std::string reference;  // unique for ever: "FROM/id/confirmed/remind-recipient/1"
  enum class Kind { report, notify } kind{};
  ConversationId conversation;
  MessageKey about;
  std::optional<TaskId> task;  // for the steps of a task of its own
  StepRole role{};
  TeamCode team;  // who is told (the owner of the role)
  Rung rung{};
  std::string step;
  Instant due_at;  // not before
  int attempts = 0;
};

// Coded facts without identity, written at accept so that erasure does not erase the figures
// (DESIGN rule 8).
struct ReportFacts {
  MessageKey about;
  Instant accepted_at;
  std::vector<std::pair<std::string, std::string>> facts;
};

// A stored payload and its key.
struct PayloadRecord {
  MessageKey key;
  certs::SealedPayload sealed;
};

// Where a task stands in its team's list: what presses comes first, and of that the oldest; closed
// ones come last, the newest first. A page ends with one, and the next begins after it. It holds
// while nothing about the task changes; one that presses more meanwhile stands on an earlier page.
struct TaskPlace {
  enum class Press {
    urgent,   // its message is
    overdue,  // a deadline of its message has passed, or its own steps have begun
    waits,
    closed
  } press = Press::urgent;
  std::int64_t order = 0;  // milliseconds since 1970 of its opening; negative when closed
  TaskId id;
  auto operator<=>(const TaskPlace&) const = default;

  std::string to_text() const;  // "1.1775000000000.UUID"
  static std::optional<TaskPlace> from_text(std::string_view text);
};
TaskPlace place_of(const Conversation& conversation, const Task& task);
struct ListedTask {
  ConversationId conversation;
  Task task;
  TaskPlace place;
};

// Reads and writes of one unit of work, all inside one database transaction. Used on the writer
// thread only, during run().
class Transaction {
 public:
  virtual ~Transaction() = default;

  // The conversation as earlier work of the same batch left it.
  virtual Result<std::optional<Conversation>> load(const ConversationId& id) = 0;
  // Inserts, or writes the difference to what load() answered; also wake_at. `now` is the time of
  // the change.
  virtual Result<void> save(const Conversation& conversation) = 0;

  virtual Result<std::optional<FormRecord>> find_form(const MessageKey& key) = 0;
  virtual Result<void> add_form(const FormRecord& record) = 0;
  virtual Result<void> add_payload(const PayloadRecord& payload) = 0;
  virtual Result<std::optional<ReceiptRecord>> find_receipt(const MessageKey& about, Rung rung) = 0;
  virtual Result<void> add_receipt(const ReceiptRecord& record) = 0;

  virtual Result<void> add_inbox(const InboxItem& item) = 0;
  virtual Result<std::optional<InboxItem>> find_inbox(const TeamCode& team,
                                                      const Handle& handle) = 0;
  virtual Result<void> mark_collected(const TeamCode& team, const Handle& handle, Instant at) = 0;
  // Takes an uncollected item back (what was agreed no longer covers it); false, and nothing is
  // changed, when it was collected or is not there.
  virtual Result<bool> remove_uncollected(const TeamCode& team, const Handle& handle) = 0;

  virtual Result<void> add_effect(const Effect& effect) = 0;
  // Removes a carried-out effect; false when it was gone already.
  virtual Result<bool> finish_effect(const std::string& reference) = 0;
  virtual Result<void> postpone_effect(const std::string& reference, Instant until) = 0;

  virtual Result<void> add_facts(const ReportFacts& facts) = 0;
  virtual Result<void> add_search_token(const std::string& kind, const Digest& token,
                                        const MessageKey& about) = 0;
  // Keeps a CRL once by its digest, and from when to when it is in force.
  virtual Result<void> keep_crl(const Digest& digest, const Bytes& der) = 0;

  // Users, credentials, sessions, drafts. Lives as long as this.
  virtual identity::Rows& people() = 0;

  // Queued until the end of the batch, where the log's head is taken last.
  virtual void append_audit(audit::Entry entry) = 0;
};

class Overview;

// Reads outside of any unit of work: a consistent snapshot of committed state. One thread at a
// time; short-lived.
class View {
 public:
  virtual ~View() = default;
  virtual Result<std::optional<Conversation>> conversation(const ConversationId& id) = 0;
  virtual Result<std::optional<FormRecord>> form(const MessageKey& key) = 0;
  virtual Result<std::optional<FormRecord>> form_by_handle(const Handle& handle) = 0;
  virtual Result<std::optional<ReceiptRecord>> receipt(const MessageKey& about, Rung rung) = 0;
  virtual Result<std::vector<ReceiptRecord>> receipts(const MessageKey& about) = 0;
  // Wrap and one part of a stored payload; nothing when there is none.
  struct SealedPartRow {
    Bytes wrap;
    certs::SealedPart part;
  };
  virtual Result<std::optional<SealedPartRow>> payload_part(const MessageKey& key,
                                                            const std::string& part) = 0;

  // Uncollected items of a team, oldest first, after the given handle (exclusive; empty for the
  // start).
  virtual Result<std::vector<InboxItem>> inbox(const TeamCode& team, std::size_t limit,
                                               const Handle& after) = 0;
  virtual Result<std::size_t> inbox_count(const TeamCode& team) = 0;
  virtual Result<std::optional<InboxItem>> inbox_item(const TeamCode& team,
                                                      const Handle& handle) = 0;

  // Forms a team sent or was sent, newest first, before the given instant.
  virtual Result<std::vector<FormRecord>> forms_of(const TeamCode& team, std::size_t limit,
                                                   std::optional<Instant> before) = 0;
  // A page of a team's messages; and how many there are on one side at one stage.
  virtual Result<std::vector<ListedMessage>> messages_of(const MessageQuery& wanted) = 0;
  virtual Result<std::size_t> count_messages(const TeamCode& team, MessageQuery::Side side,
                                             ListStage stage) = 0;
  enum class TaskFilter { open, all };
  // A team's tasks in the order of TaskPlace, after the given place (exclusive; nothing for the
  // start).
  virtual Result<std::vector<ListedTask>> tasks_of(const TeamCode& owner, TaskFilter filter,
                                                   std::size_t limit,
                                                   const std::optional<TaskPlace>& after) = 0;
  // The message of this id that a task of the team is about, open or closed.
  virtual Result<std::optional<MessageKey>> subject_of_task(const TeamCode& owner,
                                                            const MessageId& about) = 0;
  virtual Result<std::optional<std::pair<ConversationId, Task>>> task(const TaskId& id) = 0;

  // Conversations whose wake_at is not after `now`, earliest first.
  virtual Result<std::vector<ConversationId>> due(Instant now, std::size_t limit) = 0;
  virtual Result<std::optional<Instant>> next_wake() = 0;
  // Open messages to this team that no named person has confirmed: what a change of its address
  // would touch.
  virtual Result<std::size_t> waiting_on(const TeamCode& team) = 0;
  // Effects due, oldest first; and the next instant one becomes due.
  virtual Result<std::vector<Effect>> effects(Instant now, std::size_t limit) = 0;
  // Those of one kind, so that notifications that wait for a mail server hold back no REPORT.
  virtual Result<std::vector<Effect>> effects_of(Effect::Kind kind, Instant now,
                                                 std::size_t limit) = 0;
  virtual Result<std::optional<Instant>> next_effect() = 0;

  virtual Result<std::vector<MessageKey>> search(const std::string& kind, const Digest& token,
                                                 std::size_t limit) = 0;
  // The log: rows [first, first+limit), and its head. A damaged row comes with what is wrong with
  // it, for the verifier to name, instead of an error.
  virtual Result<std::vector<audit::Row>> audit_rows(std::uint64_t first, std::size_t limit) = 0;
  virtual Result<audit::Head> audit_head() = 0;
  // The first rows about one message, in order.
  virtual Result<std::vector<audit::Row>> audit_about(const MessageKey& message,
                                                      std::size_t limit) = 0;
  // As audit::Hashes: fewer than `count` when they are not there.
  virtual Result<std::vector<Digest>> audit_hashes(unsigned level, std::uint64_t first,
                                                   std::size_t count) = 0;

  // A kept CRL by its digest; and those that were in force at an instant.
  virtual Result<std::optional<Bytes>> crl(const Digest& digest) = 0;
  virtual Result<std::vector<Bytes>> crls_at(Instant at, std::size_t limit) = 0;

  // Users, credentials, sessions, drafts. Lives as long as this.
  virtual identity::Reads& people() = 0;
  // Lists over all teams (overview.hpp). Lives as long as this.
  virtual Overview& overview() = 0;
  // For a check of the whole store: conversations by id, after the given one (exclusive; empty for
  // the start), each with the wake_at that is stored for it.
  struct StoredConversation {
    Conversation conversation;
    std::optional<Instant> wake_at;
  };
  virtual Result<std::vector<StoredConversation>> conversations(const ConversationId& after,
                                                                std::size_t limit) = 0;
  // What the engine finds wrong with its own files; empty when they are sound.
  virtual Result<std::vector<std::string>> self_check() = 0;

  // For metrics: counts that are cheap to read.
  struct Counts {
    std::uint64_t forms = 0, uncollected = 0, open_tasks = 0, pending_effects = 0,
                  open_conversations = 0;
  };
  virtual Result<Counts> counts() = 0;
};

// One command as the store sees it.
struct Work {
  // Stable across retries: "accept/BXI-PSI/<id>/<digest>". When the store finds it answered before,
  // the stored outcome is returned and `run` is not called.
  std::string idempotency_key;
  // Answers the outcome to store under the key (short, no personal data). An error undoes this work
  // alone, not its batch.
  std::function<Result<std::string>(Transaction&)> run;
};

class Store {
 public:
  virtual ~Store() = default;
  // Never blocks. `done` is called once, on the writer thread: the outcome after COMMIT, the error
  // `run` answered, or a StoreErrc.
  virtual void submit(Work work, std::function<void(Result<std::string>)> done) = 0;
  // May be called from any thread; each View is for one thread.
  virtual Result<std::unique_ptr<View>> view() = 0;
};

}  // namespace gatepost::exchange
