// Audit entries (DESIGN rule 7, protocols/tlog.md): canonical, versioned bytes without personal
// data. Pure; any thread.
//
// An entry's canonical bytes are one line of JSON, UTF-8, no white space, keys in exactly the order
// of the members below, absent members left out, ending without a line feed:
//   {"v":1,"seq":17,"at":"2026-04-02T11:00:00Z","verb":"collection","actor":"team:BXI-PSI","event":"accepted",
//    "conversation":"...","message":"BXI-PSI/...","form":"LIEF","digest":"...","rung":"accepted","recipient":"LAMBETH-SPOC",
//    "reason":"...","policy":"...","node":"..."}
// Version 2 has one member more, "how" after "actor"; an entry without it is written as version 1,
// so that every entry has one spelling, and the old ones verify for ever.
// The leaf hash is RFC 6962's: SHA-256(0x00 || entry).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "gateway/base/bytes.hpp"
#include "gateway/base/ids.hpp"
#include "gateway/base/result.hpp"
#include "gateway/base/time.hpp"

namespace gatepost::audit {

// The six logging verbs of the Data Protection Act 2018 section 62, and one for events that touch
// no personal data.
enum class Verb { collection, alteration, consultation, disclosure, combination, erasure, system };
std::string_view to_string(Verb verb);
std::optional<Verb> parse_verb(std::string_view text);

// Longer values are cut, so that an entry fits into a bundle of tlog-tiles (under 64 KiB).
inline constexpr std::size_t entry_value_bytes = 4096;

struct Entry {
  Instant at;
  Verb verb = Verb::system;
  std::string actor;         // "team:BXI-PSI", "gateway", "peer:tls" (unauthenticated), "user:<id>"
  std::string how;           // how the actor was authenticated: "certificate", ...; empty when the
                             // actor is the gateway itself, and in entries of version 1
  std::string event;         // "accepted", "refused", "rung-reached", "deadline-passed", "step",
                             // "task-opened", "task-claimed", ...
  std::string conversation;  // ids as text; empty when absent
  std::string message;       // "TEAM/uuid"
  std::string form;          // root name of the form
  std::string digest;        // hex
  std::string rung;
  std::string recipient;  // mandatory for disclosure
  std::string reason;     // an error's "library.name", a step's name, a task id
  std::string policy;
  std::string node;
  bool operator==(const Entry&) const = default;
};

// How entries name a user.
std::string actor_of(const UserId& user);

// An entry's text members after `verb`, by their keys, in the order in which they are written.
struct TextMember {
  std::string_view key;
  std::string Entry::* member;
};
std::span<const TextMember> text_members();

// The canonical bytes of an entry at an index. Every string is checked to be printable ASCII
// without quote or backslash; anything else is replaced by '?', so that no entry can be forged by
// content.
std::string canonical(const Entry& entry, std::uint64_t sequence);
// The reverse, strict: nothing unless canonical(parse(x)) == x.
std::optional<std::pair<Entry, std::uint64_t>> parse_canonical(std::string_view bytes);

Digest leaf_hash(std::string_view entry_bytes);

// One row as stored.
struct Row {
  std::uint64_t index = 0;
  std::string bytes;
  Digest leaf;
  std::string message;  // what the store finds it by; empty when it is about no message
  // Of a damaged row, a column may have another type than the store ever writes; what it holds
  // then counts for nothing.
  enum class Columns { sound, wrong_type } columns = Columns::sound;
};

// The head of the log: size, RFC 6962 root, and the frontier (one hash per set bit of size, largest
// subtree first) that lets the next append compute the next root without reading the log.
struct Head {
  std::uint64_t size = 0;
  Digest root;  // of the empty log: SHA-256("")
  std::vector<Digest> frontier;
  bool operator==(const Head&) const = default;
};

Head empty_head();
void append_leaf(Head& head,
                 const Digest& leaf);  // leaves `root` stale: call finish_root after the batch
void finish_root(Head& head);

}  // namespace gatepost::audit
