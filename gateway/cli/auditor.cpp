#include "gateway/cli/auditor.hpp"

namespace gatepost::cli {

Auditor::Auditor(CLI::App& app, Choose choose) : Subcommands(std::move(choose)) {
  CLI::App* audit =
      app.add_subcommand("audit", "the log: verify, list, export, key, checkpoint, prove");
  audit->require_subcommand(1);
  bind_verify(*audit);
  bind_entries(*audit);
  bind_proofs(*audit);
  bind_evidence(app);
  bind_fsck(app);
}

void Auditor::bind_verify(CLI::App& audit) {
  CLI::App* made = plain_command(
      audit, "verify",
      "recompute the log; exit 1 and the first bad entry when it was altered, or does not "
      "continue an older checkpoint",
      "gatepost audit verify --config demo/gatepost.toml --since kept-elsewhere/checkpoint",
      [this] {
        verify_.style = style();
        return audit_verify(verify_);
      });
  made->add_option("--config", verify_.config, "gatepost.toml")->required();
  made->add_option("--since", verify_.since,
                   "a checkpoint kept elsewhere; the gateway's own copy when absent");
  made->add_option("--log-key", verify_.log_key,
                   "the log's verifier key, or a file with it; that of the settings when absent");
  json_flag(made);
}

void Auditor::filters(CLI::App* command) {
  command->add_option("--config", list_.config, "gatepost.toml")->required();
  command->add_option("--message", list_.message,
                      "only entries about this message: id, or TEAM/id");
  command->add_option("--team", list_.team,
                      "only entries of this team: as actor, recipient or the form's sender");
  command->add_option("--actor", list_.actor, "only entries of this actor, such as team:BXI-PSI");
  command->add_option("--verb", list_.verb, "only entries of this verb")
      ->check(CLI::IsMember({"collection", "alteration", "consultation", "disclosure",
                             "combination", "erasure", "system"}));
  command->add_option("--from", list_.from, "only entries from this instant on, RFC 3339");
  command->add_option("--to", list_.until, "only entries before this instant, RFC 3339");
  command->add_option("--limit", list_.limit, "at most so many");
}

void Auditor::bind_entries(CLI::App& audit) {
  CLI::App* listed =
      plain_command(audit, "list", "print entries",
                    "gatepost audit list --config demo/gatepost.toml --message ID", [this] {
                      list_.style = style();
                      return audit_list(list_);
                    });
  filters(listed);
  json_flag(listed);
  CLI::App* exported =
      plain_command(audit, "export", "print entries for another program",
                    "gatepost audit export --format csv --team BXI-PSI --config demo/gatepost.toml",
                    [this] { return audit_export(list_, format_); });
  filters(exported);
  exported
      ->add_option("--format", format_,
                   "jsonl: the entries as they are; csv; hmpps: audit events as HMPPS has them")
      ->check(CLI::IsMember({"jsonl", "csv", "hmpps"}));
}

void Auditor::bind_proofs(CLI::App& audit) {
  CLI::App* key =
      plain_command(audit, "key", "print the verifier key that checkpoints are checked with",
                    "gatepost audit key --config demo/gatepost.toml",
                    [this] { return audit_key(config_, style()); });
  key->add_option("--config", config_, "gatepost.toml")->required();
  json_flag(key);
  CLI::App* checkpoint =
      plain_command(audit, "checkpoint", "print a signed checkpoint of the log as it is (C2SP)",
                    "gatepost audit checkpoint --config demo/gatepost.toml > checkpoint",
                    [this] { return audit_checkpoint(config_); });
  checkpoint->add_option("--config", config_, "gatepost.toml")->required();
  CLI::App* proved = plain_command(
      audit, "prove", "prove that an entry is in the log, or that the log continues a checkpoint",
      "gatepost audit prove 17 --config demo/gatepost.toml > 17.tlog-proof",
      [this] { return audit_prove(prove_); });
  proved->add_option("index", prove_.index, "the entry: prints a C2SP .tlog-proof");
  proved->add_option("--since", prove_.since,
                     "an older checkpoint: prints what C2SP witnesses are sent");
  proved->add_option("--config", prove_.config, "gatepost.toml")->required();
}

void Auditor::bind_evidence(CLI::App& app) {
  CLI::App* evidence =
      app.add_subcommand("evidence", "everything about one message, to be shown: export, verify");
  evidence->require_subcommand(1);
  CLI::App* exported = plain_command(
      *evidence, "export",
      "write one zip: the form, receipts, replies, certificates, revocation lists, proofs, and a "
      "page that says so in words; for the message's parties, and logged as a disclosure",
      "gatepost evidence export ID --out evidence.zip --config clients/BXI-PSI/client.toml",
      [this] { return evidence_export(export_, {config_, style()}); });
  exported->add_option("id", export_.id, "message id")->required();
  exported->add_option("--out", export_.out, "the zip; it holds the form itself")->required();
  exported->add_option("--config", config_, "the team's client.toml")->required();
  json_flag(exported);
  CLI::App* verified = plain_command(
      *evidence, "verify",
      "judge such a zip without any gateway; exit 1 and everything that is wrong with it",
      "gatepost evidence verify evidence.zip --trust ca.pem --log-key log.vkey", [this] {
        judge_.style = style();
        return evidence_verify(judge_);
      });
  verified->add_option("file", judge_.file, "the zip")->required();
  verified->add_option("--trust", judge_.trust, "the authority's certificate, PEM")->required();
  verified
      ->add_option("--log-key", judge_.log_key,
                   "the log's verifier key, as `gatepost audit key` prints it, or a file with it")
      ->required();
  verified->add_option("--crl", judge_.crl, "revocation lists beside those in the zip");
  json_flag(verified);
}

void Auditor::bind_fsck(CLI::App& app) {
  CLI::App* checked = plain_command(
      app, "fsck",
      "check the whole store, beside a running gateway or a stopped one: every form readable and "
      "where it must be, every receipt backed, the log; changes nothing; exit 1 when not",
      "gatepost fsck --config demo/gatepost.toml", [this] { return fsck(config_, style()); });
  checked->add_option("--config", config_, "gatepost.toml")->required();
  json_flag(checked);
}

}  // namespace gatepost::cli
