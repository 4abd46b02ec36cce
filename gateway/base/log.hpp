// The log wall: structured JSON lines through spdlog, and no way to write personal data by
// accident. A field's value can only be an id, a number, an instant, a digest, an enumerator's name
// (a string literal), or an Error; there is no constructor from std::string. Thread-safe.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost {

// A string the compiler has seen: the only free text that may stand in a log.
class Literal {
 public:
  // NOLINTNEXTLINE: implicit on purpose, so that call sites read as plain text
  template <std::size_t N>
  consteval Literal(const char (&text)[N]) : text_(text, N - 1) {}
  std::string_view view() const { return text_; }

 private:
  friend class LogValue;
  constexpr explicit Literal(std::string_view text) : text_(text) {}
  std::string_view text_;
};

class LogValue {
 public:
  LogValue(Literal text) : text_(text.view()), quoted_(true) {}
  LogValue(const TeamCode& id) : text_(id.str()), quoted_(true) {}
  LogValue(const MessageId& id) : text_(id.str()), quoted_(true) {}
  LogValue(const ConversationId& id) : text_(id.str()), quoted_(true) {}
  LogValue(const TaskId& id) : text_(id.str()), quoted_(true) {}
  LogValue(const UserId& id) : text_(id.str()), quoted_(true) {}
  LogValue(const Handle& id) : text_(id.str()), quoted_(true) {}
  LogValue(const MailboxId& id) : text_(id.str()), quoted_(true) {}
  LogValue(const Digest& digest) : text_(digest.hex()), quoted_(true) {}
  LogValue(Instant instant) : text_(to_rfc3339(instant)), quoted_(true) {}
  LogValue(const Error& error) : text_(error.to_string()), quoted_(true) {}
  LogValue(std::integral auto number) : text_(std::to_string(number)) {}

  // The name of an enumerator or of a route: text from one of our own closed tables, held in static
  // storage.
  static LogValue name(std::string_view from_a_closed_table) {
    return LogValue(from_a_closed_table, 0);
  }

  const std::string& text() const { return text_; }
  bool quoted() const { return quoted_; }

 private:
  LogValue(std::string_view text, int) : text_(text), quoted_(true) {}
  std::string text_;
  bool quoted_ = false;
};

struct LogField {
  Literal key;
  LogValue value;
};

class Log {
 public:
  enum class Level { debug, info, warning, error };
  // Writes to standard error, or appends to a file; `least` is the lowest level written. A file
  // that cannot be opened is reported on standard error, where all further lines then go. "time" is
  // the machine's clock.
  struct Options {
    std::optional<std::string> file;
    Level least = Level::info;
  };
  explicit Log(const Options& options);
  Log();  // discards everything: for tests
  ~Log();

  void debug(Literal event, std::initializer_list<LogField> fields = {});
  void info(Literal event, std::initializer_list<LogField> fields = {});
  void warning(Literal event, std::initializer_list<LogField> fields = {});
  void error(Literal event, std::initializer_list<LogField> fields = {});
  void flush();

 private:
  void write(Level level, Literal event, std::initializer_list<LogField> fields);
  struct Sink;
  std::unique_ptr<Sink> sink_;
};

}  // namespace gatepost
