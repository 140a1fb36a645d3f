#include "sim/cli/words/man_page.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <sstream>

namespace onsale::cli {
namespace {

/// Text that roff takes as it is.
std::string plain(const std::string& text)
{
  std::string result;
  for (const char letter : text)
    if (letter == '\\')
      result += "\\e";
    else if (letter == '-')
      result += "\\-";
    else
      result += letter;
  return result;
}

/// A line may not begin with what roff takes for a request.
std::string line_of(const std::string& text)
{
  return (text.starts_with('.') || text.starts_with('\'') ? "\\&" : "") + text;
}

std::string as_it_stands(const std::string& text)
{
  std::istringstream lines(plain(text));
  std::string result = ".nf\n";
  for (std::string line; std::getline(lines, line);)
    result += line_of(line) + "\n";
  return result + ".fi\n";
}

std::string usage(const CommandText& command)
{
  std::string words;
  for (const OptionText& option : command.options)
    if (option.is_positional)
      words += fmt::format(" {}", option.placeholder);
  return fmt::format("onsale {}{} [OPTIONS]", command.name, words);
}

std::string option_lines(const OptionText& option)
{
  std::string head;
  for (const std::string& name : option.names)
    head += fmt::format("{}\\fB{}\\fR", head.empty() ? "" : ", ", plain(name));
  if (not option.placeholder.empty())
    head += fmt::format("{}\\fI{}\\fR", head.empty() ? "" : " ", plain(option.placeholder));
  std::string text = line_of(plain(option.description));
  if (not option.choices.empty())
    text += plain(fmt::format(" ({})", fmt::join(option.choices, ", ")));
  return fmt::format(".TP\n{}\n{}\n", head, text);
}

} // namespace

std::string man_page(const std::vector<CommandText>& commands, const std::string& version)
{
  const CommandText& program = commands.front();
  std::string page =
      fmt::format(".TH ONSALE 1 \"\" \"onsale {}\" \"User Commands\"\n.SH NAME\nonsale \\- {}\n"
                  ".SH SYNOPSIS\n.B onsale\n.I COMMAND\n[OPTIONS]\n.SH DESCRIPTION\n{}\n.SH COMMANDS\n",
                  plain(version), "predict what a ticket booking system does under load", plain(program.description));
  for (std::size_t i = 1; i < commands.size(); ++i) {
    page += fmt::format(".SS \"{}\"\n{}.\n", plain(usage(commands[i])), plain(commands[i].description));
    for (const OptionText& option : commands[i].options)
      page += option_lines(option);
    if (not commands[i].footer.empty())
      page += ".PP\n" + as_it_stands(commands[i].footer);
  }
  page += ".SH ENVIRONMENT\n"
          ".TP\n\\fBONSALE_DATA\\fR\nFolder that holds the folder of scenarios.\n"
          ".TP\n\\fBNO_COLOR\\fR\nNo colour on terminals either.\n"
          ".SH EXAMPLES\n" +
          as_it_stands(program.footer);
  return page;
}

} // namespace onsale::cli
