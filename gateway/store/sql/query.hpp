// Query: one use of a prepared statement. Binds typed values in order, reads typed columns in
// order, resets the statement at the end. Used on the thread of its Database; never outlives it. A
// column that cannot be (wrong type, ill-formed id, unknown name) makes the row unsound, which the
// reader turns into StoreErrc::corrupt once per row.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/ids.hpp"
#include "gateway/base/time.hpp"
#include "gateway/exchange/port.hpp"
#include "gateway/store/sql/database.hpp"

namespace gatepost::store::sql {

class Query {
 public:
  // A statement that cannot be prepared is answered by the first next() or run().
  Query(Database& database, std::string_view sql);
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  // Binds the values to $1, $2, ... in order; a further call goes on where the last one ended.
  template <class... Values>
  Query& with(const Values&... values) {
    (put(values), ...);
    return *this;
  }

  // Moves to the next row; false when there is none.
  Result<bool> next();
  // Runs to the end; answers how many rows were changed.
  Result<std::int64_t> run();
  // As run(), for who does not care how many.
  Result<void> done();

  // The next column of the row, from the left.
  std::int64_t integer();
  std::string text();
  Bytes blob();
  Digest digest();
  bool flag() { return integer() != 0; }
  std::size_t size() { return static_cast<std::size_t>(integer()); }
  Instant instant() { return from_unix_ms(integer()); }
  std::optional<Instant> optional_instant();
  std::optional<std::string> optional_text();
  std::optional<Digest> optional_digest();

  template <class Id>
  Id id() {
    return required(Id::parse(text()));
  }
  // For ids that may be "none yet", stored as the empty text.
  template <class Id>
  Id id_or_empty() {
    const std::string value = text();
    return value.empty() ? Id{} : required(Id::parse(value));
  }
  template <class Id>
  std::optional<Id> optional_id() {
    const auto value = optional_text();
    return value ? std::optional(required(Id::parse(*value))) : std::nullopt;
  }
  // An enumerator by its name, through its library's own parse function.
  template <class Parse>
  auto named(Parse parse) {
    return required(parse(text()));
  }

  // False when a column of this row could not be. `corrupt` says so, with table and key.
  bool sound() const { return sound_; }
  void mark_unsound() { sound_ = false; }
  static std::unexpected<Error> corrupt(std::string_view table, std::string_view key);

 private:
  template <std::integral T>
  void put(T value) {
    put_integer(static_cast<std::int64_t>(value));
  }
  void put(std::string_view value);
  void put(const std::string& value) { put(std::string_view(value)); }
  void put(const char* value) { put(std::string_view(value)); }
  void put(const Bytes& value);
  void put(const Digest& value);
  void put(Instant value) { put_integer(to_unix_ms(value)); }
  template <class Tag>
  void put(const gatepost::detail::StrongText<Tag>& value) {
    put(std::string_view(value.str()));
  }
  template <class T>
  void put(const std::optional<T>& value) {
    if (value) {
      put(*value);
    } else {
      put_null();
    }
  }
  void put_integer(std::int64_t value);
  void put_null();

  template <class T>
  T required(std::optional<T> value) {
    if (value) return std::move(*value);
    sound_ = false;
    return T{};
  }
  bool take_null();
  bool expect(ColumnType type);

  Database& database_;
  Result<Statement*> statement_;
  int parameter_ = 0;
  int column_ = 0;
  bool sound_ = true;
};

}  // namespace gatepost::store::sql
