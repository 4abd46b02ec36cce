#!/usr/bin/env bash
# The rules in words: a policy that is refused names every mistake, the shipped ones are said as people say them, and
# `calendar due` answers the worked examples of the transfer rules. No gateway runs.
source "$(dirname "$0")/lib.sh"
mkdir -p "$dir"

step "the shipped policies"
for policy in "$source_root"/config/policies/*.toml; do
  expect_status 0 "policy check $(basename "$policy")" gp policy check "$policy"
  expect_status 0 "policy show $(basename "$policy")" gp policy show "$policy" --json
  expect_equal "its lists" "$(jq -r '[.rung, .urgent, .request, .reply, .aftercare] | map(length) | join(" ")' <<<"$stdout")" "4 4 3 1 3"
done
expect_status 0 "policy show" gp policy show
expect_contains "it" "$output" "A named person at the recipient must confirm by noon on the next working day, and always at least 4"
expect_contains "it" "$output" 'there is a task for the sender ("ring recipient")'
expect_contains "it" "$output" "then that again, daily, until it is closed"

step "a policy that never escalates, and other mistakes, all at once"
sed -e '1,/^name = "acknowledged"/s/action = "task"/action = "remind"/' -e 's/role = "owner"/role = "onwer"/' -e 's/^claim_hold/claim_hodl/' \
  -e '0,/name = "answered"/s//name = "outcome"/' "$source_root/config/policies/default.toml" >"$work/bad.toml"
expect_status 1 "policy check" gp policy check "$work/bad.toml" --json
for right in 'at least one step with action = "task"' 'did you mean "owner"?' 'did you mean "claim_hold"?' \
  'a table [[aftercare]] with name = "outcome"'; do
  jq -e --arg right "$right" '.problems[] | select(.right == $right)' >/dev/null <<<"$stdout" || fail "nothing says '$right': $stdout"
  ok "it says: $right"
done

step "when something is due"
due() { # RULE AT DUE_LOCAL
  run gp calendar due "$1" --at "$2" --json
  expect_equal "$1 from $2" "$(jq -r .due_local <<<"$stdout")" "$3"
}
due 24h-or-0900-next-working-day 2026-06-14T23:00:00+01:00 2026-06-15T09:00:00+01:00
due 24h-or-0900-next-working-day 2026-12-24T16:00:00Z 2026-12-29T09:00:00+00:00
due elapsed-24h 2026-10-24T12:00:00+01:00 2026-10-25T11:00:00+00:00
due working-days:5 2026-05-21T09:00:00+01:00 2026-05-29T17:00:00+01:00
due calendar-days:21 2026-06-12T09:00:00+01:00 2026-07-03T23:59:59+01:00
due noon-next-working-day 2026-04-02T12:00:00+01:00 2026-04-07T12:00:00+01:00
due working-hours:4 2026-06-12T16:00:00+01:00 2026-06-15T12:00:00+01:00
due same-day 2026-06-09T10:00:00+01:00 2026-06-09T23:59:59+01:00
expect_status 2 "past the known bank holidays" gp calendar due working-days:5 --at 2028-12-28T12:00:00Z
expect_contains "it" "$output" "https://www.gov.uk/bank-holidays.json"
printf '{"england-and-wales":{"events":[{"date":"2029-01-01"},{"date":"2029-12-25"}]}}' >"$work/holidays.json"
expect_status 0 "with a newer file" gp calendar due working-days:5 --at 2028-12-28T12:00:00Z --bank-holidays "$work/holidays.json"
expect_status 2 "a rule that is none" gp calendar due tomorrow --at 2026-06-09T10:00:00Z
expect_contains "it" "$output" "noon-next-working-day"
expect_status 2 "an instant without an offset" gp calendar due same-day --at 2026-06-09T10:00:00
