#include "sim/cli/commands.hpp"
#include "sim/interop/scenario_schema.hpp"

#include <fmt/format.h>

namespace onsale::cli {

void add_schema(CLI::App& app)
{
  CLI::App* command = app.add_subcommand("schema", "Print the JSON Schema of scenario files, for editors");
  command->footer("An editor takes it from a comment in the first line of a scenario:\n"
                  "  # yaml-language-server: $schema=scenario.schema.json\n\n"
                  "Examples:\n"
                  "  onsale schema > scenario.schema.json");
  command->callback([] { fmt::print("{}", interop::scenario_schema()); });
}

} // namespace onsale::cli
