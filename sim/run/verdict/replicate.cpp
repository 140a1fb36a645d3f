#include "sim/run/verdict/replicate.hpp"

#include "model/k6/metric/metric_format.hpp"
#include "sim/run/in_child.hpp"
#include "sim/run/simulate.hpp"
#include "sim/run/verdict/bottleneck.hpp"
#include "sim/run/verdict/main_figures.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <map>

namespace onsale::run {
namespace {

using nlohmann::ordered_json;

std::string replication_json(const Scenario& scenario, std::uint64_t seed, std::size_t number)
{
  const RunResult result = simulate(scenario, {.seed = seed, .replication = static_cast<std::uint32_t>(number)});
  ordered_json figures = ordered_json::array();
  for (const Figure& figure : main_figures(result.summary))
    figures.push_back({figure.name, figure.is_time, figure.value});
  return ordered_json{{"figures", figures},
                      {"bottleneck", bottleneck_line(result.series, result.blame)},
                      {"broken_laws", result.broken_laws},
                      {"exit_code", static_cast<int>(result.load.exit_code)}}
      .dump();
}

/// A metric may be missing where nothing happened to it: only what all replications have can be averaged.
std::vector<ReplicatedFigure> merged(const std::vector<ordered_json>& replications)
{
  std::vector<ReplicatedFigure> figures;
  for (const auto& first : replications.front().at("figures")) {
    ReplicatedFigure figure{first[0], first[1], {}, {}};
    for (const ordered_json& replication : replications)
      for (const auto& each : replication.at("figures"))
        if (each[0] == figure.name && each[2].is_number())
          figure.values.push_back(each[2]);
    if (figure.values.size() != replications.size())
      continue;
    figure.interval = engine::student_interval(figure.values, confidence);
    figures.push_back(std::move(figure));
  }
  return figures;
}

std::string value_text(const ReplicatedFigure& figure, double value)
{
  return figure.is_time ? k6::duration_text(value) : k6::rounded(value, 6);
}

} // namespace

Replicated replicate(const Scenario& scenario, const ReplicateOptions& options)
{
  std::vector<ordered_json> replications;
  in_children(
      options.replications, options.jobs,
      [&](std::size_t number) { return replication_json(scenario, options.seed, number); },
      [&](std::size_t number, const ChildResult& child) {
        if (not child.failure.empty())
          throw ChildFailure(fmt::format("replication {} of seed {}: {}", number, options.seed, child.failure));
        replications.push_back(ordered_json::parse(child.text));
        if (options.progress)
          options.progress(replications.size());
      });
  Replicated result;
  result.figures = merged(replications);
  for (std::size_t number = 0; number < replications.size(); ++number) {
    const ordered_json& each = replications[number];
    result.bottlenecks.push_back(each.at("bottleneck"));
    for (const auto& law : each.at("broken_laws"))
      result.broken_laws.push_back(fmt::format("replication {}: {}", number, law.get<std::string>()));
    const int exit_code = each.at("exit_code");
    result.thresholds_crossed += exit_code == static_cast<int>(k6::ExitCode::thresholds_crossed) ? 1 : 0;
    if (result.exit_code == 0)
      result.exit_code = exit_code;
  }
  return result;
}

std::string replicated_text(const Replicated& result)
{
  const std::size_t replications = result.bottlenecks.size();
  std::string text = fmt::format("     {:<30}{:>16}{:>16}{:>10}\n", fmt::format("{} replications", replications),
                                 "mean", fmt::format("+- ({:.0f} %)", 100 * confidence), "");
  for (const ReplicatedFigure& figure : result.figures) {
    const auto& [mean, half_width] = figure.interval;
    const std::string relative = mean != 0 ? fmt::format("{:.1f} %", 100 * half_width / std::abs(mean)) : "";
    // Units such as µs have fewer columns than bytes.
    const auto right = [](const std::string& cell, std::size_t columns) {
      return std::string(columns - std::min(columns, k6::width(cell)), ' ') + cell;
    };
    text += "     " + k6::padded(figure.name, 30) + right(value_text(figure, mean), 16) +
            right(value_text(figure, half_width), 16) + right(relative, 10) + "\n";
  }
  std::map<std::string, std::size_t> counts;
  for (const std::string& bottleneck : result.bottlenecks)
    ++counts[bottleneck.substr(0, bottleneck.find_first_of(",:"))];
  text += "\n     bottleneck  ";
  for (auto each = counts.begin(); each != counts.end(); ++each)
    text += fmt::format("{}{} ({} of {})", each == counts.begin() ? "" : ", ", each->first, each->second, replications);
  text += "\n";
  if (result.thresholds_crossed > 0)
    text += fmt::format("     thresholds  crossed in {} of {}\n", result.thresholds_crossed, replications);
  return text;
}

std::string replicated_json(const Scenario& scenario, std::uint64_t seed, const Replicated& result)
{
  ordered_json figures = ordered_json::array();
  for (const ReplicatedFigure& figure : result.figures)
    figures.push_back({{"name", figure.name},
                       {"unit", figure.is_time ? "ms" : ""},
                       {"mean", figure.interval.mean},
                       {"half_width", figure.interval.half_width},
                       {"values", figure.values}});
  return ordered_json{{"system", scenario.system.name},
                      {"test", scenario.test},
                      {"scenario_hash", fmt::format("{:016x}", scenario.hash)},
                      {"seed", seed},
                      {"replications", result.bottlenecks.size()},
                      {"confidence", confidence},
                      {"figures", figures},
                      {"bottlenecks", result.bottlenecks},
                      {"thresholds_crossed", result.thresholds_crossed},
                      {"broken_laws", result.broken_laws}}
             .dump(2) +
         "\n";
}

} // namespace onsale::run
