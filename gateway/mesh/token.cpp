#include "gateway/mesh/token.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "certs/digest.hpp"

namespace gatepost::mesh {

namespace {

constexpr std::string_view scheme = "NHSMESH ";
constexpr std::size_t field_limit = 128;

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const auto end = text.find(at);
    pieces.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    text.remove_prefix(end + 1);
  }
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// "202604021130" as 2026-04-02T11:30:00Z.
std::optional<Instant> parse_minute(std::string_view text) {
  if (text.size() != 12 || !all_digits(text)) return std::nullopt;
  return from_rfc3339(fmt::format("{}-{}-{}T{}:{}:00Z", text.substr(0, 4), text.substr(4, 2),
                                  text.substr(6, 2), text.substr(8, 2), text.substr(10, 2)));
}

std::string format_minute(Instant at) {
  const std::string text = to_rfc3339(std::chrono::floor<std::chrono::minutes>(at));
  return text.substr(0, 4) + text.substr(5, 2) + text.substr(8, 2) + text.substr(11, 2) +
         text.substr(14, 2);
}

}  // namespace

ErrorInfo error_info(TokenErrc code) {
  switch (code) {
    case TokenErrc::malformed:
      return {"mesh.token", "malformed"};
    case TokenErrc::wrong_mailbox:
      return {"mesh.token", "wrong_mailbox"};
    case TokenErrc::unknown_mailbox:
      return {"mesh.token", "unknown_mailbox"};
    case TokenErrc::stale:
      return {"mesh.token", "stale"};
    case TokenErrc::bad_hmac:
      return {"mesh.token", "bad_hmac"};
    case TokenErrc::replayed:
      return {"mesh.token", "replayed"};
  }
  return {"mesh.token", "?"};
}

Result<Token> Token::parse(std::string_view authorization) {
  const auto malformed = [] {
    return fail(TokenErrc::malformed,
                "the authorization must be NHSMESH mailbox:nonce:count:yyyyMMddHHmm:hmac");
  };
  if (!authorization.starts_with(scheme)) return malformed();
  const auto pieces = split(authorization.substr(scheme.size()), ':');
  if (pieces.size() != 5) return malformed();
  const bool sane = std::ranges::all_of(
      pieces, [](std::string_view piece) { return !piece.empty() && piece.size() <= field_limit; });
  const auto mailbox = MailboxId::parse(pieces[0]);
  const auto at = parse_minute(pieces[3]);
  if (!sane || !mailbox || !at || !all_digits(pieces[2])) return malformed();
  return Token{*mailbox,
               std::string(pieces[1]),
               std::string(pieces[2]),
               std::string(pieces[3]),
               std::string(pieces[4]),
               *at};
}

std::string token_hmac(const Token& token, std::string_view shared_key, std::string_view password) {
  const std::string signed_text = fmt::format("{}:{}:{}:{}:{}", token.mailbox.str(), token.nonce,
                                              token.count, password, token.timestamp);
  return certs::hmac_sha256(as_bytes(shared_key), as_bytes(signed_text)).hex();
}

std::string make_authorization(const MailboxId& mailbox, std::string_view nonce,
                               std::string_view shared_key, std::string_view password,
                               Instant now) {
  Token token{mailbox, std::string(nonce), "1", format_minute(now), {}, now};
  token.hmac_hex = token_hmac(token, shared_key, password);
  return fmt::format("{}{}:{}:{}:{}:{}", scheme, mailbox.str(), token.nonce, token.count,
                     token.timestamp, token.hmac_hex);
}

Result<void> ReplayMemory::check_and_remember(const Token& token, Instant now) {
  Mailbox& mailbox = mailboxes_[token.mailbox];
  const Instant oldest = std::max(mailbox.earliest, now - window - std::chrono::minutes{1});
  while (!mailbox.minutes.empty() && mailbox.minutes.begin()->first < oldest) {
    mailbox.count -= mailbox.minutes.begin()->second.size();
    mailbox.minutes.erase(mailbox.minutes.begin());
  }
  if (token.at < oldest)
    return fail(TokenErrc::stale, "the token is older than this mailbox's replay memory covers");
  auto& minute = mailbox.minutes[token.at];
  if (!minute.insert(token.nonce + ":" + token.count).second)
    return fail(TokenErrc::replayed, "this token was used before; make a new one for each request");
  if (++mailbox.count > limit_) {
    const auto forgotten = mailbox.minutes.begin();
    mailbox.earliest = forgotten->first + std::chrono::minutes{1};
    mailbox.count -= forgotten->second.size();
    mailbox.minutes.erase(forgotten);
  }
  return {};
}

Result<void> check_token(std::string_view authorization, const MailboxId& path_mailbox,
                         std::string_view shared_key, std::optional<std::string_view> password,
                         ReplayMemory& memory, Instant now) {
  GP_TRY(const Token token, Token::parse(authorization));
  if (token.mailbox != path_mailbox)
    return fail(TokenErrc::wrong_mailbox, "the token's mailbox is not the one in the path");
  if (!password) return fail(TokenErrc::unknown_mailbox, "no password is kept for this mailbox");
  if (token.at > now + ReplayMemory::window ||
      token.at < now - ReplayMemory::window - std::chrono::minutes{1})
    return fail(TokenErrc::stale,
                "the token's timestamp is more than two hours from the gateway's clock (UTC)");
  const std::string expected = token_hmac(token, shared_key, *password);
  if (!certs::equal_constant_time(as_bytes(expected), as_bytes(token.hmac_hex)))
    return fail(TokenErrc::bad_hmac, "the token's HMAC does not match this mailbox's password");
  return memory.check_and_remember(token, now);
}

}  // namespace gatepost::mesh
