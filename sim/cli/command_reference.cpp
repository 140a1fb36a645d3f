#include "sim/cli/commands.hpp"
#include "sim/cli/reference.hpp"

#include <fmt/format.h>

namespace onsale::cli {

void add_reference(CLI::App& app)
{
  CLI::App* command = app.add_subcommand("reference", "Print the reference of all commands and options as Markdown");
  command->footer("Examples:\n"
                  "  onsale reference > reference.md");
  command->callback([&app] { fmt::print("{}", reference(app)); });
}

} // namespace onsale::cli
