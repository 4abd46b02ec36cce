// The command line of whoever judges the log, and of whoever needs evidence out of it. Bound by
// cli.cpp; the options live as long as this object.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "gateway/cli/commands.hpp"

namespace gatepost::cli {

class Auditor {
 public:
  // `choose` is told what the command line asked for.
  using Choose = std::function<void(std::function<Exit()>)>;
  Auditor(CLI::App& app, Choose choose);

 private:
  CLI::App* command(CLI::App& parent, const std::string& name, const std::string& what,
                    const std::string& example, std::function<Exit()> act);
  void json_flag(CLI::App* command);
  void bind_verify(CLI::App& audit);
  void bind_entries(CLI::App& audit);
  void filters(CLI::App* command);
  void bind_proofs(CLI::App& audit);
  void bind_evidence(CLI::App& app);
  Style style() const { return json_ ? Style::json : Style::text; }

  Choose choose_;
  bool json_ = false;
  Path config_;
  AuditVerifyOptions verify_;
  AuditListOptions list_;
  std::string format_ = "jsonl";
  AuditProveOptions prove_;
  EvidenceExportOptions export_;
  EvidenceVerifyOptions judge_;
};

}  // namespace gatepost::cli
