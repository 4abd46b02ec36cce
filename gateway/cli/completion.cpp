#include "gateway/cli/completion.hpp"

#include <fmt/format.h>

namespace gatepost::cli {

namespace {

// One command of the tree, told by the words that lead to it: "gatepost form check".
struct Place {
  std::string path;
  const CLI::App* app;
};

std::vector<const CLI::App*> below(const CLI::App& app) {
  return app.get_subcommands([](const CLI::App*) { return true; });
}

void walk(const CLI::App& app, const std::string& path, std::vector<Place>& places) {
  places.push_back({path, &app});
  for (const CLI::App* each : below(app)) walk(*each, path + " " + each->get_name(), places);
}

std::vector<const CLI::Option*> options_of(const CLI::App& app) {
  std::vector<const CLI::Option*> found;
  for (const CLI::Option* each : app.get_options())
    if (!each->get_lnames().empty()) found.push_back(each);
  return found;
}

bool takes_value(const CLI::Option& option) { return option.get_items_expected_max() > 0; }

// In single quotes, for a shell of the Bourne family.
std::string quoted(const std::string& text) {
  std::string made = "'";
  for (const char c : text) made += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return made + "'";
}
// fish knows \' inside single quotes.
std::string quoted_for_fish(const std::string& text) {
  std::string made = "'";
  for (const char c : text)
    made += c == '\'' || c == '\\' ? std::string("\\") + c : std::string(1, c);
  return made + "'";
}

std::string first_sentence(const std::string& text) {
  return text.substr(0, std::min(text.find(';'), text.find('\n')));
}

// Everything that may follow at a place, one a line of a shell's word list.
std::vector<std::string> words_at(const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* each : below(app)) words.push_back(each->get_name());
  for (const CLI::Option* each : app.get_options())
    if (each->get_lnames().empty())
      for (const std::string& word : words_of(*each)) words.push_back(word);
  for (const CLI::Option* each : options_of(app))
    words.push_back("--" + each->get_lnames().front());
  return words;
}

// `case` branches that bash and zsh share: how the path grows, and what options admit.
std::string path_branches(const std::vector<Place>& places) {
  std::string text;
  for (const Place& place : places)
    if (place.path.contains(' '))
      text += fmt::format("      {}) place=$step ;;\n", quoted(place.path));
  return text;
}
std::string value_branches(const std::vector<Place>& places, const std::string& with_words,
                           const std::string& with_files) {
  std::string text;
  for (const Place& place : places)
    for (const CLI::Option* option : options_of(*place.app)) {
      if (!takes_value(*option)) continue;
      const auto words = words_of(*option);
      text += fmt::format(
          "    {}) {}; return ;;\n", quoted(place.path + " --" + option->get_lnames().front()),
          words.empty() ? with_files
                        : fmt::format(fmt::runtime(with_words), fmt::join(words, " ")));
    }
  return text;
}

std::string bash_script(const std::vector<Place>& places) {
  std::string here;
  for (const Place& place : places)
    here += fmt::format("    {}) words={} ;;\n", quoted(place.path),
                        quoted(fmt::format("{}", fmt::join(words_at(*place.app), " "))));
  return fmt::format(
      R"(# bash completion for gatepost: source it, or put it where bash-completion looks
_gatepost() {{
  local place=gatepost step words='' index current=${{COMP_WORDS[COMP_CWORD]}}
  for ((index = 1; index < COMP_CWORD; index++)); do
    step="$place ${{COMP_WORDS[index]}}"
    case $step in
{}    esac
  done
  COMPREPLY=()
  case "$place ${{COMP_WORDS[COMP_CWORD - 1]}}" in
{}  esac
  case $place in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}}
complete -o bashdefault -o default -F _gatepost gatepost
)",
      path_branches(places),
      value_branches(places, "COMPREPLY=($(compgen -W '{}' -- \"$current\"))", "COMPREPLY=()"),
      here);
}

std::string zsh_script(const std::vector<Place>& places) {
  std::string here;
  for (const Place& place : places)
    here += fmt::format("    {}) compadd -- {} ;;\n", quoted(place.path),
                        fmt::join(words_at(*place.app), " "));
  return fmt::format(R"(#compdef gatepost
# zsh completion for gatepost: put it into a folder of $fpath as _gatepost
_gatepost() {{
  local place=gatepost step index
  for ((index = 2; index < CURRENT; index++)); do
    step="$place ${{words[index]}}"
    case $step in
{}    esac
  done
  case "$place ${{words[CURRENT - 1]}}" in
{}  esac
  case $place in
{}  esac
  _files
}}
# Loaded by name on the first completion, this file is called in place of the function.
if [[ ${{funcstack[1]}} == _gatepost ]]; then
  _gatepost "$@"
else
  compdef _gatepost gatepost
fi
)",
                     path_branches(places), value_branches(places, "compadd -- {}", "_files"),
                     here);
}

std::string fish_script(const std::vector<Place>& places) {
  std::string paths, entries;
  for (const Place& place : places) {
    if (place.path.contains(' '))
      paths += fmt::format("      case {}\n        set place $step\n", quoted_for_fish(place.path));
    const std::string at =
        fmt::format("complete -c gatepost -n 'test (__gatepost_place) = \"{}\"'", place.path);
    for (const CLI::App* each : below(*place.app))
      entries += fmt::format("{} -f -a {} -d {}\n", at, each->get_name(),
                             quoted_for_fish(first_sentence(each->get_description())));
    for (const CLI::Option* option : place.app->get_options()) {
      const auto words = words_of(*option);
      const std::string said = quoted_for_fish(first_sentence(option->get_description()));
      if (option->get_lnames().empty()) {
        if (!words.empty())
          entries += fmt::format("{} -f -a '{}' -d {}\n", at, fmt::join(words, " "), said);
        continue;
      }
      std::string value;
      if (takes_value(*option))
        value = words.empty() ? " -r -F" : fmt::format(" -x -a '{}'", fmt::join(words, " "));
      entries += fmt::format("{} -l {}{} -d {}\n", at, option->get_lnames().front(), value, said);
    }
  }
  return fmt::format(
      R"(# fish completion for gatepost: put it into ~/.config/fish/completions as gatepost.fish
function __gatepost_place
  set -l place gatepost
  for word in (commandline -opc)[2..-1]
    set -l step "$place $word"
    switch $step
{}    end
  end
  echo $place
end
{})",
      paths, entries);
}

}  // namespace

// CLI11 writes the words that a check admits into the option's type: "{a,b}", "{auto->0,none->1}".
std::vector<std::string> words_of(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const auto open = type.find('{');
  const auto close = type.find('}', open);
  std::vector<std::string> words;
  if (open == std::string::npos || close == std::string::npos) return words;
  for (const std::string& word : CLI::detail::split(type.substr(open + 1, close - open - 1), ','))
    words.push_back(word.substr(0, word.find("->")));
  return words;
}

std::string completion_script(const CLI::App& app, Shell shell) {
  std::vector<Place> places;
  walk(app, app.get_name(), places);
  switch (shell) {
    case Shell::bash:
      return bash_script(places);
    case Shell::zsh:
      return zsh_script(places);
    case Shell::fish:
      return fish_script(places);
  }
  return {};
}

std::vector<CLI::App*> leaves_of(CLI::App& app) {
  std::vector<CLI::App*> leaves;
  for (CLI::App* each : app.get_subcommands([](CLI::App*) { return true; })) {
    const auto further = leaves_of(*each);
    if (further.empty()) leaves.push_back(each);
    leaves.insert(leaves.end(), further.begin(), further.end());
  }
  return leaves;
}

void explain_exit_codes(CLI::App& app) {
  for (CLI::App* leaf : leaves_of(app))
    leaf->footer(leaf->get_footer() +
                 "\n\nExit codes: 0 yes or done, 1 the answer is no, 2 usage or configuration, 3 "
                 "the gateway could not be reached");
}

}  // namespace gatepost::cli
