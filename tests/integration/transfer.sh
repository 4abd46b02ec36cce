#!/usr/bin/env bash
# Somebody moves to another prison: the new one takes over what is open and sees what its tasks are about, nobody else
# does; a SPOC that declined hears no more, and one that may not be told is a task of the sending side that says why.
source "$(dirname "$0")/lib.sh"

gateway_init "$dir" >/dev/null
gateway_start "$dir"
brixton=$(client "$dir" BXI-PSI)
pentonville=$(client "$dir" PVI-PSI)

# refer: a referral to Lambeth; prints its id.
refer() {
  new_lief "$work/lief.xml"
  sign_as "$dir" BXI-PSI "$work/lief.xml" "$work/signed.xml" >/dev/null
  send_as "$dir" BXI-PSI "$work/signed.xml"
}
# move ID CONSENT: tells Pentonville that the person of this referral is there now; CONSENT: `silent`, or `narrow` for one that
# does not name the SPOC.
move() {
  gp form template alert --about "$1" --config "$brixton" >"$work/alert.xml"
  keep_only_tick "$work/alert.xml" RELEASE_OR_COURT_DATE
  set_element "$work/alert.xml" Circumstance PRISON
  sed -i 's|<NewReleaseDate>.*|<NewPrison>PVI</NewPrison><NewPrisonName>Pentonville (sample)</NewPrisonName>|' "$work/alert.xml"
  set_element "$work/alert.xml" Direction PRISON_TO_PRISON
  sed -i -e '/<ToArea>/d' -e '/<ToTeam>/d' -e 's|\( *\)<From>BXI-PSI</From>|&\n\1<ToTeam>PVI-PSI</ToTeam>|' "$work/alert.xml"
  if [[ $2 == silent ]]; then
    sed -i '/<Consent>/,/<\/Consent>/d' "$work/alert.xml"
  else
    sed -i '/<Agency>SPOC</d' "$work/alert.xml"
  fi
  sign_as "$dir" BXI-PSI "$work/alert.xml" "$work/alert-signed.xml" >/dev/null
  expect_status 0 "the transfer is told" gp send "$work/alert-signed.xml" --config "$brixton"
}
step_of() { gp tasks --config "$1" --json | jq -er --arg id "$2" --arg step "$3" '.tasks[] | select(.message_id == $id and .step == $step) | .what'; }

step "declined in Lambeth: Brixton is to choose another SPOC"
declined=$(refer)
expect_status 0 "decline" gp respond "$declined" --decline wrong-borough --redirect E09000028 --by 'Robin Example' \
  --role 'Duty worker' --config "$(client "$dir" LAMBETH-SPOC)"
before=$(waiting LAMBETH-SPOC GATEPOST_ALERT)
expect_status 0 "Brixton's task" step_of "$brixton" "$declined" choose-another-spoc
expect_status 1 "Pentonville sees nothing of it" gp status "$declined" --config "$pentonville"

step "the move: the task is Pentonville's, and so is the sight of what it is about"
move "$declined" silent
expect_status 0 "Pentonville's task" step_of "$pentonville" "$declined" choose-another-spoc
expect_equal "the declined referral" "$(status_of "$dir" PVI-PSI "$declined" | jq -r .standing)" closed
expect_status 1 "another borough sees nothing" gp status "$declined" --config "$(client "$dir" SOUTHWARK-SPOC)"
expect_equal "Lambeth, which declined, is not told" "$(waiting LAMBETH-SPOC GATEPOST_ALERT)" "$before"

step "with the task done, the sight of it ends"
task=$(open_tasks "$dir" PVI-PSI "$declined")
expect_status 0 "claim" gp claim "$task" --by 'Pat Example' --config "$pentonville"
expect_status 0 "complete" gp complete "$task" --outcome done --config "$pentonville"
expect_status 1 "Pentonville sees nothing of it" gp status "$declined" --config "$pentonville"

step "a SPOC that may not be told is a task of the sending side, which says why"
open=$(refer)
before=$(waiting LAMBETH-SPOC GATEPOST_ALERT)
move "$open" narrow
expect_equal "Lambeth is not told" "$(waiting LAMBETH-SPOC GATEPOST_ALERT)" "$before"
expect_status 0 "Brixton's task" step_of "$brixton" "$open" not-told-not-covered
expect_contains "it" "$output" "was not told to Lambeth"
expect_contains "it" "$output" "consent does not name the SPOC"
expect_store_sound
