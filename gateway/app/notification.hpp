// Notification: one step of a ladder as it is told to people, as text without personal data:
// reference, form, missing rung, deadline, whom to ring, what to do next. Pure; any thread. Names
// of teams and telephone numbers come from the directory; nothing comes from a form's content.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/calendar.hpp"
#include "config/directory.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::app {

struct Notification {
  exchange::Effect effect;
  // The message as it stands; nothing when there is none (a form that was never sent) or it could
  // not be read. People are told all the same.
  std::optional<exchange::MessageState> message;
  // The task whose step this is, or the open task of the effect's role; nothing without one.
  std::optional<exchange::Task> task;
};

// The addresses that hear of it, at most limits below, the role's own first: the directory's
// functional mailboxes, and for urgent messages the told team's contact that answers at any hour.
// Whatever is no mail address is left out. `operator_address` may be empty.
std::vector<std::string> addressees(const Notification& notification,
                                    const config::Directory& directory,
                                    const std::string& operator_address);

struct NotificationText {
  std::string subject;  // printable ASCII, one line
  std::string body;     // UTF-8, lines of at most 72 characters where words allow, ended by "\n"
};
NotificationText text_of(const Notification& notification, const config::Directory& directory,
                         const config::Calendar& calendar);

// The first group of the message's id: enough for people to say on the telephone.
std::string short_reference(const exchange::MessageKey& key);

// A whole mail (RFC 5322), lines ended by CRLF.
struct MailHead {
  std::string from, to, reply_to;  // addresses; reply_to may be empty
  std::string domain;              // the right side of the Message-ID
  std::string reference;           // an effect's: the same reference has the same Message-ID
  Instant date;
};
// Nothing when a header field would hold anything but printable ASCII, or an address is none.
std::optional<std::string> compose_mail(const MailHead& head, const NotificationText& text);

// "<32 hex digits@domain>", a digest of the reference.
std::string message_id_of(std::string_view reference, std::string_view domain);

}  // namespace gatepost::app
