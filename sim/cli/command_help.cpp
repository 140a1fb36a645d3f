#include "model/config/faults.hpp"
#include "model/config/wording.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/words/glossary.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <memory>
#include <string>
#include <vector>

namespace onsale::cli {
namespace {

/// Lines of at most so many columns.
std::string wrapped(std::string_view text)
{
  constexpr std::size_t columns = 100;
  std::string lines;
  while (text.size() > columns) {
    const std::size_t end = text.rfind(' ', columns);
    lines += fmt::format("  {}\n", text.substr(0, end));
    text.remove_prefix(end + 1);
  }
  return lines + fmt::format("  {}\n", text);
}

void help(const CLI::App& app, const std::vector<std::string>& words)
{
  const std::string asked = fmt::format("{}", fmt::join(words, " "));
  if (asked.empty()) {
    fmt::print("{}\nWords of the output, explained by `onsale help TERM`:\n", app.help());
    for (const Term& each : glossary())
      fmt::print("  {}\n", each.name);
    return;
  }
  for (const CLI::App* command : app.get_subcommands({}))
    if (command->get_name() == asked) {
      fmt::print("{}", command->help());
      return;
    }
  if (const Term* term = find_term(asked)) {
    fmt::print("{}\n{}", term->name, wrapped(term->says));
    return;
  }
  std::vector<std::string> known;
  for (const Term& each : glossary())
    known.emplace_back(each.name);
  throw config::InvalidInput({{"help", 0, 0,
                               fmt::format("no word of the output is called {}{}", config::in_quotes(asked),
                                           config::suggestion(asked, known))}});
}

} // namespace

void add_help(CLI::App& app)
{
  auto words = std::make_shared<std::vector<std::string>>();
  CLI::App* command = app.add_subcommand("help", "Explain a word of the output, or a command");
  command->add_option("TERM", *words, "Such as bottleneck, p95, think time, misfit; none: all of them");
  command->footer("Examples:\n  onsale help bottleneck\n  onsale help think time");
  command->callback([&app, words] { help(app, *words); });
}

} // namespace onsale::cli
