#include "model/k6/output/output_file.hpp"
#include "plots/child_environment.hpp"
#include "sim/cli/commands.hpp"
#include "sim/cli/study_options.hpp"
#include "sim/study/explain.hpp"

#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

namespace onsale::cli {
namespace {

struct ExplainCommand {
  StudyOptions study;
  std::size_t points = 5;
  bool no_simulation = false;
  bool tornado = false;
  std::string figure = "http_req_duration p(95)";
  std::string swing = "20%";
  std::string out_dir;
};

/// `dot` may not be installed: then the sources are all there is.
void draw(const std::filesystem::path& source)
{
  std::string program = "dot";
  std::string format = "-Tsvg";
  std::string target = "-o" + std::filesystem::path(source).replace_extension(".svg").string();
  std::string input = source.string();
  char* arguments[] = {program.data(), format.data(), target.data(), input.data(), nullptr};
  pid_t process = 0;
  if (posix_spawnp(&process, "dot", nullptr, nullptr, arguments, plots::child_environment()) == 0)
    waitpid(process, nullptr, 0);
}

void write_files(const std::string& folder, const std::vector<run::ResultFile>& files)
{
  std::filesystem::create_directories(folder);
  for (const run::ResultFile& file : files) {
    const auto path = std::filesystem::path(folder) / file.name;
    k6::OutputFile output(path.string());
    output.write(file.text);
    output.close();
    if (path.extension() == ".dot")
      draw(path);
  }
}

int explain(const ExplainCommand& options)
{
  const auto swing = config::parse_ratio(options.swing);
  if (not swing.value || not(*swing.value > 0) || *swing.value >= 1)
    throw config::InvalidInput({{"--swing", 0, 0, "expected a share above 0 and below 100%"}});
  const auto request = scenario_request(options.study);
  const auto store = open_store(options.study.store);
  std::optional<StudyProgress> progress(std::in_place, options.study.quiet);
  study::Runner runner({.workers = run::child_processes(options.study.jobs),
                        .store = store.get(),
                        .version = program_identity(),
                        .progress = [&](const study::Progress& now) { progress->show(now); }});
  const auto found = study::explain({.scenario = request,
                                     .points = options.points,
                                     .simulate = not options.no_simulation,
                                     .seed = options.study.seed},
                                    runner);
  std::optional<study::Tornado> tornado;
  if (options.tornado)
    tornado = study::tornado({.scenario = request,
                              .figure = options.figure,
                              .swing = *swing.value,
                              .replications = options.study.replications,
                              .seed = options.study.seed},
                             runner);
  progress.reset();
  if (not options.out_dir.empty())
    write_files(options.out_dir, study::explanation_files(found, tornado, run::load_scenario(request)));
  if (options.study.json)
    fmt::print("{}", study::explanation_json(found, tornado));
  else
    fmt::print("{}{}", study::explanation_text(found), tornado ? "\n" + study::tornado_text(*tornado) : "");
  return 0;
}

} // namespace

void add_explain(CLI::App& app, int& exit_code)
{
  auto options = std::make_shared<ExplainCommand>();
  CLI::App* command = app.add_subcommand("explain", "Demands, bounds and the bottleneck, by arithmetic and simulation");
  add_scenario_option(*command, options->study);
  command->add_option("--points", options->points, "Of the curve of analysis and simulation; 0: none")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  command->add_flag("--no-simulation", options->no_simulation, "The curve by analysis alone");
  command->add_flag("--tornado", options->tornado, "Turn each knob down and up alone: which one matters most");
  command->add_option("--figure", options->figure, "Of the tornado")->capture_default_str();
  command->add_option("--swing", options->swing, "How far each knob is turned")->capture_default_str();
  command->add_option("--replications", options->study.replications, "Of each end of a knob, with the same customers")
      ->check(CLI::Range(1, 1000))
      ->capture_default_str();
  command->add_option("--out-dir", options->out_dir,
                      "Folder for demands.csv, curve.csv, tornado.csv and graphs (DOT, and SVG if dot is installed)");
  add_store_option(*command, options->study);
  add_study_options(*command, options->study);
  command->footer("Exit code: 0; 2 the input cannot be used; 1 a run failed or a file could not be written.\n\n"
                  "Examples:\n"
                  "  onsale explain examples/closed-web-tier\n"
                  "  onsale explain examples/on-sale --no-simulation --out-dir graphs\n"
                  "  onsale explain examples/closed-web-tier --points 0 --tornado");
  command->callback([options, &exit_code] { exit_code = explain(*options); });
}

} // namespace onsale::cli
