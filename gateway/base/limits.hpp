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

// At rest: a payload is sealed in segments of at most this many plain bytes.
inline constexpr std::size_t sealed_segment_bytes = std::size_t{64} << 10;

// One batch of the store's writer, and what may wait for it.
inline constexpr std::size_t store_batch_commands = 256;
inline constexpr std::size_t store_queue_commands = 4096;

}  // namespace gatepost::limits
