#!/usr/bin/env bash
# Fails, naming file and line, when a lower layer includes a higher one, or when something stands outside its wall.
# The rules are layers.txt and walls.txt beside this file.
#
#   tests/layering/check.sh [SOURCE_ROOT]
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_root=${1:-$here/../..}
cd "$source_root"

folders=()
for folder in gateway formats transports certs config; do
  [[ -d $folder ]] && folders+=("$folder")
done
mapfile -t files < <(find "${folders[@]}" -type f \( -name '*.cpp' -o -name '*.hpp' \) | LC_ALL=C sort)
if ((${#files[@]} == 0)); then
  echo "no sources below $source_root: nothing was checked" >&2
  exit 1
fi

LC_ALL=C awk -v layers="$here/layers.txt" -v walls="$here/walls.txt" -f "$here/check.awk" "${files[@]}"
