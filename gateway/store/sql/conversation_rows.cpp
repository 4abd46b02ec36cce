#include "gateway/store/sql/conversation_rows.hpp"

#include <algorithm>

#include "gateway/store/names.hpp"
#include "gateway/store/sql/consent_rows.hpp"

namespace gatepost::store::sql {

namespace {

using exchange::Conversation;
using exchange::Deadline;
using exchange::MessageKey;
using exchange::MessageState;
using exchange::News;
using exchange::Task;

// A list is one text: its names hold no space.
template <class T, class Name>
std::string joined(const std::vector<T>& list, Name name) {
  std::string text;
  for (const T& each : list) {
    if (!text.empty()) text += ' ';
    text += name(each);
  }
  return text;
}

template <class T, class Parse>
std::optional<std::vector<T>> split(std::string_view text, Parse parse) {
  std::vector<T> list;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    std::optional<T> each = parse(text.substr(0, end));
    if (!each) return std::nullopt;
    list.push_back(std::move(*each));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return list;
}

std::string join_parties(const std::vector<TeamCode>& parties) {
  return joined(parties, [](const TeamCode& party) { return party.str(); });
}
std::string join_news(const std::vector<News>& news) {
  return joined(news, [](News each) { return exchange::to_string(each); });
}
std::optional<std::vector<News>> split_news(std::string_view text) {
  return split<News>(text, exchange::parse_news);
}

MessageState read_message(Query& query) {
  MessageState message;
  message.key.from = query.id<TeamCode>();
  message.key.id = query.id<MessageId>();
  message.copy_of = query.optional_id<MessageId>();
  message.type = query.named(formats::forms::type_from_root);
  message.to = query.id_or_empty<TeamCode>();
  message.area = query.optional_id<AreaCode>();
  message.caretaker = query.id_or_empty<TeamCode>();
  message.digest = query.digest();
  message.handle = query.id_or_empty<Handle>();
  message.urgent = query.flag();
  message.accepted_at = query.instant();
  message.delivered_at = query.optional_instant();
  message.acknowledged_at = query.optional_instant();
  message.confirmed_at = query.optional_instant();
  message.answered_at = query.optional_instant();
  message.outcome_at = query.optional_instant();
  message.followed_up_at = query.optional_instant();
  message.engaged_at = query.optional_instant();
  if (const auto how = query.optional_text()) {
    message.confirmed_how = exchange::parse_reached_how(*how);
    if (!message.confirmed_how) query.mark_unsound();
  }
  message.late = query.flag();
  message.standing = query.named(exchange::parse_standing);
  message.ended_why = query.text();
  message.ended_by = query.blob();
  const auto ended_team = query.optional_id<TeamCode>();
  const auto ended_id = query.optional_id<MessageId>();
  if (ended_team.has_value() != ended_id.has_value()) query.mark_unsound();
  if (ended_team && ended_id) message.ended_with = MessageKey{*ended_team, *ended_id};
  message.news = query.named(split_news);
  message.disclosure = read_disclosure(query);
  message.downloaded_at = query.optional_instant();
  return message;
}

Deadline read_deadline(Query& query) {
  Deadline deadline;
  deadline.rung = query.named(config::parse_rung);
  deadline.due = query.instant();
  deadline.rule = query.text();
  deadline.met_at = query.optional_instant();
  deadline.passed_at = query.optional_instant();
  deadline.steps_taken = static_cast<int>(query.integer());
  deadline.next_step_at = query.optional_instant();
  return deadline;
}

Result<void> read_messages(Database& database, Conversation& conversation) {
  Query query(database,
              "SELECT from_team, message_id, copy_of, type, to_team, area, caretaker, digest, "
              "handle, urgent, accepted_at, delivered_at, acknowledged_at, confirmed_at, "
              "answered_at, outcome_at, followed_up_at, engaged_at, "
              "confirmed_how, late, standing, ended_why, ended_by, ended_with_team, ended_with_id, "
              "news, content, ground, agency, downloaded_at "
              "FROM messages WHERE conversation_id = $1 ORDER BY seq");
  query.with(conversation.id);
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) return {};
    conversation.messages.push_back(read_message(query));
    if (!query.sound()) return Query::corrupt("messages", conversation.messages.back().key.str());
  }
}

Result<void> read_deadlines(Database& database, Conversation& conversation) {
  Query query(database,
              "SELECT m.seq, d.rung, d.due, d.rule, d.met_at, d.passed_at, d.steps_taken, "
              "d.next_step_at FROM deadlines d JOIN messages m ON m.from_team = d.from_team AND "
              "m.message_id = d.message_id WHERE m.conversation_id = $1 ORDER BY m.seq, d.seq");
  query.with(conversation.id);
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) return {};
    const std::size_t message = query.size();
    Deadline deadline = read_deadline(query);
    if (!query.sound() || message >= conversation.messages.size()) {
      return Query::corrupt("deadlines", conversation.id.str());
    }
    conversation.messages[message].deadlines.push_back(std::move(deadline));
  }
}

Result<void> read_tasks(Database& database, Conversation& conversation) {
  static const std::string sql =
      "SELECT " + std::string(task_columns) + " FROM tasks WHERE conversation_id = $1 ORDER BY seq";
  Query query(database, sql);
  query.with(conversation.id);
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) return {};
    conversation.tasks.push_back(read_task(query));
    if (!query.sound()) return Query::corrupt("tasks", conversation.tasks.back().id.str());
  }
}

// Whether the message's own row is the same; its deadlines have rows of their own, but what is
// awaited next stands in the message's too.
bool same_row(const MessageState& a, const MessageState& b) {
  return a.key == b.key && a.copy_of == b.copy_of && a.type == b.type && a.to == b.to &&
         a.area == b.area && a.caretaker == b.caretaker && a.outcome_at == b.outcome_at &&
         a.followed_up_at == b.followed_up_at && a.engaged_at == b.engaged_at &&
         a.digest == b.digest && a.handle == b.handle && a.urgent == b.urgent &&
         a.accepted_at == b.accepted_at && a.delivered_at == b.delivered_at &&
         a.acknowledged_at == b.acknowledged_at && a.confirmed_at == b.confirmed_at &&
         a.answered_at == b.answered_at && a.confirmed_how == b.confirmed_how && a.late == b.late &&
         a.standing == b.standing && a.ended_why == b.ended_why && a.ended_by == b.ended_by &&
         a.ended_with == b.ended_with && a.news == b.news && a.disclosure == b.disclosure &&
         a.downloaded_at == b.downloaded_at && exchange::list_entry(a) == exchange::list_entry(b);
}

Result<void> put_message(Database& database, std::string_view sql, const ConversationId& id,
                         std::size_t seq, const MessageState& m) {
  std::optional<std::string_view> how;
  if (m.confirmed_how) how = exchange::to_string(*m.confirmed_how);
  std::optional<TeamCode> ended_team;
  std::optional<MessageId> ended_id;
  if (m.ended_with) {
    ended_team = m.ended_with->from;
    ended_id = m.ended_with->id;
  }
  const exchange::ListEntry listed = exchange::list_entry(m);
  std::optional<std::string_view> awaited;
  if (listed.awaited) awaited = config::to_string(*listed.awaited);
  std::optional<std::string_view> agency;
  if (m.disclosure.agency) agency = formats::forms::code_of(*m.disclosure.agency);
  return Query(database, sql)
      .with(m.key.from, m.key.id, id, seq, formats::forms::root_name(m.type), m.to, m.area)
      .with(m.digest, m.handle, m.urgent, m.accepted_at, m.delivered_at, m.acknowledged_at)
      .with(m.confirmed_at, m.answered_at, how, m.late, exchange::to_string(m.standing))
      .with(m.copy_of, m.caretaker, m.outcome_at, m.followed_up_at, m.engaged_at)
      .with(m.ended_why, m.ended_by, ended_team, ended_id, join_news(m.news))
      .with(exchange::to_string(m.disclosure.content), exchange::to_string(m.disclosure.ground))
      .with(agency, m.downloaded_at)
      .with(m.holder(), exchange::to_string(listed.stage), awaited, listed.order)
      .done();
}

constexpr std::string_view insert_message =
    "INSERT INTO messages (from_team, message_id, conversation_id, seq, type, to_team, area, "
    "digest, handle, urgent, accepted_at, delivered_at, acknowledged_at, confirmed_at, "
    "answered_at, confirmed_how, late, standing, copy_of, caretaker, outcome_at, followed_up_at, "
    "engaged_at, ended_why, ended_by, ended_with_team, ended_with_id, news, content, ground, "
    "agency, downloaded_at, holder, stage, awaited, place) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, "
    "$9, $10, $11, $12, $13, $14, "
    "$15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, "
    "$33, $34, $35, $36)";
constexpr std::string_view update_message =
    "UPDATE messages SET seq = $4, type = $5, to_team = $6, area = $7, digest = $8, handle = $9, "
    "urgent = $10, accepted_at = $11, delivered_at = $12, acknowledged_at = $13, "
    "confirmed_at = $14, answered_at = $15, confirmed_how = $16, late = $17, standing = $18, "
    "copy_of = $19, caretaker = $20, outcome_at = $21, followed_up_at = $22, engaged_at = $23, "
    "ended_why = $24, ended_by = $25, ended_with_team = $26, ended_with_id = $27, news = $28, "
    "content = $29, ground = $30, agency = $31, downloaded_at = $32, "
    "holder = $33, stage = $34, awaited = $35, place = $36 "
    "WHERE from_team = $1 AND message_id = $2 AND conversation_id = $3";

Result<void> put_deadline(Database& database, const MessageKey& key, std::size_t seq,
                          const Deadline& d) {
  return Query(database,
               "INSERT INTO deadlines (from_team, message_id, seq, rung, due, rule, met_at, "
               "passed_at, steps_taken, next_step_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
               "$10) ON CONFLICT (from_team, message_id, seq) DO UPDATE SET rung = excluded.rung, "
               "due = excluded.due, rule = excluded.rule, met_at = excluded.met_at, "
               "passed_at = excluded.passed_at, steps_taken = excluded.steps_taken, "
               "next_step_at = excluded.next_step_at")
      .with(key.from, key.id, seq, config::to_string(d.rung), d.due, d.rule, d.met_at)
      .with(d.passed_at, d.steps_taken, d.next_step_at)
      .done();
}

Result<void> write_deadlines(Database& database, const MessageState* before,
                             const MessageState& after) {
  static const std::vector<Deadline> none;
  const std::vector<Deadline>& old = before == nullptr ? none : before->deadlines;
  for (std::size_t seq = 0; seq < after.deadlines.size(); ++seq) {
    if (seq < old.size() && old[seq] == after.deadlines[seq]) continue;
    GP_CHECK(put_deadline(database, after.key, seq, after.deadlines[seq]));
  }
  if (old.size() <= after.deadlines.size()) return {};
  return Query(database,
               "DELETE FROM deadlines WHERE from_team = $1 AND message_id = $2 AND seq >= $3")
      .with(after.key.from, after.key.id, after.deadlines.size())
      .done();
}

// Where an element with this identity stands in a list; npos when it is not there.
constexpr std::size_t npos = static_cast<std::size_t>(-1);
template <class T, class Same>
std::size_t position_of(const std::vector<T>& list, std::size_t guess, Same same) {
  // Lists only grow at their end, so the element nearly always stands where it stood.
  if (guess < list.size() && same(list[guess])) return guess;
  const auto found = std::ranges::find_if(list, same);
  return found == list.end() ? npos : static_cast<std::size_t>(found - list.begin());
}

Result<void> write_messages(Database& database, const std::vector<MessageState>& before,
                            const Conversation& after) {
  for (std::size_t seq = 0; seq < after.messages.size(); ++seq) {
    const MessageState& message = after.messages[seq];
    const std::size_t at =
        position_of(before, seq, [&](const auto& m) { return m.key == message.key; });
    const MessageState* old = at == npos ? nullptr : &before[at];
    if (old == nullptr) {
      GP_CHECK(put_message(database, insert_message, after.id, seq, message));
    } else if (at != seq || !same_row(*old, message)) {
      GP_CHECK(put_message(database, update_message, after.id, seq, message));
    }
    GP_CHECK(write_deadlines(database, old, message));
  }
  for (const MessageState& gone : before) {
    if (after.find(gone.key) != nullptr) continue;
    GP_CHECK(Query(database, "DELETE FROM messages WHERE from_team = $1 AND message_id = $2")
                 .with(gone.key.from, gone.key.id)
                 .done());
  }
  return {};
}

constexpr std::string_view insert_task =
    "INSERT INTO tasks (id, conversation_id, seq, from_team, message_id, rung, step, role, owner, "
    "opened_at, claimed_at, claimed_by, closed_at, outcome, ends, detail, steps_taken, "
    "next_step_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, "
    "$17, $18)";
constexpr std::string_view update_task =
    "UPDATE tasks SET seq = $3, from_team = $4, message_id = $5, rung = $6, step = $7, role = $8, "
    "owner = $9, opened_at = $10, claimed_at = $11, claimed_by = $12, closed_at = $13, "
    "outcome = $14, ends = $15, detail = $16, steps_taken = $17, next_step_at = $18 WHERE id = $1 "
    "AND conversation_id = $2";

Result<void> put_task(Database& database, std::string_view sql, const ConversationId& id,
                      std::size_t seq, const Task& t) {
  std::optional<std::string_view> outcome;
  if (t.outcome) outcome = exchange::to_string(*t.outcome);
  return Query(database, sql)
      .with(t.id, id, seq, t.about.from, t.about.id, config::to_string(t.rung), t.step)
      .with(config::to_string(t.role), t.owner, t.opened_at, t.claimed_at, t.claimed_by)
      .with(t.closed_at, outcome, exchange::to_string(t.ends), t.detail, t.steps_taken)
      .with(t.next_step_at)
      .done();
}

Result<void> write_tasks(Database& database, const std::vector<Task>& before,
                         const Conversation& after) {
  for (std::size_t seq = 0; seq < after.tasks.size(); ++seq) {
    const Task& task = after.tasks[seq];
    const std::size_t at = position_of(before, seq, [&](const Task& t) { return t.id == task.id; });
    if (at == seq && before[at] == task) continue;
    GP_CHECK(put_task(database, at == npos ? insert_task : update_task, after.id, seq, task));
  }
  for (const Task& gone : before) {
    if (position_of(after.tasks, npos, [&](const Task& t) { return t.id == gone.id; }) != npos)
      continue;
    GP_CHECK(Query(database, "DELETE FROM tasks WHERE id = $1").with(gone.id).done());
  }
  return {};
}

}  // namespace

std::optional<std::vector<TeamCode>> split_parties(std::string_view text) {
  return split<TeamCode>(text, TeamCode::parse);
}

Task read_task(Query& query) {
  Task task;
  task.id = query.id<TaskId>();
  task.about.from = query.id<TeamCode>();
  task.about.id = query.id<MessageId>();
  task.rung = query.named(config::parse_rung);
  task.step = query.text();
  task.ends = query.named(exchange::parse_task_ends);
  task.role = query.named(parse_step_role);
  task.owner = query.id_or_empty<TeamCode>();
  task.opened_at = query.instant();
  task.claimed_at = query.optional_instant();
  task.claimed_by = query.blob();
  task.detail = query.blob();
  task.steps_taken = static_cast<int>(query.integer());
  task.next_step_at = query.optional_instant();
  task.closed_at = query.optional_instant();
  if (const auto outcome = query.optional_text()) {
    task.outcome = exchange::parse_task_outcome(*outcome);
    if (!task.outcome) query.mark_unsound();
  }
  return task;
}

Result<std::optional<Conversation>> read_conversation(Database& database,
                                                      const ConversationId& id) {
  Conversation conversation;
  {
    Query query(database,
                "SELECT parties, sharing_basis, sharing_agencies, sharing_stated_on, "
                "sharing_stated_at, release_at FROM conversations WHERE id = $1");
    GP_TRY(const bool row, query.with(id).next());
    if (!row) return std::nullopt;
    conversation.id = id;
    conversation.parties = query.named(split_parties);
    conversation.sharing = read_sharing(query);
    conversation.release_at = query.optional_instant();
    if (!query.sound()) return Query::corrupt("conversations", id.str());
  }
  GP_CHECK(read_messages(database, conversation));
  GP_CHECK(read_deadlines(database, conversation));
  GP_CHECK(read_tasks(database, conversation));
  return conversation;
}

Result<void> write_conversation(Database& database, const std::optional<Conversation>& before,
                                const Conversation& after) {
  static const Conversation nothing;
  const Conversation& old = before ? *before : nothing;
  const std::optional<Instant> wake_at = after.wake_at();
  if (!before || old.parties != after.parties || old.wake_at() != wake_at ||
      old.sharing != after.sharing || old.release_at != after.release_at) {
    std::optional<std::string> stated_on;
    if (after.sharing.stated_on) stated_on = format_date(*after.sharing.stated_on);
    GP_CHECK(Query(database,
                   "INSERT INTO conversations (id, parties, wake_at, sharing_basis, "
                   "sharing_agencies, sharing_stated_on, sharing_stated_at, release_at) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
                   "ON CONFLICT (id) DO UPDATE SET parties = excluded.parties, "
                   "wake_at = excluded.wake_at, sharing_basis = excluded.sharing_basis, "
                   "sharing_agencies = excluded.sharing_agencies, "
                   "sharing_stated_on = excluded.sharing_stated_on, "
                   "sharing_stated_at = excluded.sharing_stated_at, "
                   "release_at = excluded.release_at")
                 .with(after.id, join_parties(after.parties), wake_at)
                 .with(exchange::to_string(after.sharing.basis))
                 .with(join_agencies(after.sharing.agencies), stated_on, after.sharing.stated_at)
                 .with(after.release_at)
                 .done());
  }
  GP_CHECK(write_messages(database, old.messages, after));
  return write_tasks(database, old.tasks, after);
}

}  // namespace gatepost::store::sql
