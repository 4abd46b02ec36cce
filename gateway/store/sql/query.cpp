#include "gateway/store/sql/query.hpp"

namespace gatepost::store::sql {

using exchange::StoreErrc;

Query::Query(Database& database, std::string_view sql)
    : database_(database), statement_(database.prepare(sql)) {}

Query::~Query() {
  if (statement_) (*statement_)->reset();
}

Result<bool> Query::next() {
  if (!statement_) return std::unexpected(statement_.error());
  column_ = 0;
  sound_ = true;
  return (*statement_)->step();
}

Result<std::int64_t> Query::run() {
  for (;;) {
    GP_TRY(const bool row, next());
    if (!row) return database_.changes();
  }
}

Result<void> Query::done() {
  GP_CHECK(run());
  return {};
}

std::unexpected<Error> Query::corrupt(std::string_view table, std::string_view key) {
  std::string context = "table ";
  context.append(table).append(", key ").append(key);
  return fail(StoreErrc::corrupt, std::move(context));
}

void Query::put(std::string_view value) {
  if (statement_) (*statement_)->bind_text(++parameter_, value);
}

void Query::put(const Bytes& value) {
  if (statement_) (*statement_)->bind_blob(++parameter_, value);
}

void Query::put(const Digest& value) {
  if (statement_) (*statement_)->bind_blob(++parameter_, value.view());
}

void Query::put_integer(std::int64_t value) {
  if (statement_) (*statement_)->bind_integer(++parameter_, value);
}

void Query::put_null() {
  if (statement_) (*statement_)->bind_null(++parameter_);
}

bool Query::expect(ColumnType type) {
  if ((*statement_)->type(column_) == type) return true;
  sound_ = false;
  ++column_;
  return false;
}

bool Query::take_null() {
  if ((*statement_)->type(column_) != ColumnType::null) return false;
  ++column_;
  return true;
}

std::int64_t Query::integer() {
  return expect(ColumnType::integer) ? (*statement_)->integer(column_++) : 0;
}

std::string Query::text() {
  return expect(ColumnType::text) ? std::string((*statement_)->text(column_++)) : std::string();
}

Bytes Query::blob() {
  if (!expect(ColumnType::blob)) return {};
  const ByteView view = (*statement_)->blob(column_++);
  return Bytes(view.begin(), view.end());
}

Digest Query::digest() { return required(Digest::from_bytes(blob())); }

std::optional<Instant> Query::optional_instant() {
  if (take_null()) return std::nullopt;
  return instant();
}

std::optional<Digest> Query::optional_digest() {
  if (take_null()) return std::nullopt;
  return digest();
}

std::optional<std::string> Query::optional_text() {
  if (take_null()) return std::nullopt;
  return text();
}

}  // namespace gatepost::store::sql
