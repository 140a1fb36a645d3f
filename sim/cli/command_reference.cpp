#include "sim/cli/commands.hpp"
#include "sim/cli/words/key_reference.hpp"
#include "sim/cli/words/reference.hpp"
#include "sim/interop/scenario_schema.hpp"

#include <fmt/format.h>

namespace onsale::cli {

void add_reference(CLI::App& app)
{
  CLI::App* command = app.add_subcommand(
      "reference", "Print the reference of all commands, options and keys of a scenario as Markdown");
  command->footer("Examples:\n"
                  "  onsale reference > reference.md");
  command->callback([&app] { fmt::print("{}\n{}", reference(app), key_reference(interop::scenario_schema())); });
}

} // namespace onsale::cli
