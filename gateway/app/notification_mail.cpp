// A notification as a mail: RFC 5322 head, plain text, CRLF.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "certs/digest.hpp"
#include "gateway/app/notification.hpp"
#include "gateway/base/mail_address.hpp"

namespace gatepost::app {

namespace {

// RFC 2045 section 6.7: encoded lines of at most 76 characters, the "=" of a soft break included.
constexpr std::size_t encoded_columns = 75;

bool is_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool is_header_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

// RFC 5322 section 3.3, in UTC.
std::string mail_date(Instant at) {
  using namespace std::chrono;
  constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = floor<std::chrono::days>(at);
  const year_month_day date(day);
  const hh_mm_ss time(floor<seconds>(at - day));
  return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0000", days.at(weekday(day).c_encoding()),
                     static_cast<unsigned>(date.day()),
                     months.at(static_cast<unsigned>(date.month()) - 1),
                     static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                     time.seconds().count());
}

std::string quoted_printable(std::string_view line) {
  std::string out;
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    const bool last = i + 1 == line.size();
    const bool plain = (byte > 0x20 && byte < 0x7F && byte != '=') || (byte == 0x20 && !last);
    const std::string piece = plain ? std::string(1, line[i]) : fmt::format("={:02X}", byte);
    if (column + piece.size() > encoded_columns) {
      out += "=\r\n";
      column = 0;
    }
    out += piece;
    column += piece.size();
  }
  return out;
}

// Line by line, so that no lone LF or CR of the text can reach the wire.
std::string mail_body(std::string_view text) {
  const bool plain = is_ascii(text);
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string line(text.substr(0, end));
    std::erase(line, '\r');
    out += (plain ? line : quoted_printable(line)) + "\r\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

std::string message_id_of(std::string_view reference, std::string_view domain) {
  constexpr std::size_t digits = 32;
  return fmt::format("<{}@{}>", certs::sha256(as_bytes(reference)).hex().substr(0, digits), domain);
}

std::optional<std::string> compose_mail(const MailHead& head, const NotificationText& text) {
  if (!is_mail_address(head.from) || !is_mail_address(head.to) || !is_mail_domain(head.domain) ||
      (!head.reply_to.empty() && !is_mail_address(head.reply_to)) || !is_header_value(text.subject))
    return std::nullopt;
  std::string mail;
  const auto field = [&mail](std::string_view name, std::string_view value) {
    mail += fmt::format("{}: {}\r\n", name, value);
  };
  field("Date", mail_date(head.date));
  field("From", fmt::format("Gatepost <{}>", head.from));
  field("To", fmt::format("<{}>", head.to));
  if (!head.reply_to.empty()) field("Reply-To", fmt::format("<{}>", head.reply_to));
  field("Subject", text.subject);
  field("Message-ID", message_id_of(head.reference, head.domain));
  field("List-Id", fmt::format("Gatepost notifications <notifications.{}>", head.domain));
  // So that no out-of-office note answers it (RFC 3834 section 5; the second for Exchange).
  field("Auto-Submitted", "auto-generated");
  field("X-Auto-Response-Suppress", "All");
  field("MIME-Version", "1.0");
  field("Content-Type", "text/plain; charset=utf-8");
  field("Content-Transfer-Encoding", is_ascii(text.body) ? "7bit" : "quoted-printable");
  return mail + "\r\n" + mail_body(text.body);
}

}  // namespace gatepost::app
