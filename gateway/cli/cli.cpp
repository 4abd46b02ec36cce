#include "gateway/cli/cli.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <functional>

#include "gateway/cli/administration.hpp"
#include "gateway/cli/auditor.hpp"
#include "gateway/cli/commands.hpp"
#include "gateway/cli/completion.hpp"
#include "gateway/cli/desk.hpp"
#include "gateway/cli/people.hpp"
#include "gateway/cli/replies.hpp"
#include "gateway/cli/subcommands.hpp"

namespace gatepost::cli {

namespace {

// Binds subcommands to the functions of commands.hpp. The options live here as long as the parser.
class CommandLine : private Subcommands {
 public:
  CommandLine() : Subcommands([this](auto act) { chosen_ = std::move(act); }) {
    app_.require_subcommand(1);
    app_.set_help_all_flag("--help-all", "help for every subcommand");
    bind_gateway();
    bind_forms();
    bind_client();
    bind_people();
    bind_cert();
    json_flag(plain_command(app_, "version", "print the version", "gatepost version",
                            [this] { return show_version(style()); }));
    bind_completion();
    explain_exit_codes(app_);
  }

  int run(int argc, char** argv) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      const int code = app_.exit(error);
      return code == 0 ? 0 : static_cast<int>(Exit::usage);
    }
    try {
      return static_cast<int>(chosen_());
    } catch (const std::exception&) {
      complain(
          "gatepost: an answer could not be understood; run it again, and report it if it happens "
          "again");
      return static_cast<int>(Exit::no);
    }
  }

 private:
  void bind_gateway() {
    CLI::App* made = plain_command(app_, "init", "write a ready configuration with sample teams",
                                   "gatepost init demo --demo", [this] {
                                     init_.style = style();
                                     return cli::init(init_);
                                   });
    made->add_option("folder", init_.folder, "where")->required();
    made->add_option("--name", init_.name, "the gateway's name in receipts and logs");
    made->add_option("--machine-port", init_.machine_port,
                     "TLS port for machines; 0: any free one");
    made->add_option("--admin-port", init_.admin_port,
                     "loopback port for health and metrics; 0: any free one");
    made->add_option("--console-port", init_.console_port,
                     "TLS port for people's browsers; 0: any free one");
    made->add_flag_callback(
        "--demo", [this] { init_.policy = InitOptions::Policy::demo; },
        "a policy whose deadlines are seconds");
    json_flag(made);
    CLI::App* served = plain_command(app_, "serve", "run the gateway until SIGTERM; SIGHUP reloads",
                                     "gatepost serve --config demo/gatepost.toml", [this] {
                                       serve_.style = style();
                                       return cli::serve(serve_);
                                     });
    served->add_option("--config", serve_.config, "gatepost.toml")->required();
    served->add_flag_callback(
        "--check", [this] { serve_.mode = ServeOptions::Mode::check_only; },
        "only say whether the configuration holds together");
    json_flag(served);
  }

  void bind_forms() {
    CLI::App* form = app_.add_subcommand("form", "forms in files: template, check, show");
    form->require_subcommand(1);
    CLI::App* made = plain_command(*form, "template", "print a complete, valid, annotated sample",
                                   "gatepost form template lief > lief.xml",
                                   [this] { return form_template(kind_, {id_, client()}); });
    made->add_option("kind", kind_, "which form")
        ->required()
        ->check(CLI::IsMember(template_kinds()));
    made->add_option("--about", id_, "a message id: addressed to its other side, and about it");
    config_option(made, "the team's client.toml, with --about");
    json_flag(made);
    CLI::App* checked = plain_command(*form, "check", "say everything that is wrong with a form",
                                      "gatepost form check lief.xml",
                                      [this] { return form_check(file_, style()); });
    checked->add_option("file", file_, "the form")->required();
    json_flag(checked);
    CLI::App* shown =
        plain_command(*form, "show", "print a form for reading", "gatepost form show lief.xml",
                      [this] { return form_show(file_, style()); });
    shown->add_option("file", file_, "the form")->required();
    json_flag(shown);

    CLI::App* signing = plain_command(
        app_, "sign", "sign a form with a team's key",
        "gatepost sign lief.xml --key key.pem --cert cert.pem --out signed.xml", [this] {
          sign_.style = style();
          return cli::sign(sign_);
        });
    signing->add_option("file", sign_.file, "the unsigned form")->required();
    signing->add_option("--key", sign_.key, "private key, PEM, mode 0600")->required();
    signing->add_option("--cert", sign_.cert, "its certificate, PEM")->required();
    signing->add_option("--out", sign_.out, "where the signed form goes")->required();
    json_flag(signing);

    CLI::App* verifying = plain_command(
        app_, "verify", "verify a signed form or receipt; exit 1 when it is not genuine",
        "gatepost verify signed.xml --trust ca.pem --crl crl.pem --team BXI-PSI", [this] {
          verify_.style = style();
          return cli::verify(verify_);
        });
    verifying->add_option("file", verify_.file, "the form or receipt")->required();
    verifying->add_option("--trust", verify_.trust, "the authority's certificate, PEM")->required();
    verifying->add_option("--crl", verify_.crl, "its revocation list");
    verifying->add_option("--at", verify_.at,
                          "verify as of this instant, RFC 3339; now when absent");
    verifying->add_option("--team", verify_.team, "the team that must have signed it");
    json_flag(verifying);
  }

  void bind_client() {
    CLI::App* sending =
        plain_command(app_, "send", "send a signed form; prints its message id",
                      "gatepost send signed.xml --config clients/BXI-PSI/client.toml",
                      [this] { return pending_ ? send_pending(client()) : send_or_complain(); });
    sending->add_option("file", file_, "the signed form");
    sending->add_flag("--pending", pending_, "send what waits in the outbox instead");
    client_options(sending);

    CLI::App* collecting = plain_command(
        app_, "collect", "collect what waits in the inbox",
        "gatepost collect --config clients/LAMBETH-SPOC/client.toml --out inbox --acknowledge auto",
        [this] { return cli::collect(collect_, client()); });
    collecting->add_option("--out", collect_.out, "the folder that files go to")->required();
    client_options(collecting);
    rounds(collecting, collect_)->required();
    CLI::App* watching = plain_command(
        app_, "agent",
        "send the files dropped into a folder and collect into it; with --once: exit 1 while "
        "something is in failed/",
        "gatepost agent --config clients/BXI-PSI/client.toml --folder exchange",
        [this] { return run_agent(agent_, client()); });
    watching
        ->add_option("--folder", agent_.folder, "out/, sent/, failed/ and in/ are made below it")
        ->required();
    client_options(watching);
    rounds(watching, agent_);
  }

  // What everything that goes round has in common.
  template <class Options>
  CLI::Option* rounds(CLI::App* collecting, Options& options) {
    CLI::Option* acknowledge =
        collecting
            ->add_option("--acknowledge", options.acknowledge,
                         "auto: acknowledge forms automatically once they are on disk; none")
            ->transform(CLI::CheckedTransformer(std::map<std::string, Acknowledge>{
                {"auto", Acknowledge::automatic}, {"none", Acknowledge::none}}));
    collecting->add_flag_callback(
        "--once", [&options] { options.rounds = Rounds::once; },
        "one round instead of until stopped");
    collecting->add_option("--every", options.every_seconds, "seconds between rounds")
        ->check(CLI::Range(1, 86400));
    return acknowledge;
  }

  Exit send_or_complain() {
    if (!file_.empty()) return cli::send(file_, client());
    complain("send: name the signed form, or give --pending");
    return Exit::usage;
  }

  void bind_completion() {
    CLI::App* made = plain_command(
        app_, "completion", "print a script that completes this program's words",
        "gatepost completion bash > ~/.local/share/bash-completion/completions/gatepost", [this] {
          fmt::print("{}", completion_script(app_, shell_));
          return Exit::yes;
        });
    made->add_option("shell", shell_, "which shell")
        ->required()
        ->transform(CLI::CheckedTransformer(std::map<std::string, Shell>{
            {"bash", Shell::bash}, {"zsh", Shell::zsh}, {"fish", Shell::fish}}));
  }

  void bind_people() {
    CLI::App* shown = plain_command(
        app_, "status", "the ladder of one message, or all messages; exit 1 when overdue",
        "gatepost status --config clients/BXI-PSI/client.toml",
        [this] { return cli::status(id_, client()); });
    shown->add_option("id", id_, "message id");
    client_options(shown);
    CLI::App* rung = plain_command(
        app_, "phone-confirm", "record that a named person confirmed by telephone",
        "gatepost phone-confirm ID --spoke-to \"Jo Example\" --by \"Sam Sample\" --config "
        "client.toml",
        [this] { return phone_confirm(phone_, client()); });
    rung->add_option("id", phone_.id, "message id")->required();
    rung->add_option("--spoke-to", phone_.spoke_to, "who confirmed, at the recipient")->required();
    rung->add_option("--by", phone_.by, "who rang")->required();
    client_options(rung);
  }

  void bind_cert() {
    CLI::App* cert = app_.add_subcommand(
        "cert", "a development authority: create, issue, list, revoke, renew-crl");
    cert->require_subcommand(1);
    CLI::App* created =
        plain_command(*cert, "create", "make a development authority", "gatepost cert create pki",
                      [this] { return cert_create(authority_, authority_name_, style()); });
    created->add_option("folder", authority_, "where")->required();
    created->add_option("--name", authority_name_, "its common name");
    json_flag(created);
    CLI::App* issued =
        plain_command(*cert, "issue", "issue a key and certificate",
                      "gatepost cert issue --ca pki --team BXI-PSI --out brixton", [this] {
                        issue_.style = style();
                        return cert_issue(issue_);
                      });
    issued->add_option("--ca", issue_.authority, "the authority's folder")->required();
    issued->add_option("--out", issue_.out, "the folder for key.pem and cert.pem")->required();
    issued->add_option("--team", issue_.team, "a team's code");
    issued->add_option("--gateway", issue_.gateway, "a gateway's name: for receipts");
    issued->add_option("--server", issue_.server, "a host name: for TLS");
    issued->add_option("--days", issue_.days, "validity")->check(CLI::Range(1, 3650));
    json_flag(issued);
    auto with_authority = [this](CLI::App* made) {
      made->add_option("--ca", authority_, "the authority's folder")->required();
      return made;
    };
    json_flag(with_authority(plain_command(*cert, "list", "what was issued",
                                           "gatepost cert list --ca pki",
                                           [this] { return cert_list(authority_, style()); })));
    CLI::App* revoked =
        with_authority(plain_command(*cert, "revoke", "revoke a certificate and write a new CRL",
                                     "gatepost cert revoke SERIAL --ca pki",
                                     [this] { return cert_revoke(serial_, authority_, style()); }));
    revoked->add_option("serial", serial_, "its serial number, as `cert list` shows it")
        ->required();
    json_flag(revoked);
    json_flag(
        with_authority(plain_command(*cert, "renew-crl", "write the CRL anew before it goes stale",
                                     "gatepost cert renew-crl --ca pki",
                                     [this] { return cert_renew_crl(authority_, style()); })));
  }

  CLI::App app_{
      "Gatepost: a secure message gateway between prisons and community drug and alcohol treatment",
      "gatepost"};
  std::function<Exit()> chosen_ = [] { return Exit::usage; };
  Desk desk_{app_, [this](std::function<Exit()> act) { chosen_ = std::move(act); }};
  bool pending_ = false;
  Path file_, authority_;
  std::string kind_, serial_, authority_name_ = "Gatepost development authority";
  std::optional<std::string> id_;
  InitOptions init_;
  ServeOptions serve_;
  SignOptions sign_;
  VerifyOptions verify_;
  CollectOptions collect_;
  AgentOptions agent_;
  PhoneOptions phone_;
  Shell shell_ = Shell::bash;
  IssueOptions issue_;
  Replies replies_{app_, [this](auto act) { chosen_ = std::move(act); }};
  Auditor auditor_{app_, [this](auto act) { chosen_ = std::move(act); }};
  People people_{app_, [this](auto act) { chosen_ = std::move(act); }};
  Administration administration_{app_, [this](auto act) { chosen_ = std::move(act); }};
};

}  // namespace

int run(int argc, char** argv) {
  CommandLine line;
  return line.run(argc, argv);
}

}  // namespace gatepost::cli
