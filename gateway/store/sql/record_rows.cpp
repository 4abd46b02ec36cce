#include "gateway/store/sql/record_rows.hpp"

#include <algorithm>

#include "gateway/store/names.hpp"

namespace gatepost::store::sql {

namespace {

using exchange::FormRecord;
using exchange::InboxItem;
using exchange::ItemKind;
using exchange::MessageKey;
using exchange::ReceiptRecord;
using exchange::ReportBody;
using exchange::Rung;

Bytes join_frontier(const std::vector<Digest>& frontier) {
  Bytes joined;
  for (const Digest& hash : frontier)
    joined.insert(joined.end(), hash.bytes.begin(), hash.bytes.end());
  return joined;
}

std::optional<std::vector<Digest>> split_frontier(ByteView joined) {
  constexpr std::size_t width = std::tuple_size_v<decltype(Digest::bytes)>;
  std::vector<Digest> frontier;
  for (; !joined.empty(); joined = joined.subspan(width)) {
    if (joined.size() < width) return std::nullopt;
    frontier.push_back(*Digest::from_bytes(joined.first(width)));
  }
  return frontier;
}

ReceiptRecord take_receipt(Query& query) {
  ReceiptRecord record;
  record.about.from = query.id<TeamCode>();
  record.about.id = query.id<MessageId>();
  record.rung = query.named(config::parse_rung);
  record.key.from = query.id<TeamCode>();
  record.key.id = query.id<MessageId>();
  record.handle = query.id_or_empty<Handle>();
  record.reached_at = query.instant();
  return record;
}

}  // namespace

FormRecord take_form(Query& query) {
  FormRecord record;
  record.key.from = query.id<TeamCode>();
  record.key.id = query.id<MessageId>();
  record.conversation = query.id<ConversationId>();
  record.type = query.named(formats::forms::type_from_root);
  record.to = query.id_or_empty<TeamCode>();
  record.digest = query.digest();
  record.handle = query.id<Handle>();
  record.accepted_at = query.instant();
  record.size_bytes = query.size();
  return record;
}

InboxItem take_inbox_item(Query& query) {
  InboxItem item;
  item.handle = query.id<Handle>();
  item.team = query.id<TeamCode>();
  item.kind = query.named(parse_item_kind);
  item.type = query.named(formats::forms::type_from_root);
  item.from = query.id_or_empty<TeamCode>();
  const auto payload_team = query.optional_id<TeamCode>();
  const auto payload_id = query.optional_id<MessageId>();
  if (payload_team && payload_id) item.payload = MessageKey{*payload_team, *payload_id};
  const auto linked = query.optional_text();
  const auto event = query.optional_text();
  const auto code = query.optional_text();
  const auto description = query.optional_text();
  if (linked && event && code && description) {
    const auto handle = linked->empty() ? Handle{} : Handle::parse(*linked);
    if (!handle) query.mark_unsound();
    item.report = ReportBody{handle.value_or(Handle{}), *event, *code, *description};
  }
  item.arrived_at = query.instant();
  item.collected_at = query.optional_instant();
  item.size_bytes = query.size();
  return item;
}

Result<std::optional<FormRecord>> read_form(Database& database, const MessageKey& key) {
  static const std::string sql = "SELECT " + std::string(form_columns) +
                                 " FROM forms WHERE from_team = $1 AND message_id = $2";
  Query query(database, sql);
  GP_TRY(const bool row, query.with(key.from, key.id).next());
  if (!row) return std::nullopt;
  FormRecord record = take_form(query);
  if (!query.sound()) return Query::corrupt("forms", key.str());
  return record;
}

Result<std::vector<ReceiptRecord>> read_receipts(Database& database, const MessageKey& about) {
  Query query(database,
              "SELECT about_team, about_id, rung, from_team, message_id, handle, reached_at "
              "FROM receipts WHERE about_team = $1 AND about_id = $2");
  query.with(about.from, about.id);
  std::vector<ReceiptRecord> records;
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) break;
    records.push_back(take_receipt(query));
    if (!query.sound()) return Query::corrupt("receipts", about.str());
  }
  std::ranges::sort(records, {}, &ReceiptRecord::rung);
  return records;
}

Result<std::optional<ReceiptRecord>> read_receipt(Database& database, const MessageKey& about,
                                                  Rung rung) {
  // At most five rows: reading them all is as cheap as reading one.
  GP_TRY(const auto records, read_receipts(database, about));
  const auto found = std::ranges::find(records, rung, &ReceiptRecord::rung);
  return found == records.end() ? std::nullopt : std::optional(*found);
}

Result<std::optional<InboxItem>> read_inbox_item(Database& database, const TeamCode& team,
                                                 const Handle& handle) {
  static const std::string sql =
      "SELECT " + std::string(inbox_columns) + " FROM inbox WHERE team = $1 AND handle = $2";
  Query query(database, sql);
  GP_TRY(const bool row, query.with(team, handle).next());
  if (!row) return std::nullopt;
  InboxItem item = take_inbox_item(query);
  if (!query.sound()) return Query::corrupt("inbox", handle.str());
  return item;
}

Result<audit::Head> read_audit_head(Database& database) {
  Query query(database, "SELECT size, root, frontier FROM audit_head WHERE id = 1");
  GP_TRY(const bool row, query.next());
  if (!row) return audit::empty_head();
  audit::Head head;
  head.size = static_cast<std::uint64_t>(query.integer());
  head.root = query.digest();
  const auto frontier = split_frontier(query.blob());
  if (!query.sound() || !frontier) return Query::corrupt("audit_head", "1");
  head.frontier = *frontier;
  return head;
}

Result<std::vector<audit::Row>> read_audit_rows(Query& query) {
  std::vector<audit::Row> rows;
  for (;;) {
    GP_TRY(const bool found, query.next());
    if (!found) return rows;
    audit::Row row;
    row.index = static_cast<std::uint64_t>(query.integer());
    row.bytes = query.text();
    row.leaf = query.digest();
    row.message = query.optional_text().value_or("");
    if (!query.sound()) row.columns = audit::Row::Columns::wrong_type;
    rows.push_back(std::move(row));
  }
}

Result<void> add_audit_hashes(Database& database, const std::vector<audit::Node>& kept) {
  for (const audit::Node& node : kept) {
    GP_CHECK(Query(database, "INSERT INTO audit_hashes (level, idx, hash) VALUES ($1, $2, $3)")
                 .with(node.level, node.index, node.hash)
                 .done());
  }
  return {};
}

Result<void> append_audit_entries(Database& database, const std::vector<audit::Entry>& entries) {
  if (entries.empty()) return {};
  GP_TRY(audit::Head head, read_audit_head(database));
  if (!audit::well_formed(head)) return Query::corrupt("audit_head", "1");
  std::vector<audit::Node> kept;
  for (const audit::Entry& entry : entries) {
    const std::string bytes = audit::canonical(entry, head.size);
    const Digest leaf = audit::leaf_hash(bytes);
    std::optional<std::string_view> message;
    if (!entry.message.empty()) message = entry.message;
    GP_CHECK(
        Query(database, "INSERT INTO audit_log (idx, bytes, leaf, message) VALUES ($1, $2, $3, $4)")
            .with(head.size, bytes, leaf, message)
            .done());
    audit::append_leaf(head, leaf, kept);
  }
  GP_CHECK(add_audit_hashes(database, kept));
  audit::finish_root(head);
  return Query(database,
               "INSERT INTO audit_head (id, size, root, frontier) VALUES (1, $1, $2, $3) "
               "ON CONFLICT (id) DO UPDATE SET size = excluded.size, root = excluded.root, "
               "frontier = excluded.frontier")
      .with(head.size, head.root, join_frontier(head.frontier))
      .done();
}

}  // namespace gatepost::store::sql
