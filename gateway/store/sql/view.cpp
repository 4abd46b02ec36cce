#include "gateway/store/sql/view.hpp"

#include "gateway/store/sql/listing.hpp"
#include "gateway/store/sql/record_rows.hpp"

namespace gatepost::store::sql {

using exchange::Conversation;
using exchange::Effect;
using exchange::FormRecord;
using exchange::InboxItem;
using exchange::ListedTask;
using exchange::MessageKey;
using exchange::ReceiptRecord;
using exchange::Task;
using exchange::TaskPlace;

namespace {

std::pair<ConversationId, Task> take_task(Query& query) {
  ConversationId conversation = query.id<ConversationId>();
  return {std::move(conversation), read_task(query)};
}

const std::string& listed_task_columns() {
  static const std::string columns = "conversation_id, " + std::string(task_columns);
  return columns;
}

}  // namespace

Result<std::unique_ptr<exchange::View>> SqlView::open(LentDatabase database) {
  GP_CHECK(database->begin(Database::Access::read));
  return std::unique_ptr<exchange::View>(new SqlView(std::move(database)));
}

SqlView::~SqlView() { database_->rollback(); }

Result<std::optional<Conversation>> SqlView::conversation(const ConversationId& id) {
  return read_conversation(*database_, id);
}

Result<std::optional<FormRecord>> SqlView::form(const MessageKey& key) {
  return read_form(*database_, key);
}

Result<std::optional<FormRecord>> SqlView::form_by_handle(const Handle& handle) {
  static const std::string sql =
      "SELECT " + std::string(form_columns) + " FROM forms WHERE handle = $1";
  Query query(*database_, sql);
  GP_TRY(const bool row, query.with(handle).next());
  if (!row) return std::nullopt;
  FormRecord record = take_form(query);
  if (!query.sound()) return Query::corrupt("forms", handle.str());
  return record;
}

Result<std::optional<ReceiptRecord>> SqlView::receipt(const MessageKey& about,
                                                      exchange::Rung rung) {
  return read_receipt(*database_, about, rung);
}

Result<std::vector<ReceiptRecord>> SqlView::receipts(const MessageKey& about) {
  return read_receipts(*database_, about);
}

Result<std::optional<exchange::View::SealedPartRow>> SqlView::payload_part(
    const MessageKey& key, const std::string& part) {
  SealedPartRow found;
  found.part.part = part;
  {
    Query wrap(*database_, "SELECT wrap FROM payloads WHERE from_team = $1 AND message_id = $2");
    GP_TRY(const bool row, wrap.with(key.from, key.id).next());
    if (!row) return std::nullopt;
    found.wrap = wrap.blob();
    if (!wrap.sound()) return Query::corrupt("payloads", key.str());
  }
  Query query(*database_,
              "SELECT idx, bytes FROM segments WHERE from_team = $1 AND message_id = $2 "
              "AND part = $3 ORDER BY idx");
  query.with(key.from, key.id, part);
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) break;
    const std::size_t index = query.size();
    found.part.segments.push_back(query.blob());
    if (!query.sound() || index + 1 != found.part.segments.size()) {
      return Query::corrupt("segments", key.str());
    }
  }
  if (found.part.segments.empty()) return std::nullopt;
  return found;
}

Result<std::vector<InboxItem>> SqlView::inbox(const TeamCode& team, std::size_t limit,
                                              const Handle& after) {
  static const std::string sql =
      "SELECT " + std::string(inbox_columns) +
      " FROM inbox WHERE team = $1 AND collected_at IS NULL AND position > COALESCE((SELECT "
      "position FROM inbox WHERE team = $1 AND handle = $2), 0) ORDER BY position LIMIT $3";
  Query query(*database_, sql);
  query.with(team, after, clamp(limit));
  return all_rows<InboxItem>(query, "inbox", take_inbox_item);
}

Result<std::size_t> SqlView::inbox_count(const TeamCode& team) {
  Query query(*database_, "SELECT COUNT(*) FROM inbox WHERE team = $1 AND collected_at IS NULL");
  GP_CHECK(query.with(team).next());
  return query.size();
}

Result<std::optional<InboxItem>> SqlView::inbox_item(const TeamCode& team, const Handle& handle) {
  return read_inbox_item(*database_, team, handle);
}

Result<std::vector<FormRecord>> SqlView::forms_of(const TeamCode& team, std::size_t limit,
                                                  std::optional<Instant> before) {
  // Two bounded index scans rather than an OR, which would sort everything the team ever exchanged.
  static const std::string columns(form_columns);
  static const std::string page =
      " AND accepted_at < $2 ORDER BY accepted_at DESC, handle DESC LIMIT $3) AS ";
  static const std::string sql = "SELECT " + columns + " FROM (SELECT " + columns +
                                 " FROM forms WHERE from_team = $1" + page + "sent UNION SELECT " +
                                 columns + " FROM (SELECT " + columns +
                                 " FROM forms WHERE to_team = $1" + page +
                                 "received ORDER BY accepted_at DESC, handle DESC LIMIT $3";
  Query query(*database_, sql);
  constexpr std::int64_t end_of_time = std::numeric_limits<std::int64_t>::max();
  query.with(team, before ? to_unix_ms(*before) : end_of_time, clamp(limit));
  return all_rows<FormRecord>(query, "forms", take_form);
}

// exchange::list_entry() is kept in messages.stage, awaited and place.
Result<std::vector<exchange::ListedMessage>> SqlView::messages_of(
    const exchange::MessageQuery& wanted) {
  static const std::string select =
      "SELECT m.place, m.from_team, m.message_id, m.conversation_id FROM messages m WHERE ";
  static const std::string page =
      " AND m.stage = $2 AND (m.place, m.from_team, m.message_id) > ($3, $4, $5) "
      "AND ($6 = '' OR m.awaited = $6) "
      "AND ($8 IS NULL OR EXISTS (SELECT 1 FROM conversations c WHERE c.id = m.conversation_id "
      "AND c.release_at >= $8 AND c.release_at < $9)) "
      "ORDER BY m.place, m.from_team, m.message_id LIMIT $10";
  static const std::string sent = select + "m.holder = $1 AND ($7 = '' OR m.to_team = $7)" + page;
  static const std::string received =
      select + "m.to_team = $1 AND ($7 = '' OR m.from_team = $7)" + page;
  const exchange::ListPlace after =
      wanted.after.value_or(exchange::ListPlace{std::numeric_limits<std::int64_t>::min(), {}});
  std::optional<Instant> from, until;
  if (wanted.released) std::tie(from, until) = *wanted.released;
  Query query(*database_, wanted.side == exchange::MessageQuery::Side::sent ? sent : received);
  query
      .with(wanted.team, exchange::to_string(wanted.stage), after.order, after.key.from,
            after.key.id)
      .with(wanted.awaited ? config::to_string(*wanted.awaited) : std::string_view(),
            wanted.other.value_or(TeamCode{}), from, until, clamp(wanted.limit));
  return all_rows<exchange::ListedMessage>(query, "messages", [](Query& row) {
    exchange::ListedMessage listed;
    listed.place.order = row.integer();
    listed.place.key.from = row.id<TeamCode>();
    listed.place.key.id = row.id<MessageId>();
    listed.conversation = row.id<ConversationId>();
    return listed;
  });
}

Result<std::size_t> SqlView::count_messages(const TeamCode& team, exchange::MessageQuery::Side side,
                                            exchange::ListStage stage) {
  Query query(*database_, side == exchange::MessageQuery::Side::sent
                              ? "SELECT COUNT(*) FROM messages WHERE holder = $1 AND stage = $2"
                              : "SELECT COUNT(*) FROM messages WHERE to_team = $1 AND stage = $2");
  GP_CHECK(query.with(team, exchange::to_string(stage)).next());
  return query.size();
}

Result<std::vector<exchange::ListedTask>> SqlView::tasks_of(const TeamCode& owner,
                                                            TaskFilter filter, std::size_t limit,
                                                            const std::optional<TaskPlace>& after) {
  static const std::string open = page_of_tasks("t.owner = $5 AND t.closed_at IS NULL");
  static const std::string all = page_of_tasks("t.owner = $5");
  Query query(*database_, filter == TaskFilter::open ? open : all);
  bind_page(query, after, limit).with(owner);
  return all_rows<ListedTask>(query, "tasks", take_listed_task);
}

Result<std::optional<MessageKey>> SqlView::subject_of_task(const TeamCode& owner,
                                                           const MessageId& about) {
  Query query(*database_,
              "SELECT from_team, message_id FROM tasks WHERE owner = $1 AND message_id = $2 "
              "ORDER BY CASE WHEN closed_at IS NULL THEN 0 ELSE 1 END, opened_at DESC, id LIMIT 1");
  GP_TRY(const bool row, query.with(owner, about).next());
  if (!row) return std::nullopt;
  MessageKey key;
  key.from = query.id<TeamCode>();
  key.id = query.id<MessageId>();
  if (!query.sound()) return Query::corrupt("tasks", about.str());
  return key;
}

Result<std::optional<std::pair<ConversationId, Task>>> SqlView::task(const TaskId& id) {
  static const std::string sql = "SELECT " + listed_task_columns() + " FROM tasks WHERE id = $1";
  Query query(*database_, sql);
  GP_TRY(const bool row, query.with(id).next());
  if (!row) return std::nullopt;
  auto found = take_task(query);
  if (!query.sound()) return Query::corrupt("tasks", id.str());
  return found;
}

Result<std::vector<ConversationId>> SqlView::due(Instant now, std::size_t limit) {
  Query query(*database_,
              "SELECT id FROM conversations WHERE wake_at IS NOT NULL AND wake_at <= $1 "
              "ORDER BY wake_at, id LIMIT $2");
  query.with(now, clamp(limit));
  return all_rows<ConversationId>(query, "conversations",
                                  [](Query& row) { return row.id<ConversationId>(); });
}

Result<std::optional<Instant>> SqlView::next_wake() {
  return earliest("SELECT MIN(wake_at) FROM conversations WHERE wake_at IS NOT NULL");
}

Result<std::size_t> SqlView::waiting_on(const TeamCode& team) {
  Query query(*database_,
              "SELECT COUNT(*) FROM messages WHERE to_team = $1 AND confirmed_at IS NULL AND "
              "standing = 'open' AND EXISTS (SELECT 1 FROM deadlines d WHERE d.from_team = "
              "messages.from_team AND d.message_id = messages.message_id)");
  GP_CHECK(query.with(team).next());
  return query.size();
}

Result<std::vector<Effect>> SqlView::effects(Instant now, std::size_t limit) {
  Query query(*database_, effects_where("due_at <= $1 ORDER BY due_at, reference LIMIT $2"));
  query.with(now, clamp(limit));
  return all_rows<Effect>(query, "effects", take_effect);
}

Result<std::vector<Effect>> SqlView::effects_of(Effect::Kind kind, Instant now, std::size_t limit) {
  Query query(*database_,
              effects_where("due_at <= $1 AND kind = $2 ORDER BY due_at, reference LIMIT $3"));
  query.with(now, store::to_string(kind), clamp(limit));
  return all_rows<Effect>(query, "effects", take_effect);
}

Result<std::optional<Instant>> SqlView::next_effect() {
  return earliest("SELECT MIN(due_at) FROM effects");
}

Result<std::vector<MessageKey>> SqlView::search(const std::string& kind, const Digest& token,
                                                std::size_t limit) {
  // Newest form first; a token without a form comes last.
  Query query(*database_,
              "SELECT s.from_team, s.message_id FROM search_tokens s LEFT JOIN forms f "
              "ON f.from_team = s.from_team AND f.message_id = s.message_id "
              "WHERE s.kind = $1 AND s.token = $2 "
              "ORDER BY COALESCE(f.accepted_at, 0) DESC, s.from_team, s.message_id LIMIT $3");
  query.with(kind, token, clamp(limit));
  return all_rows<MessageKey>(query, "search_tokens", [](Query& row) {
    MessageKey key;
    key.from = row.id<TeamCode>();
    key.id = row.id<MessageId>();
    return key;
  });
}

Result<std::vector<audit::Row>> SqlView::audit_rows(std::uint64_t first, std::size_t limit) {
  Query query(*database_,
              "SELECT idx, bytes, leaf, message FROM audit_log WHERE idx >= $1 ORDER BY idx "
              "LIMIT $2");
  query.with(clamp(static_cast<std::size_t>(first)), clamp(limit));
  return read_audit_rows(query);
}

Result<std::vector<audit::Row>> SqlView::audit_about(const MessageKey& message, std::size_t limit) {
  Query query(*database_,
              "SELECT idx, bytes, leaf, message FROM audit_log WHERE message = $1 ORDER BY idx "
              "LIMIT $2");
  query.with(message.str(), clamp(limit));
  return read_audit_rows(query);
}

Result<std::vector<Digest>> SqlView::audit_hashes(unsigned level, std::uint64_t first,
                                                  std::size_t count) {
  // The leaves stand in the log itself.
  Query query(*database_, level == 0 ? "SELECT leaf FROM audit_log WHERE idx >= $1 AND idx < $2 "
                                       "ORDER BY idx"
                                     : "SELECT hash FROM audit_hashes WHERE idx >= $1 AND "
                                       "idx < $2 AND level = $3 ORDER BY idx");
  query.with(clamp(static_cast<std::size_t>(first)),
             clamp(static_cast<std::size_t>(first) + count));
  if (level != 0) query.with(level);
  return all_rows<Digest>(query, "audit_hashes", [](Query& row) { return row.digest(); });
}

Result<audit::Head> SqlView::audit_head() { return read_audit_head(*database_); }

Result<std::vector<exchange::View::StoredConversation>> SqlView::conversations(
    const ConversationId& after, std::size_t limit) {
  std::vector<std::pair<ConversationId, std::optional<Instant>>> rows;
  {
    Query query(*database_,
                "SELECT id, wake_at FROM conversations WHERE id > $1 ORDER BY id LIMIT $2");
    query.with(after, clamp(limit));
    GP_TRY(rows, (all_rows<std::pair<ConversationId, std::optional<Instant>>>(
                     query, "conversations", [](Query& row) {
                       auto id = row.id<ConversationId>();
                       return std::pair{std::move(id), row.optional_instant()};
                     })));
  }
  std::vector<StoredConversation> found;
  for (const auto& [id, wake_at] : rows) {
    GP_TRY(auto loaded, read_conversation(*database_, id));
    if (loaded) found.push_back({std::move(*loaded), wake_at});
  }
  return found;
}

Result<std::vector<std::string>> SqlView::self_check() { return database_->self_check(); }
Result<std::optional<Bytes>> SqlView::crl(const Digest& digest) {
  Query query(*database_, "SELECT der FROM crls WHERE digest = $1");
  GP_TRY(const bool row, query.with(digest).next());
  if (!row) return std::nullopt;
  Bytes der = query.blob();
  if (!query.sound()) return Query::corrupt("crls", digest.hex());
  return der;
}

Result<std::vector<Bytes>> SqlView::crls_at(Instant at, std::size_t limit) {
  Query query(*database_,
              "SELECT der FROM crls WHERE this_update <= $1 AND next_update >= $1 "
              "ORDER BY this_update DESC, digest LIMIT $2");
  query.with(at, clamp(limit));
  return all_rows<Bytes>(query, "crls", [](Query& row) { return row.blob(); });
}

Result<exchange::View::Counts> SqlView::counts() {
  Counts counts;
  GP_TRY(counts.forms, count("SELECT COUNT(*) FROM forms"));
  GP_TRY(counts.uncollected, count("SELECT COUNT(*) FROM inbox WHERE collected_at IS NULL"));
  GP_TRY(counts.open_tasks, count("SELECT COUNT(*) FROM tasks WHERE closed_at IS NULL"));
  GP_TRY(counts.pending_effects, count("SELECT COUNT(*) FROM effects"));
  GP_TRY(counts.open_conversations,
         count("SELECT COUNT(*) FROM conversations WHERE wake_at IS NOT NULL"));
  return counts;
}

Result<std::optional<Instant>> SqlView::earliest(std::string_view sql) {
  Query query(*database_, sql);
  GP_CHECK(query.next());
  auto instant = query.optional_instant();
  if (!query.sound()) return Query::corrupt("earliest instant", "1");
  return instant;
}

Result<std::uint64_t> SqlView::count(std::string_view sql) {
  Query query(*database_, sql);
  GP_CHECK(query.next());
  return static_cast<std::uint64_t>(query.integer());
}

}  // namespace gatepost::store::sql
