// Client: a team's end of the mailbox and JSON APIs, for the subcommands that talk to a gateway.
// Blocking; one thread.
#pragma once

#include <boost/json.hpp>
#include <memory>

#include "certs/signer.hpp"
#include "certs/trust.hpp"
#include "config/settings.hpp"
#include "formats/forms/form.hpp"
#include "gateway/base/posix/posix.hpp"
#include "gateway/cli/form_file.hpp"
#include "transports/http_client.hpp"

namespace gatepost::cli {

// What the gateway said no to; `text` is for people.
struct ServerRefusal {
  int status = 0;
  std::string text;
  std::string code;  // the gateway's own code, "GP-INVALID"; empty when something else answered
};
// Is this the gateway's last word about the form itself? Whatever else comes back (an overload, a
// proxy, a token refused because this machine's clock is wrong) may hide an accepted form.
bool is_final(const ServerRefusal& refusal);

class Client {
 public:
  // Reads client.toml and the team's key. Problems are printed; nothing is answered then.
  static std::unique_ptr<Client> open(const std::filesystem::path& config);

  const config::ClientSettings& settings() const { return settings_; }
  const certs::Signer& signer() const { return *signer_; }
  const certs::TrustStore& trust() const { return trust_; }

  // A call below /messageexchange/{our mailbox}, with a fresh token; `path` begins with "/" or is
  // empty.
  Result<formats::http1::Response> mailbox(std::string_view method, const std::string& path,
                                           formats::http1::Fields fields, ByteView body);
  // A call below /v1.
  Result<formats::http1::Response> api(std::string_view method, const std::string& path,
                                       ByteView body);

  // Puts signed bytes into the outbox on disk, sends them, and keeps the receipt beside them
  // (DESIGN rule 2: signed bytes are on disk before the first try, and the same bytes are sent
  // again). Answers the gateway's JSON.
  struct Sent {
    boost::json::object answer;  // form_id, message_id, repeat, receipt, ...
  };
  using SendResult = std::expected<Sent, std::variant<Error, ServerRefusal>>;
  SendResult send_signed(ByteView signed_form);
  // One try, and nothing is kept: for callers that keep the bytes themselves. "Sent" only when the
  // receipt that came back verifies and is about exactly these bytes.
  SendResult deliver(const FormHead& head, ByteView signed_form);

  std::filesystem::path pending_file(const MessageId& id) const;
  std::filesystem::path sent_file(const MessageId& id) const;

  const posix::SystemClock& clock() const { return clock_; }
  Random& random() { return random_; }

 private:
  Client(config::ClientSettings settings, std::unique_ptr<certs::Signer> signer,
         certs::TrustStore trust, transports::HttpClient http);
  Result<void> keep_receipt(const MessageId& id, const Sent& sent);
  Result<void> check_receipt(const std::string& xml, const MessageId& id, const Digest& digest);

  config::ClientSettings settings_;
  std::unique_ptr<certs::Signer> signer_;
  certs::TrustStore trust_;
  transports::HttpClient http_;
  posix::SystemClock clock_;
  posix::SystemRandom random_;
};

// The text of a refusing answer of either face, for people.
ServerRefusal refusal_of(const formats::http1::Response& response);

// Prints either kind of failure and answers the exit code.
int explain(const std::string& doing, const std::variant<Error, ServerRefusal>& failure);

}  // namespace gatepost::cli
