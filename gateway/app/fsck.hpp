// fsck: whether a store is sound: every accepted form is there and can be read, whoever is to
// collect it still can, every receipt handed out is backed by a rung and every rung by its receipt,
// every conversation wakes when it must, the log, which verifies by itself, tells the same story;
// and what is sealed of users, their credentials and drafts can be opened. Changes nothing.
// Findings name ids only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "certs/seal.hpp"
#include "gateway/exchange/port.hpp"

namespace gatepost::app {

struct Flaw {
  std::string kind;   // "payload-missing", "receipt-without-rung", ...; stable, for scripts
  std::string about;  // a message, a conversation, an entry of the log, a user, a draft
  std::string wrong;  // a sentence
};

struct FsckReport {
  std::uint64_t conversations = 0, messages = 0, receipts = 0, log_entries = 0, users = 0,
                drafts = 0;
  std::vector<Flaw> flaws;  // the first limits::fsck_flaws
  std::uint64_t flaw_count = 0;
  bool sound() const { return flaw_count == 0; }
};

// `keys` unseals every payload and every record of people. Errors: StoreErrc, when the store cannot
// be read to the end.
Result<FsckReport> fsck(exchange::View& view, const certs::KeyRing& keys);

}  // namespace gatepost::app
