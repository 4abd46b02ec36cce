// SmtpClient: one mail to one recipient through the operator's own mail server (submission or a
// relay), through libcurl, blocking: for a pool of its own. TLS 1.2 or newer always, with a server
// whose certificate verifies; without it not a word of the mail is sent. Keeps of the server's
// replies the code and a class, never the text, which may quote an address. Values in, a verdict
// out; holds no connection between mails, so each call stands alone and any thread may make one.
//
// A mail that was taken has reached the server, and nobody yet: it is never an acknowledgement
// (DESIGN rule 4).
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>

namespace gatepost::transports {

struct SmtpVerdict {
  enum class Kind {
    taken,   // the server has it
    later,   // nothing is settled: the same mail again, after a while
    refused  // the server will not have this mail for this recipient (RFC 5321 section 4.2.1, 5yz)
  } kind{};
  int code = 0;  // the server's last reply code; 0 when it gave none
  // From a closed table, in static storage, fit for a log: "taken"; "unreachable", "timed-out",
  // "connection-lost", "stopping"; "no-tls", "not-trusted", "handshake-failed", "bad-trust-file";
  // "sign-in-refused"; by the subject of an enhanced status code (RFC 3463 section 3.1) "address",
  // "mailbox", "system", "network", "protocol", "content", "policy", or "reply" without one;
  // "bad-address", "bad-data" for what was never sent.
  std::string_view why;
  bool operator==(const SmtpVerdict&) const = default;
};

class SmtpClient {
 public:
  struct Options {
    std::string server;  // "smtp://host:port": STARTTLS or nothing; "smtps://host:port"
    std::optional<std::filesystem::path> trust;  // PEM authorities; the system's when absent
    std::string domain;                          // how we greet: a fully qualified name
    std::string user, password;                  // no sign-in when the user is empty
    std::chrono::seconds connect_timeout{10};    // the TLS handshake included
    std::chrono::seconds timeout{30};            // for the whole call
  };
  struct Mail {
    std::string from, to;   // envelope addresses, bare
    std::string_view data;  // header and body, lines ended by CRLF; dots are stuffed on the way
  };
  explicit SmtpClient(Options options) : options_(std::move(options)) {}

  // Addresses (is_mail_address) and line ends are checked again here: whatever could be read as a
  // command is refused unsent. Ends within the timeout, and within about a second of a wish to
  // stop.
  SmtpVerdict send(const Mail& mail, const std::stop_token& stop = {}) const;

 private:
  Options options_;
};

}  // namespace gatepost::transports
