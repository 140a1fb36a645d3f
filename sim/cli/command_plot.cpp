#include "plots/gallery.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/interrupt.hpp"
#include "sim/cli/terminal.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <memory>
#include <string>
#include <vector>

namespace onsale::cli {
namespace {

struct PlotCommand {
  std::vector<std::string> inputs;
  std::vector<std::string> only;
  std::string out = "pictures";
  std::string format = "svg";
  double slo_ms = 0;
  bool json = false;
};

plots::Pictures pictures_of(const PlotCommand& options)
{
  plots::GalleryRequest request{{options.inputs.begin(), options.inputs.end()}, options.only, std::nullopt};
  if (options.slo_ms > 0)
    request.slo = plots::Slo{options.slo_ms, plots::duration_text(options.slo_ms)};
  return plots::gallery(request);
}

void plot(const PlotCommand& options)
{
  const InterruptGuard guard;
  plots::require_gnuplot();
  const plots::Pictures pictures = pictures_of(options);
  const auto format = options.format == "png" ? plots::Format::png : plots::Format::svg;
  auto list = nlohmann::ordered_json::array();
  for (const plots::Picture& picture : pictures) {
    guard.check();
    const std::string file = plots::write_picture(picture, options.out, format).string();
    if (options.json)
      list.push_back({{"file", file}, {"name", picture.name}, {"title", picture.title}, {"reading", picture.reading}});
    else
      fmt::print("{:<32} {}\n", file, picture.title);
    std::fflush(stdout);
  }
  if (options.json)
    fmt::print("{}\n", nlohmann::ordered_json{{"pictures", list}}.dump(2));
}

} // namespace

void add_plot(CLI::App& app)
{
  auto options = std::make_shared<PlotCommand>();
  CLI::App* command = app.add_subcommand("plot", "Draw pictures of results: SVG or PNG, from result files alone");
  command
      ->add_option(
          "results", options->inputs,
          "Result folders of `run --out-dir` (several: replications or alternatives), JSON of `replay --json`, "
          "CSV of `sweep --csv`")
      ->required();
  command->add_option("--out", options->out, "Folder for the pictures")->capture_default_str();
  command->add_option("--format", options->format, "Kind of file")
      ->check(CLI::IsMember({"svg", "png"}))
      ->capture_default_str();
  command->add_option("--only", options->only, "Name of a picture (default: all that the files have data for)")
      ->allow_extra_args(false);
  command->add_option("--slo", options->slo_ms, "A line at so many ms (default: the threshold of http_req_duration)")
      ->check(CLI::PositiveNumber);
  command->add_flag("--json", options->json, "Machine-readable output: file, title and how to read each picture");
  command->footer("Exit code: 0; 2 the files cannot be used; 1 gnuplot is missing or failed; 130 interrupted.\n\n"
                  "Examples:\n"
                  "  onsale run examples/on-sale --out-dir result\n"
                  "  onsale plot result --out pictures\n"
                  "  onsale plot result --only heat-map --format png --slo 500");
  command->callback([options] { plot(*options); });
}

} // namespace onsale::cli
