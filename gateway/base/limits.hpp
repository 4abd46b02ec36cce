// Every limit of the gateway has a name here or beside the queue it bounds (DESIGN rule 10).
#pragma once

#include <chrono>
#include <cstddef>

namespace gatepost::limits {

// SECURITY-AND-FAULTS, XML: measured costs of hostile documents.
inline constexpr std::size_t xml_document_bytes = std::size_t{1} << 20;
inline constexpr std::size_t xml_start_tag_bytes = std::size_t{16} << 10;
inline constexpr int xml_depth = 64;
inline constexpr int xml_attributes = 64;
inline constexpr int xml_nodes = 50'000;

// HTTP: RFC 9112 heads far larger than ours exist only in attacks.
inline constexpr std::size_t http_head_bytes = std::size_t{8} << 10;
inline constexpr int http_head_fields = 64;
inline constexpr std::chrono::seconds http_head_wait{10};
inline constexpr std::chrono::seconds http_idle_wait{30};
inline constexpr std::chrono::seconds tls_handshake_wait{10};
inline constexpr std::size_t http_body_floor_bytes_per_second = 1024;
inline constexpr std::chrono::seconds http_write_wait{30};
inline constexpr std::size_t http_body_bytes = std::size_t{2}
                                               << 20;  // a form and its transport overhead
inline constexpr int connections_per_address = 64;
inline constexpr int connections = 1024;

// A conversation is one person's move: some dozens of forms. Replies get more room, so that none is
// refused before a referral is.
inline constexpr std::size_t conversation_referrals = 200;
inline constexpr std::size_t conversation_messages = 1000;

// One prison's daily caseload and discharge list.
inline constexpr std::size_t caseload_lines = 5000;
inline constexpr std::size_t caseload_bytes = std::size_t{1} << 20;

// The console. A page's form is some dozens of fields, some of them a page of text; a logo is a
// picture of thirty pixels' height.
inline constexpr std::size_t console_form_bytes = std::size_t{256} << 10;
inline constexpr std::size_t console_form_fields = 500;
// A whole prison may come through one proxy, and a browser opens several connections.
inline constexpr int console_connections_per_address = 512;
inline constexpr std::size_t console_logo_bytes = std::size_t{64} << 10;

// People. A password check takes 64 MiB and a tenth of a second: two at once, and some dozens may
// wait. A session ends half an hour after its last use and half a day after its beginning, a
// sign-in that is not finished sooner (OWASP ASVS 5.0 V7.3).
inline constexpr std::size_t password_checks_at_once = 2;
inline constexpr std::size_t password_checks_waiting = 32;
inline constexpr std::size_t password_bytes = 1024;
inline constexpr std::chrono::minutes session_idle{30};
inline constexpr std::chrono::hours session_life{12};
inline constexpr std::chrono::minutes sign_in_life{15};
// How far behind "last seen" may be, so that reading a page rarely writes.
inline constexpr std::chrono::minutes session_touch{1};
inline constexpr std::size_t sessions_per_user = 10;
inline constexpr std::size_t security_keys_per_user = 10;
inline constexpr std::size_t security_key_bytes = 4096;  // each part of what a browser hands over
inline constexpr std::chrono::minutes security_key_wait{5};
inline constexpr std::size_t grants_per_user = 50;
inline constexpr std::size_t expired_forgotten_at_once = 100;
inline constexpr std::size_t draft_bytes = std::size_t{256} << 10;
inline constexpr std::size_t drafts_per_team = 500;
inline constexpr std::size_t search_results = 50;
inline constexpr std::size_t search_text_bytes = 200;
// Forms of one name or number that a search looks at, whosever they are, the newest first.
inline constexpr std::size_t search_looked_at = 2000;
inline constexpr std::size_t users_listed = 10'000;

// Looking after the gateway. One answer looks through so much of the log, and whoever asks goes on
// from there; a CSV of it is a file that a spreadsheet still opens.
inline constexpr std::size_t log_searched_at_once = 200'000;
inline constexpr std::size_t log_exported = 50'000;
inline constexpr std::size_t log_verified_at_once = 4096;
inline constexpr std::size_t directory_bytes = std::size_t{1} << 20;
// The same, as a browser sends it: a list is mostly letters, digits and commas.
inline constexpr std::size_t directory_form_bytes = http_body_bytes;
inline constexpr std::size_t directory_proposals = 8;
inline constexpr std::size_t meeting_people = 5000;

// At rest: a payload is sealed in segments of at most this many plain bytes.
inline constexpr std::size_t sealed_segment_bytes = std::size_t{64} << 10;

// One batch of the store's writer, and what may wait for it.
inline constexpr std::size_t store_batch_commands = 256;
inline constexpr std::size_t store_queue_commands = 4096;

// Telling people. Notifications have threads of their own, so that a mail server that hangs keeps
// nobody else waiting; as many are handed over at once, each within the wait.
inline constexpr std::size_t notifications_at_once = 8;
inline constexpr std::chrono::seconds mail_connect_wait{10};
inline constexpr std::chrono::seconds mail_wait{20};
// After about a day of trying, the policy's daily repeat says it afresh.
inline constexpr int notification_attempts = 150;
// Of mails with several recipients: who has theirs, remembered until the last one has.
inline constexpr std::size_t mails_remembered = 4096;

// What fails is tried again after a pause that doubles.
inline constexpr std::chrono::seconds first_retry_pause{5};
inline constexpr std::chrono::seconds longest_retry_pause{600};
// Conversations whose escalation fails: more than so many at once is a broken store.
inline constexpr std::size_t failing_conversations = 4096;

// A damaged store is told by its first flaws; their number is told in full.
inline constexpr std::size_t fsck_flaws = 100;

}  // namespace gatepost::limits
