#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/replay/incidents.hpp"

#include <fmt/format.h>

#include <memory>

namespace onsale::cli {
namespace {

struct IncidentsCommand {
  std::vector<std::string> names;
  std::string scenarios;
  std::uint64_t seed = 1;
  std::size_t jobs = 0; // 0: one for each core
  bool json = false;
};

void tell_incidents(const IncidentsCommand& options)
{
  const auto incidents = run::find_incidents(scenarios_folder(options.scenarios), options.names);
  const bool terminal = is_terminal(stderr);
  const auto progress = [&](std::size_t ended, std::size_t all) {
    if (terminal)
      fmt::print(stderr, "\r{} of {} runs{}", ended, all, ended == all ? "\n" : "");
  };
  const auto runs = run::run_incidents(
      incidents,
      {.seed = options.seed, .jobs = options.jobs > 0 ? options.jobs : run::available_cores(), .progress = progress});
  fmt::print("{}", options.json ? run::incidents_json(runs) : run::incidents_table(runs));
}

} // namespace

void add_incidents(CLI::App& app)
{
  auto options = std::make_shared<IncidentsCommand>();
  CLI::App* command =
      app.add_subcommand("incidents", "Simulate incidents with each of their cures: expected beside simulated");
  command->add_option("incident", options->names, "Names of incidents; none: all");
  command->add_option("--scenarios", options->scenarios, "Folder of scenarios (default: those that come with onsale)");
  command->add_option("--seed", options->seed, "Seed of all random streams")->capture_default_str();
  command->add_option("--jobs", options->jobs, "Runs side by side (default: one for each core)")
      ->check(CLI::Range(1, 1024));
  command->add_flag("--json", options->json, "Machine-readable output");
  command->footer("Exit code: 0; 2 an incident cannot be used; 1 a run failed or broke a law.\n\n"
                  "Examples:\n"
                  "  onsale incidents\n"
                  "  onsale incidents cache-outage --json");
  command->callback([options] { tell_incidents(*options); });
}

} // namespace onsale::cli
