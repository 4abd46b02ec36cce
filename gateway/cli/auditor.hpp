// The command line of whoever judges the log, and of whoever needs evidence out of it. Bound by
// cli.cpp; the options live as long as this object.
#pragma once

#include <CLI/CLI.hpp>

#include "gateway/cli/commands.hpp"
#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

class Auditor : private Subcommands {
 public:
  using Subcommands::Choose;
  Auditor(CLI::App& app, Choose choose);

 private:
  void bind_verify(CLI::App& audit);
  void bind_entries(CLI::App& audit);
  void filters(CLI::App* command);
  void bind_proofs(CLI::App& audit);
  void bind_evidence(CLI::App& app);
  void bind_fsck(CLI::App& app);

  Path config_;
  AuditVerifyOptions verify_;
  AuditListOptions list_;
  std::string format_ = "jsonl";
  AuditProveOptions prove_;
  EvidenceExportOptions export_;
  EvidenceVerifyOptions judge_;
};

}  // namespace gatepost::cli
