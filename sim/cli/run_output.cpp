#include "sim/cli/run_output.hpp"

#include "model/k6/summary/summary_text.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/output/run_report.hpp"
#include "sim/run/test_description.hpp"
#include "sim/run/test_status.hpp"

#include <fmt/format.h>

#include <fstream>

namespace onsale::cli {

int tell_broken_laws(const std::vector<std::string>& laws, const RunOptions& options)
{
  for (const std::string& law : laws)
    fmt::print(stderr, "onsale: broken law, a mistake of onsale itself: {}\n", law);
  if (laws.empty())
    return 0;
  tell_how_to_repeat(options);
  return 1;
}

void tell_before(const RunOptions& options, const run::Scenario& scenario, const std::vector<std::string>& outputs)
{
  for (const std::string& warning : scenario.load.warnings)
    fmt::print(stderr, "WARN[0000] {}\n", warning);
  if (not scenario.ignored.empty() && not options.quiet)
    fmt::print(stderr, "INFO[0000] {} properties of the application are not modelled, {} the first\n",
               scenario.ignored.size(), scenario.ignored.front().name);
  for (const std::string& part : scenario.left_out)
    fmt::print(stderr, "INFO[0000] left out {}; --profile makes it count\n", part);
  if (not options.quiet && not options.json)
    fmt::print("{}", run::test_description(scenario.load, options.scenario, outputs));
  std::fflush(stdout);
}

std::string console_text(const javascript::LogLine& line)
{
  const std::string_view level = line.level == "info"      ? "INFO"
                                 : line.level == "debug"   ? "DEBU"
                                 : line.level == "warning" ? "WARN"
                                                           : "ERRO";
  return fmt::format("{} {}\n", level, line.text);
}

void write_summary_outputs(const std::vector<std::pair<std::string, std::string>>& outputs)
{
  for (const auto& [where, text] : outputs) {
    if (where == "stdout" || where == "stderr") {
      fmt::print(where == "stdout" ? stdout : stderr, "{}", text);
      continue;
    }
    std::ofstream file(where, std::ios::binary);
    file << text;
    if (not file.flush())
      fmt::print(stderr, "ERRO[0000] failed to handle the end-of-test summary: could not open '{}'\n", where);
  }
}

void tell_after(const RunOptions& options, const run::Scenario& scenario, const run::RunResult& result)
{
  const bool colour = wants_colour(stdout, options.no_colour);
  if (result.summary_outputs)
    write_summary_outputs(*result.summary_outputs);
  else
    fmt::print("{}", k6::summary_text(result.summary,
                                      {.mode = k6::parse_summary_mode(options.summary_mode), .colour = colour}));
  if (not options.quiet) {
    fmt::print("\n");
    for (const std::string& line :
         run::status_lines(scenario.load, result.load.progress, {.bars = is_terminal(stdout), .over = true}))
      fmt::print("{}\n", line);
  }
  fmt::print("\n{}", run::findings_text(scenario, result, colour));
  if (not options.quiet)
    fmt::print("{}", run::speed_text(result));
  if (options.anatomy)
    fmt::print("\n{}", run::anatomy_text(result.anatomy));
  if (options.check)
    fmt::print("\n{}", run::laws_text(result.resources, colour));
}

void tell_warnings(const run::RunResult& result)
{
  for (const k6::LoadWarning& warning : result.load.warnings)
    fmt::print(stderr, "WARN[{:04.0f}] {}\n", warning.time_s, warning.message);
  std::string crossed;
  for (const k6::Summary::Metric& metric : result.summary.metrics)
    for (const k6::Summary::Threshold& threshold : metric.thresholds)
      if (not threshold.ok && not crossed.ends_with("'" + metric.name + "'"))
        crossed += (crossed.empty() ? "'" : ", '") + metric.name + "'";
  if (not crossed.empty())
    fmt::print(stderr, "ERRO[{:04.0f}] thresholds on metrics {} have been crossed\n", result.load.duration_s, crossed);
}

void tell_how_to_repeat(const RunOptions& options)
{
  std::string command = fmt::format("onsale run {} --seed {}", options.scenario, options.seed);
  for (const std::string& file : options.application_files)
    command += fmt::format(" --settings '{}'", file);
  for (const std::string& set : options.sets)
    command += fmt::format(" --set '{}'", set);
  for (const std::string& flag : options.flags.written())
    command += " " + flag;
  fmt::print(stderr, "onsale: to see it again: {} --check\n", command);
}

} // namespace onsale::cli
