// Folder: the agent's folder as people and other programs see it. Makes the layout, holds its lock
// for as long as it lives, and lists what was dropped. Blocking file I/O; one thread.
//
//   out/                drop forms here: XML, signed or not
//   sent/               NAME.xml, the signed form as the gateway has it, and NAME.receipt.xml
//   failed/             NAME.xml as it was dropped, and NAME.reason.txt
//   in/                 forms for us: XML and readable text, named by their ids
//   in/receipts/        receipts for what we sent
//   in/reports/         what the gateway wants us to know: overdue, undeliverable
//   in/unverified/      copies of what did not verify; the originals stay with the gateway
//   work/ID/            a form under way (outgoing.hpp); private
//   work/lock           held by the one agent of this folder
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "gateway/base/problem.hpp"
#include "gateway/base/result.hpp"
#include "gateway/cli/agent/watch.hpp"

namespace gatepost::cli::agent {

enum class Errc {
  busy,         // another agent has this folder
  id_in_use,    // another form with the same MessageId is under way
  two_systems,  // the folders lie on different file systems: nothing could be moved in one step
};
ErrorInfo error_info(Errc code);

class Folder {
 public:
  // Errors: Errc above, posix::Errc::cannot_write.
  static Result<Folder> open(const std::filesystem::path& root);
  Folder(Folder&&) noexcept;
  ~Folder();

  const std::filesystem::path out, sent, failed, in, receipts, reports, unverified, work;

  // Everything in out/, in no order.
  Result<std::vector<Entry>> dropped() const;
  // Does anything in failed/ wait for a person?
  bool has_failed() const;

 private:
  Folder(const std::filesystem::path& root, int lock);
  int lock_ = -1;
};

// "form" for "form.xml" or "FORM.XML"; else the whole name. Short enough for the endings to come.
std::string stem_of(const std::string& name);
// ".xml" or ".XML" as the name has it, or nothing: what stem_of left out.
std::string ending_of(const std::string& name);

// The text of NAME.reason.txt.
struct Reason {
  std::string what;   // "LIEF 6a0c...", "This file"
  std::string why;    // one sentence; may be empty when there are problems
  Problems problems;  // each with where and what would be right
  std::string then;   // what to do now
};
std::string reason_text(const Reason& reason);

}  // namespace gatepost::cli::agent
