#include "gateway/base/log.hpp"

#include <fmt/format.h>
#include <spdlog/logger.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace gatepost {

namespace {

// The length of the well-formed UTF-8 sequence at `at` (RFC 3629 section 4), 0 when there is none.
std::size_t utf8_length(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const unsigned lead = byte(at);
  const auto follows = [&](std::size_t i) { return (byte(at + i) & 0xC0U) == 0x80U; };
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead <= 0xDF) return follows(1) ? 2 : 0;
  if (lead >= 0xE0 && lead <= 0xEF) {
    if (!follows(1) || !follows(2)) return 0;
    if ((lead == 0xE0 && byte(at + 1) < 0xA0) || (lead == 0xED && byte(at + 1) > 0x9F)) return 0;
    return 3;
  }
  if (lead >= 0xF0 && lead <= 0xF4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if ((lead == 0xF0 && byte(at + 1) < 0x90) || (lead == 0xF4 && byte(at + 1) > 0x8F)) return 0;
    return 4;
  }
  return 0;
}

// A JSON string (RFC 8259 section 7). Bytes that are not UTF-8 become U+FFFD, so that a line is
// JSON whatever an error's context holds.
void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    const std::size_t length = utf8_length(text, i);
    if (length == 0) {
      out += "\\ufffd";
      ++i;
      continue;
    }
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    } else {
      out += text.substr(i, length);
    }
    i += length;
  }
  out.push_back('"');
}

spdlog::level::level_enum to_spdlog(Log::Level level) {
  switch (level) {
    case Log::Level::debug:
      return spdlog::level::debug;
    case Log::Level::info:
      return spdlog::level::info;
    case Log::Level::warning:
      return spdlog::level::warn;
    case Log::Level::error:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

struct Log::Sink {
  explicit Sink(spdlog::sink_ptr sink) : logger("gatepost", std::move(sink)) {}
  spdlog::logger logger;
};

Log::Log(const Options& options) {
  bool file_failed = false;
  spdlog::sink_ptr sink;
  if (options.file) {
    try {
      sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(*options.file);
    } catch (const spdlog::spdlog_ex&) {
      file_failed = true;
    }
  }
  if (!sink) sink = std::make_shared<spdlog::sinks::stderr_sink_mt>();
  sink_ = std::make_unique<Sink>(std::move(sink));
  auto& logger = sink_->logger;
  logger.set_level(to_spdlog(options.least));
  // The payload is the inside of a JSON object; the pattern wraps it with spdlog's own instant (the
  // machine's clock: lines tell when they were written, never what the time of a decision was) and
  // level.
  logger.set_pattern("{\"time\":\"%Y-%m-%dT%H:%M:%S.%eZ\",\"level\":\"%l\",%v}",
                     spdlog::pattern_time_type::utc);
  // Each line is flushed: the last lines before a crash are the ones that matter.
  logger.flush_on(spdlog::level::trace);
  if (file_failed) error("log.file_unavailable", {{"instead", Literal("standard error")}});
}

Log::Log() = default;
Log::~Log() = default;

void Log::debug(Literal event, std::initializer_list<LogField> fields) {
  write(Level::debug, event, fields);
}
void Log::info(Literal event, std::initializer_list<LogField> fields) {
  write(Level::info, event, fields);
}
void Log::warning(Literal event, std::initializer_list<LogField> fields) {
  write(Level::warning, event, fields);
}
void Log::error(Literal event, std::initializer_list<LogField> fields) {
  write(Level::error, event, fields);
}

void Log::flush() {
  if (sink_) sink_->logger.flush();
}

void Log::write(Level level, Literal event, std::initializer_list<LogField> fields) {
  if (!sink_ || !sink_->logger.should_log(to_spdlog(level))) return;
  std::string line = "\"event\":";
  append_json_string(line, event.view());
  for (const LogField& field : fields) {
    line.push_back(',');
    append_json_string(line, field.key.view());
    line.push_back(':');
    if (field.value.quoted())
      append_json_string(line, field.value.text());
    else
      line += field.value.text();
  }
  sink_->logger.log(to_spdlog(level), spdlog::string_view_t(line.data(), line.size()));
}

}  // namespace gatepost
