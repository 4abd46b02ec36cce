// Change: what every function that changes people's rows works with, inside one transaction of the
// store: rows, keys, time and randomness as values, and the audit entries that the same transaction
// appends. Lives as long as the work that made it; one thread.
#pragma once

#include <string>
#include <vector>

#include "certs/seal.hpp"
#include "gateway/audit/entry.hpp"
#include "gateway/base/random.hpp"
#include "gateway/identity/port.hpp"

namespace gatepost::identity {

struct Change {
  Rows& rows;
  const certs::KeyRing& keys;
  Random& random;
  Instant now;
  std::string node;
  std::string actor;                  // "user:<id>", "operator" (the command line), "peer:browser"
  std::vector<audit::Entry> entries;  // for the caller to append

  // An entry about identity. `reason` is built of codes, roles and opaque ids only.
  void note(std::string event, std::string reason) {
    audit::Entry entry;
    entry.at = now;
    entry.verb = audit::Verb::system;
    entry.actor = actor;
    entry.event = std::move(event);
    entry.reason = std::move(reason);
    entry.node = node;
    entries.push_back(std::move(entry));
  }
};

}  // namespace gatepost::identity
