#include "gateway/cli/desk.hpp"

#include "gateway/exchange/decide.hpp"

namespace gatepost::cli {

Desk::Desk(CLI::App& app, Choose choose) : Subcommands(std::move(choose)) {
  bind_tasks(app);
  bind_close(app);
  bind_reconcile(app);
  bind_deadlines(app);
}

void Desk::bind_tasks(CLI::App& app) {
  CLI::App* listed = team_command(app, "tasks", "what needs a person of this team",
                                  "gatepost tasks --config clients/BXI-PSI/client.toml", [this] {
                                    tasks_.which = all_ ? TaskList::all : TaskList::open;
                                    return cli::tasks(tasks_, client());
                                  });
  listed->add_flag("--all", all_, "closed ones too");
  listed->add_option("--limit", tasks_.limit, "so many, what presses first; all of them when 0");
  listed->add_option("--continue-from", tasks_.continue_from, "as a limited list ended")
      ->check(CLI::Validator(
          [](std::string& text) {
            return exchange::TaskPlace::from_text(text) ? "" : "it is not where a list ended";
          },
          "PLACE"));
  CLI::App* claimed =
      team_command(app, "claim", "take a task on, by name",
                   "gatepost claim TASK --by \"Sam Sample\" --config clients/BXI-PSI/client.toml",
                   [this] { return cli::claim(task_, by_, client()); });
  claimed->add_option("task", task_, "task id")->required();
  claimed->add_option("--by", by_, "the person who takes it on")->required();
  CLI::App* over = team_command(
      app, "hand-over", "give a claimed task to somebody else, or put it back for anybody",
      "gatepost hand-over TASK --to \"Jo Example\" --config clients/BXI-PSI/client.toml",
      [this] { return hand_over_or_complain(); });
  over->add_option("task", over_.task, "task id")->required();
  CLI::Option* to = over->add_option("--to", over_.to, "the person who takes it over");
  CLI::Option* back =
      over->add_flag("--put-back", put_back_, "nobody in particular: its steps go on at once");
  to->excludes(back);
  back->excludes(to);
  CLI::App* done = team_command(
      app, "complete", "say what came of a claimed task",
      "gatepost complete TASK --outcome not-reached --config clients/BXI-PSI/client.toml",
      [this] { return cli::complete(task_, outcome_, client()); });
  done->add_option("task", task_, "task id")->required();
  done->add_option("--outcome", outcome_,
                   "done, not-reached or not-needed; a form that nobody confirmed goes on asking")
      ->required()
      ->check(CLI::IsMember({"done", "not-reached", "not-needed"}));
}

Exit Desk::hand_over_or_complain() {
  if (over_.to || put_back_) return cli::hand_over(over_, client());
  complain("hand-over: name who takes it over with --to, or give --put-back");
  return Exit::usage;
}

void Desk::bind_close(CLI::App& app) {
  CLI::App* closed = team_command(
      app, "close", "end a form of yours by hand: nothing more is asked about it",
      "gatepost close ID --reason reached-otherwise --by NAME --config clients/BXI-PSI/client.toml",
      [this] { return cli::close(id_, reason_, by_, client()); });
  closed->add_option("id", id_, "message id")->required();
  closed->add_option("--by", by_, "who decides so; kept sealed with the form")->required();
  closed->add_option("--reason", reason_, "for the log")
      ->required()
      ->check(CLI::IsMember(exchange::close_reasons()));
}

void Desk::bind_reconcile(CLI::App& app) {
  CLI::App* made = team_command(
      app, "reconcile",
      "compare a prison's caseload and discharge list (CSV) with what was sent; opens tasks for "
      "what is missing; exit 1 when anything is",
      "gatepost reconcile caseload.csv --drafts drafts --config clients/BXI-PSI/client.toml",
      [this] { return cli::reconcile(reconcile_, client()); });
  made->add_option("file", reconcile_.file,
                   "columns: prisoner_number, status (in-custody, released, transferred, died), "
                   "received_on, release_on, left_on; for drafts also first_name, surname, "
                   "date_of_birth, sex (M, F), area, to_prison")
      ->required();
  made->add_option("--drafts", reconcile_.drafts,
                   "write a prefilled form for each missing one into this folder");
}

void Desk::bind_deadlines(CLI::App& app) {
  CLI::App* deadlines = app.add_subcommand("deadlines", "by when, and who is told next: explain");
  deadlines->require_subcommand(1);
  CLI::App* explained = command(
      *deadlines, "explain", "every deadline and step that a form would have, with the reason",
      "gatepost deadlines explain lief.xml --at 2026-04-02T12:00:00+01:00", [this] {
        explain_.style = style();
        return deadlines_explain(explain_);
      });
  explained->add_option("file", explain_.file, "the form, signed or not")->required();
  explained->add_option("--at", explain_.at, "when the gateway would accept it, RFC 3339")
      ->required();
  explained->add_option("--policy", explain_.policy, "a policy; the shipped one when absent");
  explained->add_option("--directory", explain_.directory,
                        "a directory, for names; the sample when absent");
  explained->add_option("--bank-holidays", explain_.bank_holidays,
                        "gov.uk's bank-holidays.json; the shipped one when absent");
}

}  // namespace gatepost::cli
