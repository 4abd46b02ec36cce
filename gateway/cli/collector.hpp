// Collector: takes what waits in a team's inbox onto disk, and acknowledges it automatically when
// asked to. Shared by `collect` and `agent`. Blocking; one thread. Never overwrites another file,
// never acknowledges what is not on disk. The order for a form:
//   1. download and verify        what does not verify is reported and left in the inbox
//   2. write XML and text, fsync  only what is on disk may be acknowledged
//   3. send the Acknowledgement   signed once and kept: after a crash the same bytes go again
//   4. mark it collected          last: a crash before it only repeats steps that repeat well
#pragma once

#include <functional>

#include "gateway/cli/client.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/output.hpp"

namespace gatepost::cli {

// Does this kind of form have a ladder of its own, so that its sender waits for our word?
bool wants_acknowledgement(formats::forms::FormType type);

// Where what kind of item goes; made by the caller, `unverified` when first needed.
struct InboxFolders {
  std::filesystem::path forms, receipts, reports, unverified;
};

// One item that is on disk and no longer in the inbox. File names hold ids, teams and form names
// only: nothing personal.
struct Collected {
  std::filesystem::path file;
  std::string form;             // "LIEF", "Receipt"; "REPORT"
  std::string message_id;       // of a report: its code
  std::string acknowledgement;  // our acknowledgement's id, when one was sent
  std::string linked;           // of a report: the handle it is about
};

class Collector {
 public:
  struct Options {
    InboxFolders folders;
    Acknowledge acknowledge = Acknowledge::automatic;
    std::function<void(const Collected&)> note;
  };
  Collector(Client& client, Options options) : client_(client), options_(std::move(options)) {}

  // All pages: what could not be taken stays in the inbox, and must not hide what came after it.
  // Stops between two items when asked to by a signal.
  Exit round();
  // How many items the last round was told of.
  std::size_t seen() const { return seen_; }

 private:
  Exit page(Handle& after);
  Exit take(const std::string& handle);
  Exit take_report(const std::string& handle, const formats::http1::Response& got);
  Exit take_form(const std::string& handle, const formats::http1::Response& got);
  std::string message_of(const std::string& handle);
  Result<VerifiedForm> verify_as_received(const formats::http1::Response& got);
  Exit unverified(const std::string& handle, const formats::http1::Response& got,
                  const std::string& why);
  std::filesystem::path kept_acknowledgement(const std::string& handle) const;
  Result<Bytes> signed_acknowledgement(const std::string& handle, const VerifiedForm& form);
  Exit acknowledge(const std::string& handle, const VerifiedForm& form, std::string& acknowledged);
  Exit mark(const std::string& handle);

  Client& client_;
  Options options_;
  std::size_t seen_ = 0;
  bool silent_ = false;  // nobody answered the last request
};

}  // namespace gatepost::cli
