#!/usr/bin/env bash
# Nobody answers: reminders go out, a task opens for the sender, a named person claims it, rings, and confirms; then
# it is closed, and a late acknowledgement contradicts nothing.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"

step "a referral that Lambeth's SPOC never collects"
new_lief "$work/lief.xml"
sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
id=$(send_as "$dir" BXI-PSI "$work/signed.xml")

step "silence escalates by itself"
has_task() { open_tasks "$dir" BXI-PSI "$id" | grep -q .; }
expect_within 20 "a task for the sender" has_task
expect_equal "still only accepted" "$(rung_of "$dir" BXI-PSI "$id")" accepted
has_report() {
  gp collect --config "$(client "$dir" BXI-PSI)" --out "$work/sender" --acknowledge none --once >/dev/null
  grep -rqi overdue "$work/sender"
}
expect_within 20 "the sender is told in its inbox" has_report

step "a named person claims it"
task=$(open_tasks "$dir" BXI-PSI "$id" | head -n 1)
expect_status 0 "claim" gp claim "$task" --by "Sam Sample" --config "$(client "$dir" BXI-PSI)"
claimed() {
  gp tasks --config "$(client "$dir" BXI-PSI)" --json |
    jq -e --arg task "$task" '.tasks[] | select(.task_id == $task) | .claimed_at != null'
}
expect_within 5 "the task is claimed" claimed
expect_status 1 "a task that is not there" gp claim "$(new_uuid)" --by "Sam Sample" --config "$(client "$dir" BXI-PSI)"

step "another team sees and may do nothing of it"
expect_equal "Pentonville's tasks" "$(gp tasks --config "$(client "$dir" PVI-PSI)" --json | jq '.tasks | length')" 0
expect_status 1 "Pentonville asking for its status" gp status "$id" --config "$(client "$dir" PVI-PSI)"
run gp claim "$task" --by "Alex Other" --config "$(client "$dir" PVI-PSI)"
expect_equal "Pentonville claiming it" "$status" 1

step "and rings the SPOC"
expect_status 0 "phone-confirm" gp phone-confirm "$id" --spoke-to "Jo Example" --by "Sam Sample" \
  --config "$(client "$dir" BXI-PSI)"
expect_within 10 "the rung is confirmed" rung_is "$dir" BXI-PSI "$id" confirmed
expect_within 10 "no task about it is open any more" has_no_open_task "$dir" BXI-PSI "$id"

step "an acknowledgement that comes late is recorded and closes nothing twice"
expect_status 0 "collect at the SPOC" collect_as "$dir" LAMBETH-SPOC "$work/spoc"
expect_equal "rung after the late acknowledgement" "$(rung_of "$dir" BXI-PSI "$id")" confirmed
expect_within 10 "no new task" has_no_open_task "$dir" BXI-PSI "$id"

step "the log holds every step and no name"
[[ $(audit_count '"deadline-passed"') -ge 1 ]] || fail "no deadline-passed entry"
[[ $(audit_count '"task-opened"') -ge 1 ]] || fail "no task-opened entry"
[[ $(audit_count '"task-claimed"') -ge 1 ]] || fail "no task-claimed entry"
ok "deadline-passed, task-opened, task-claimed"
for name in "Sam Sample" "Jo Example" Sample Example; do
  expect_lacks "the audit log" "$(audit_events)" "$name"
done
expect_lacks "the gateway's log" "$(<"$dir/serve.log")" "Jo Example"
expect_store_sound
