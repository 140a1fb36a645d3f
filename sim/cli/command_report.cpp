#include "model/config/faults.hpp"
#include "plots/comparison.hpp"
#include "plots/gallery.hpp"
#include "plots/report.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/study_options.hpp"
#include "sim/study/advice.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace onsale::cli {
namespace {

using Texts = std::vector<std::string>;

struct ReportCommand {
  Texts folders; ///< one, or two to compare
  std::string out;
  std::size_t replications = 3;
  bool try_advice = false;
  bool json = false;
};

/// Repeats the run of a result folder with what could be changed, and leaves what came of it in the folder.
void write_advice(const ReportCommand& options)
{
  const auto manifest = plots::read_run(options.folders.front()).manifest;
  study::Runner runner({.workers = run::child_processes(), .version = program_identity()});
  const auto tried =
      study::try_advice({.scenario = scenario_request(manifest.value("scenario", ""), manifest.value("set", Texts{}),
                                                      manifest.value("application_files", Texts{})),
                         .replications = options.replications,
                         .seed = manifest.value("seed", std::uint64_t{1})},
                        runner);
  plots::write_file(std::filesystem::path(options.folders.front()) / "advice.csv", study::advice_csv(tried));
}

/// Two results are compared, so that advice has none to be about.
void must_fit(const ReportCommand& options)
{
  if (options.try_advice && options.folders.size() > 1)
    throw config::InvalidInput({{"--try-advice", 0, 0, "is about one result, and two are given"}});
}

void write_report(const ReportCommand& options)
{
  must_fit(options);
  plots::require_gnuplot();
  if (options.try_advice)
    write_advice(options);
  const plots::RunFiles run = plots::read_run(options.folders.front());
  const bool compares = options.folders.size() > 1;
  const std::filesystem::path otherwise = compares ? "comparison.html" : run.folder / "report.html";
  const std::filesystem::path place = options.out.empty() ? otherwise : std::filesystem::path(options.out);
  const std::string page =
      compares ? plots::comparison(run, plots::read_run(options.folders.back())) : plots::report(run);
  plots::write_file(place, page);
  if (options.json)
    fmt::print(
        "{}\n",
        nlohmann::ordered_json{{"file", place.string()}, {"bytes", page.size()}, {"interactive", plots::has_charts()}}
            .dump(2));
  else
    fmt::print("{} ({:.1f} MB{})\n", place.string(), static_cast<double>(page.size()) / 1e6,
               plots::has_charts() ? "" : ", charts are static: npm was missing when onsale was built");
}

} // namespace

void add_report(CLI::App& app)
{
  auto options = std::make_shared<ReportCommand>();
  CLI::App* command = app.add_subcommand(
      "report", "Write one HTML file that shows a run, or compares two, to be read without a network");
  command
      ->add_option("result", options->folders, "Result folder of `run --out-dir`; two of them: the page compares them")
      ->required()
      ->expected(1, 2);
  command->add_option("--out", options->out,
                      "Place of the page (default: report.html in the result folder; comparison.html for two)");
  command->add_flag("--try-advice", options->try_advice,
                    "Simulate the run again with twice its bottleneck, pool and threads: what each buys goes into\n"
                    "advice.csv and onto the page");
  command->add_option("--replications", options->replications, "Of each side, to try advice")
      ->check(CLI::Range(2, 1000))
      ->capture_default_str();
  command->add_flag("--json", options->json, "Machine-readable output: file, bytes, whether charts are interactive");
  command->footer("Exit code: 0; 2 the folder cannot be used; 1 gnuplot is missing or failed.\n\n"
                  "Examples:\n"
                  "  onsale run examples/on-sale --out-dir result --report\n"
                  "  onsale report result --out on-sale.html\n"
                  "  onsale report result --try-advice\n"
                  "  onsale run examples/on-sale --seed 2 --out-dir other\n"
                  "  onsale report result other");
  command->callback([options] { write_report(*options); });
}

} // namespace onsale::cli
