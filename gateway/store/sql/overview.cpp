#include "gateway/store/sql/overview.hpp"

#include <fmt/format.h>

#include "gateway/store/sql/consent_rows.hpp"
#include "gateway/store/sql/listing.hpp"
#include "gateway/store/sql/record_rows.hpp"

namespace gatepost::store::sql {

using exchange::TaskSelection;
using Claim = TaskSelection::Claim;

namespace {

// The numbered places of `count` values: "$3, $4".
std::string places(std::size_t first, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i)
    text += fmt::format("{}${}", i == 0 ? "" : ", ", first + i);
  return text;
}

// What somebody looks for may hold LIKE's own signs.
std::string like(std::string_view text) {
  std::string pattern = "%";
  for (const char c : text) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  return pattern + "%";
}

// Whose forms are in: $first onwards are the teams. From the indices of both directions, because an
// OR would read every form there is.
std::string with_forms_of(std::size_t first, std::size_t teams) {
  const std::string list = places(first, teams);
  return fmt::format(
      "id IN (SELECT conversation_id FROM forms WHERE from_team IN ({0}) UNION SELECT "
      "conversation_id FROM forms WHERE to_team IN ({0}))",
      list);
}

}  // namespace

Result<std::vector<exchange::ListedTask>> SqlOverview::open_tasks(
    const TaskSelection& which, std::size_t limit,
    const std::optional<exchange::TaskPlace>& after) {
  std::string condition = "t.closed_at IS NULL";
  std::size_t next = 5;
  if (!which.owner.empty()) condition += fmt::format(" AND t.owner = ${}", next++);
  if (!which.step.empty()) condition += fmt::format(" AND t.step = ${}", next++);
  if (which.claim == Claim::unclaimed) condition += " AND t.claimed_at IS NULL";
  if (which.claim == Claim::claimed) condition += " AND t.claimed_at IS NOT NULL";
  Query query(database_, page_of_tasks(condition));
  bind_page(query, after, limit);
  if (!which.owner.empty()) query.with(which.owner);
  if (!which.step.empty()) query.with(which.step);
  return all_rows<exchange::ListedTask>(query, "tasks", take_listed_task);
}

Result<std::vector<exchange::TaskTally>> SqlOverview::task_tallies() {
  static const std::string sql =
      "SELECT owner, step, press, CASE WHEN claimed_at IS NULL THEN 0 ELSE 1 END AS claimed, "
      "COUNT(*), MIN(opened_at) FROM " +
      placed_tasks("t.closed_at IS NULL") +
      " GROUP BY owner, step, press, claimed ORDER BY owner, step, press, claimed";
  Query query(database_, sql);
  return all_rows<exchange::TaskTally>(query, "tasks", [](Query& row) {
    exchange::TaskTally tally;
    tally.owner = row.id_or_empty<TeamCode>();
    tally.step = row.text();
    tally.press = static_cast<exchange::TaskPlace::Press>(row.integer());
    tally.claim = row.flag() ? Claim::claimed : Claim::unclaimed;
    tally.count = static_cast<std::uint64_t>(row.integer());
    tally.oldest = row.instant();
    return tally;
  });
}

Result<std::vector<exchange::Effect>> SqlOverview::failing_effects(
    std::size_t limit, const std::optional<exchange::EffectPlace>& after) {
  static const std::string sql = effects_where(
      "attempts > 0 AND (due_at, reference) > ($1, $2) ORDER BY due_at, reference LIMIT $3");
  Query query(database_, sql);
  constexpr std::int64_t before_all = std::numeric_limits<std::int64_t>::min();
  query.with(after ? to_unix_ms(after->due_at) : before_all,
             after ? after->reference : std::string(), clamp(limit));
  return all_rows<exchange::Effect>(query, "effects", take_effect);
}

Result<std::optional<exchange::Effect>> SqlOverview::effect(const std::string& reference) {
  static const std::string sql = effects_where("reference = $1");
  Query query(database_, sql);
  GP_TRY(const bool row, query.with(reference).next());
  if (!row) return std::nullopt;
  exchange::Effect effect = take_effect(query);
  if (!query.sound()) return Query::corrupt("effects", reference);
  return effect;
}

Result<std::vector<audit::Row>> SqlOverview::search_log(const exchange::LogSearch& wanted,
                                                        std::size_t limit) {
  std::string sql = "SELECT idx, bytes, leaf, message FROM audit_log WHERE idx >= $1 AND idx < $2";
  for (std::size_t i = 0; i < wanted.texts.size(); ++i)
    sql += fmt::format(" AND bytes LIKE ${} ESCAPE '!'", i + 4);
  sql += " ORDER BY idx DESC LIMIT $3";
  Query query(database_, sql);
  query.with(clamp(static_cast<std::size_t>(wanted.first)),
             clamp(static_cast<std::size_t>(wanted.end)), clamp(limit));
  for (const std::string& text : wanted.texts) query.with(like(text));
  return read_audit_rows(query);
}

Result<std::vector<exchange::MeetingRow>> SqlOverview::people_of(
    const exchange::MeetingScope& scope, std::size_t limit) {
  if (scope.one_side.empty()) return std::vector<exchange::MeetingRow>{};
  std::string sql =
      "SELECT id, parties, release_at, sharing_basis, sharing_agencies, sharing_stated_on, "
      "sharing_stated_at FROM conversations c WHERE (release_at >= $1 OR (release_at IS NULL AND "
      "EXISTS (SELECT 1 FROM messages m WHERE m.conversation_id = c.id AND m.accepted_at >= $1))) "
      "AND " +
      with_forms_of(3, scope.one_side.size());
  if (!scope.other_side.empty())
    sql += " AND " + with_forms_of(3 + scope.one_side.size(), scope.other_side.size());
  sql += " ORDER BY CASE WHEN release_at IS NULL THEN 1 ELSE 0 END, release_at, id LIMIT $2";
  Query query(database_, sql);
  query.with(scope.since, clamp(limit));
  for (const TeamCode& team : scope.one_side) query.with(team);
  for (const TeamCode& team : scope.other_side) query.with(team);
  return all_rows<exchange::MeetingRow>(query, "conversations", [](Query& row) {
    exchange::MeetingRow made;
    made.conversation = row.id<ConversationId>();
    made.parties = row.named(split_parties);
    made.release_at = row.optional_instant();
    made.sharing = read_sharing(row);
    return made;
  });
}

}  // namespace gatepost::store::sql
