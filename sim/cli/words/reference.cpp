#include "sim/cli/words/reference.hpp"

#include <fmt/format.h>

namespace onsale::cli {
namespace {

/// In a cell of a table: one line, no bars.
std::string cell(const std::string& text)
{
  std::string result;
  for (const char letter : text)
    if (letter == '|')
      result += "\\|";
    else
      result += letter == '\n' ? ' ' : letter;
  return result;
}

std::string code(const std::string& text)
{
  return text.empty() ? "" : fmt::format("`{}`", cell(text));
}

std::string name_of(const CLI::Option& option)
{
  if (option.get_positional())
    return code(option.get_single_name());
  std::string names;
  for (const std::string& name : option.get_snames())
    names += fmt::format("{}`-{}`", names.empty() ? "" : ", ", name);
  for (const std::string& name : option.get_lnames())
    names += fmt::format("{}`--{}`", names.empty() ? "" : ", ", name);
  return names;
}

/// `TEXT:POSITIVE` or `UINT:INT in [1 - 10]` as CLI11 describes it; a flag takes nothing.
std::string takes(const CLI::Option& option)
{
  if (option.get_items_expected_max() == 0)
    return "";
  const std::string type = cell(option.get_type_name());
  const auto colon = type.find(':');
  const bool many =
      option.get_items_expected_max() > 1 || option.get_multi_option_policy() == CLI::MultiOptionPolicy::TakeAll;
  const std::string rule = colon == std::string::npos ? "" : ", " + type.substr(colon + 1);
  return type.substr(0, colon) + rule + (many ? ", any number" : "") + (option.get_required() ? ", required" : "");
}

/// The footer is notes, then `Examples:` with commands two spaces in.
std::string notes_and_examples(const std::string& footer)
{
  const auto examples = footer.find("Example");
  const std::string notes = footer.substr(0, examples == std::string::npos ? footer.size() : examples);
  std::string text = notes.empty() ? "" : notes.substr(0, notes.find_last_not_of('\n') + 1) + "\n\n";
  if (examples == std::string::npos)
    return text;
  const auto first = footer.find('\n', examples);
  std::string commands;
  for (std::size_t begin = first + 1; begin < footer.size();) {
    const auto end = std::min(footer.find('\n', begin), footer.size());
    const std::string line = footer.substr(begin, end - begin);
    commands += line.substr(std::min<std::size_t>(2, line.size())) + "\n";
    begin = end + 1;
  }
  return text + "```console\n" + commands + "```\n\n";
}

void describe(const CLI::App& command, const std::string& path, std::string& text)
{
  text += fmt::format("## {}\n\n{}.\n\n| option | takes | default | |\n| --- | --- | --- | --- |\n", path,
                      command.get_description());
  for (const CLI::Option* option : command.get_options())
    text += fmt::format("| {} | {} | {} | {} |\n", name_of(*option), takes(*option), code(option->get_default_str()),
                        cell(option->get_description()));
  text += "\n" + notes_and_examples(command.get_footer());
  for (const CLI::App* each : command.get_subcommands([](const CLI::App*) { return true; }))
    describe(*each, path + " " + each->get_name(), text);
}

} // namespace

std::string reference(const CLI::App& app)
{
  std::string text =
      "# Reference: every command, option and key\n\n"
      "Written by `onsale reference`; a test keeps it so. `onsale COMMAND --help` says the same of commands. "
      "The [keys of a scenario](#keys-of-a-scenario) stand at the end.\n\n";
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    describe(*command, "onsale " + command->get_name(), text);
  text.pop_back(); // one line end, not two
  return text;
}

} // namespace onsale::cli
