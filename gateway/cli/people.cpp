#include "gateway/cli/people.hpp"

namespace gatepost::cli {

People::People(CLI::App& app, Choose choose) : Subcommands(std::move(choose)) {
  bind_users(app);
  bind_custody(app);
}

CLI::App* People::user_command(CLI::App& parent, const std::string& name, const std::string& what,
                               const std::string& example, Exit (*act)(const UserOptions&)) {
  CLI::App* made = command(parent, name, what, example, [this, act] {
    user_.style = style();
    return act(user_);
  });
  made->add_option("user", user_.name, "the name they sign in with")->required();
  made->add_option("--config", user_.config, "gatepost.toml")->required();
  return made;
}

void People::bind_users(CLI::App& app) {
  CLI::App* user = app.add_subcommand("user",
                                      "who signs in: add, demonstrate, list, show, disable, "
                                      "enable, reset-password, reset-second-factor, roles");
  user->require_subcommand(1);
  const auto roles = [this](CLI::App* made) {
    made->add_option(
            "--role", user_.roles,
            "sender:TEAM, clinician:TEAM, spoc:TEAM, meeting:TEAM, administrator, operator "
            "or auditor; as often as needed")
        ->required();
  };
  const auto password = [this](CLI::App* made) {
    made->add_flag_callback(
        "--password-stdin", [this] { user_.password = UserOptions::Password::from_stdin; },
        "read the first password from standard input instead of making one");
  };
  CLI::App* added = user_command(*user, "add", "add a user; prints a first password, once",
                                 "gatepost user add j.example --name \"Jo Example\" --role "
                                 "sender:BXI-PSI --config demo/gatepost.toml",
                                 user_add);
  added->add_option("--name", user_.display_name, "the person's name, as it stands in forms")
      ->required();
  added->add_option("--job-title", user_.job_title, "what they are, as it stands in forms");
  added->add_option("--email", user_.email,
                    "their e-mail address, kept sealed; no two users have the same");
  roles(added);
  password(added);
  CLI::App* demonstrated = command(
      *user, "demonstrate",
      "add one made-up user for each role, who can sign in at once; only in a demonstration",
      "gatepost user demonstrate --config demo/gatepost.toml", [this] {
        user_.style = style();
        return user_demonstrate(user_);
      });
  demonstrated->add_option("--config", user_.config, "gatepost.toml")->required();
  CLI::App* listed = command(*user, "list", "everybody who signs in, and what they may do",
                             "gatepost user list --config demo/gatepost.toml", [this] {
                               user_.style = style();
                               return user_list(user_);
                             });
  listed->add_option("--config", user_.config, "gatepost.toml")->required();
  user_command(*user, "show", "one user: roles, second factors, sessions",
               "gatepost user show j.example --config demo/gatepost.toml", user_show);
  user_command(*user, "disable", "let a user sign in no more, and end their sessions now",
               "gatepost user disable j.example --config demo/gatepost.toml", user_disable);
  user_command(*user, "enable", "let a disabled user sign in again",
               "gatepost user enable j.example --config demo/gatepost.toml", user_enable);
  password(user_command(
      *user, "reset-password", "give a user a password to be changed at once; prints it, once",
      "gatepost user reset-password j.example --config demo/gatepost.toml", user_reset_password));
  user_command(*user, "reset-second-factor",
               "take a user's second factors away: the next sign-in sets up another",
               "gatepost user reset-second-factor j.example --config demo/gatepost.toml",
               user_reset_second_factor);
  roles(user_command(*user, "roles", "give a user these roles, in place of all they had",
                     "gatepost user roles j.example --role sender:BXI-PSI --role sender:BXI-COURT "
                     "--config demo/gatepost.toml",
                     user_roles));
}

void People::bind_custody(CLI::App& app) {
  CLI::App* custody = app.add_subcommand(
      "custody", "keys that the gateway signs with for people in the console: issue, list");
  custody->require_subcommand(1);
  const auto act = [this](Exit (*call)(const CustodyOptions&)) {
    return [this, call] {
      custody_.style = style();
      return call(custody_);
    };
  };
  CLI::App* issued =
      command(*custody, "issue", "make a team's key, certified by an authority and sealed",
              "gatepost custody issue BXI-PSI --ca demo/pki --config demo/gatepost.toml",
              act(custody_issue));
  issued->add_option("team", custody_.team, "the team's code")->required();
  issued->add_option("--ca", custody_.authority, "the authority's folder")->required();
  issued->add_option("--config", custody_.config, "gatepost.toml")->required();
  issued->add_option("--days", custody_.days, "validity")->check(CLI::Range(1, 3650));
  CLI::App* listed =
      command(*custody, "list", "the teams that the gateway holds keys for, and until when",
              "gatepost custody list --config demo/gatepost.toml", act(custody_list));
  listed->add_option("--config", custody_.config, "gatepost.toml")->required();
}

}  // namespace gatepost::cli
