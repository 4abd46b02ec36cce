#include "transports/smtp_client.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include "gateway/base/mail_address.hpp"
#include "transports/curl_easy.hpp"

namespace gatepost::transports {

namespace {

using Kind = SmtpVerdict::Kind;

constexpr std::size_t most_reply_bytes = std::size_t{64} << 10;

// How far the dialogue has come: what a 5yz means depends on what it answers.
enum class Stage { before_mail, mail, recipient, data };

// One call, as libcurl's callbacks see it.
struct Call {
  std::string_view rest;  // of the mail's data, not read yet
  std::stop_token stop;
  Stage stage = Stage::before_mail;
  bool quitting =
      false;         // after a refusal libcurl says QUIT, and the 221 must not hide the refusal
  int code = 0;      // of the last reply line
  char subject = 0;  // the middle digit of its enhanced status code
  std::size_t reply_bytes = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t on_read(char* into, std::size_t size, std::size_t count, void* user) {
  auto& call = *static_cast<Call*>(user);
  const std::size_t taken = std::min(size * count, call.rest.size());
  std::memcpy(into, call.rest.data(), taken);
  call.rest.remove_prefix(taken);
  return taken;
}

// A reply line: "550 5.1.1 ..." or, with more to come, "550-5.1.1 ...".
std::size_t on_reply(char* data, std::size_t, std::size_t size, void* user) {
  auto& call = *static_cast<Call*>(user);
  call.reply_bytes += size;
  if (call.reply_bytes > most_reply_bytes) return 0;  // libcurl ends with CURLE_WRITE_ERROR
  const std::string_view line(data, size);
  if (call.quitting || line.size() < 3 || !std::ranges::all_of(line.substr(0, 3), is_digit))
    return size;
  call.code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
  const bool enhanced = line.size() >= 9 && line[4] == line[0] && line[5] == '.' &&
                        is_digit(line[6]) && line[7] == '.';
  call.subject = enhanced ? line[6] : char{0};
  return size;
}

// Only the first word of what we say is looked at; what follows may be a password.
int on_debug(CURL*, curl_infotype type, char* data, std::size_t size, void* user) {
  if (type != CURLINFO_HEADER_OUT) return 0;
  auto& call = *static_cast<Call*>(user);
  const std::string_view line(data, size);
  if (line.starts_with("MAIL ")) call.stage = Stage::mail;
  if (line.starts_with("RCPT ")) call.stage = Stage::recipient;
  if (line.starts_with("DATA\r")) call.stage = Stage::data;
  if (line.starts_with("QUIT\r")) call.quitting = true;
  return 0;
}

int on_progress(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const Call*>(user)->stop.stop_requested() ? 1 : 0;
}

// A lone CR or LF is a line end to some servers and none to others: that is how one mail becomes
// two (RFC 5321 section 2.3.8).
bool has_whole_line_ends(std::string_view data) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    if (data[i] == '\n' && (i == 0 || data[i - 1] != '\r')) return false;
    if (data[i] == '\r' && (i + 1 == data.size() || data[i + 1] != '\n')) return false;
  }
  return true;
}

// RFC 3463 section 3.1; 0 is "other or undefined".
std::string_view class_of(const Call& call) {
  constexpr std::array<std::string_view, 8> subjects{"reply",   "address",  "mailbox", "system",
                                                     "network", "protocol", "content", "policy"};
  const auto index = static_cast<std::size_t>(call.subject - '0');
  return call.subject != 0 && index < subjects.size() ? subjects.at(index) : subjects.front();
}

// "Authentication required", "credentials invalid", "encryption required" (RFC 4954 section 6).
bool asks_who_we_are(int code) { return code == 530 || code == 535 || code == 538; }

SmtpVerdict verdict_of(CURLcode result, const Call& call) {
  switch (result) {
    case CURLE_OK:
      return {Kind::taken, call.code, "taken"};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return {Kind::later, 0, "unreachable"};
    case CURLE_OPERATION_TIMEDOUT:
      return {Kind::later, 0, "timed-out"};
    case CURLE_ABORTED_BY_CALLBACK:
      return {Kind::later, 0, "stopping"};
    case CURLE_USE_SSL_FAILED:
      return {Kind::later, call.code, "no-tls"};
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return {Kind::later, 0, "not-trusted"};
    case CURLE_SSL_CONNECT_ERROR:
      return {Kind::later, 0, "handshake-failed"};
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
      return {Kind::later, 0, "bad-trust-file"};
    case CURLE_LOGIN_DENIED:
      return {Kind::later, call.code, "sign-in-refused"};
    default:
      break;
  }
  if (call.code < 400) return {Kind::later, 0, "connection-lost"};
  if (asks_who_we_are(call.code)) return {Kind::later, call.code, "sign-in-refused"};
  // Before a recipient was named, a refusal is about us or our settings: the mail must wait until
  // somebody has mended those, not die of them.
  const bool about_the_recipient = call.stage == Stage::recipient || call.stage == Stage::data;
  return {call.code >= 500 && about_the_recipient ? Kind::refused : Kind::later, call.code,
          class_of(call)};
}

void set_times_and_tls(CURL* easy, const SmtpClient::Options& options) {
  const auto milliseconds = [](std::chrono::seconds wait) {
    return static_cast<long>(std::chrono::milliseconds(wait).count());
  };
  set(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(easy, CURLOPT_NOPROXY, "*");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_TIMEOUT_MS, milliseconds(options.timeout));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, milliseconds(options.connect_timeout));
  // STARTTLS must succeed before anything of the mail, the envelope or a password is said.
  set(easy, CURLOPT_USE_SSL, static_cast<long>(CURLUSESSL_ALL));
  set(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  if (!options.trust) return;
  set(easy, CURLOPT_CAINFO, options.trust->c_str());
  // Debian's libcurl trusts the machine's authorities too, unless told otherwise.
  set(easy, CURLOPT_CAPATH, static_cast<const char*>(nullptr));
}

void set_callbacks(CURL* easy, Call& call) {
  set(easy, CURLOPT_UPLOAD, 1L);
  set(easy, CURLOPT_INFILESIZE_LARGE, static_cast<curl_off_t>(call.rest.size()));
  set(easy, CURLOPT_READFUNCTION, &on_read);
  set(easy, CURLOPT_READDATA, static_cast<void*>(&call));
  // libcurl hands the server's reply lines over as headers.
  set(easy, CURLOPT_HEADERFUNCTION, &on_reply);
  set(easy, CURLOPT_HEADERDATA, static_cast<void*>(&call));
  set(easy, CURLOPT_NOPROGRESS, 0L);
  set(easy, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(easy, CURLOPT_XFERINFODATA, static_cast<void*>(&call));
  // "Verbose" goes to the debug function only.
  set(easy, CURLOPT_DEBUGFUNCTION, &on_debug);
  set(easy, CURLOPT_DEBUGDATA, static_cast<void*>(&call));
  set(easy, CURLOPT_VERBOSE, 1L);
}

}  // namespace

SmtpVerdict SmtpClient::send(const Mail& mail, const std::stop_token& stop) const {
  if (!is_mail_address(mail.from) || !is_mail_address(mail.to))
    return {Kind::refused, 0, "bad-address"};
  if (!has_whole_line_ends(mail.data)) return {Kind::refused, 0, "bad-data"};
  const Easy easy(begin_curl() ? curl_easy_init() : nullptr);
  const List recipients(curl_slist_append(nullptr, mail.to.c_str()));
  if (!easy || !recipients) throw std::bad_alloc();
  Call call;
  call.rest = mail.data;
  call.stop = stop;
  // The path of an SMTP URL is what we say in EHLO.
  const std::string url = options_.server + "/" + options_.domain;
  set(easy.get(), CURLOPT_URL, url.c_str());
  set_times_and_tls(easy.get(), options_);
  set_callbacks(easy.get(), call);
  set(easy.get(), CURLOPT_MAIL_FROM, mail.from.c_str());
  set(easy.get(), CURLOPT_MAIL_RCPT, recipients.get());
  if (!options_.user.empty()) {
    set(easy.get(), CURLOPT_USERNAME, options_.user.c_str());
    set(easy.get(), CURLOPT_PASSWORD, options_.password.c_str());
  }
  const WithoutSigpipe quiet;
  return verdict_of(curl_easy_perform(easy.get()), call);
}

}  // namespace gatepost::transports
