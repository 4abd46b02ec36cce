// The NHSMESH authorization token (protocols/mesh.md) and the memory that makes it single-use. The
// connection's identity is the client certificate; the token is checked as well, because every MESH
// client sends it. Used from the io_context's thread.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::mesh {

enum class TokenErrc {
  malformed,        // not "NHSMESH mailbox:nonce:count:yyyyMMddHHmm:hmac"
  wrong_mailbox,    // the token is another mailbox's than the path's
  unknown_mailbox,  // no password is kept for it
  stale,  // more than two hours from now, or older than what the replay memory still covers
  bad_hmac,
  replayed,  // this nonce and count were used before
};
ErrorInfo error_info(TokenErrc code);

struct Token {
  MailboxId mailbox;
  std::string nonce, count, timestamp, hmac_hex;
  Instant at;  // the timestamp, at the start of its minute

  // Errors: malformed.
  static Result<Token> parse(std::string_view authorization);
};

// hex HMAC-SHA256(shared key, "MAILBOX:nonce:count:password:timestamp")
std::string token_hmac(const Token& token, std::string_view shared_key, std::string_view password);
// The whole header value, for our own client.
std::string make_authorization(const MailboxId& mailbox, std::string_view nonce,
                               std::string_view shared_key, std::string_view password, Instant now);

// Remembers used nonces per mailbox. Bounded: when a mailbox's memory is full, its oldest minutes
// are forgotten and tokens that old are no longer taken, so that a replay can never slip through by
// flooding. Lost with the process: within the two hours after a restart a token could be replayed
// once by who holds the mailbox's client key.
class ReplayMemory {
 public:
  static constexpr std::chrono::hours window{2};
  static constexpr std::size_t per_mailbox = 20'000;

  explicit ReplayMemory(std::size_t limit = per_mailbox) : limit_(limit) {}
  // Errors: stale, replayed. Remembers the token when it is fresh.
  Result<void> check_and_remember(const Token& token, Instant now);

 private:
  struct Mailbox {
    std::map<Instant, std::set<std::string>> minutes;
    std::size_t count = 0;
    Instant earliest;
  };
  std::size_t limit_;
  std::map<MailboxId, Mailbox> mailboxes_;
};

// All of it, in order: shape, mailbox, age, HMAC in constant time, replay. A wrong HMAC is never
// remembered.
Result<void> check_token(std::string_view authorization, const MailboxId& path_mailbox,
                         std::string_view shared_key, std::optional<std::string_view> password,
                         ReplayMemory& memory, Instant now);

}  // namespace gatepost::mesh
