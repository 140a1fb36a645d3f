#include "sim/cli/study_options.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "sim/cli/data_folder.hpp"
#include "sim/cli/program_digest.hpp"
#include "sim/cli/terminal.hpp"
#include "sim/run/scenario_finder.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace onsale::cli {

void add_scenario_option(CLI::App& command, StudyOptions& options)
{
  command.add_option("scenario", options.scenario, "A scenario file, or SYSTEM/TEST of those that `scenarios` lists")
      ->required();
  command.add_option("--set", options.sets, "NAME=VALUE: a Spring setting or a dotted path of the scenario")
      ->allow_extra_args(false);
}

void add_study_options(CLI::App& command, StudyOptions& options)
{
  command
      .add_option("--settings", options.application_files, "An application.properties or .yml to take settings from")
      ->allow_extra_args(false);
  command.add_option("--seed", options.seed, "Seed of all random streams")->capture_default_str();
  command.add_option("--jobs", options.jobs, "Runs side by side (default: one for each core)")
      ->check(CLI::Range(1, 1024));
  command.add_flag("--json", options.json, "Machine-readable output");
  command.add_flag("-q,--quiet", options.quiet, "No progress");
}

void add_store_option(CLI::App& command, StudyOptions& options)
{
  command.add_option("--out", options.store, "FILE.db (SQLite) that keeps every run: none is computed twice");
}

run::ScenarioRequest scenario_request(const std::string& scenario, const std::vector<std::string>& sets,
                                      const std::vector<std::string>& application_files)
{
  return {.path = run::find_scenario(scenarios_folder(), scenario),
          .sets = sets,
          .application_files = {application_files.begin(), application_files.end()}};
}

run::ScenarioRequest scenario_request(const StudyOptions& options)
{
  return scenario_request(options.scenario, options.sets, options.application_files);
}

std::string program_identity()
{
  return fmt::format("{}+{}", ONSALE_VERSION, program_digest());
}

std::unique_ptr<study::Store> open_store(const std::string& path)
{
  return path.empty() ? nullptr : std::make_unique<study::Store>(path);
}

std::optional<k6::OutputFile> open_table(const std::string& path)
{
  try {
    return path.empty() ? std::nullopt : std::optional<k6::OutputFile>(std::in_place, path);
  } catch (const k6::OutputError& error) {
    throw config::InvalidInput({{"--csv", 0, 0, error.what()}});
  }
}

StudyProgress::StudyProgress(bool quiet) : quiet_(quiet), terminal_(is_terminal(stderr)) {}

StudyProgress::~StudyProgress()
{
  if (drawn_ && terminal_)
    std::fputs("\r\x1b[K", stderr);
}

void StudyProgress::show(const study::Progress& progress)
{
  using namespace std::chrono_literals;
  const auto now = WallClock::now();
  const bool begins = progress.ended == progress.known;
  if (begins)
    start_ = now;
  if (quiet_ || (not begins && now < next_) || progress.wanted <= 1 || (begins && progress.known == 0))
    return;
  next_ = now + (terminal_ ? 100ms : 5000ms);
  std::string text = fmt::format("[{}/{}]", progress.ended, progress.wanted);
  if (begins) {
    text += " known already";
  } else if (progress.work > 0 && progress.ended < progress.wanted) {
    const double elapsed_s = std::chrono::duration<double>(now - start_).count();
    const double left_s = elapsed_s * (1 / progress.work - 1);
    text += fmt::format(" about {} left", k6::duration_text(1e3 * std::max(1.0, left_s)));
  }
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r\x1b[K" : "", text, terminal_ ? "" : "\n");
  std::fflush(stderr);
  drawn_ = true;
}

int tell_broken_laws_of_study(const std::vector<std::string>& laws)
{
  for (const std::string& law : laws)
    fmt::print(stderr, "onsale: a law is broken, which is a mistake of onsale itself: {}\n", law);
  return laws.empty() ? 0 : 1;
}

} // namespace onsale::cli
