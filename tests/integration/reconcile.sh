#!/usr/bin/env bash
# A prison's caseload and discharge list against what was sent: tasks and prefilled drafts for what was never sent, the same
# list twice is the same tasks, a form that is sent ends its task, and a list with bad rows opens nothing.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
brixton=$(client "$dir" BXI-PSI)
day() { date -u -d "$1 days" +%F; }

# The sample LIEF is about A1234BC; the others are never written about.
sent=$(gp form template lief | sed -n 's/.*<PrisonerNumber>\(.*\)<.*/\1/p')
cat >"$work/list.csv" <<CSV
prisoner_number,status,received_on,release_on,left_on,first_name,surname,date_of_birth,sex,area,to_prison
$sent,in-custody,$(day -80),$(day 20),,Sam,Sample,1990-01-01,M,E09000022,
B2345CD,in-custody,$(day -30),$(day 41),,Bo,Fictional,1985-05-05,F,E09000022,
C3456DE,in-custody,$(day -30),$(day 60),,Cy,Fictional,1986-06-06,M,E09000022,
D4567EF,released,$(day -90),,$(day -1),Di,Fictional,1987-07-07,M,E09000028,
E5678FG,transferred,$(day -90),,$(day -1),Ed,Fictional,1988-08-08,M,E09000028,PVI
F6789GH,died,$(day -90),,$(day -1),Fi,Fictional,1989-09-09,M,E09000028,
CSV

step "what is missing becomes tasks, with drafts"
expect_status 1 "reconcile" gp reconcile "$work/list.csv" --drafts "$work/drafts" --config "$brixton" --json
found() { jq -r --arg step "$1" '[.findings[] | select(.step == $step)] | length' <<<"$stdout"; }
expect_equal "LIEFs missing" "$(found lief-missing)" 2
expect_equal "release Alerts missing" "$(found release-alert-missing)" 1
expect_equal "transfer Alerts missing" "$(found transfer-alert-missing)" 1
expect_equal "death Alerts missing" "$(found death-alert-missing)" 1
expect_equal "all new" "$(jq '[.findings[] | select(.new)] | length' <<<"$stdout")" 5
expect_equal "drafts" "$(find "$work/drafts" -name '*.xml' -perm 600 | wc -l)" 5
draft=$(jq -r '.findings[] | select(.step == "lief-missing" and .file_line == 2) | .draft' <<<"$stdout")
expect_contains "the draft" "$(<"$draft")" "<PrisonerNumber>$sent</PrisonerNumber>"
expect_status 1 "the draft wants completing" gp form check "$draft"
expect_contains "it says what is left" "$output" "Consent"

step "the tasks are the team's, say who and what, and can be claimed"
expect_status 0 "tasks" gp tasks --config "$brixton"
expect_contains "the list" "$output" "$sent, due out on $(day 20)"
expect_contains "the list" "$output" "Due out within six weeks, and no LIEF has been sent"
expect_lacks "another team's list" "$(gp tasks --config "$(client "$dir" PVI-PSI)")" "$sent"
task=$(gp tasks --config "$brixton" --json | jq -r --arg who "$sent" '.tasks[] | select(.about | startswith($who)) | .task_id')
expect_equal "and name no message, since there is none" "$(gp tasks --config "$brixton" --json |
  jq -c --arg task "$task" '.tasks[] | select(.task_id == $task) | [.message_id, .from, .form]')" '[null,null,null]'
expect_status 0 "claim" gp claim "$task" --by 'Sam Sample' --config "$brixton"
expect_status 0 "hand over" gp hand-over "$task" --to 'Jo Example' --config "$brixton"
expect_contains "now" "$output" "claimed by Jo Example"

step "the same list again is the same tasks"
expect_status 1 "reconcile" gp reconcile "$work/list.csv" --config "$brixton" --json
expect_equal "findings" "$(jq '.findings | length' <<<"$stdout")" 5
expect_equal "new ones" "$(jq '[.findings[] | select(.new)] | length' <<<"$stdout")" 0
expect_equal "open tasks" "$(gp tasks --config "$brixton" --json | jq '.tasks | length')" 5

step "a list of tasks comes in pages"
expect_status 0 "the first two" gp tasks --limit 2 --config "$brixton" --json
first=$(jq -r '.tasks[].task_id' <<<"$stdout")
next=$(jq -r .continue_from <<<"$stdout")
expect_status 0 "the rest" gp tasks --continue-from "$next" --config "$brixton" --json
expect_equal "there is no third page" "$(jq -r .continue_from <<<"$stdout")" null
expect_equal "all of them, each once" "$( (echo "$first" && jq -r '.tasks[].task_id' <<<"$stdout") | sort -u | wc -l)" 5
expect_status 0 "in words" gp tasks --limit 2 --config "$brixton"
expect_contains "it" "$output" "There are more: gatepost tasks --continue-from $next"
expect_status 2 "no place of ours" gp tasks --continue-from 7 --config "$brixton"

step "a LIEF that is sent ends its task, also after a restart"
gateway_stop KILL
gateway_start "$dir"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
send_as "$dir" BXI-PSI "$work/signed.xml" >/dev/null
expect_equal "its outcome" "$(gp tasks --all --config "$brixton" --json | jq -r --arg id "$task" '.tasks[] | select(.task_id == $id) | .outcome')" sent
expect_status 1 "reconcile" gp reconcile "$work/list.csv" --config "$brixton" --json
expect_equal "findings" "$(jq '.findings | length' <<<"$stdout")" 4

step "a form that is missing belongs into the conversation that there is, and the wrong box makes up for nothing"
conversation=$(sed -n 's/.*<ConversationId>\(.*\)<.*/\1/p' "$work/lief.xml")
cat >"$work/out.csv" <<CSV
prisoner_number,status,left_on,first_name,surname,date_of_birth,sex,area
$sent,released,$(day 0),Sam,Sample,1990-01-01,M,E09000022
CSV
expect_status 1 "reconcile" gp reconcile "$work/out.csv" --drafts "$work/drafts" --config "$brixton" --json
expect_equal "the finding" "$(jq -r '.findings[0].conversation_id' <<<"$stdout")" "$conversation"
alert=$(jq -r '.findings[0].draft' <<<"$stdout")
expect_contains "the draft" "$(<"$alert")" "<ConversationId>$conversation</ConversationId>"

step "a LIEF that was taken back is missing again"
expect_status 0 "withdraw" gp withdraw "$(sed -n 's/.*<MessageId>\(.*\)<.*/\1/p' "$work/lief.xml")" --reason sent-in-error \
  --by 'Sam Sample' --role Worker --config "$brixton"
expect_status 1 "reconcile" gp reconcile "$work/list.csv" --config "$brixton" --json
expect_equal "findings" "$(jq '.findings | length' <<<"$stdout")" 5
expect_equal "new ones" "$(jq '[.findings[] | select(.new)] | length' <<<"$stdout")" 1

step "a list with bad rows opens nothing, and says all that is wrong"
tasks_before=$(gp tasks --config "$brixton" --json | jq '.tasks | length')
cat >"$work/bad.csv" <<CSV
prisoner_number,status,received_on,release_on,left_on,sex
G7890HJ,in-custody,$(day -30),$(day 10),,M
12345,in-custody,$(day -30),$(day 10),,M
H8901JK,gone,$(day -30),,,X
J9012KL,released,$(day -10),,$(day -20),M
G7890HJ,in-custody,2026-02-31,,,F
CSV
expect_status 2 "reconcile" gp reconcile "$work/bad.csv" --config "$brixton"
for part in "bad.csv:3:prisoner_number" "bad.csv:4:status" "bad.csv:4:sex" "bad.csv:5:left_on" "bad.csv:6:received_on" \
  "line 2 is about the same person" "one of: in-custody, released, transferred, died"; do
  expect_contains "the problems" "$output" "$part"
done
expect_equal "tasks as before" "$(gp tasks --config "$brixton" --json | jq '.tasks | length')" "$tasks_before"
expect_status 1 "a SPOC has no caseload" gp reconcile "$work/list.csv" --config "$(client "$dir" LAMBETH-SPOC)"
expect_contains "the refusal" "$output" "only a prison's team"

step "nobody's name or number is in the log of the gateway or of events"
for text in "$(<"$dir/serve.log")" "$(gp audit list --config "$dir/gatepost.toml")"; do
  for part in Fictional Sample "$sent" B2345CD; do
    expect_lacks "the log" "$text" "$part"
  done
done
expect_store_sound
