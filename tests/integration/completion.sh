#!/usr/bin/env bash
# The completion scripts, sourced by the real shells; and every command's --help has an example and the exit codes.
source "$(dirname "$0")/lib.sh"

step "bash"
gp completion bash >"$work/gatepost.bash"
expect_status 0 "bash -n" bash -n "$work/gatepost.bash"
# What bash offers for a command line whose last word is being typed.
offered() {
  bash --norc -c 'source "$1"; shift; complete -p gatepost >/dev/null || exit 3
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _gatepost; printf "%s\n" "${COMPREPLY[@]}"' \
    - "$work/gatepost.bash" gatepost "$@"
}
expect_contains "complete -p" "$(bash --norc -c "source '$work/gatepost.bash'; complete -p gatepost")" "-F _gatepost gatepost"
expect_equal "gatepost resp" "$(offered resp)" respond
expect_equal "gatepost form" "$(offered form '' | grep -v ^- | sort | xargs)" "check show template"
expect_equal "gatepost form template" "$(offered form template ale)" alert
expect_equal "an option" "$(offered agent --fol)" --folder
expect_equal "an option's words" "$(offered respond ID --decline wrong | sort | xargs)" "wrong-borough wrong-service-for-need"
expect_equal "the words of --acknowledge" "$(offered collect --acknowledge '' | sort | xargs)" "auto none"
expect_equal "an option that takes a file is left to bash" "$(offered send --config '')" ""
expect_equal "a word that stands for a file does not lead astray" "$(offered send form --conf)" --config

# fish says itself what it would offer.
offered_by_fish() {
  fish_offers() { fish --no-config -c "source '$work/gatepost.fish'; complete -C '$1'" | cut -f1 | sort | xargs; }
  expect_equal "gatepost resp" "$(fish_offers 'gatepost resp')" respond
  expect_equal "gatepost form" "$(fish_offers 'gatepost form ')" "check show template"
  expect_equal "an option's words" "$(fish_offers 'gatepost respond ID --reached ')" "no yes"
}
# zsh completes on a terminal only; here its own word is replaced by one that prints.
offered_by_zsh() {
  zsh_offers() {
    zsh -f -c 'compdef() { :; }; _files() { print files; }; compadd() { shift; print -l -- "$@"; }
      source "$1"; shift; words=("$@"); CURRENT=$#; _gatepost' - "$work/gatepost.zsh" gatepost "$@" | sort | xargs
  }
  expect_contains "gatepost" "$(zsh_offers '')" "respond"
  expect_equal "gatepost form template" "$(zsh_offers form template '' | tr ' ' '\n' | grep -c alert)" 1
  expect_equal "an option's words" "$(zsh_offers respond ID --reached '')" "no yes"
  expect_equal "an option that takes a file" "$(zsh_offers send --config '')" files
}

for shell in zsh fish; do
  step "$shell"
  gp completion "$shell" >"$work/gatepost.$shell"
  for word in respond did-not-attend folder; do
    grep -q -- "$word" "$work/gatepost.$shell" || fail "no $word in the script for $shell"
  done
  if command -v "$shell" >/dev/null; then
    expect_status 0 "$shell -n" "$shell" -n "$work/gatepost.$shell"
    "offered_by_$shell"
  else
    echo "  SKIPPED: no $shell here, so its script's syntax was not checked" >&2
  fi
done
expect_status 2 "a shell that nobody knows" gp completion tcsh

step "--help of every command"
leaves=0
for first in $(offered '' | grep -v ^-); do
  seconds=('')
  if gp "$first" --help | grep -q '^Subcommands:'; then
    mapfile -t seconds < <(offered "$first" '' | grep -v ^-)
  fi
  for second in "${seconds[@]}"; do
    help=$(gp "$first" ${second:+"$second"} --help)
    [[ $help == *Example*"gatepost $first"* ]] || fail "no example in: gatepost $first $second --help"
    (($(grep -c '^Exit codes' <<<"$help") == 1)) || fail "not one line of exit codes in: gatepost $first $second --help"
    leaves=$((leaves + 1))
  done
done
((leaves > 30)) || fail "only $leaves commands found"
ok "$leaves commands have an example and say their exit codes"
