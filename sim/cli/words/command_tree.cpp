#include "sim/cli/words/command_tree.hpp"

#include "model/system/settings.hpp"

#include <algorithm>

namespace onsale::cli {
namespace {

/// `TEXT:{legacy,compact,full}` holds the choices, as CLI::IsMember describes itself.
std::vector<std::string> choices_of(const std::string& type)
{
  const auto begin = type.find('{');
  const auto end = type.find('}', begin);
  std::vector<std::string> choices;
  if (begin == std::string::npos || end == std::string::npos)
    return choices;
  std::string list = type.substr(begin + 1, end - begin - 1);
  for (std::size_t from = 0; from <= list.size();) {
    const auto comma = std::min(list.find(',', from), list.size());
    choices.push_back(list.substr(from, comma - from));
    from = comma + 1;
  }
  return choices;
}

OptionText text_of(const CLI::Option& option)
{
  OptionText text;
  text.is_positional = option.get_positional();
  for (const std::string& name : option.get_snames())
    text.names.push_back("-" + name);
  for (const std::string& name : option.get_lnames())
    text.names.push_back("--" + name);
  text.description = option.get_description();
  const std::string type = option.get_type_name();
  text.choices = choices_of(type);
  if (text.is_positional)
    text.placeholder = option.get_single_name();
  else if (option.get_items_expected_max() > 0)
    text.placeholder = text.choices.empty() ? type.substr(0, type.find(':')) : "WORD";
  return text;
}

void collect(const CLI::App& app, const std::string& path, std::vector<CommandText>& commands)
{
  CommandText command{path, app.get_description(), app.get_footer(), {}};
  for (const CLI::Option* option : app.get_options())
    command.options.push_back(text_of(*option));
  commands.push_back(std::move(command));
  for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; }))
    collect(*each, path.empty() ? each->get_name() : path + " " + each->get_name(), commands);
}

} // namespace

std::vector<CommandText> command_tree(const CLI::App& app)
{
  std::vector<CommandText> commands;
  collect(app, "", commands);
  return commands;
}

std::vector<std::string> beginnings_of_value(const OptionText& option)
{
  const auto takes_settings = [](const std::string& name) {
    return name == "--set" || name == "--a-set" || name == "--b-set" || name == "--vary";
  };
  std::vector<std::string> beginnings;
  if (std::ranges::any_of(option.names, takes_settings))
    for (const config::SettingSpec& spec : system::server_settings().specs())
      beginnings.push_back(spec.name + "=");
  return beginnings;
}

bool takes_scenario(const OptionText& option)
{
  return option.is_positional &&
         (option.placeholder.starts_with("scenario") || option.placeholder.starts_with("SCENARIO"));
}

} // namespace onsale::cli
