#include "calibration/audit/report.hpp"
#include "calibration/k6/reader.hpp"
#include "model/config/faults.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/run/scenario.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace onsale::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string scenario;
  std::string scenarios;
  bool json = false;
};

fs::path scenarios_of(const Options& options)
{
  return options.scenarios.empty() ? data_folder() / "scenarios" : fs::path(options.scenarios);
}

/// SYSTEM/TEST, or the path of a scenario file.
load::Options options_of_scenario(const Options& options)
{
  const fs::path named = scenarios_of(options) / (options.scenario + ".yaml");
  return run::load_scenario(
             {.path = fs::exists(named) ? named : fs::path(options.scenario), .sets = {}, .application_files = {}})
      .load;
}

/// The files that were named, read under the scenario's load; or all published results, or the scenario's.
std::vector<calibration::K6Result> results_of(const Options& options)
{
  std::vector<calibration::K6Result> results;
  if (options.files.empty()) {
    for (const fs::path& file : calibration::find_published(scenarios_of(options))) {
      auto result = calibration::read_k6_result(file);
      if (result.name == options.scenario || result.name.starts_with(options.scenario + "/") ||
          options.scenario.empty())
        results.push_back(std::move(result));
    }
    if (results.empty())
      throw config::InvalidInput(
          {{scenarios_of(options).string(), 0, 0,
            options.scenario.empty() ? "no published results" : "no published results of " + options.scenario}});
    return results;
  }
  for (const std::string& file : options.files) {
    results.push_back(calibration::read_k6_result(file));
    if (not options.scenario.empty())
      results.back().options = options_of_scenario(options);
  }
  return results;
}

} // namespace

void add_audit(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand("audit", "Check k6 results against operational laws and arithmetic");
  command->add_option("FILE", options->files, "k6 --summary-export or a published result; none: all published results");
  command->add_option("--scenario", options->scenario,
                      "SYSTEM/TEST or a scenario file: its k6 options are those of the files; without files: audit "
                      "its published result");
  command->add_option("--scenarios", options->scenarios, "Folder of scenarios (default: those installed with onsale)");
  command->add_flag("--json", options->json, "Machine-readable output");
  command->footer("Exit code 1 if a law is broken, 2 if a file cannot be read.\n\n"
                  "Examples:\n"
                  "  onsale audit\n"
                  "  onsale audit --scenario queue-5000vu\n"
                  "  onsale audit summary.json --scenario queue-5000vu/queue-token-issue --json");
  command->callback([options, &exit_code] {
    std::vector<calibration::Audit> audits;
    for (const calibration::K6Result& result : results_of(*options))
      audits.push_back(calibration::audit(result));
    const bool colour = isatty(STDOUT_FILENO) != 0;
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
