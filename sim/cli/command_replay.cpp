#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/replay/replay_report.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onsale::cli {
namespace {

struct ReplayCommand {
  std::vector<std::string> selectors;
  std::vector<std::string> sets;
  std::string scenarios;
  std::uint64_t seed = 1;
  std::size_t jobs = 0;         // 0: one for each core
  std::size_t replications = 0; // 0: as many as each scenario asks for
  bool json = false;
};

/// @return the exit code: 2 if a scenario has faults, 1 if a run failed or broke a law
int replay(const ReplayCommand& options)
{
  const auto found = run::find_replays(scenarios_folder(options.scenarios), options.selectors, options.sets);
  for (const config::Fault& fault : found.faults)
    fmt::print(stderr, "{}\n", to_string(fault));

  // Who looks at a terminal is told that something happens; a JSON that goes to a file would tell nothing for minutes.
  const bool tells_progress = is_terminal(stdout) || (options.json && is_terminal(stderr));
  std::vector<run::ReplayRun> runs;
  std::size_t ended = 0;
  int exit_code = found.faults.empty() ? 0 : 2;
  const auto done = [&](const run::Scenario& scenario, const run::ReplayOutcome& outcome) {
    ++ended;
    if (tells_progress)
      fmt::print(stderr, "[{}/{}] {}\n", ended, found.scenarios.size(), scenario.name());
    const bool sound = outcome.run && outcome.run->broken_laws.empty();
    if (not sound)
      exit_code = std::max(exit_code, 1);
    if (not outcome.run) {
      fmt::print(stderr, "{}: {}\n", scenario.name(), outcome.failure);
      return;
    }
    runs.push_back(*outcome.run);
    if (options.json)
      return;
    fmt::print("{}\n", run::replay_table(runs.back(), wants_colour(stdout)));
    std::fflush(stdout);
  };
  run::replay(found.scenarios,
              {.seed = options.seed,
               .jobs = options.jobs > 0 ? options.jobs : run::available_cores(),
               .replications = options.replications},
              done);
  if (options.json)
    fmt::print("{}", run::replay_json(runs));
  else if (runs.size() > 1)
    fmt::print("{}", run::replay_overview(runs, wants_colour(stdout)));
  return exit_code;
}

} // namespace

void add_replay(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<ReplayCommand>();
  CLI::App* command = app.add_subcommand("replay", "Simulate published load tests: predicted beside published");
  command->add_option("selector", options->selectors, "SYSTEM or SYSTEM/TEST; none: all");
  command->add_option("--set", options->sets, "NAME=VALUE: a Spring setting or a dotted path of the scenario")
      ->allow_extra_args(false);
  command->add_option("--scenarios", options->scenarios, "Folder of scenarios (default: those that come with onsale)");
  command->add_option("--seed", options->seed, "Seed of all random streams")->capture_default_str();
  command
      ->add_option("--replications", options->replications,
                   "Simulations of each test: medians and their range (default: `published.replications`, else 1)")
      ->check(CLI::Range(1, 1000));
  command->add_option("--jobs", options->jobs, "Runs side by side (default: one for each core)")
      ->check(CLI::Range(1, 1024));
  command->add_flag("--json", options->json, "Machine-readable output");
  command->footer("Exit code: 0; 2 a scenario cannot be used; 1 a run failed or broke a law. A target that is missed\n"
                  "does not change it: see `met` in the output.\n\n"
                  "Examples:\n"
                  "  onsale replay queue-5000vu\n"
                  "  onsale replay queue-5000vu/queue-token-issue --json\n"
                  "  onsale replay reference-server/b-sat-occupy --replications 5\n"
                  "  onsale replay queue-5000vu --set server.tomcat.threads.max=50");
  command->callback([options, &exit_code] { exit_code = replay(*options); });
}

} // namespace onsale::cli
