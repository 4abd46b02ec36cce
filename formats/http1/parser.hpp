// RequestParser: HTTP/1.1 requests out of bytes, sans I/O. A small gate of our own reads each head
// first (SECURITY-AND-FAULTS, HTTP), then Beast's parser, which lives behind this header only. Used
// by one connection at a time.
#pragma once

#include <memory>

#include "formats/http1/message.hpp"
#include "gateway/base/result.hpp"

namespace gatepost::formats::http1 {

enum class Errc {
  head_too_large,   // 431
  too_many_fields,  // 431
  bad_request_line,
  bad_version,
  bad_field,
  bad_host,
  bad_length,
  bad_transfer_coding,  // 400
  method_not_allowed,   // 501: not in the allow-list GET HEAD POST PUT DELETE
  body_too_large,       // 413
  bad_chunk,            // 400
};
ErrorInfo error_info(Errc code);
// The status that answers a framing error; the connection closes after it.
int status_for(Errc code);

class RequestParser {
 public:
  RequestParser();
  ~RequestParser();
  RequestParser(RequestParser&&) noexcept;
  RequestParser& operator=(RequestParser&&) noexcept;

  // Where the network may write next, and how much it wrote.
  std::span<std::uint8_t> prepare();
  enum class Progress { need_more, head_ready, message_ready };
  // Errors: all of Errc. After an error the parser is dead.
  Result<Progress> commit(std::size_t bytes);
  // Goes on after head_ready, with the most that this body may have (the handler decides by the
  // head).
  Result<Progress> read_body(std::size_t body_limit);
  const RequestHead& head() const;
  // The whole message, after message_ready; the parser is then ready for the next request, and
  // bytes already received for it are kept.
  Request take();
  // Tries what is buffered already: for pipelined requests, before reading again.
  Result<Progress> next();
  // True between messages with nothing buffered: the peer may close without losing anything.
  bool idle() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Status line, fields, content-length, and connection as told. No date field (the server adds it).
// HEAD answers carry no body.
enum class Connection { keep_alive, close };
Bytes serialise(const Response& response, Connection connection, std::string_view request_method);

}  // namespace gatepost::formats::http1
