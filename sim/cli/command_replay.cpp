#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/run/replay.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace onsale::cli {

void add_replay(CLI::App& app, int& exit_code)
{
  struct Options {
    std::vector<std::string> selectors;
    std::vector<std::string> sets;
    std::string scenarios;
    std::uint64_t seed = 1;
    bool json = false;
  };
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("replay", "Simulate published load tests: predicted beside published");
  command->add_option("selector", options->selectors, "SYSTEM or SYSTEM/TEST; none: all");
  command->add_option("--set", options->sets, "NAME=VALUE: a Spring setting or a path of the scenario");
  command->add_option("--scenarios", options->scenarios, "Folder of scenarios (default: those installed with onsale)");
  command->add_option("--seed", options->seed, "Seed of all random streams")->capture_default_str();
  command->add_flag("--json", options->json, "Machine-readable output");
  command->footer("Examples:\n"
                  "  onsale replay queue-5000vu\n"
                  "  onsale replay queue-5000vu/queue-token-issue --json\n"
                  "  onsale replay queue-5000vu --set server.tomcat.threads.max=50");
  command->callback([options, &exit_code] {
    const auto root =
        options->scenarios.empty() ? data_folder() / "scenarios" : std::filesystem::path(options->scenarios);
    const bool colour = isatty(STDOUT_FILENO) != 0;
    std::vector<run::ReplayRun> runs;
    for (const run::Scenario& scenario : run::find_replays(root, options->selectors, options->sets)) {
      runs.push_back(run::replay(scenario, options->seed));
      if (not options->json) {
        fmt::print("{}\n", run::replay_table(runs.back(), colour));
        std::fflush(stdout);
      }
    }
    if (options->json)
      fmt::print("{}", run::replay_json(runs));
    exit_code = 0;
  });
}

} // namespace onsale::cli
