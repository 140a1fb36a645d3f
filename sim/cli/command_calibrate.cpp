#include "calibration/fit/calibrate_report.hpp"
#include "calibration/fit/calibrated_file.hpp"
#include "calibration/fit/matching.hpp"
#include "model/config/faults.hpp"
#include "model/k6/output/output_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/cli/program_digest.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/scenario_finder.hpp"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <memory>

namespace onsale::cli {
namespace {

namespace fs = std::filesystem;

struct CalibrateCommand {
  std::vector<std::string> scenarios;
  std::string scenarios_folder;
  fit::CalibrateInput input;
  fit::CalibrateOptions calibrate;
  std::size_t jobs = 0;
  std::size_t starts = 4;
  std::string out;
  bool no_advice = false;
  bool all_figures = false;
  bool json = false;
  bool quiet = false;
};

/// Told on standard error: a line that is redrawn on a terminal, one for each phase elsewhere.
class ProgressLine {
public:
  ProgressLine(bool quiet, std::size_t jobs) : quiet_(quiet), jobs_(jobs), terminal_(is_terminal(stderr)) {}
  ~ProgressLine()
  {
    if (terminal_ && not quiet_)
      fmt::print(stderr, "\r\x1b[K");
  }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const fit::Progress& progress)
  {
    if (quiet_)
      return;
    const bool new_phase = progress.phase != phase_;
    phase_ = progress.phase;
    if (terminal_)
      fmt::print(stderr, "\r{}\x1b[K", words(progress));
    else if (new_phase)
      fmt::print(stderr, "{}\n", words(progress));
    std::fflush(stderr);
  }

private:
  using WallClock = std::chrono::steady_clock; // for people who wait; no result sees it

  std::string words(const fit::Progress& progress) const
  {
    std::string text = fmt::format("{}: {} simulations", progress.phase, progress.done);
    if (progress.loss > 0)
      text += fmt::format(", loss {:.4g}", progress.loss);
    const double spent_s = std::chrono::duration<double>(WallClock::now() - start_).count();
    if (progress.done >= jobs_ && progress.left > 0)
      text += fmt::format(", about {:.0f} s to the end of this step",
                          spent_s / static_cast<double>(progress.done) * static_cast<double>(progress.left));
    return text;
  }

  bool quiet_;
  std::size_t jobs_;
  bool terminal_;
  std::string phase_;
  WallClock::time_point start_ = WallClock::now();
};

/// Files, tests and whole systems, as the other commands take them.
std::vector<fs::path> scenario_files(const CalibrateCommand& options)
{
  const fs::path root = scenarios_folder(options.scenarios_folder);
  std::vector<fs::path> files;
  for (const std::string& words : options.scenarios) {
    if (fs::is_directory(words)) {
      for (const run::ScenarioFile& file : run::scenario_files(words))
        files.push_back(file.path);
    } else if (fs::is_directory(root / words)) {
      for (const run::ScenarioFile& file : run::select_scenarios(root, {words}))
        files.push_back(file.path);
    } else {
      files.push_back(run::find_scenario(root, words));
    }
  }
  return files;
}

/// One file to write, or a folder for several.
std::vector<std::pair<fs::path, std::string>> places_of(const std::vector<fit::CalibratedFile>& files,
                                                        const fs::path& out)
{
  std::vector<std::pair<fs::path, std::string>> places;
  const bool folder = fs::is_directory(out);
  if (files.size() > 1 && not folder)
    throw config::InvalidInput(
        {{"--out", 0, 0, fmt::format("the values stand in {} files: name a folder that exists", files.size())}});
  for (const fit::CalibratedFile& file : files)
    places.emplace_back(folder ? out / file.original.filename() : out, file.text);
  return places;
}

int calibrate(CalibrateCommand& options)
{
  options.input.scenarios = scenario_files(options);
  options.calibrate.jobs = options.jobs > 0 ? options.jobs : run::available_cores();
  options.calibrate.advise = not options.no_advice;
  options.calibrate.other_starts = options.starts - 1;
  options.calibrate.program = program_digest();
  const fit::CalibrateRequest request = fit::calibrate_request(options.input);
  const fs::path out = options.out;
  fit::Store store(out.empty()             ? fs::path()
                   : fs::is_directory(out) ? out / "simulations.jsonl"
                                           : fs::path(out.string() + ".simulations.jsonl"));
  fit::Calibration calibration;
  {
    ProgressLine progress(options.quiet, options.calibrate.jobs);
    calibration =
        fit::calibrate(request, options.calibrate, store, [&](const fit::Progress& now) { progress.show(now); });
  }
  if (not out.empty())
    for (const auto& [place, text] : places_of(fit::calibrated_files(calibration, ONSALE_VERSION), out)) {
      k6::OutputFile file(place.string());
      file.write(text);
      file.close();
      if (not options.quiet)
        fmt::print(stderr, "wrote {}\n", place.string());
    }
  fmt::print("{}", options.json ? fit::calibration_json(calibration)
                                : fit::calibration_text(calibration, options.all_figures));
  return 0;
}

/// How carefully it searches.
void add_search_options(CLI::App& command, CalibrateCommand& options)
{
  command.add_option("--replications", options.calibrate.replications, "Simulations whose mean is a prediction")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command
      .add_option("--noise-replications", options.calibrate.noise_replications,
                  "Simulations that tell how much a test's figures scatter")
      ->check(CLI::Range(3, 1000))
      ->capture_default_str();
  command
      .add_option("--model-error", options.calibrate.model_error,
                  "Relative error that the model is granted in every figure")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  command
      .add_option("--starts", options.starts,
                  "Searches at most: where the first explains the data badly, others begin elsewhere")
      ->check(CLI::Range(1, 100))
      ->capture_default_str();
  command.add_option("--seed", options.calibrate.seed, "Seed of all random streams")->capture_default_str();
}

} // namespace

void add_calibrate(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<CalibrateCommand>();
  CLI::App* command = app.add_subcommand("calibrate", "Fit parameters of a scenario to measured k6 results");
  command->require_subcommand(0, 1);
  command->add_option("SCENARIO", options->scenarios, "Test files, SYSTEM/TEST, or a SYSTEM: all of its tests");
  command
      ->add_option("--data", options->input.data,
                   "A run to fit: its folder or k6 result file, called as its test is, or TEST=PATH")
      ->type_name("RUN...");
  command->add_option("--holdout", options->input.held_out, "A run to predict, which the fit does not see")
      ->type_name("RUN...");
  command
      ->add_option(
          "--usage", options->input.usage,
          "CPU time of processes during a run: RUN=FILE, or FILE for a single run: a CSV (also of Grafana), an answer "
          "of Prometheus to query_range, or scrapes such as of /actuator/prometheus, one before and one after")
      ->type_name("FILE...");
  command->add_option("--idle", options->input.idle,
                      "Run folder or CSV of the system without load: its CPU use is taken off");
  command
      ->add_option("--fit", options->input.fit,
                   "Values to fit, as --set names them; a+b: by one factor; *: any key; auto: all demands that the "
                   "data tell")
      ->delimiter(',')
      ->type_name("NAME,...");
  command->add_option("--set", options->input.sets, "NAME=VALUE, for all tests")->allow_extra_args(false);
  command->add_option("--out", options->out,
                      "FILE for the scenario's file with the fitted values, or a folder; beside it the simulations are "
                      "kept, from which a stopped calibration goes on");
  command->add_option("--scenarios", options->scenarios_folder, "Folder of scenarios (default: those of onsale)");
  add_search_options(*command, *options);
  command->add_option("--jobs", options->jobs, "Simulations side by side (default: one for each core)")
      ->check(CLI::Range(1, 1024));
  command->add_flag("--no-advice", options->no_advice, "Do not look for the next test to run");
  command->add_flag("--all-figures", options->all_figures, "Compare every figure of every endpoint");
  command->add_flag("--json", options->json, "Machine-readable output");
  command->add_flag("-q,--quiet", options->quiet, "No progress");
  command->footer("A run belongs to the test whose file is called as it is: calibration/data/a-light-status to\n"
                  "a-light-status.yaml. Exit code: 0; 2 the input cannot be used; 1 a simulation failed.\n\n"
                  "Examples:\n"
                  "  onsale run examples/closed-web-tier --seed 7 --summary-export measured.json\n"
                  "  onsale calibrate examples/closed-web-tier --data measured.json \\\n"
                  "      --fit endpoints.balance.flow.0.cpu,endpoints.balance.flow.1.query --out calibrated.yaml\n"
                  "  onsale calibrate host");
  add_calibrate_host(*command, exit_code);
  command->callback([command, options, &exit_code] {
    if (not command->get_subcommands().empty())
      return;
    config::Faults faults;
    if (options->scenarios.empty())
      faults.add({"SCENARIO", 0, 0}, "name at least one scenario");
    if (options->input.data.empty())
      faults.add({"--data", 0, 0}, "name at least one measured run");
    if (options->input.fit.empty())
      faults.add({"--fit", 0, 0}, "name values to fit, such as endpoints.balance.flow.0.cpu, or auto");
    faults.throw_if_any();
    exit_code = calibrate(*options);
  });
}

} // namespace onsale::cli
