#include "calibration/audit/report.hpp"
#include "calibration/k6/journey_of_scenario.hpp"
#include "calibration/k6/k6_options.hpp"
#include "calibration/k6/reader.hpp"
#include "model/config/faults.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/scenario.hpp"
#include "sim/run/script_workload.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>

namespace onsale::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string scenario;
  std::string script_options;
  std::string scenarios;
  bool json = false;
};

fs::path scenarios_of(const Options& options)
{
  return options.scenarios.empty() ? data_folder() / "scenarios" : fs::path(options.scenarios);
}

/// What is known of a test beside its result.
struct KnownTest {
  k6::Options load;
  std::optional<calibration::JourneyFacts> journey;
};

/// SYSTEM/TEST, or the path of a scenario file.
KnownTest test_of_scenario(const Options& options)
{
  const fs::path named = scenarios_of(options) / (options.scenario + ".yaml");
  const run::Scenario scenario = run::load_scenario(
      {.path = fs::exists(named) ? named : fs::path(options.scenario), .sets = {}, .application_files = {}});
  return {scenario.load, calibration::facts_of(scenario.journeys, scenario.load)};
}

/// All published results, or those of a scenario.
std::vector<calibration::K6Result> published_results(const Options& options)
{
  std::vector<calibration::K6Result> results;
  for (const fs::path& file : calibration::find_published(scenarios_of(options))) {
    auto result = calibration::read_k6_result(file);
    if (result.name == options.scenario || result.name.starts_with(options.scenario + "/") || options.scenario.empty())
      results.push_back(std::move(result));
  }
  if (results.empty())
    throw config::InvalidInput(
        {{scenarios_of(options).string(), 0, 0,
          options.scenario.empty() ? "no published results" : "no published results of " + options.scenario}});
  return results;
}

/// The files that were named, and those of folders. A folder without results (a run without load) is told and passed
/// over, so that a whole collection of runs can be named.
std::vector<fs::path> files_of(const Options& options)
{
  std::vector<fs::path> files;
  for (const std::string& named : options.files) {
    if (not fs::is_directory(named)) {
      files.emplace_back(named);
      continue;
    }
    const auto found = calibration::find_results(named);
    if (found.empty())
      fmt::print(stderr, "{}: holds no result of k6\n", named);
    files.insert(files.end(), found.begin(), found.end());
  }
  if (files.empty())
    throw config::InvalidInput({{options.files.front(), 0, 0, "no results to audit"}});
  return files;
}

/// One line on a terminal that grows with what was read of a large file, and is gone when it is read.
class ReadingLine {
public:
  void show(const std::string& file, std::uint64_t bytes)
  {
    constexpr std::uint64_t step = 100'000'000;
    if (not is_terminal(stderr) || bytes < shown_ + step)
      return;
    shown_ = bytes;
    fmt::print(stderr, "\r\x1b[K{}: {} MB read", file, bytes / 1'000'000);
  }

  void clear()
  {
    if (shown_ > 0)
      fmt::print(stderr, "\r\x1b[K");
    shown_ = 0;
  }

private:
  std::uint64_t shown_ = 0;
};

/// Of a JSON file, or what a script exports.
k6::Options script_options_of(const std::string& file)
{
  if (not file.ends_with(".js"))
    return calibration::read_k6_options_file(file);
  config::Faults faults;
  const run::ScriptWorkload script(file, {});
  auto options = script.read_options(config::Node::map({file, 0, 0}), {}, faults);
  faults.throw_if_any();
  return options;
}

/// All that is to be audited, with the k6 options that were given for it. The faults of all files are told at once.
std::vector<calibration::K6Result> results_of(const Options& options)
{
  if (options.files.empty())
    return published_results(options);
  std::optional<KnownTest> test;
  if (not options.script_options.empty())
    test = KnownTest{script_options_of(options.script_options), std::nullopt};
  else if (not options.scenario.empty())
    test = test_of_scenario(options);
  std::vector<calibration::K6Result> results;
  config::Faults faults;
  ReadingLine line;
  for (const fs::path& file : files_of(options)) {
    try {
      results.push_back(calibration::read_k6_result(
          file, [&line](const std::string& name, std::uint64_t bytes) { line.show(name, bytes); }));
      if (test) {
        results.back().options = test->load;
        if (test->journey)
          results.back().journey = test->journey;
      }
    } catch (const config::InvalidInput& error) {
      for (const config::Fault& fault : error.faults())
        faults.add({fault.file, fault.line, fault.column}, fault.message);
    }
    line.clear();
  }
  faults.throw_if_any();
  return results;
}

} // namespace

void add_audit(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "Check k6 results against operational laws and arithmetic");
  CLI::Option* files =
      command->add_option("FILE", options->files,
                          "Results of k6: end-of-test text, --summary-export, handleSummary data, machine-readable "
                          "summary, --out csv, --out json (also .gz), published results, or folders of them; none: all "
                          "published results");
  CLI::Option* scenario =
      command->add_option("--scenario", options->scenario,
                          "SYSTEM/TEST or a scenario file: its k6 options are those of the files; without files: audit "
                          "its published result");
  command
      ->add_option("--script-options", options->script_options,
                   "The k6 script, or a JSON file with its options (`{\"scenarios\": ...}`, `{\"stages\": ...}`); a "
                   "config.json beside a result is taken without being named")
      ->needs(files)
      ->excludes(scenario);
  command->add_option("--scenarios", options->scenarios, "Folder of scenarios (default: those installed with onsale)");
  command->add_flag("--json", options->json, "Machine-readable output");
  command->footer("Exit code 1 if a law is broken, 2 if a file cannot be read.\n\n"
                  "Examples:\n"
                  "  onsale audit\n"
                  "  onsale audit --scenario queue-5000vu\n"
                  "  onsale audit summary.json --scenario queue-5000vu/queue-token-issue --json\n"
                  "  onsale audit raw.csv.gz --script-options script.js\n"
                  "  onsale audit calibration/data/*");
  command->callback([options, &exit_code] {
    std::vector<calibration::Audit> audits;
    for (const calibration::K6Result& result : results_of(*options))
      audits.push_back(calibration::audit(result));
    const bool colour = wants_colour(stdout);
    if (options->json)
      fmt::print("{}", calibration::audit_json(audits));
    else
      for (const calibration::Audit& audit : audits)
        fmt::print("{}\n", calibration::audit_table(audit, colour));
    const bool broken = std::any_of(audits.begin(), audits.end(), [](const calibration::Audit& audit) {
      return audit.worst() == calibration::Verdict::broken;
    });
    exit_code = broken ? 1 : 0;
  });
}

} // namespace onsale::cli
