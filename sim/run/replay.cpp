#include "sim/run/replay.hpp"

#include "calibration/audit/reader.hpp"
#include "model/config/nearest.hpp"
#include "model/config/wording.hpp"
#include "sim/run/bottleneck.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

namespace onsale::run {
namespace {

using nlohmann::ordered_json;

/// Infinite errors (nothing was published) are null.
ordered_json finite(double value)
{
  return std::isfinite(value) ? ordered_json(value) : ordered_json(nullptr);
}

ordered_json to_json(const ReplayRun& run)
{
  ordered_json metrics = ordered_json::array();
  for (const Comparison& line : run.metrics)
    metrics.push_back({{"name", line.name},
                       {"published", line.published},
                       {"predicted", line.predicted},
                       {"relative_error", finite(line.relative_error())},
                       {"admissible", line.admissible},
                       {"broken_law", line.broken_law},
                       {"target", line.target < 0 ? ordered_json(nullptr) : ordered_json(line.target)},
                       {"met", line.target < 0 ? ordered_json(nullptr) : ordered_json(line.met())},
                       {"unit", line.is_time ? "s" : ""}});
  return {{"system", run.system},     {"test", run.test},
          {"kind", run.kind},         {"seconds", run.seconds},
          {"metrics", metrics},       {"bottleneck", run.bottleneck},
          {"failures", run.failures}, {"broken_laws", run.broken_laws}};
}

ReplayRun from_json(const std::string& text)
{
  const auto json = nlohmann::json::parse(text);
  ReplayRun run;
  run.system = json.at("system");
  run.test = json.at("test");
  run.kind = json.at("kind");
  run.seconds = json.at("seconds");
  run.bottleneck = json.at("bottleneck");
  run.failures = json.at("failures").get<std::vector<std::string>>();
  run.broken_laws = json.at("broken_laws").get<std::vector<std::string>>();
  for (const auto& each : json.at("metrics")) {
    Comparison line;
    line.name = each.at("name");
    line.published = each.at("published");
    line.predicted = each.at("predicted");
    line.is_time = each.at("unit") == "s";
    line.admissible = each.at("admissible");
    line.broken_law = each.at("broken_law");
    line.target = each.at("target").is_null() ? -1 : each.at("target").get<double>();
    run.metrics.push_back(line);
  }
  return run;
}

ReplayRun simulate_and_compare(const Scenario& scenario, std::uint64_t seed)
{
  const RunResult result = simulate(scenario, {.seed = seed});
  ReplayRun run;
  run.system = scenario.system.name;
  run.test = scenario.test;
  run.kind = to_string(scenario.published->kind);
  run.seconds = result.wall_s;
  run.metrics = compare(read_published_figures(scenario.published->results), result.summary, *scenario.published);
  const auto audited = calibration::audit(calibration::read_k6_result(scenario.published->results));
  if (admit_only_sound(run.metrics, calibration::broken_figures(audited)))
    run.kind = to_string(Kind::impossible);
  run.bottleneck = bottleneck_line(result.series);
  for (const Failure& failure : result.failures)
    run.failures.push_back(fmt::format("{}: {} x {} (HTTP {}), first at {:.1f} s: {}", failure.endpoint,
                                       failure.count.count, failure.cause, failure.status,
                                       engine::in_seconds(failure.count.first), failure.count.log_line));
  run.broken_laws = result.broken_laws;
  return run;
}

std::string figure(double value, bool is_time)
{
  if (not is_time)
    return value == std::floor(value) ? fmt::format("{:.0f}", value) : fmt::format("{:.4f}", value);
  if (value < 1e-3)
    return fmt::format("{:.0f} us", value * 1e6);
  return value < 1 ? fmt::format("{:.2f} ms", value * 1e3) : fmt::format("{:.2f} s", value);
}

std::string error_text(double error)
{
  return std::isfinite(error) ? fmt::format("{:+.1f} %", 100 * error) : "-";
}

std::vector<std::filesystem::path> scenario_files(const std::filesystem::path& root)
{
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root))
    if (entry.is_regular_file() && entry.path().extension() == ".yaml" && entry.path().stem() != "system")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end()); // directory order differs between file systems
  return files;
}

} // namespace

bool ReplayRun::met() const
{
  return std::all_of(metrics.begin(), metrics.end(), [](const Comparison& line) { return line.met(); });
}

std::vector<Scenario> find_replays(const std::filesystem::path& root, const std::vector<std::string>& selectors,
                                   const std::vector<std::string>& sets)
{
  config::Faults faults;
  if (not std::filesystem::is_directory(root)) {
    faults.add({root.string(), 0, 0}, "there is no folder of scenarios here");
    faults.throw_if_any();
  }
  std::vector<std::string> known;
  std::vector<std::filesystem::path> chosen;
  for (const auto& file : scenario_files(root)) {
    const std::string system = file.parent_path().filename().string();
    const std::string name = system + "/" + file.stem().string();
    known.push_back(name);
    if (std::find(known.begin(), known.end(), system) == known.end())
      known.push_back(system);
    const bool wanted = selectors.empty() || std::any_of(selectors.begin(), selectors.end(), [&](const auto& each) {
                          return each == name || each == system;
                        });
    if (wanted)
      chosen.push_back(file);
  }
  for (const std::string& selector : selectors)
    if (std::find(known.begin(), known.end(), selector) == known.end())
      faults.add({"replay", 0, 0},
                 "there is no scenario called " + config::in_quotes(selector) + config::suggestion(selector, known));
  faults.throw_if_any();
  std::vector<Scenario> scenarios;
  for (const auto& file : chosen) {
    Scenario scenario = load_scenario({.path = file, .sets = sets, .application_files = {}});
    if (scenario.published)
      scenarios.push_back(std::move(scenario));
  }
  return scenarios;
}

ReplayRun replay(const Scenario& scenario, std::uint64_t seed)
{
  return from_json(in_child([&] { return to_json(simulate_and_compare(scenario, seed)).dump(); }));
}

std::string replay_json(const std::vector<ReplayRun>& runs)
{
  ordered_json list = ordered_json::array();
  for (const ReplayRun& run : runs)
    list.push_back(to_json(run));
  return ordered_json{{"runs", list}}.dump(2) + "\n";
}

std::string replay_table(const ReplayRun& run, bool colour)
{
  const auto paint = [&](const char* code, const std::string& text) {
    return colour ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
  };
  std::string table = fmt::format("{}  {}  (simulated in {:.2f} s)\n\n", paint("1", run.system + "/" + run.test),
                                  run.kind, run.seconds);
  table += fmt::format("    {:<26}{:>14}{:>14}{:>11}{:>10}\n", "", "published", "predicted", "error", "target");
  for (const Comparison& line : run.metrics) {
    const std::string target = line.target < 0 ? "" : fmt::format("{:.0f} %", 100 * line.target);
    const std::string mark = line.target < 0 ? " " : line.met() ? paint("32", "✓") : paint("31", "✗");
    table +=
        fmt::format("  {} {:<26}{:>14}{:>14}{:>11}{:>10}{}\n", mark, line.name, figure(line.published, line.is_time),
                    figure(line.predicted, line.is_time), error_text(line.relative_error()), target,
                    line.admissible ? "" : "  breaks a law: " + line.broken_law);
  }
  table += "\n    bottleneck  " + run.bottleneck + "\n";
  for (const std::string& failure : run.failures)
    table += "    failed      " + failure + "\n";
  for (const std::string& law : run.broken_laws)
    table += "    " + paint("31", "BROKEN LAW") + "  " + law + "\n";
  return table;
}

} // namespace onsale::run
