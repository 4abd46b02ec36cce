#!/usr/bin/env bash
# What the cohort's program promises, looked at from outside: its exit code and its last line.
#
#   tests/cohort/check.sh holds PROGRAM      a year of people who are not perfect: nobody is unaccounted for
#   tests/cohort/check.sh bites PROGRAM      nobody ever claims: exit 1, how many, and that oversight heard daily of all
#   tests/cohort/check.sh replays PROGRAM    the same seed prints the same text
set -euo pipefail

check=$1 program=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wrong() {
  tail -n 30 "$work/out" >&2
  printf 'not as promised: %s\n' "$1" >&2
  exit 1
}
# run WANTED_EXIT OPTION...; the exit may be a pattern.
run() {
  local wanted=$1 status=0
  shift
  "$program" "$@" >"$work/out" || status=$?
  [[ $status == $wanted ]] || wrong "exit $status instead of $wanted"
}
last_line_is() { [[ $(tail -n 1 "$work/out") =~ ^264\ referrals:\ $1$ ]] || wrong "the last line"; }

case $check in
  holds)
    run 0 --seed 1
    last_line_is '[0-9]+ confirmed, [0-9]+ claimed by a named person in time, 0 unaccounted for'
    ! grep -q UNACCOUNTED "$work/out" || wrong "somebody is unaccounted for after all"
    ;;
  bites)
    run 1 --seed 1 --nobody-acts --weeks 6
    last_line_is '[0-9]+ confirmed, 0 claimed by a named person in time, [1-9][0-9]* unaccounted for'
    counted=$(tail -n 1 "$work/out" | grep -o '[0-9]* unaccounted' | cut -d ' ' -f 1)
    ((counted >= 115)) || wrong "fewer are unaccounted for than nobody collected"
    [[ $(grep -c '^UNACCOUNTED ' "$work/out") == "$counted" ]] || wrong "not each of them is named"
    grep -q "replay ended, about $counted of $counted (100%)" "$work/out" || wrong "oversight was not told daily"
    ;;
  replays)
    run '[01]' --seed 2 --weeks 4
    mv "$work/out" "$work/first"
    run '[01]' --seed 2 --weeks 4
    cmp -s "$work/first" "$work/out" || wrong "the same seed printed something else"
    ;;
  *)
    printf 'usage: %s holds|bites|replays PROGRAM\n' "$0" >&2
    exit 2
    ;;
esac
