#include "sim/cli/commands.hpp"
#include "sim/cli/study_options.hpp"
#include "sim/study/ranks.hpp"
#include "sim/study/sweep_report.hpp"

#include <fmt/format.h>

#include <optional>

namespace onsale::cli {
namespace {

struct SweepCommand {
  StudyOptions study;
  std::vector<std::string> variables;
  std::vector<std::string> columns = study::default_columns();
  std::string design = "grid";
  std::string csv;
  std::size_t points = 20;
};

study::SweepPlan plan(const SweepCommand& options)
{
  config::Faults faults;
  study::SweepOptions wanted{.scenario = scenario_request(options.study),
                             .variables = {},
                             .design = *study::design_named(options.design),
                             .lhs_points = options.points,
                             .replications = options.study.replications,
                             .seed = options.study.seed};
  for (const std::string& text : options.variables)
    wanted.variables.push_back(study::parse_variable(text, faults));
  faults.throw_if_any();
  return study::plan_sweep(wanted);
}

int gather(const SweepCommand& options, const study::SweepPlan& plan, const run::Workers& workers)
{
  auto csv = open_table(options.csv);
  const auto store = open_store(options.study.store);
  const std::string version = program_identity();
  std::optional<StudyProgress> progress(std::in_place, options.study.quiet);
  study::Runner runner(
      {.workers = workers, .store = store.get(), .version = version, .progress = [&](const study::Progress& now) {
         progress->show(now);
       }});
  const study::Sweep sweep = study::run_sweep(plan, runner, store.get(), version);
  progress.reset();
  if (csv) {
    csv->write(study::sweep_csv(sweep));
    csv->close();
  }
  if (options.csv != "-")
    fmt::print("{}", options.study.json ? study::sweep_json(sweep) : study::sweep_table(sweep, options.columns));
  std::fflush(stdout);
  return tell_broken_laws_of_study(sweep.broken_laws);
}

int sweep(const SweepCommand& options)
{
  std::optional<study::SweepPlan> planned;
  try {
    planned = plan(options);
  } catch (const config::InvalidInput&) {
    if (study::Ranks::rank_told() == 0)
      throw;
    return 2; // told once, by rank 0
  }
  const study::Ranks ranks;
  if (not ranks.several())
    return gather(options, *planned, run::child_processes(options.study.jobs));
  if (not ranks.is_first()) {
    ranks.serve([&](std::size_t number) { return study::run_task(planned->tasks.at(number), false); });
    return 0;
  }
  try {
    const int exit_code = gather(
        options, *planned, [&](const auto& numbers, const auto&, const auto& done) { ranks.share_out(numbers, done); });
    ranks.stop();
    return exit_code;
  } catch (const std::exception& error) { // the others would wait for the next number forever
    fmt::print(stderr, "onsale: {}\n", error.what());
    ranks.abort(1);
    return 1;
  }
}

} // namespace

void add_sweep(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<SweepCommand>();
  options->study.store = "onsale.db";
  CLI::App* command = app.add_subcommand("sweep", "Turn knobs over ranges of values and tabulate what changes");
  add_scenario_option(*command, options->study);
  command
      ->add_option("--vary", options->variables,
                   "NAME=V1,V2,.. or NAME=A..B:STEP or NAME=log(A..B:N). NAME is what --set takes,\n"
                   "or vus or rate for the whole load")
      ->required()
      ->allow_extra_args(false);
  command->add_option("--design", options->design, "Which points are visited")
      ->check(CLI::IsMember({"grid", "one-at-a-time", "lhs"}))
      ->capture_default_str();
  command->add_option("--points", options->points, "Of a Latin hypercube (lhs)")
      ->check(CLI::Range(std::size_t{1}, study::most_points))
      ->capture_default_str();
  command->add_option("--replications", options->study.replications, "Of each point: means with 95 % half-widths")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  add_store_option(*command, options->study);
  command->get_option("--out")->capture_default_str();
  command->add_option("--csv", options->csv, "FILE for the table as CSV; - is standard output");
  command->add_option("--figure", options->columns, "Columns of the table, such as 'iteration_duration avg'")
      ->allow_extra_args(false);
  add_study_options(*command, options->study);
  command->footer("Runs that --out holds are not computed again: an interrupted sweep goes on where it was. Under\n"
                  "`mpirun -n K` rank 0 hands out the runs and the other ranks compute them, one at a time each.\n"
                  "Exit code: 0; 2 the input cannot be used; 1 a run failed, or a file could not be written.\n\n"
                  "Examples:\n"
                  "  onsale sweep examples/closed-web-tier --vary vus=200..800:200\n"
                  "  onsale sweep examples/closed-web-tier --vary vus=400,800 \\\n"
                  "    --vary spring.datasource.hikari.maximum-pool-size=2,5,10 --replications 3 --csv table.csv\n"
                  "  onsale sweep examples/closed-web-tier --design lhs --points 30 \\\n"
                  "    --vary 'server.tomcat.threads.max=log(10..1000:5)' --vary vus=100..1000:100\n"
                  "  mpirun -n 3 onsale sweep examples/closed-web-tier --vary vus=100..1000:100");
  command->callback([options, &exit_code] { exit_code = sweep(*options); });
}

} // namespace onsale::cli
