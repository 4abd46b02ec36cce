# Shared by the scripts in ops/: where the project is, how they speak, and how a long step shows that it lives.
# Sourced, never run. Colour only on a terminal, and never when NO_COLOR is set (no-color.org).

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  bold=$'\e[1m' dim=$'\e[2m' red=$'\e[31m' green=$'\e[32m' yellow=$'\e[33m' plain=$'\e[0m'
else
  bold='' dim='' red='' green='' yellow='' plain=''
fi

say() { printf '%s\n' "${bold}==>${plain} $*"; }
note() { printf '%s\n' "    $*"; }
warn() { printf '%s\n' "${yellow}warning:${plain} $*" >&2; }
die() {
  printf '%s\n' "${red}error:${plain} $*" >&2
  exit 2
}

# The block of comment at the top of a script is its help text.
show_help() {
  awk 'NR > 1 { if (!/^#/) exit; sub(/^# ?/, ""); print }' "$1"
}

# How many compilers run at once. One of ours takes up to 1.5 GB, so memory bounds it as well as cores do.
jobs_at_once() {
  local cores memory_gb
  cores=$(nproc)
  memory_gb=$(awk '/^MemAvailable/ { print int($2 / 1048576) }' /proc/meminfo)
  local by_memory=$((memory_gb * 2 / 3))
  ((by_memory >= 1)) || by_memory=1
  echo $((cores < by_memory ? cores : by_memory))
}

# build PRESET [TARGET...]: configures, because what a machine has may have changed since, then builds. Ninja's own progress is shown; without a terminal,
# one line for each tenth of the way.
build() {
  local preset=$1
  shift
  local folder=$root/build/$preset
  say "building preset $preset in build/$preset${*:+ ($*)}"
  (cd "$root" && cmake --preset "$preset" >"/tmp/gatepost-configure.$$" 2>&1) || {
    cat "/tmp/gatepost-configure.$$" >&2
    rm -f "/tmp/gatepost-configure.$$"
    die "cmake could not configure preset $preset"
  }
  rm -f "/tmp/gatepost-configure.$$"
  if [[ -t 1 ]]; then
    NINJA_STATUS='[%f/%t, %es] ' ninja -C "$folder" -j "$(jobs_at_once)" "$@"
  else
    NINJA_STATUS='[%f/%t] ' ninja -C "$folder" -j "$(jobs_at_once)" "$@" | ninja_in_tenths
  fi
}

# Keeps whatever is not progress (errors, warnings), and of the progress one line for each tenth.
ninja_in_tenths() {
  awk '
    match($0, /^\[[0-9]+\/[0-9]+\] /) {
      split(substr($0, 2, RLENGTH - 3), part, "/")
      tenth = int(part[1] * 10 / part[2])
      if (tenth != last || part[1] == part[2]) { print "    " part[1] " of " part[2]; fflush() }
      last = tenth
      next
    }
    { print; fflush() }'
}
