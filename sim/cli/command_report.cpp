#include "plots/gallery.hpp"
#include "plots/report.hpp"
#include "sim/cli/commands.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <memory>
#include <string>

namespace onsale::cli {
namespace {

struct ReportCommand {
  std::string folder;
  std::string out;
  bool json = false;
};

void write_report(const ReportCommand& options)
{
  plots::require_gnuplot();
  const plots::RunFiles run = plots::read_run(options.folder);
  const std::filesystem::path place =
      options.out.empty() ? run.folder / "report.html" : std::filesystem::path(options.out);
  const std::string page = plots::report(run);
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
  CLI::App* command =
      app.add_subcommand("report", "Write one HTML file that shows a run, to be read without a network");
  command->add_option("result", options->folder, "Result folder of `run --out-dir`")->required();
  command->add_option("--out", options->out, "Place of the page (default: report.html in the result folder)");
  command->add_flag("--json", options->json, "Machine-readable output: file, bytes, whether charts are interactive");
  command->footer("Exit code: 0; 2 the folder cannot be used; 1 gnuplot is missing or failed.\n\n"
                  "Examples:\n"
                  "  onsale run examples/on-sale --out-dir result --report\n"
                  "  onsale report result --out on-sale.html");
  command->callback([options] { write_report(*options); });
}

} // namespace onsale::cli
