# The work of check.sh. Runs under mawk, which is what a bare Debian has.

BEGIN {
  read_layers()
  read_walls()
}

FNR == 1 { layer = layer_of(FILENAME) }
FNR == 1 && layer == "" { complain("this folder stands in no layer: add it to tests/layering/layers.txt") }

/^[ \t]*\/\// { next }
{ check_walls() }
/^[ \t]*#[ \t]*include[ \t]*"/ && layer != "" { check_include() }

END {
  if (problems > 0) {
    print problems " broken rule" (problems == 1 ? "" : "s") > "/dev/stderr"
    exit 1
  }
  print "layering: " includes " includes of ours and " wall_count " walls checked"
}

function trim(text) {
  gsub(/^[ \t]+|[ \t]+$/, "", text)
  return text
}

function read_layers(    line, colon, folder) {
  while ((getline line < layers) > 0) {
    if (line ~ /^[ \t]*(#|$)/) continue
    colon = index(line, ":")
    folder = trim(substr(line, 1, colon - 1))
    allowed[folder] = trim(substr(line, colon + 1))
  }
}

# " | " parts the columns; a bare "|" belongs to a regular expression.
function read_walls(    line, first, last, rest) {
  while ((getline line < walls) > 0) {
    if (line ~ /^[ \t]*(#|$)/) continue
    first = index(line, " | ")
    rest = substr(line, first + 3)
    last = index(rest, " | ")
    wall_count++
    wall_name[wall_count] = trim(substr(line, 1, first - 1))
    wall_regex[wall_count] = trim(substr(rest, 1, last - 1))
    wall_allowed[wall_count] = trim(substr(rest, last + 3))
  }
}

# Whether `path` is `folder` itself or lies below it.
function below(path, folder) {
  return path == folder || index(path, folder "/") == 1
}

function layer_of(path,    folder, best) {
  best = ""
  for (folder in allowed)
    if (below(path, folder) && length(folder) > length(best)) best = folder
  return best
}

function check_include(    target, folder_list, count, i) {
  target = $0
  sub(/^[^"]*"/, "", target)
  sub(/".*/, "", target)
  includes++
  # A layer's own files; what lies deeper may be a layer of its own, which then needs a line.
  if (layer_of(target) == layer) return
  if (layer_of(target) == "") {
    complain("\"" target "\" is no path from the root of the project")
    return
  }
  count = split(allowed[layer], folder_list, /[ \t]+/)
  for (i = 1; i <= count; i++)
    if (below(target, folder_list[i])) return
  complain("includes \"" target "\", but " layer " may include only itself" \
           (allowed[layer] == "" ? "" : " and " allowed[layer]))
}

# Allowed places are folders, files, or the beginning of file names ("transports/tls_").
function check_walls(    wall, place_list, count, i, inside) {
  for (wall = 1; wall <= wall_count; wall++) {
    if ($0 !~ wall_regex[wall]) continue
    inside = 0
    count = split(wall_allowed[wall], place_list, /[ \t]+/)
    for (i = 1; i <= count; i++)
      if (below(FILENAME, place_list[i]) || (place_list[i] ~ /_$/ && index(FILENAME, place_list[i]) == 1)) inside = 1
    if (!inside) complain("uses " wall_name[wall] " outside of its wall (" wall_allowed[wall] ")")
  }
}

function complain(what) {
  print FILENAME ":" FNR ": " what > "/dev/stderr"
  problems++
}
