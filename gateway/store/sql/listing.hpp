// What the queries of lists share: rows as values, tasks in the order of exchange::TaskPlace,
// effects. On the thread of the Database.
#pragma once

#include <limits>
#include <string>
#include <vector>

#include "gateway/store/names.hpp"
#include "gateway/store/sql/conversation_rows.hpp"

namespace gatepost::store::sql {

// Limits come from callers as sizes; SQL wants a signed number.
inline std::int64_t clamp(std::size_t limit) {
  constexpr auto most = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());
  return static_cast<std::int64_t>(limit < most ? limit : most);
}

// Every row of a query as a value; `take` reads the columns of one row.
template <class T, class Take>
Result<std::vector<T>> all_rows(Query& query, std::string_view table, Take take) {
  std::vector<T> rows;
  for (;;) {
    GP_TRY(const bool row, query.next());
    if (!row) return rows;
    rows.push_back(take(query));
    if (!query.sound()) return Query::corrupt(table, "listed");
  }
}

// exchange::place_of() in SQL: of each task that meets the condition on `t`, its press and place
// beside its columns. The conformance tests hold the two together.
inline std::string placed_tasks(std::string_view condition) {
  return "(SELECT t.*, CASE WHEN t.closed_at IS NOT NULL THEN 3 WHEN COALESCE(m.urgent, 0) <> 0 "
         "THEN 0 WHEN t.steps_taken > 0 OR EXISTS (SELECT 1 FROM deadlines d WHERE d.from_team = "
         "t.from_team AND d.message_id = t.message_id AND d.passed_at IS NOT NULL AND d.met_at IS "
         "NULL) THEN 1 ELSE 2 END AS press, CASE WHEN t.closed_at IS NULL THEN t.opened_at ELSE "
         "-t.opened_at END AS place FROM tasks t LEFT JOIN messages m ON m.from_team = t.from_team "
         "AND m.message_id = t.message_id AND m.conversation_id = t.conversation_id WHERE " +
         std::string(condition) + ") AS listed";
}
// A page of them: $1 to $3 are the place before it (bind_page), $4 how many.
inline std::string page_of_tasks(std::string_view condition) {
  return "SELECT press, place, conversation_id, " + std::string(task_columns) + " FROM " +
         placed_tasks(condition) +
         " WHERE (press, place, id) > ($1, $2, $3) ORDER BY press, place, id LIMIT $4";
}
inline Query& bind_page(Query& query, const std::optional<exchange::TaskPlace>& after,
                        std::size_t limit) {
  constexpr std::int64_t before_all = -1;
  return query.with(after ? static_cast<std::int64_t>(after->press) : before_all,
                    after ? after->order : 0, after ? after->id.str() : std::string(),
                    clamp(limit));
}
inline exchange::ListedTask take_listed_task(Query& row) {
  exchange::ListedTask listed;
  listed.place.press = static_cast<exchange::TaskPlace::Press>(row.integer());
  listed.place.order = row.integer();
  listed.conversation = row.id<ConversationId>();
  listed.task = read_task(row);
  listed.place.id = listed.task.id;
  return listed;
}

inline std::string effects_where(std::string_view condition) {
  return "SELECT reference, kind, about_team, about_id, role, team, rung, step, due_at, attempts, "
         "conversation_id, task_id FROM effects WHERE " +
         std::string(condition);
}
inline exchange::Effect take_effect(Query& query) {
  exchange::Effect effect;
  effect.reference = query.text();
  effect.kind = query.named(parse_effect_kind);
  effect.about.from = query.id<TeamCode>();
  effect.about.id = query.id<MessageId>();
  effect.role = query.named(parse_step_role);
  effect.team = query.id_or_empty<TeamCode>();
  effect.rung = query.named(config::parse_rung);
  effect.step = query.text();
  effect.due_at = query.instant();
  effect.attempts = static_cast<int>(query.integer());
  effect.conversation = query.id_or_empty<ConversationId>();
  effect.task = query.optional_id<TaskId>();
  return effect;
}

}  // namespace gatepost::store::sql
