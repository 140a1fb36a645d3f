#include "sim/cli/load_options.hpp"

namespace onsale::cli {

void add_load_options(CLI::App& command, run::LoadFlags& flags)
{
  command.add_option("-u,--vus", flags.vus, "Virtual users, as k6's option")->group("k6's own");
  command.add_option("-d,--duration", flags.duration, "Length of the test, in place of all that the scenario runs")
      ->group("k6's own");
  command.add_option("-i,--iterations", flags.iterations, "Iterations of all virtual users together, likewise")
      ->group("k6's own");
  command
      .add_option("-s,--stage", flags.stages, "DURATION:TARGET, a stage of ramping-vus, likewise; several, or commas")
      ->allow_extra_args(false)
      ->group("k6's own");
  command.add_option("--tag", flags.tags, "NAME=VALUE: a tag of every sample")
      ->allow_extra_args(false)
      ->group("k6's own");
  command
      .add_option("--summary-trend-stats", flags.trend_stats, "Columns of trends in the summary: avg,min,med,max,p(99)")
      ->group("k6's own");
  command.add_option("--summary-time-unit", flags.time_unit, "Of all times in the summary: s, ms or us")
      ->group("k6's own");
  command.add_option("--console-output", flags.console_output, "FILE for what a script logs")->group("k6's own");
  command.add_flag("--no-setup", flags.no_setup, "Without setup")->group("k6's own");
  command.add_flag("--no-teardown", flags.no_teardown, "Without teardown")->group("k6's own");
  command
      .add_option("--k6-version", flags.k6_version,
                  "Whose rules count where versions of k6 differ, such as 0.47 (default: the newest)")
      ->group("k6's own");
}

} // namespace onsale::cli
