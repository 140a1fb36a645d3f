#include "sim/cli/words/completion.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace onsale::cli {
namespace {

/// The commands that can follow directly: of the program those of one word, of `calibrate` those that begin with it.
std::vector<const CommandText*> children(const std::vector<CommandText>& commands, const std::string& parent)
{
  std::vector<const CommandText*> found;
  const std::string begin = parent.empty() ? "" : parent + " ";
  for (const CommandText& each : commands)
    if (each.name.size() > begin.size() && each.name.starts_with(begin) &&
        each.name.find(' ', begin.size()) == std::string::npos)
      found.push_back(&each);
  return found;
}

std::string last_word(const std::string& name)
{
  return name.substr(name.rfind(' ') + 1);
}

bool wants_scenario(const CommandText& command)
{
  return std::ranges::any_of(command.options, takes_scenario);
}

std::vector<std::string> option_names(const CommandText& command)
{
  std::vector<std::string> names;
  for (const OptionText& option : command.options)
    names.insert(names.end(), option.names.begin(), option.names.end());
  return names;
}

/// The words of a positional argument that has choices.
std::vector<std::string> argument_words(const CommandText& command)
{
  for (const OptionText& option : command.options)
    if (option.is_positional && not option.choices.empty())
      return option.choices;
  return {};
}

std::string in_single_quotes(const std::string& text)
{
  std::string quoted = "'";
  for (const char letter : text)
    quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return quoted + "'";
}

/// Where a value of the option may stand, as a pattern: `'run -o'|'run --out'`.
std::string value_places(const CommandText& command, const OptionText& option)
{
  std::string places;
  for (const std::string& name : option.names)
    places += fmt::format("{}'{} {}'", places.empty() ? "" : "|", command.name, name);
  return places;
}

/// What bash offers for a value; behind a setting's name and `=` no blank.
std::string bash_values(const OptionText& option)
{
  const auto beginnings = beginnings_of_value(option);
  if (not beginnings.empty())
    return fmt::format("compopt -o nospace 2>/dev/null; COMPREPLY=($(compgen -W '{}' -- \"$current\"))",
                       fmt::join(beginnings, " "));
  return option.choices.empty()
             ? "COMPREPLY=($(compgen -f -- \"$current\"))"
             : fmt::format("COMPREPLY=($(compgen -W '{}' -- \"$current\"))", fmt::join(option.choices, " "));
}

/// What fits beside a word: up to the first colon, semicolon or default.
std::string short_description(const std::string& text)
{
  return text.substr(0, std::min(text.find_first_of(":;\n"), text.find(" (default")));
}

/// A description inside of single quotes and brackets, as _arguments of zsh takes it.
std::string zsh_description(const std::string& text)
{
  std::string result;
  for (const char letter : short_description(text))
    if (letter == '\'')
      result += "'\\''";
    else if (letter != '[' && letter != ']')
      result += letter;
  return result;
}

/// What zsh offers for it.
std::string zsh_values(const OptionText& option)
{
  if (option.placeholder.empty())
    return "";
  const std::string what = zsh_description(option.placeholder);
  if (const auto beginnings = beginnings_of_value(option); not beginnings.empty())
    return fmt::format(":{}:_onsale_settings", what);
  return option.choices.empty() ? fmt::format(":{}:_files", what)
                                : fmt::format(":{}:({})", what, fmt::join(option.choices, " "));
}

} // namespace

std::string bash_completion(const std::vector<CommandText>& commands)
{
  std::string values;
  std::string words;
  for (const CommandText& command : commands) {
    for (const OptionText& option : command.options)
      if (not option.is_positional && not option.placeholder.empty())
        values += fmt::format("    {}) {}; return ;;\n", value_places(command, option), bash_values(option));
    std::vector<std::string> possible = option_names(command);
    for (const CommandText* child : children(commands, command.name))
      possible.push_back(last_word(child->name));
    const auto arguments = argument_words(command);
    possible.insert(possible.end(), arguments.begin(), arguments.end());
    words += fmt::format("    '{}') words='{}'{} ;;\n", command.name, fmt::join(possible, " "),
                         wants_scenario(command) ? "; scenarios=yes" : "");
  }
  return fmt::format(R"sh(# bash completion of onsale
_onsale()
{{
  local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}} command= word words= scenarios=
  for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
    case "$command $word" in
{}    esac
  done
  case "$command $previous" in
{}  esac
  case "$command" in
{}  esac
  [ -z "$scenarios" ] || [[ $current == -* ]] || words="$words $(onsale scenarios 2>/dev/null | cut -d' ' -f1)"
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [ -z "$command" ] || [[ $current == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
}}
complete -o filenames -F _onsale onsale
)sh",
                     [&] {
                       std::string cases;
                       for (const CommandText& command : commands)
                         if (not command.name.empty()) {
                           const auto space = command.name.rfind(' ');
                           const std::string parent = space == std::string::npos ? "" : command.name.substr(0, space);
                           cases += fmt::format("      '{} {}') command='{}' ;;\n", parent, last_word(command.name),
                                                command.name);
                         }
                       return cases;
                     }(),
                     values, words);
}

std::string zsh_completion(const std::vector<CommandText>& commands)
{
  std::string list;
  std::string cases;
  for (const CommandText* command : children(commands, "")) {
    list += fmt::format("    '{}:{}'\n", command->name, zsh_description(command->description));
    std::string arguments;
    for (const OptionText& option : command->options) {
      for (const std::string& name : option.names)
        arguments +=
            fmt::format(" \\\n        '*{}[{}]{}'", name, zsh_description(option.description), zsh_values(option));
    }
    auto words = argument_words(*command);
    for (const CommandText* child : children(commands, command->name))
      words.push_back(last_word(child->name));
    arguments += wants_scenario(*command)
                     ? fmt::format(" \\\n        '*:scenario: _onsale_scenarios {}'", fmt::join(words, " "))
                 : words.empty() ? " \\\n        '*:file:_files'"
                                 : fmt::format(" \\\n        '*:word:({})'", fmt::join(words, " "));
    cases += fmt::format("    {})\n      _arguments{} ;;\n", command->name, arguments);
  }
  return fmt::format(R"sh(#compdef onsale
# zsh completion of onsale
_onsale_scenarios()
{{
  local -a names
  names=(${{(f)"$(onsale scenarios 2>/dev/null | cut -d' ' -f1)"}})
  compadd -a names
  (( $# == 0 )) || compadd -- "$@"
  _files
}}

_onsale_settings()
{{
  compadd -S '' -- {}
}}

_onsale()
{{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}

if [ "$funcstack[1]" = _onsale ]; then _onsale "$@"; else compdef _onsale onsale; fi
)sh",
                     fmt::join(beginnings_of_value({{"--set"}, {}, {}, {}}), " "), list, cases);
}

std::string fish_completion(const std::vector<CommandText>& commands)
{
  const auto line = [](const std::string& condition, const std::string& rest, const std::string& description) {
    return fmt::format("complete -c onsale -n {} {} -d {}\n", in_single_quotes(condition), rest,
                       in_single_quotes(short_description(description)));
  };
  std::string text = "# fish completion of onsale\n";
  for (const CommandText& command : commands) {
    const std::string here =
        command.name.empty() ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + last_word(command.name);
    for (const CommandText* child : children(commands, command.name))
      text += line(here, "-f -a " + last_word(child->name), child->description);
    for (const OptionText& option : command.options) {
      std::string rest;
      for (const std::string& name : option.names)
        rest += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
      if (not option.choices.empty())
        rest += fmt::format(" -x -a {}", in_single_quotes(fmt::format("{}", fmt::join(option.choices, " "))));
      else if (const auto beginnings = beginnings_of_value(option); not beginnings.empty())
        rest += fmt::format(" -x -a {}", in_single_quotes(fmt::format("{}", fmt::join(beginnings, " "))));
      else if (takes_scenario(option))
        rest += " -a \"(onsale scenarios 2>/dev/null | string split -f1 ' ')\"";
      else if (not option.is_positional && not option.placeholder.empty())
        rest += " -r";
      if (not rest.empty())
        text += line(here, rest.substr(1), option.description);
    }
  }
  return text;
}

} // namespace onsale::cli
