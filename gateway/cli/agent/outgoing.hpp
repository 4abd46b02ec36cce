// Outgoing: from out/ to sent/ or failed/, so that a crash at any step neither loses a form nor
// sends it twice. Blocking; one thread; the folder's lock is held. A form under way is
//
//   work/ID/signed.xml    the bytes that are sent, and sent again; written once, never changed
//   work/ID/taken/NAME    the file as it was dropped; more than one when it was dropped twice
//   work/ID/receipt.xml   the gateway's receipt, verified
//
// and each step leaves a state from which the next round goes on:
//   1. signed.xml is written and fsynced     nothing in taken/: not begun; thrown away, made anew
//   2. out/NAME is renamed into taken/       from now on these bytes are the form
//   3. sent; receipt.xml written and fsynced no receipt: the same bytes go again, and the gateway
//                                            answers a repeat with the same receipt
//   4. sent/NAME.receipt.xml, sent/NAME.xml  found again by their content
//   5. work/ID removed                       only when taken/ is empty
// A refusal takes 4 to failed/ instead, with the reason written before the form is moved.
#pragma once

#include <set>

#include "gateway/cli/agent/folder.hpp"
#include "gateway/cli/agent/journal.hpp"
#include "gateway/cli/client.hpp"
#include "gateway/cli/output.hpp"

namespace gatepost::cli::agent {

class Outgoing {
 public:
  // `base`: how long a form that the gateway stumbled over waits at first, before it goes again.
  Outgoing(const Folder& folder, Journal& journal, milliseconds base)
      : folder_(folder), journal_(journal), base_(base) {}

  // Takes what is complete in out/: checks and signs it, or moves it to failed/.
  void take(const std::vector<Watch::Settled>& settled, Client& client);
  bool something_waits() const { return !items().empty(); }
  // Sends everything in work/, oldest first. unreachable: the gateway could not be reached, and the
  // rest was not tried; no: something stays in work/ for another reason; yes: all went, one way or
  // the other; usage: this machine's disk refused.
  Exit send(Client& client);
  // Did this machine's disk refuse something since the last call?
  bool take_disk_trouble() { return std::exchange(disk_trouble_, false); }

 private:
  using Path = std::filesystem::path;
  struct Draft {
    FormHead head;
    Bytes signed_form;
  };
  std::expected<Draft, Reason> draft_of(const Bytes& dropped, Client& client) const;
  void take_one(const Watch::Settled& settled, Client& client);
  enum class Begun { begun, changed_meanwhile };
  Result<Begun> begin(const Path& dropped, const Bytes& read, const Draft& draft);
  Exit send_one(const Path& item, Client& client, std::set<ConversationId>& held);
  Exit deliver(const Path& item, const FormHead& head, ByteView signed_form, Client& client);
  Exit finished(const Result<void>& done);
  Result<void> finish_sent(const Path& item, ByteView signed_form, ByteView receipt);
  Result<void> finish_failed(const Path& item, const Reason& reason);
  Result<void> fail_file(const Path& file, const Reason& reason);
  void disk_refused(const Error& error);
  std::vector<Path> items() const;

  const Folder& folder_;
  Journal& journal_;
  const milliseconds base_;
  struct Later {
    int failures = 0;
    Instant not_before;
  };
  std::map<Path, Later> later_;  // forms that the gateway stumbled over; others need not wait
  bool disk_trouble_ = false;
  std::set<std::uint64_t> growing_;  // inodes of files that were said to be incomplete
};

}  // namespace gatepost::cli::agent
