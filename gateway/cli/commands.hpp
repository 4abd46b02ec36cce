// The subcommands, one function each; `cli.cpp` binds them to the command line. Each prints what a
// person needs and answers the exit code.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "gateway/cli/output.hpp"

namespace gatepost::cli {

using Path = std::filesystem::path;

struct InitOptions {
  Path folder;
  std::string name = "gatepost";
  int machine_port = 8443;
  int admin_port = 8480;
  int console_port = 8444;
  enum class Policy { standard, demo } policy = Policy::standard;
  Style style = Style::text;
};
Exit init(const InitOptions& options);

struct ServeOptions {
  Path config;
  enum class Mode { run, check_only } mode = Mode::run;
  Style style = Style::text;  // of check_only
};
Exit serve(const ServeOptions& options);

const std::vector<std::string>& template_kinds();  // "lief", "alert", ...
Exit form_check(const Path& file, Style style);
Exit form_show(const Path& file, Style style);

struct SignOptions {
  Path file, key, cert, out;
  Style style = Style::text;
};
Exit sign(const SignOptions& options);

struct VerifyOptions {
  Path file, trust;
  std::optional<Path> crl;
  std::optional<std::string> at, team;
  Style style = Style::text;
};
Exit verify(const VerifyOptions& options);

struct ClientOptions {
  Path config;
  Style style = Style::text;
};

struct TemplateOptions {
  std::optional<std::string> about;  // a message id: filled in for a form about it
  ClientOptions client;              // asked about it; without `about` only its style counts
};
Exit form_template(const std::string& kind, const TemplateOptions& options);
Exit send(const Path& file, const ClientOptions& options);
Exit send_pending(const ClientOptions& options);

enum class Acknowledge { automatic, none };
enum class Rounds { once, until_stopped };
struct CollectOptions {
  Path out;
  Acknowledge acknowledge = Acknowledge::automatic;
  Rounds rounds = Rounds::until_stopped;
  int every_seconds = 10;
};
Exit collect(const CollectOptions& collect, const ClientOptions& options);

struct AgentOptions {
  Path folder;
  Acknowledge acknowledge = Acknowledge::automatic;
  Rounds rounds = Rounds::until_stopped;
  int every_seconds = 10;
};
Exit run_agent(const AgentOptions& agent, const ClientOptions& options);

Exit status(const std::optional<std::string>& id, const ClientOptions& options);
enum class TaskList { open, all };
struct TaskListOptions {
  TaskList which = TaskList::open;
  std::size_t limit = 0;      // 0: all of them
  std::string continue_from;  // as the answer before said; empty: from the start
};
Exit tasks(const TaskListOptions& list, const ClientOptions& options);
Exit claim(const std::string& task, const std::string& by, const ClientOptions& options);
struct HandOverOptions {
  std::string task;
  std::optional<std::string> to;  // nobody: put back
};
Exit hand_over(const HandOverOptions& over, const ClientOptions& options);
Exit complete(const std::string& task, const std::string& outcome, const ClientOptions& options);
Exit close(const std::string& id, const std::string& reason, const std::string& by,
           const ClientOptions& options);

struct ReconcileOptions {
  Path file;
  std::optional<Path> drafts;  // a folder for prefilled forms
};
Exit reconcile(const ReconcileOptions& reconcile, const ClientOptions& options);

struct ExplainOptions {
  Path file;
  std::string at;  // RFC 3339
  std::optional<Path> policy, directory, bank_holidays;
  Style style = Style::text;
};
Exit deadlines_explain(const ExplainOptions& options);

struct PhoneOptions {
  std::string id, spoke_to, by;
};
Exit phone_confirm(const PhoneOptions& phone, const ClientOptions& options);

Exit fsck(const Path& config, Style style);
struct AuditVerifyOptions {
  Path config;
  std::optional<Path> since;  // a checkpoint kept elsewhere; the gateway's copy when absent
  std::optional<std::string> log_key;  // its verifier key, or a file; that of the settings
  Style style = Style::text;
};
Exit audit_verify(const AuditVerifyOptions& options);
struct AuditListOptions {
  Path config;
  std::optional<std::string> message, team, actor, verb, from, until;
  std::size_t limit = 0;  // 0: all
  Style style = Style::text;
};
Exit audit_list(const AuditListOptions& options);
Exit audit_export(const AuditListOptions& options, const std::string& format);
Exit audit_key(const Path& config, Style style);
Exit audit_checkpoint(const Path& config);
struct AuditProveOptions {
  Path config;
  std::optional<std::uint64_t> index;
  std::optional<Path> since;
};
Exit audit_prove(const AuditProveOptions& options);

struct EvidenceExportOptions {
  std::string id;
  Path out;
};
Exit evidence_export(const EvidenceExportOptions& evidence, const ClientOptions& options);
struct EvidenceVerifyOptions {
  Path file, trust;
  std::string log_key;  // a verifier key, or a file that holds one
  std::optional<Path> crl;
  Style style = Style::text;
};
Exit evidence_verify(const EvidenceVerifyOptions& options);

Exit cert_create(const Path& folder, const std::string& name, Style style);
struct IssueOptions {
  Path authority, out;
  std::optional<std::string> team, gateway, server;
  int days = 397;
  Style style = Style::text;
};
Exit cert_issue(const IssueOptions& options);
Exit cert_list(const Path& authority, Style style);
Exit cert_revoke(const std::string& serial, const Path& authority, Style style);
Exit cert_renew_crl(const Path& authority, Style style);

// What an administrator keeps: policy, calendar, directory.
Exit policy_check(const Path& file, Style style);
Exit policy_show(const std::optional<Path>& file, Style style);

struct CalendarDueOptions {
  std::string rule, at;
  std::optional<Path> bank_holidays;
  Style style = Style::text;
};
Exit calendar_due(const CalendarDueOptions& options);

Exit directory_check(const Path& file, Style style);
struct DirectoryDiffOptions {
  Path file;
  std::optional<Path> config, against;
  Style style = Style::text;
};
Exit directory_diff(const DirectoryDiffOptions& options);
struct DirectoryImportOptions {
  Path file, config;
  Style style = Style::text;
};
Exit directory_import(const DirectoryImportOptions& options);

// Who signs in.
struct UserOptions {
  Path config;
  std::string name;  // that they sign in with
  std::string display_name, job_title, email;
  std::vector<std::string> roles;
  enum class Password { made, from_stdin } password = Password::made;
  Style style = Style::text;
};
Exit user_add(const UserOptions& options);
Exit user_demonstrate(const UserOptions& options);
Exit user_list(const UserOptions& options);
Exit user_show(const UserOptions& options);
Exit user_disable(const UserOptions& options);
Exit user_enable(const UserOptions& options);
Exit user_reset_password(const UserOptions& options);
Exit user_reset_second_factor(const UserOptions& options);
Exit user_roles(const UserOptions& options);

struct CustodyOptions {
  Path config, authority;
  std::string team;
  int days = 397;
  Style style = Style::text;
};
Exit custody_issue(const CustodyOptions& options);
Exit custody_list(const CustodyOptions& options);

Exit show_version(Style style);

inline constexpr const char* version = "0.1.0";

}  // namespace gatepost::cli
