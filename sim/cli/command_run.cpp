#include "model/config/faults.hpp"
#include "model/k6/output/output_file.hpp"
#include "model/k6/summary/summary_export.hpp"
#include "plots/gallery.hpp"
#include "plots/report.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/live_progress.hpp"
#include "sim/cli/load_options.hpp"
#include "sim/cli/run_output.hpp"
#include "sim/cli/script_options.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/engine/check.hpp"
#include "sim/run/footprint.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/output/ci_summary.hpp"
#include "sim/run/output/outputs.hpp"
#include "sim/run/output/result_files.hpp"
#include "sim/run/output/result_folder.hpp"
#include "sim/run/output/run_json.hpp"
#include "sim/run/scenario_finder.hpp"
#include "sim/run/verdict/replicate.hpp"

#include <fmt/format.h>

#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

namespace onsale::cli {
namespace {

k6::Instant start_of(const RunOptions& options)
{
  if (options.start_time.empty())
    return k6::default_start;
  if (const auto start = k6::parse_rfc3339(options.start_time))
    return *start;
  throw config::InvalidInput(
      {{"--start-time", 0, 0, fmt::format("\"{}\": expected a time like 2026-12-01T10:00:00Z", options.start_time)}});
}

/// Everything that a run writes, opened before it starts: a place that cannot be written to is told at once.
struct Files {
  Files(const RunOptions& options, const k6::SystemTags& tags)
      : outputs(options.outputs, options.trace_every, tags, start_of(options))
  {
    open(junit, options.junit, "--junit");
    open(markdown, options.markdown, "--markdown");
    open(summary, options.summary_export, "--summary-export");
    open(console, options.flags.console_output, "--console-output");
    if (not options.out_dir.empty())
      folder.emplace(options.out_dir);
  }

  static void open(std::optional<k6::OutputFile>& file, const std::string& path, const char* option)
  {
    try {
      if (not path.empty())
        file.emplace(path);
    } catch (const k6::OutputError& error) {
      throw config::InvalidInput({{option, 0, 0, error.what()}});
    }
  }

  void log(const javascript::LogLine& line)
  {
    if (console)
      console->write(console_text(line));
    else
      fmt::print(stderr, "{}", console_text(line));
  }

  void complete(const run::RunRequest& request, const run::Scenario& scenario, const run::RunResult& result)
  {
    if (summary)
      summary->write(k6::summary_export(result.summary));
    if (folder)
      for (const run::ResultFile& file : run::result_files(request, scenario, result))
        folder->add(file.name, file.text);
    if (junit)
      junit->write(run::junit_xml(request, scenario, result));
    if (markdown)
      markdown->write(run::markdown_summary(request, scenario, result));
    outputs.add_result(scenario, result, request.seed);
    outputs.close();
    for (auto* file : {&summary, &console, &junit, &markdown})
      if (*file)
        (*file)->close();
    if (folder)
      folder->complete();
  }

  run::Outputs outputs;
  std::optional<k6::OutputFile> summary;
  std::optional<k6::OutputFile> console;
  std::optional<k6::OutputFile> junit;
  std::optional<k6::OutputFile> markdown;
  std::optional<run::ResultFolder> folder;
};

/// What it includes is looked for in the folder that the program runs in.
run::Scenario load_from_input(const RunOptions& options)
{
  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  config::Faults faults;
  config::Document document = config::parse_document(text, "standard input", faults);
  if (not document.complete)
    faults.throw_if_any();
  auto scenario =
      run::read_scenario(std::move(document),
                         {.path = "standard input",
                          .sets = options.sets,
                          .application_files = {options.application_files.begin(), options.application_files.end()},
                          .flags = options.flags},
                         faults);
  faults.throw_if_any();
  return scenario;
}

run::Scenario load(const RunOptions& options)
{
  const bool is_script = options.scenario.ends_with(".js");
  if (is_script && options.system.empty())
    throw config::InvalidInput(
        {{options.scenario, 0, 0, "a script needs the system it is to test: --system SCENARIO"}});
  if (not is_script && not options.system.empty())
    throw config::InvalidInput({{"--system", 0, 0, "is for a k6 script (FILE.js) in place of a scenario"}});
  if (options.scenario == "-")
    return load_from_input(options);
  const auto path = run::find_scenario(scenarios_folder(), is_script ? options.system : options.scenario);
  return run::load_scenario({.path = path,
                             .sets = options.sets,
                             .application_files = {options.application_files.begin(), options.application_files.end()},
                             .profiles = options.profiles,
                             .flags = options.flags,
                             .script = is_script ? options.scenario : "",
                             .script_options = script_sources(options.environment, options.imports)});
}

int run_once(const RunOptions& options, const run::Scenario& scenario)
{
  const InterruptGuard guard; // older than the files, so that they are gone before an interrupt may end the process
  Files files(options, scenario.load.system_tags);
  tell_before(options, scenario, files.outputs.descriptions());
  LiveProgress progress(scenario.load, is_terminal(stderr));
  const run::RunResult result =
      run::simulate(scenario, {.seed = options.seed,
                               .summary_sections = options.summary_mode == "full",
                               .outputs = files.outputs.sinks(),
                               .traces = files.outputs.traces(),
                               .console = [&](const javascript::LogLine& line) { files.log(line); },
                               .no_setup = options.flags.no_setup,
                               .no_teardown = options.flags.no_teardown,
                               .progress =
                                   [&, told = false](k6::LoadTest& test, const run::Series& series) mutable {
                                     if (guard.heard() != 0 && not std::exchange(told, true))
                                       test.interrupt();
                                     if (not options.quiet)
                                       progress.show(test, series);
                                   }});
  progress.clear();
  const run::RunRequest request{options.scenario, options.sets,   options.application_files,
                                options.seed,     ONSALE_VERSION, options.flags.written()};
  files.complete(request, scenario, result);
  if (options.report)
    plots::write_file(std::filesystem::path(options.out_dir) / "report.html",
                      plots::report(plots::read_run(options.out_dir)));
  if (options.json)
    fmt::print("{}", run::run_json(request, scenario, result));
  else
    tell_after(options, scenario, result);
  std::fflush(stdout);
  tell_warnings(result);
  const int broken = tell_broken_laws(result.broken_laws, options);
  if (broken != 0)
    return broken;
  if (result.load.exit_code == k6::ExitCode::external_abort && scenario.script == nullptr)
    return guard.heard(); // as shells say it; of a script as k6 does
  return static_cast<int>(result.load.exit_code);
}

int run_replications(const RunOptions& options, const run::Scenario& scenario)
{
  tell_before(options, scenario, {});
  const bool terminal = is_terminal(stderr);
  const auto progress = [&](std::size_t ended) {
    if (not options.quiet)
      fmt::print(stderr, "{}{} of {} replications{}", terminal ? "\r" : "", ended, options.replications,
                 terminal && ended < options.replications ? "" : "\n");
  };
  const run::Replicated result =
      run::replicate(scenario, {.seed = options.seed,
                                .replications = options.replications,
                                .jobs = options.jobs > 0 ? options.jobs : run::available_cores(),
                                .progress = progress});
  fmt::print("{}", options.json ? run::replicated_json(scenario, options.seed, result) : run::replicated_text(result));
  std::fflush(stdout);
  const int broken = tell_broken_laws(result.broken_laws, options);
  return broken != 0 ? broken : result.exit_code;
}

/// Files and tables show one run; of several there is no one to show.
void refuse_files_of_replications(const RunOptions& options)
{
  config::Faults faults;
  const auto refuse = [&](bool given, const char* name) {
    if (given)
      faults.add({name, 0, 0}, "shows one run and cannot be used with --replications");
  };
  refuse(not options.outputs.empty(), "--out");
  refuse(not options.summary_export.empty(), "--summary-export");
  refuse(not options.out_dir.empty(), "--out-dir");
  refuse(not options.junit.empty(), "--junit");
  refuse(not options.markdown.empty(), "--markdown");
  refuse(options.anatomy, "--anatomy");
  refuse(options.check, "--check");
  faults.throw_if_any();
}

void add_application_options(CLI::App& command, RunOptions& options)
{
  command
      .add_option("--settings", options.application_files, "An application.properties or .yml to take settings from")
      ->allow_extra_args(false);
  command.add_option("--profile", options.profiles, "A profile of Spring that is active in those files")
      ->allow_extra_args(false);
}

void add_run_options(CLI::App& command, RunOptions& options)
{
  add_load_options(command, options.flags);
  command.add_option("--seed", options.seed, "Seed of all random streams")->capture_default_str();
  command
      .add_option("--replications", options.replications,
                  "Run it so many times with other draws: means with 95 % half-widths")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  command.add_option("--jobs", options.jobs, "Replications side by side (default: one for each core)")
      ->check(CLI::Range(1, 1024));
  command
      .add_option(
          "--out", options.outputs,
          "csv=FILE or json=FILE: every sample, as k6 writes it; openmetrics=FILE: series for Prometheus; trace=FILE "
          "(Perfetto) or otlp=FILE (Jaeger): single requests; .gz is compressed")
      ->allow_extra_args(false);
  command.add_option("--trace-every", options.trace_every, "Of how many requests one is put into trace and otlp")
      ->check(CLI::Range(1, 1000000000))
      ->capture_default_str();
  command.add_option("--summary-export", options.summary_export, "FILE for k6's summary as JSON");
  command.add_option("--summary-mode", options.summary_mode, "How k6's summary is laid out")
      ->check(CLI::IsMember({"legacy", "compact", "full"}))
      ->capture_default_str();
  command.add_option("--junit", options.junit, "FILE for what CI servers draw: a test case for each threshold");
  command.add_option("--markdown", options.markdown, "FILE for a summary that a pull request shows");
  command.add_option("--start-time", options.start_time,
                     "When the test begins, by the clock of --out (default: 2024-01-01T00:00:00Z)");
  command.add_option("--out-dir", options.out_dir, "Folder for summary, time series, failures, anatomy and manifest");
  command.add_flag("--report", options.report, "Write report.html into that folder: the run to look at, in one file");
  command.add_flag("--check", options.check, "Print both sides of every station's laws");
  command.add_flag("--anatomy", options.anatomy, "Print where the time of each endpoint goes");
  command.add_flag("--json", options.json, "Print everything as JSON instead of the summary");
  command.add_flag("-q,--quiet", options.quiet, "Nothing but the result");
  command.add_flag("--no-color", options.no_colour, "No colour on terminals either (as does NO_COLOR)");
}

} // namespace

void add_run(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<RunOptions>();
  CLI::App* command = app.add_subcommand("run", "Simulate a load test and print k6's summary and what the system did");
  command
      ->add_option("scenario", options->scenario,
                   "A scenario file, SYSTEM/TEST of those that `scenarios` lists, a k6 script, or - for a scenario on "
                   "standard input")
      ->required();
  command->add_option("--system", options->system, "The scenario whose system a k6 script (FILE.js) is run against");
  add_script_options(*command, options->environment, options->imports);
  command->add_option("--set", options->sets, "NAME=VALUE: a Spring setting or a dotted path of the scenario")
      ->allow_extra_args(false);
  add_application_options(*command, *options);
  add_run_options(*command, *options);
  command->footer(
      "Exit code: 0; 99 a threshold was crossed; 100 setup timed out; 2 the input cannot be used;\n"
      "1 a law was broken or a file could not be written; 130 interrupted: the first Ctrl-C ends the test as it "
      "stands,\n"
      "with its summary and all its files, the second stops at once.\n\n"
      "Examples:\n"
      "  onsale run examples/closed-web-tier\n"
      "  onsale run scenarios/examples/on-sale.js --system examples/on-sale\n"
      "  onsale run examples/on-sale --anatomy --set spring.datasource.hikari.maximum-pool-size=5\n"
      "  onsale run examples/on-sale --replications 5\n"
      "  onsale run examples/closed-web-tier -s 30s:2000,1m:2000 --summary-trend-stats 'avg,p(99)'\n"
      "  onsale run examples/on-sale --out-dir result --report --out csv=samples.csv.gz\n"
      "  onsale run examples/on-sale --junit junit.xml --markdown summary.md\n"
      "  onsale run - < scenarios/examples/on-sale.yaml\n"
      "  onsale run examples/on-sale --start-time 2026-12-01T10:00:00Z --tag testid=simulated --out openmetrics=m.txt\n"
      "  onsale run examples/on-sale --out openmetrics=metrics.txt --out trace=trace.json --trace-every 50");
  command->callback([options, &exit_code] {
    if (options->replications > 1)
      refuse_files_of_replications(*options);
    if (options->report && options->out_dir.empty())
      throw config::InvalidInput({{"--report", 0, 0, "needs a folder to write into: add --out-dir FOLDER"}});
    if (options->report)
      plots::require_gnuplot();
    const run::Scenario scenario = load(*options);
    run::refuse_what_does_not_fit(scenario, run::available_bytes());
    try {
      exit_code = options->replications > 1 ? run_replications(*options, scenario) : run_once(*options, scenario);
    } catch (const engine::BrokenPromise&) {
      tell_how_to_repeat(*options);
      throw;
    }
  });
}

} // namespace onsale::cli
