#include "model/k6/output/output_file.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/study_options.hpp"
#include "sim/study/compare.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace onsale::cli {
namespace {

constexpr int regression_exit_code = 3;

struct CompareCommand {
  StudyOptions study;
  std::string a;
  std::string b;
  std::vector<std::string> a_sets;
  std::vector<std::string> b_sets;
  std::string tolerance = "5%";
  std::string csv;
  std::string markdown;
};

/// A folder or a file that is no YAML is a result; all else names a scenario.
study::Side side_of(const CompareCommand& options, const std::string& words, const std::vector<std::string>& own_sets)
{
  const std::filesystem::path path = words;
  const auto kind = path.extension();
  const bool is_result = std::filesystem::is_directory(path) ||
                         (std::filesystem::is_regular_file(path) && kind != ".yaml" && kind != ".yml");
  std::vector<std::string> sets = options.study.sets;
  sets.insert(sets.end(), own_sets.begin(), own_sets.end());
  if (not is_result) {
    std::string name = words;
    for (const std::string& set : own_sets)
      name += " --set " + set;
    return {name, scenario_request(words, sets, options.study.application_files), {}, ""};
  }
  if (not own_sets.empty())
    throw config::InvalidInput({{words, 0, 0, "is a result, in which nothing can be set"}});
  return study::read_result(path);
}

int compare(const CompareCommand& options)
{
  const auto tolerance = config::parse_ratio(options.tolerance);
  if (not tolerance.value || *tolerance.value < 0)
    throw config::InvalidInput({{"--tolerance", 0, 0, tolerance.value ? "is below 0" : tolerance.problem}});
  const auto a = side_of(options, options.a, options.a_sets);
  const auto b = side_of(options, options.b, options.b_sets);
  std::optional<StudyProgress> progress(std::in_place, options.study.quiet);
  study::Runner runner({.workers = run::child_processes(options.study.jobs),
                        .timeseries = true,
                        .progress = [&](const study::Progress& now) { progress->show(now); }});
  const auto result = study::compare(
      a, b, {.replications = options.study.replications, .seed = options.study.seed, .tolerance = *tolerance.value},
      runner);
  progress.reset();
  if (not options.csv.empty()) {
    k6::OutputFile file(options.csv);
    file.write(result.overlay);
    file.close();
  }
  if (not options.markdown.empty()) {
    k6::OutputFile file(options.markdown);
    file.write(study::comparison_markdown(result));
    file.close();
  }
  fmt::print("{}", options.study.json ? study::comparison_json(result) : study::comparison_text(result));
  std::fflush(stdout);
  const int broken = tell_broken_laws_of_study(result.broken_laws);
  return broken != 0 ? broken : result.regression ? regression_exit_code : 0;
}

} // namespace

void add_compare(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<CompareCommand>();
  options->study.replications = 5;
  CLI::App* command = app.add_subcommand("compare", "Compare two scenarios or results, with confidence");
  command->add_option("A", options->a, "A scenario, a result folder, or a result of k6: what there is")->required();
  command->add_option("B", options->b, "The same: what is new")->required();
  command->add_option("--set", options->study.sets, "NAME=VALUE for both sides")->allow_extra_args(false);
  command->add_option("--a-set", options->a_sets, "NAME=VALUE for A alone")->allow_extra_args(false);
  command->add_option("--b-set", options->b_sets, "NAME=VALUE for B alone")->allow_extra_args(false);
  command->add_option("--replications", options->study.replications, "Of each scenario, with the same customers")
      ->check(CLI::Range(2, 10000))
      ->capture_default_str();
  command->add_option("--tolerance", options->tolerance, "A change for the worse that is no regression")
      ->capture_default_str();
  command->add_option("--csv", options->csv, "FILE for both time series (of replication 0), one above the other");
  command->add_option("--markdown", options->markdown, "FILE for a table that a pull request shows");
  add_study_options(*command, options->study);
  command->footer(
      "Exit code: 0; 3 B is worse than A, surely and by more than --tolerance; 2 the input cannot be used;\n"
      "1 a run failed or broke a law.\n\n"
      "Examples:\n"
      "  onsale compare examples/closed-web-tier examples/closed-web-tier \\\n"
      "    --b-set spring.datasource.hikari.maximum-pool-size=2\n"
      "  onsale compare baseline.json examples/closed-web-tier --tolerance 10%");
  command->callback([options, &exit_code] { exit_code = compare(*options); });
}

} // namespace onsale::cli
